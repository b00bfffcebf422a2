"""Documents point at what is there, and every page is found from another."""

import re
from pathlib import Path

import pytest

from mockserver.registry import registered
from tests.docs.pages import ROOT, blocks

PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
_LINK = re.compile(r"\[[^\]]*\]\((?!https?://|mailto:)([^)#]*)(?:#([^)]+))?\)")

RUN_BY_THEIR_TESTS = {
    "README.md", "docs/tutorial.md", "docs/tutorial-chaos.md", "docs/tutorial/new-api.md",
    "docs/reference/cli.md", "docs/reference/control-plane.md",
    "docs/reference/data-folder.md", "docs/reference/errors.md",
    *(f"docs/reference/{api.name}.md" for api in registered()),
}  # fmt: skip


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def anchors(page: Path) -> set[str]:
    """Give the names of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_relative_link_leads_to_a_file(page: Path) -> None:
    """A link in a page names a file of the repository, and a heading of it."""
    for target, anchor in _LINK.findall(page.read_text()):
        found = page.parent / target if target else page
        assert found.exists(), target
        assert not anchor or anchor in anchors(found), f"{target}#{anchor}"


def test_every_page_is_linked() -> None:
    """But for drafts, which say so in their first paragraph."""
    linked = {(page.parent / target).resolve() for page in PAGES for target, _ in _LINK.findall(page.read_text())}
    unlinked = {name(page) for page in PAGES if page not in linked and not is_draft(page)}
    assert unlinked <= {"README.md"}


def is_draft(page: Path) -> bool:
    return page.read_text().split("\n\n")[1].startswith("Draft: ")


def test_every_page_with_commands_is_run() -> None:
    """How-to pages are found by themselves, the others have a test each."""
    with_commands = {name(page) for page in PAGES if any(b.language == "console" for b in blocks(page.read_text()))}
    assert {page for page in with_commands if not page.startswith("docs/howto/")} == RUN_BY_THEIR_TESTS
