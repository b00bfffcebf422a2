"""The README does what it says, from its first command to its last, on the servers that it starts."""

import subprocess

import pytest

from tests.docs.pages import ROOT, Session


def test_the_page_shows_what_happens(terminal: Session, installed: None) -> None:
    """Every command prints what stands below it, for a reader who goes from top to bottom."""
    assert terminal.follow((ROOT / "README.md").read_text(), "README.md") > 10


@pytest.mark.parametrize(
    ("target", "command"), [("serve", ".venv/bin/mockserver serve "), ("test", ".venv/bin/python -m pytest ")]
)
def test_make_runs_what_the_pages_say(target: str, command: str) -> None:
    """The tests start servers without make, so make has to do the same."""
    dry = subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=True)
    assert command in dry.stdout
