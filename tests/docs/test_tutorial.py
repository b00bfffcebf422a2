"""The tutorials do what they say, from their first command to their last."""

import pytest

from tests.docs.pages import ROOT, Session


def test_the_tutorial_about_a_new_api_shows_what_happens(terminal_in_project: Session) -> None:
    page = "docs/tutorial/new-api.md"
    assert terminal_in_project.follow((ROOT / page).read_text(), page) > 0


@pytest.mark.parametrize("name", ["tutorial", "tutorial-chaos"])
def test_a_tutorial_shows_what_happens(terminal: Session, name: str) -> None:
    """Every command prints what stands below it, and the tests it writes pass."""
    assert terminal.follow((ROOT / "docs" / f"{name}.md").read_text(), f"docs/{name}.md") > 0
