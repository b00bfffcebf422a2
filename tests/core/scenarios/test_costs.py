"""What the largest scenarios cost: neither long lists nor many rules about the same make reading one take long."""

from typing import Any

from mockserver.core.api.manifest import Apis
from mockserver.core.clock import monotonic
from mockserver.core.documents import Document
from mockserver.core.problems import Misconfigured
from mockserver.registry import registered
from mockserver.scenarios.format.includes import Reading, check_document
from mockserver.scenarios.format.library import Library
from mockserver.scenarios.format.lint import warnings
from tests.tables import each_row

APIS = Apis(registered())
PATIENCE = 10.0
"""Seconds for what takes about one, and took more than half a minute where each rule was held against all others."""


def checked(**scenario: Any) -> list[str]:
    """Check a scenario, and give its errors or else its warnings."""
    reading, document = Reading(), Document("x", {"version": 1, **scenario})
    began = monotonic()
    try:
        read = check_document(document, "x", APIS, Library([], APIS).find, reading)
        told = [str(doubt) for doubt in warnings(read, reading.parts, APIS)]
    except Misconfigured as error:
        told = str(error).splitlines()
    assert monotonic() - began < PATIENCE
    return told


def test_a_thousand_rules_that_answer_the_same_are_held_against_each_other() -> None:
    names = ["customers.*"] * 500 + ["c*.*"] * 500
    rules = [{"operation": name, "respond": {"status": 200}, "times": "forever"} for name in names]
    assert len(checked(rules=rules)) == 998


@each_row(
    "scenario",
    [
        {"rules": [{"id": "a"}] * 60_000},
        {"rate_limits": [{"id": "a"}] * 60_000},
        {"auth": [{}] * 60_000},
        {"rules": [{"responses": [{"error": "gne"}] * 60_000}]},
        {"rules": [{"respond": {"error": "invalid", "fields": [{}] * 60_000}}]},
        {"auth": [{"key": "a", "api": "stripe", "ips": ["::"] * 60_000}]},
    ],
    ids=lambda scenario: next(iter(scenario)),
)
def test_a_list_that_is_too_long_is_not_even_looked_at(scenario: Any) -> None:
    [told] = checked(**scenario)
    assert "must not hold more than" in told


@each_row(
    "scenario",
    [
        {f"key{number}": 1 for number in range(60_000)},
        {"settings": {"stripe": {f"setting{number}": 1 for number in range(60_000)}}},
        {"rules": [{"delay": "1s", "match": {"body": {"a": {f"equal{number}": 1 for number in range(60_000)}}}}]},
        {"rules": [{"delay": "1s", "operation": [f"w*{number}" for number in range(100)]}] * 1000},
        {"rules": [{"delay": "1s", "match": {"body": {"a": {"matches": r"(?:\pL\pN\pS){900}"}}}}] * 1000},
    ],
    ids=["keys", "settings", "comparisons", "operations", "expressions"],
)
def test_of_thousands_of_mistakes_two_hundred_are_told(scenario: Any) -> None:
    assert 200 <= len(checked(**scenario)) <= 202


def test_short_expressions_of_large_classes_are_refused_soon() -> None:
    bombs = [{"delay": "1s", "match": {"body": {"a": {"matches": f"(?:\\pL){{{60 + n}}}"}}}} for n in range(180)]
    assert all("pattern too large" in told for told in checked(rules=bombs))
