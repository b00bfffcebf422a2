"""The page of the data folder says what its files hold."""

from mockserver.core.store import folder
from mockserver.core.store.folder import lines
from tests.docs.pages import ROOT, Session

PAGE = ROOT / "docs" / "reference" / "data-folder.md"


def test_the_page_shows_what_happens(terminal: Session) -> None:
    """Every command prints what stands below it."""
    assert terminal.follow(PAGE.read_text(), "docs/reference/data-folder.md") > 0


def test_the_numbers_are_those_of_the_store() -> None:
    text = PAGE.read_text()
    assert f'"format": {lines.FORMAT}, "journal"' in text
    assert f"plus {folder.SMALL // 1024**2} MiB" in text
    assert (folder.TIMES_LIVE, folder.PAUSE) == (3, 1.25)
    assert "at most three times" in text
    assert "grown by a quarter" in text
