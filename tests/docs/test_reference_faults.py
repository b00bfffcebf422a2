"""The sections about delays and faults say what their readers take."""

from typing import Any

import pytest

from mockserver.core.documents import parse
from mockserver.core.http.reply import DAMAGING, SILENT, Fault
from mockserver.scenarios.notation.delays import DELAY, LONGEST
from mockserver.scenarios.notation.faults import (
    FAULTS,
    MOST_PIECES,
    USUAL_DRIBBLE,
    USUAL_PIECES,
    USUAL_SHARE,
    read_fault,
)
from tests.docs.pages import ROOT, sections, tables, words

TEXT = (ROOT / "docs" / "reference" / "scenarios.md").read_text()
PAGE = sections(TEXT.replace("\n#### ", "\n## ").replace("\n### ", "\n## "))
ROWS = {words(row[0])[0]: row for row in tables(PAGE["Faults"])[0]}


def test_every_fault_has_a_row() -> None:
    """In the order of the code: those that leave no answer first."""
    assert tuple(ROWS) == FAULTS
    assert {*FAULTS[:3]} == SILENT
    assert {*FAULTS[3:]} == DAMAGING


def test_measures_are_those_of_the_reader() -> None:
    """Bounds and what is usual."""
    assert f"`{LONGEST:.0f}s`" in ROWS["hang"][1]
    assert read_fault("hang") == Fault("hang", seconds=LONGEST)
    for name in ("truncate", "wrong_length"):
        assert f"`{USUAL_SHARE:.0%}`" in ROWS[name][1]
    dribble = ROWS["dribble"][1]
    assert f"by default `{USUAL_DRIBBLE:.0f}s`" in dribble
    assert f"1 to {MOST_PIECES} and by default {USUAL_PIECES}" in dribble
    assert [name for name, row in ROWS.items() if not row[1]] == ["connection_reset", "close", "empty_response",
                                                                 "malformed"]  # fmt: skip


def test_every_fault_has_a_stand_in() -> None:
    assert {word for row in tables(PAGE["Where no fault can be shown"])[0] for word in words(row[0])} == {*FAULTS}


@pytest.mark.parametrize("form", [form for row in tables(PAGE["Delays"])[0] for form in words(row[0])])
def test_every_form_of_a_delay_is_read(form: str) -> None:
    """As it stands on the page."""
    value: Any = parse(form, "page").value
    assert DELAY.read(value).seconds(0.5) > 0


def test_every_distribution_is_named() -> None:
    properties: Any = DELAY.json_schema["oneOf"][1]["properties"]
    assert all(f"{{ {name}: " in PAGE["Delays"] for name in properties)
