"""JSONPath in matchers: what it finds, and that a search gives up in time."""

from typing import Any

import pytest

from mockserver.scenarios.rules.jsonpaths import finder
from mockserver.scenarios.rules.matching import MOST_SEARCHED, Budget
from tests.core.scenarios.playing import Play
from tests.core.toy import exchange
from tests.tables import each_row

BODY = {
    "items": [{"price": 5, "plan": "gold"}, {"price": 12, "plan": "tin", "tags": ["a", "b"]}],
    "customer": {"email": "ada@example.com"},
}


@each_row(
    ("path", "found"),
    [
        ("$.customer.email", ["ada@example.com"]),
        ("$['customer']['email']", ["ada@example.com"]),
        ("$.items[0].plan", ["gold"]),
        ("$.items[-1].plan", ["tin"]),
        ("$.items[*].price", [5, 12]),
        ("$..price", [5, 12]),
        ("$.items[?@.price > 10].plan", ["tin"]),
        ("$.items[?@.plan == 'gold' && !@.tags].price", [5]),
        ("$.items[?length(@.tags) == 2].plan", ["tin"]),
        ("$.items[0, 1].plan", ["gold", "tin"]),
        ("$.items[0:1].plan", ["gold"]),
        ("$.nothing.at.all", []),
    ],
)
def test_a_path_finds_values(path: str, found: list[Any]) -> None:
    assert finder(path)(BODY, Budget(1000)) == found
    assert finder(path)("no object", Budget(0)) == finder(path)(None, Budget(0)) == []


@each_row(
    ("match", "fires"),
    [
        ({"$.items[*].price": {"gt": 10}}, True),
        ({"$.items[*].price": {"gt": 100}}, False),
        ({"$..tags": {"contains": "b"}}, True),
        ({"$.items[?@.plan == 'silver']": "absent"}, True),
        ({"$.items[?@.plan == 'gold']": "present"}, True),
        ({"$.items[*].price": {"gt": 4, "lt": 6}, "$..email": "ada@example.com"}, True),
        ({"$.items[*]": {"any_of": [{"equals": 1}, "present"]}}, True),
    ],
)
def test_one_of_the_values_has_to_pass_all_comparisons(match: Any, fires: bool) -> None:
    play = Play(f"rules: [{{ match: {{ jsonpath: {match!r} }}, respond: {{ error: gone }} }}]")
    assert play.call(BODY) == ("gone" if fires else "ok")


@each_row(
    ("path", "reason"),
    [
        ("", "is not a JSONPath"),
        ("customer.email", "is not a JSONPath"),
        ("$.a[", "is not a JSONPath"),
        ("$.a[?match(@.b, '(a+)+')]", "function 'match' is not defined"),
        ("$.a[?search(@.b, 'a')]", "function 'search' is not defined"),
        ("$.a[?@..b]", "single members"),
        ("$.a[?@.*]", "single members"),
        ("$.a[?count(@.*) > 1]", "single members"),
        ("$.a[?@[?@.b]]", "single members"),
        ("$.a | $.b", "is not a JSONPath"),
        ("$.a[(@.length-1)]", "is not a JSONPath"),
        ("$" + ".a" * 300, "at most 500 characters"),
        ("$[" + "?@[" * 100 + "1" + "]" * 100 + "]", ""),
        ("$[?" + "(" * 240 + "1" + ")" * 240 + "]", ""),
    ],
    ids=lambda text: text[:30],
)
def test_what_is_no_path_or_would_search_twice_is_refused(path: str, reason: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the reason is looked at
        finder(path)
    assert reason in str(refused.value)


def nested(levels: int) -> Any:
    body: Any = []
    for _ in range(levels):
        body = [body]
    return body


@each_row(
    ("path", "body"),
    [
        ("$" + "[*,*]" * 60 + ".x", nested(60)),
        ("$" + "[0,0,0]" * 60 + ".x", nested(60)),
        ("$" + "[?@,?@]" * 60 + ".x", nested(60)),
        ("$" + "..*" * 100, nested(60)),
        ("$..[?@.a.b.c == 1]", [0] * 300_000),
        ("$[?" + "@.a && " * 60 + "@.b]", [{"a": 1}] * 300_000),
        ("$..nothing", [{"a": [1]}] * 300_000),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_a_search_gives_up(path: str, body: Any) -> None:
    """After as many values as a search may look at, however often a path leads to each."""
    assert len(finder(path)(body, Budget(MOST_SEARCHED))) <= MOST_SEARCHED


def test_what_was_found_before_a_search_gave_up_counts() -> None:
    budget = Budget(MOST_SEARCHED)
    assert finder("$[*]")([1] * (MOST_SEARCHED + 1000), budget) == [1] * MOST_SEARCHED
    assert budget.spent


def test_searches_for_one_request_look_at_a_bounded_number_of_values_together() -> None:
    """Five search all of this body, the sixth comes to an end before it found anything; explanations agree."""
    rules = [f"{{ id: r{n}, match: {{ jsonpath: {{ '$..z{n}': present }} }}, delay: 1ms }}" for n in range(8)]
    play = Play(f"rules: [{', '.join(rules)}]")
    body = {"a": [[{}] * 380, {f"z{n}": 1 for n in range(8)}]}
    told = play.server.explain(exchange(play.server, "POST", "/toys", body))
    assert play.call(body) == "ok"
    five = [f"r{n}" for n in range(5)]
    assert list(play.counted()) == five
    assert [rule["rule"] for rule in told["rules"] if rule["outcome"] == "waits"] == five
    assert told["rules"][7]["reasons"] == [
        "jsonpath $..z7 was not found in the first 2000 values looked at, expected present True"
    ]
