"""Each how-to page does what it says."""

from pathlib import Path

import pytest

from tests.docs.pages import ROOT, Session, blocks

FOLDER = ROOT / "docs" / "howto"
RUN = [
    page
    for page in sorted(FOLDER.glob("*.md"))
    if any(block.language == "console" for block in blocks(page.read_text()))
]


@pytest.mark.parametrize("page", RUN, ids=lambda page: page.stem)
def test_the_page_shows_what_happens(page: Path, terminal: Session) -> None:
    """Every command prints what stands below it."""
    assert terminal.follow(page.read_text(), str(page.relative_to(ROOT))) > 0


def test_only_the_page_about_other_peoples_machines_is_not_run() -> None:
    assert {page.stem for page in FOLDER.glob("*.md")} - {page.stem for page in RUN} == {"run-in-ci"}
