"""Every page with commands is followed from top to bottom, in one terminal."""

import re

from mockserver.registry import registered
from tests.docs.pages import ROOT, blocks

FOLLOWED = {"README", "tutorial", "tutorial-chaos", "new-api"}
REFERENCE = {"cli", "control-plane", "errors", "data-folder", *(api.name for api in registered())}


def test_every_page_with_commands_is_followed() -> None:
    """How-to pages say so themselves; a page of another kind that gets its first command needs a test."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    with_commands = {page for page in pages if any(block.language == "console" for block in blocks(page.read_text()))}
    assert {page.stem for page in with_commands if page.parent.name != "howto"} == FOLLOWED | REFERENCE


def test_no_page_is_followed_in_parts() -> None:
    """A reader has one terminal: what a section leaves behind, the next one finds."""
    tests = [*(ROOT / "tests" / "docs").glob("test_*.py"), *(ROOT / "tests" / "howto").glob("test_*.py")]
    calls = [call for test in tests for call in re.findall(r"terminal\.follow\(([^,]+),", test.read_text())]
    assert len(calls) >= 7
    assert [call for call in calls if "sections" in call.lower()] == []
