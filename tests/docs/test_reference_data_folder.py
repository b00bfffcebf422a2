"""The page of the data folder says what its files hold."""

from mockserver.core.store import folder
from tests.docs.pages import ROOT, Session

PAGE = ROOT / "docs" / "reference" / "data-folder.md"


def test_the_page_shows_what_happens(terminal: Session) -> None:
    """Every command prints what stands below it."""
    assert terminal.follow(PAGE.read_text(), "docs/reference/data-folder.md") > 0


def test_the_numbers_are_those_of_the_store() -> None:
    text = PAGE.read_text()
    assert f'{{"format":{folder.FORMAT}}}' in text
    assert f"more than {folder.SETTLED_AT_LEAST:,} changes" in text
