"""Whether requests were those that were expected, and how that is told."""

from collections.abc import Sequence
from typing import Any

import pytest

from mockserver.core.documents import Document
from mockserver.core.problems import Misconfigured
from mockserver.sandbox.sandbox import Sandbox, drive
from mockserver.sandbox.verification.expectations import Outcome, judge, picture, sentence
from mockserver.sandbox.verification.loading import load_expectation
from mockserver.sandbox.verification.wanted import heard
from mockserver.scenarios.rules.comparisons import COMPARISONS
from mockserver.scenarios.rules.matching import MOST_STEPS, Budget
from tests.core import toy
from tests.tables import each_row

MADE = {"operation": "toys.create"}
COUNTED = {"operation": "toys.count"}
COUNTS = "calls: must be a number, never, or an object with at_least, at_most or both"
NO_TEST = f"match.match.body.a: must hold a comparison; there are {', '.join(COMPARISONS)}"


@pytest.fixture
def server() -> Sandbox:
    return toy.sandbox()


def say(server: Sandbox, *words: str) -> None:
    """Make toys of colours, or `count` them."""
    for word in words:
        method, path = ("GET", "/toys/count") if word == "count" else ("POST", "/toys")
        body = None if word == "count" else {"colour": word}
        drive(server.answer(toy.exchange(server, method, path, body, {"tenant": "child"})), lambda seconds: None)


def outcome(server: Sandbox, **wish: Any) -> Outcome:
    expectation, _ = load_expectation(Document("body", wish), server.apis)
    return judge(expectation, heard(server.tenant("child"), Budget(MOST_STEPS)))


@each_row(
    ("calls", "counts"),
    [
        (None, [1, 2, 3]),
        (0, [0]),
        ("never", [0]),
        (2, [2]),
        ({"at_least": 2}, [2, 3]),
        ({"at_most": 1}, [0, 1]),
        ({"at_least": 1, "at_most": 2}, [1, 2]),
    ],
)
def test_calls_are_counted(calls: Any, counts: Sequence[int]) -> None:
    """Without a number at least one is expected."""
    for count in range(4):
        server = toy.sandbox()
        say(server, *["red"] * count, "count")
        wish = {"match": MADE, **({} if calls is None else {"calls": calls})}
        assert outcome(server, **wish).holds is (count in counts)


def test_only_calls_that_match_are_counted(server: Sandbox) -> None:
    say(server, "red", "blue", "red", "count")
    red = {"operation": "toys.*", "match": {"body": {"colour": "red"}}}
    assert outcome(server, match=red, calls=2).holds
    assert outcome(server, match={**red, "method": "POST", "path": "/toys", "api": "toy", "status": 201}, calls=2).holds
    assert outcome(server, match={**red, "status": ["4xx", 500]}, calls="never").holds
    assert outcome(server, match={**red, "rule": "slow"}, calls="never").holds


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        (["red", "count", "blue"], True),
        (["blue", "red", "count", "count", "blue"], True),
        (["count", "red", "blue"], False),
        (["red", "count"], False),
        (["blue", "count", "red"], False),
        ([], False),
    ],
)
def test_an_order_holds_where_others_come_between(server: Sandbox, words: Sequence[str], holds: bool) -> None:
    say(server, *words)
    order = [{"match": {"body": {"colour": "red"}}}, COUNTED, {"match": {"body": {"colour": "blue"}}}]
    assert outcome(server, order=order).holds is holds


def test_a_call_takes_one_place_in_an_order(server: Sandbox) -> None:
    say(server, "red")
    assert outcome(server, order=[MADE]).holds
    assert not outcome(server, order=[MADE, MADE]).holds


def test_too_few_are_told_with_the_nearest(server: Sandbox) -> None:
    say(server, "red", "blue", "count")
    missed = outcome(server, match={**MADE, "match": {"body": {"colour": "red"}}}, calls=2)
    assert sentence(missed) == "Expected 2 calls of toys.create with body colour equals 'red', found 1."
    assert picture(missed).splitlines() == [
        "expected: 2 calls of toys.create with body colour equals 'red'",
        "found:    1 call",
        "  = #1 POST /toys -> 201",
        "nearest:",
        "  ~ #2 POST /toys -> 201",
        "      body colour is 'blue', expected equals 'red'",
        "  ~ #3 GET /toys/count -> 200",
        "      operation is toys.count, expected toys.create",
        "      body colour is absent, expected equals 'red'",
    ]


def test_too_many_are_told_one_by_one(server: Sandbox) -> None:
    say(server, "red", "blue", "red")
    missed = outcome(server, match=MADE, calls={"at_most": 2})
    assert missed.too_many
    assert picture(missed).splitlines() == [
        "expected: at most 2 calls of toys.create",
        "found:    3 calls",
        "  = #1 POST /toys -> 201",
        "  = #2 POST /toys -> 201",
        "  + #3 POST /toys -> 201",
    ]


def test_an_order_is_told_as_far_as_it_came(server: Sandbox) -> None:
    say(server, "red", "count")
    missed = outcome(server, order=[COUNTED, MADE])
    assert sentence(missed) == "Expected in order 2. toys.create, which did not come after request 2."
    assert picture(missed).splitlines() == [
        "expected in this order:",
        "  = 1. toys.count",
        "       #2 GET /toys/count -> 200",
        "  - 2. toys.create",
    ]


def test_a_long_list_is_cut(server: Sandbox) -> None:
    say(server, *["red"] * 30)
    assert picture(outcome(server, match=MADE, calls="never")).splitlines()[-1] == "  … and 10 more"


@pytest.mark.parametrize(
    ("wish", "errors"),
    [
        ({}, {"match: is missing: it says which calls are counted"}),
        ({"order": [MADE], "calls": 2}, {"match: is missing: it says which calls are counted"}),
        ({"match": []}, {"match: invalid input type"}),
        (
            {"match": {"operation": "toys.creat"}},
            {"match.operation: no API has an operation 'toys.creat', did you mean 'toys.create'?"},
        ),
        ({"match": {"statuss": 1}}, {"match.statuss: unknown key, did you mean 'status'?"}),
        ({"match": {"match": {"body": {"a": {}}}}}, {NO_TEST}),
        ({"order": [MADE, {"match": {"body": {"a": {"gt": "x"}}}}]}, {"order[1].match.body.a.gt: must be a number"}),
        ({"order": []}, {"order: length must be between 1 and 100"}),
        ({"match": MADE, "calls": -1}, {COUNTS}),
        ({"match": MADE, "calls": True}, {COUNTS}),
        ({"match": MADE, "calls": {"at_least": "2"}}, {"calls: at_least must be a number from 0"}),
        ({"match": MADE, "calls": {"at_least": 2, "at_most": 1}}, {"calls: at_least must not be above at_most"}),
        ({"match": MADE, "within": "2m"}, {"within: must be at most 60s"}),
        ({"match": {"status": []}}, {"match.status: must be a status, a class such as 4xx, none, or a list of these"}),
    ],
)  # fmt: skip
def test_a_wish_that_cannot_be_read_names_its_members(server: Sandbox, wish: Any, errors: set[str]) -> None:
    with pytest.raises(Misconfigured) as refused:
        outcome(server, **wish)
    assert {str(refused.value).removeprefix("body: "), *refused.value.more} == errors
