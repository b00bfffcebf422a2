"""A JSONPath of a mapping fits here what it fits in WireMock 3, by the rules of Jayway's json-path."""

from typing import Any

from mockserver.core.documents import parse
from mockserver.scenarios.format.loader import load
from mockserver.scenarios.rules.matching import Facts
from tests.core.toy import exchange, sandbox, toy
from tests.importers.wiremock import carried, told
from tests.tables import each_row

FILTERS_LIST = "filters the elements of a list; an object there is not filtered itself"
OF_AN_OBJECT = "is asked of an object there, not of the elements of a list"
OF_ONE_VALUE = "is asked of text, numbers and truth values; WireMock asks each element of a list"
BEYOND = "the condition '@.a.size() == 2 && @.b == 1' has no counterpart for the elements of a list"
OF_A_LIST = "counts the elements of a list, not the members of an object"

SERVER = sandbox(api=toy)


def fits(pattern: Any, body: Any) -> bool:
    """Say whether the rule that was made of a pattern is about a body."""
    found = carried({"request": {"bodyPatterns": [{"matchesJsonPath": pattern}]}, "response": {"status": 204}})
    [rule] = load(parse(found.text, "x.yaml"), "x", {}).rules
    facts = Facts(exchange(SERVER, "POST", "/toys", body))
    return all(matcher.holds(facts) for matcher in rule.match)


@each_row(
    ("path", "body"),
    [
        ("$.a", {"a": 0}), ("$.a", {"a": False}), ("$.a", {"a": ""}), ("$.a", {"a": [0]}), ("a", {"a": 1}),
        ("$.['a'].['b c']", {"a": {"b c": 1}}), ("$..b", {"a": [{"b": None}]}), ("$.a[*]", {"a": [None]}),
        ("$.a[-1]", {"a": [1]}), ("$['a','b']", {"b": 1}),
        ("$[?(@.['name'] == 'x')]", {"name": "x"}),
        ("$[?(@.['name'] == 'it\\'s && so')]", {"name": "it's && so"}),
        ("$[?(@.['n'] == '5')]", {"n": 5}),
        ("$.['a'].['b'][?(@.['c'] == 4)]", {"a": {"b": {"c": 4}}}),
        ("$.['l'][*].['s'][?(@.['j'] == 'y')]", {"l": [{"s": {"j": "x"}}, {"s": {"j": "y"}}]}),
        ("$.['l'][*].['s'][?(@.['j'] == 'y' && @.['k'] == 1)]", {"l": [{"s": {"j": "y", "k": 1}}]}),
        ("$.['l'][*][?(@.['a'] == 1 && @.['b'] == 2)]", {"l": [{"a": 1, "b": 2}]}),
        ("$.['l'][?(@ == 5)]", {"l": [4, 5]}),
        ("$.['l'][?(@ =~ /a.c/i)]", {"l": ["x", "ABC"]}),
        ("$[?(@.['duck'] =~ /([0-9]{3})/)]", {"duck": "123"}), ("$[?(@.['duck'] =~ /([0-9]{3})/)]", {"duck": 123}),
        ("$[?(@.['flag'] =~ /(true|false)/)]", {"flag": True}),
        ("$[?(@.['gone'] =~ /.*/)]", {}),
        ("$[?(@.['url'] =~ /https?:\\/\\/x/)]", {"url": "http://x"}),
        ("$[?(@.['v'].size() >= 1 && @.['v'].size() <= 3)]", {"v": [1, 2, 3]}),
        ("$[?(@.v.length() == 0)]", {"v": []}), ("$[?(@.v size 2)]", {"v": [1, 2]}),
        ("$[?((@.a == 1) && (@.b != 2))]", {"a": 1}),
        ("$[?(@.a in ['x', 'y'])]", {"a": "y"}),
        ("$.items[?(@.sku == 'x')]", {"items": [{"sku": "y"}, {"sku": "x"}]}),
        ("$.items[?(@.sku =~ /x+/)]", {"items": [{"sku": "xx"}]}),
        ("$.items[?(@.sku == 'x' || @.n > 3)].price", {"items": [{"n": 4, "price": 1}]}),
    ],
)  # fmt: skip
def test_a_path_fits(path: str, body: Any) -> None:
    assert fits(path, body)


