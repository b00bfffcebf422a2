"""The page about HTTP names a test for every demand, and there is each of them."""

import re

import pytest

from mockserver.core.http.headers import ONCE
from mockserver.edges.framing import RULES
from tests.docs.pages import ROOT, sections, tables, words

PAGE = (ROOT / "docs/reference/http.md").read_text()
TESTED = {name: tables(text) for name, text in sections(PAGE).items() if "| Test |" in text}
ROWS = [row for found in TESTED.values() for table in found for row in table]
_TEST = re.compile(r"(test_\w+)::(test_\w+)")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_there_is_the_test_of_each_demand(row: list[str]) -> None:
    found = _TEST.fullmatch(words(row[-1])[0])
    assert found, row[-1]
    text = (ROOT / "tests/wire" / f"{found[1]}.py").read_text()
    assert f"\ndef {found[2]}(" in text


def test_every_part_has_rows() -> None:
    assert len(TESTED) == 5
    assert all(table for found in TESTED.values() for table in found)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_about_heads_is_in_the_page(rule: object) -> None:
    """By its section."""
    document, section = re.fullmatch(r"RFC (\d+) section ([\d.]+)", getattr(rule, "source", "")).groups()  # type: ignore[union-attr]
    told = " ".join(f"{row[1]}" for row in ROWS)
    assert re.search(rf"{document}(?: [\d.]+,)* {re.escape(section)}(?![\d.])", told)


def test_every_name_that_must_come_once_is_named() -> None:
    [row] = [row for row in ROWS if row[0].startswith("A name whose value is no list")]
    named = {word.lower() for word in words(row[2])}
    assert named - {"if-…"} == {name for name in ONCE if not name.startswith("if-")}
