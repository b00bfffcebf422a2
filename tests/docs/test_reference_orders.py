"""What the page of scenarios says of directives is what the server takes."""

import pytest

from mockserver.scenarios import directives
from mockserver.scenarios.directives import directed
from mockserver.scenarios.rules.tallies import MOST_SHARED, Tallies
from tests.core.toy import exchange, sandbox
from tests.docs.pages import ROOT, sections, tables, words

PAGE = sections((ROOT / "docs" / "reference" / "scenarios.md").read_text().replace("\n### ", "\n## "))
HEADERS, WORDS = PAGE["Directive headers"], PAGE["Directive words"]
FIRST_CELLS = [word for row in tables(WORDS)[0] for word in words(row[0])]


def test_every_header_has_a_row() -> None:
    rows = [words(row[0])[0].lower() for row in tables(HEADERS)[0]]
    assert rows == [*directives.OURS, directives.PREFER, directives.POSTMAN]


@pytest.mark.parametrize("word", [word for word in FIRST_CELLS if word != "mock"])
def test_every_word_of_the_table_directs_something(word: str) -> None:
    plan = directed(exchange(sandbox(), "POST", "/toys", {"email": f"ada+mock-{word}@example.com"}), Tallies().of)
    assert plan
    assert plan.rule == f"mock-{word}"


def test_every_short_name_and_metadata_is_on_the_page() -> None:
    assert set(directives.ALIASES) <= set(FIRST_CELLS)
    assert set(directives.METADATA) <= set(words(WORDS))


def test_the_bounds_are_those_of_the_code() -> None:
    """Words and values that are looked at, and counts that are kept."""
    assert f"{directives.MOST_WORDS} words of a request and {directives.MOST_VALUES:,} values" in WORDS
    assert f"{MOST_SHARED:,} others" in WORDS
