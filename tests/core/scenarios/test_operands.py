"""What a comparison is given: an operand of the wrong type is refused where it is read, and none fails a request."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.core.documents import Document, dotted, parse
from mockserver.core.problems import Misconfigured
from mockserver.scenarios.format.loader import load, load_rule
from mockserver.scenarios.rules.comparisons import COMPARISONS, Comparison
from mockserver.scenarios.rules.model import Rule
from tests.clients import Rebilly
from tests.core.toy import keyed
from tests.tables import each_row

NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
SCALARS = st.none() | st.booleans() | NUMBERS | st.text(max_size=5)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
LISTS = {"one_of", "any_of", "all_of", "none_of"}
FLAGS = {"present", "absent"}
ORDERED = {"gt", "gte", "lt", "lte"}

cheap = settings(max_examples=150, derandomize=True, database=None, deadline=None)


def read(name: str, operand: Any) -> Rule:
    rule = {"id": "x", "match": {"body": {"a": {name: operand}}}, "respond": {"status": 500}}
    return load_rule(Document("", rule), "", {"toy": keyed})


def is_wrong(name: str, operand: Any) -> bool:
    """Say whether an operand is of a type that a comparison has no use for."""
    if name in LISTS:
        return not isinstance(operand, list) or not operand
    if name in FLAGS:
        return not isinstance(operand, bool)
    if name in ORDERED:
        return isinstance(operand, bool) or not isinstance(operand, (int, float))
    return name == "matches" and not isinstance(operand, str)


@pytest.mark.parametrize("name", COMPARISONS)
@cheap
@given(operand=JSON, value=JSON)
def test_an_operand_is_refused_where_it_is_read_or_fit_for_every_request(name: str, operand: Any, value: Any) -> None:
    try:
        rule = read(name, operand)
    except Misconfigured as refused:
        places = [dotted(tuple(path)) for path, _ in refused.errors]
        assert all(place.startswith(f"match.body.a.{name}") for place in places)
        return
    assert not is_wrong(name, operand)
    assert [test.holds(value) for test in rule.match[0].tests] in ([True], [False])


@pytest.mark.parametrize("name", sorted(LISTS | FLAGS | ORDERED | {"matches"}))
@each_row("operand", [None, {}, {"a": 1}, [], "x", 5, True, float("nan"), float("inf")], ids=repr)
def test_no_wrong_operand_is_read(name: str, operand: Any) -> None:
    if is_wrong(name, operand) or (name in ORDERED and operand != 5):
        with pytest.raises(Misconfigured):
            read(name, operand)
    else:
        read(name, operand)


@each_row(
    ("wish", "message"),
    [
        ("{ matches: [a] }", "must be a regular expression"),
        ("{ one_of: x }", "must be a list of values"),
        ("{ one_of: [] }", "must be a list of values"),
        ("{ gt: .nan }", "must be a number"),
        ("{ lt: '5' }", "must be a number"),
        ("{ present: 1 }", "must be true or false"),
        (
            "{ any_of: { equals: 1 } }",
            "must be a list of comparisons, such as [{contains: a}, {equals: b}], for any_of",
        ),
        ("{ starts_with: 5 }", f"unknown comparison; there are {', '.join(COMPARISONS)}"),
    ],
)
def test_a_file_is_told_the_place_of_a_wrong_operand(wish: str, message: str) -> None:
    text = f"version: 1\nrules:\n  - match:\n      body:\n        a: {wish}\n    respond: {{ status: 500 }}\n"
    with pytest.raises(Misconfigured) as refused:
        load(parse(text, "x.yaml"), "x", {"toy": keyed})
    name = wish.split()[1].removesuffix(":")
    assert str(refused.value) == f"x.yaml:5:14: rules[0].match.body.a.{name}: {message}"


def test_the_control_plane_is_told_the_path_of_a_wrong_operand(rebilly: Rebilly) -> None:
    rule = {"match": {"query": {"limit": {"gt": "5"}}}, "respond": {"status": 500}}
    answer = rebilly.admin("POST", "/rules", rule)
    assert answer.status == 422
    assert json.loads(answer.content)["errors"] == [
        {"path": ["match", "query", "limit", "gt"], "message": "must be a number"}
    ]


@each_row(
    ("value", "expected", "same"),
    [
        (True, 1, False), (1, True, False), ("true", True, True), ("1", 1, True), (1.0, 1, True), ("x", "x", True),
        (None, None, True), (0, False, False), (None, False, False), ("", None, False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["equals", "one_of", "contains", "not"])
@pytest.mark.parametrize("depth", [0, 1, 2, 5_000])
def test_equal_is_the_same_at_every_depth(name: str, value: Any, expected: Any, same: bool, depth: int) -> None:
    """A form writes numbers and truth values as text, a JSON body does not."""
    for level in range(depth):
        value, expected = ([value], [expected]) if level % 2 else ({"n": value}, {"n": expected})
    operand = [expected] if name == "one_of" else expected
    found = Comparison(name, operand).holds([value] if name == "contains" else value)
    assert found is (same if name != "not" else not same)


def test_a_list_is_not_its_beginning() -> None:
    assert not Comparison("equals", [1, 2]).holds([1])
    assert not Comparison("equals", {"a": 1}).holds({"a": 1, "b": 2})
    assert not Comparison("equals", {"a": 1}).holds([1])
