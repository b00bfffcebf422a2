"""Each how-to page does what it says."""

import os
import shutil
import time
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, Session, blocks

FOLDER = ROOT / "docs" / "howto"
LONGEST = {"use-from-node": 20.0}
"""Seconds that a page may take: a run of Node's waits for the server to close a connection, 5 seconds after all."""

RUN = [
    page
    for page in sorted(FOLDER.glob("*.md"))
    if any(block.language == "console" for block in blocks(page.read_text()))
]


@pytest.mark.parametrize("page", RUN, ids=lambda page: page.stem)
def test_the_page_shows_what_happens(page: Path, terminal: Session, request: pytest.FixtureRequest) -> None:
    """Every command prints what stands below it."""
    if "npm install" in page.read_text():
        request.getfixturevalue("installed")
    if any(block.language == "js" for block in blocks(page.read_text())) and shutil.which("node") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("node is not installed")
        pytest.skip("node is not installed")
    began = time.monotonic()
    assert terminal.follow(page.read_text(), str(page.relative_to(ROOT))) > 0
    assert time.monotonic() - began < LONGEST.get(page.stem, 60.0)


def test_only_pages_about_what_is_not_here_are_not_run() -> None:
    """Other people's machines, and PHP, whose page is held against a server by its calls."""
    assert {page.stem for page in FOLDER.glob("*.md")} - {page.stem for page in RUN} == {"run-in-ci", "use-from-php"}