@each_row(
    ("path", "body"),
    [
        ("$.a", {"a": None}), ("$.a", {"a": []}), ("$.a", {"a": {}}), ("$.a", {}), ("$..b", {"a": 1}),
        ("$.a[*]", {"a": []}), ("$", {}),
        ("$[?(@.['name'] == 'x')]", {"name": "y"}), ("$[?(@.name == 'x')]", {}),
        ("$.['a'].['b'][?(@.['c'] == 4)]", {"a": {"b": {"c": 5}}}),
        ("$.['l'][*].['s'][?(@.['j'] == 'y' && @.['k'] == 1)]", {"l": [{"s": {"j": "y"}}, {"s": {"k": 1}}]}),
        ("$.['l'][*][?(@.['a'] == 1 && @.['b'] == 2)]", {"l": [{"a": 1}, {"b": 2}]}),
        ("$[?(@.['duck'] =~ /([0-9]{3})/)]", {"duck": "1234"}), ("$[?(@.['duck'] =~ /[0-9]{3}/)]", {}),
        ("$[?(@.['flag'] =~ /(true|false)/)]", {"flag": 1}),
        ("$[?(@.['v'].size() >= 1 && @.['v'].size() <= 3)]", {"v": [1, 2, 3, 4]}),
        ("$[?(@.v.size() == 2)]", {"v": [1]}), ("$[?(@.v.size() < 1)]", {}),
        ("$[?(@.a == true)]", {"a": 1}),
    ],
)  # fmt: skip
def test_a_path_does_not_fit(path: str, body: Any) -> None:
    assert not fits(path, body)


@each_row(
    ("pattern", "body", "expected"),
    [
        ({"expression": "$.n", "contains": "2"}, {"n": 125}, True),
        ({"expression": "$.n", "contains": "ru"}, {"n": True}, True),
        ({"expression": "$.n", "contains": "x"}, {"n": "axe"}, True),
        ({"expression": "$.n", "matches": "true|x"}, {"n": True}, True),
        ({"expression": "$.n", "matches": "[0-9]+"}, {"n": 7}, True),
        ({"expression": "$.n", "matches": "[a-z]+"}, {"n": False}, True),
        ({"expression": "$.n", "doesNotContain": "x"}, {"n": "a"}, True),
        ({"expression": "$.n", "doesNotContain": "x"}, {}, False),
        ({"expression": "$.n", "doesNotMatch": "x"}, {"n": None}, False),
        ({"expression": "$..n", "not": {"equalTo": "x"}}, {"a": 1}, False),
        ({"expression": "$..n", "not": {"equalTo": "x"}}, {"a": {"n": "y"}}, True),
        ({"expression": "$.n", "absent": True}, {}, True),
        ({"expression": "$.n", "absent": True}, {"n": None}, True),
        ({"expression": "$.n", "absent": True}, {"n": []}, True),
        ({"expression": "$.n", "absent": True}, {"n": ""}, False),
        ({"expression": "$.l.length()", "equalTo": "2"}, {"l": [1, 2]}, True),
        ({"expression": "$.l.size()", "greaterThanNumber": 2}, {"l": [1, 2]}, False),
        ({"expression": "$.l[*].a", "equalTo": "2"}, {"l": [{"a": 1}, {"a": 2}]}, True),
    ],
)
def test_a_matcher_is_asked_of_what_a_path_leads_to(pattern: Any, body: Any, expected: bool) -> None:
    assert fits(pattern, body) is expected


@each_row(
    ("pattern", "remark"),
    [
        ("$.items[?(@.sku == 'x')]", FILTERS_LIST), ("$[?(@.a == 1)]", OF_AN_OBJECT),
        ("$.['a'][?(@.['b'] == 1)]", OF_AN_OBJECT), ({"expression": "$.a", "equalTo": "x"}, OF_ONE_VALUE),
        ({"expression": "$.a.size()", "equalTo": "1"}, OF_A_LIST),
    ],
)  # fmt: skip
def test_what_means_something_else_is_told(pattern: Any, remark: str) -> None:
    assert told({"request": {"bodyPatterns": [{"matchesJsonPath": pattern}]}, "response": {}}) == [
        f"request.bodyPatterns[0].matchesJsonPath: {remark}"
    ]


@each_row(
    ("pattern", "reason"),
    [
        ("$.a b", "the path '$.a b' has no counterpart from ' b' on"),
        ("$.a.sum()", "the function sum() has no counterpart here"),
        ("$.l[?(@.a.size() == 2 && @.b == 1)]", BEYOND),
        ("$[?(@.a subsetof ['x'])]", "the condition \"@.a subsetof ['x']\" has no counterpart"),
        ("$[?(@.a =~ /x/q)]", "the expression '/x/q' has no counterpart"),
        ("$[?(@.a > 'x')]", "the condition \"@.a > 'x'\" compares with no number"),
        ({"expression": "$['a','b']", "equalTo": "x"}, "a matcher of several members at once has no counterpart"),
    ],
)  # fmt: skip
def test_what_cannot_be_said_makes_no_rule(pattern: Any, reason: str) -> None:
    assert told({"request": {"bodyPatterns": [{"matchesJsonPath": pattern}]}}) == [
        f"not imported: request.bodyPatterns[0].matchesJsonPath: {reason}"
    ]
