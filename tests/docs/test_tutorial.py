"""The tutorial does what it says, from its first command to its last."""

from tests.docs.pages import ROOT, Session


def test_the_tutorial_shows_what_happens(terminal: Session) -> None:
    """Every command prints what stands below it, and the test it writes passes."""
    assert terminal.follow((ROOT / "docs" / "tutorial.md").read_text(), "docs/tutorial.md") > 0
