"""The README does what it says: each of its sections is run on a server of its own."""

import subprocess

import pytest

from tests.docs.pages import ROOT, Session, blocks, sections

SECTIONS = {
    name: text
    for name, text in sections((ROOT / "README.md").read_text()).items()
    if any(block.language == "console" for block in blocks(text))
}


@pytest.mark.parametrize("section", SECTIONS)
def test_the_section_shows_what_happens(section: str, terminal: Session, request: pytest.FixtureRequest) -> None:
    """Every command prints what stands below it."""
    if any(block.language == "js" for block in blocks(SECTIONS[section])):
        request.getfixturevalue("node")
    assert terminal.follow(SECTIONS[section], f"README.md, {section}") > 0


@pytest.mark.parametrize(
    ("target", "command"), [("serve", ".venv/bin/mockserver serve "), ("test", ".venv/bin/python -m pytest ")]
)
def test_make_runs_what_the_pages_say(target: str, command: str) -> None:
    """The tests start servers without make, so make has to do the same."""
    dry = subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=True)
    assert command in dry.stdout
