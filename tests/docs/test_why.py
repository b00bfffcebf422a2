"""The page that compares this sandbox with others answers for all of them, and shows what it says of ours."""

import re

import pytest

from tests.docs.pages import ROOT, sections, tables

TEXT = (ROOT / "docs" / "why.md").read_text()
SOURCES = "Where this was read"
SUBJECTS = {name: text for name, text in sections(TEXT).items() if name != SOURCES}
SERVERS = ["This sandbox", "WireMock", "MockServer", "Prism", "Mockoon", "stripe-mock", "localstripe"]
_LINK = re.compile(r"\]\((?!https?://)[^)]+\)")


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_server_has_an_answer(subject: str) -> None:
    """In the same order, and none is left empty."""
    [rows] = tables(SUBJECTS[subject])
    assert [row[0] for row in rows] == SERVERS
    assert all(len(row) == 2 and row[1] for row in rows)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_what_we_have_is_linked_to_a_page_of_ours(subject: str) -> None:
    """That the page and its heading exist is tested with all other links. What we do not have is said in one word."""
    ours = tables(SUBJECTS[subject])[0][0][1]
    assert _LINK.search(ours) or ours == "None." or subject == SOURCES, ours


def test_the_summary_lists_every_subject() -> None:
    [summary] = tables(TEXT.partition("\n## ")[0])
    assert [re.sub(r"\[(.+)\]\(.+\)", r"\1", row[0]) for row in summary] == [*SUBJECTS]


def test_it_is_said_where_others_were_looked_up() -> None:
    """Every other server has a source."""
    assert [line.split(":")[0] for line in re.findall(r"^- (.+)$", sections(TEXT)[SOURCES], re.MULTILINE)] == SERVERS[
        1:
    ]
