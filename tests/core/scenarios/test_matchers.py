"""Which requests a rule is about."""

from typing import Any

import pytest

from mockserver.scenarios.notation.texts import PathTest
from mockserver.scenarios.rules.comparisons import Comparison
from tests.clients import Rebilly
from tests.tables import each_row


def fires(rebilly: Rebilly, match: dict[str, Any], method: str, path: str, body: Any = None) -> bool:
    rule = {"id": "seen", "match": match, "respond": {"status": 299, "body": {}}}
    assert rebilly.admin("POST", "/rules", rule).status == 201
    return rebilly.send(method, path, body, {"X-Trace": "abc-7"}).headers.get("x-mock-rule") == "seen"


BODY = {
    "primaryAddress": {"country": "GB", "emails": [{"label": "main", "value": "ada@example.com"}]},
    "customFields": {"age": 36, "vip": True, "score": "41"},
    "notificationEmails": ["a@example.com"],
}


@each_row(
    ("key", "test", "expected"),
    [
        ("primaryAddress.country", "GB", True),
        ("primaryAddress.country", {"one_of": ["FR", "GB"]}, True),
        ("primaryAddress.country", {"one_of": ["FR"]}, False),
        ("primaryAddress.country", {"not": "GB"}, False),
        ("primaryAddress.emails.0.value", {"contains": "@example"}, True),
        ("primaryAddress.emails.0.value", {"matches": r"\w+@example\.com"}, True),
        ("primaryAddress.emails.0.value", {"matches": r"\w+@example"}, False),
        ("primaryAddress.emails.1.value", "absent", True),
        ("notificationEmails", {"contains": "a@example.com"}, True),
        ("customFields.age", {"gt": 35, "lte": 36}, True),
        ("customFields.age", {"lt": 36}, False),
        ("customFields.age", 36, True),
        ("customFields.vip", True, True),
        ("customFields.vip", 1, False),
        ("customFields.score", {"gte": 41}, True),
        ("customFields.nothing", "present", False),
        ("customFields.nothing", {"gt": 0}, False),
        ("customFields", "present", True),
        ("primaryAddress[emails][0][value]", {"contains": "@example"}, True),
        ("primaryAddress.country", {"any_of": ["FR", {"matches": "G."}]}, True),
        ("primaryAddress.country", {"any_of": ["FR", {"matches": "F."}]}, False),
        ("primaryAddress.country", {"all_of": [{"matches": "G."}, {"not": "GR"}]}, True),
        ("primaryAddress.country", {"all_of": [{"matches": "G."}, {"not": "GB"}]}, False),
        ("customFields.age", {"any_of": [{"lt": 18}, {"all_of": [{"gte": 36}, {"any_of": [36, 37]}]}]}, True),
        ("customFields.age", {"any_of": [{"lt": 18}, {"gt": 65}], "not": 36}, False),
        ("customFields.nothing", {"any_of": ["absent", {"equals": "x"}]}, True),
        ("customFields.nothing", {"any_of": [{"equals": "present"}]}, False),
    ],
)
def test_body_members_go_by_dotted_paths(rebilly: Rebilly, key: str, test: Any, expected: bool) -> None:
    assert fires(rebilly, {"body": {key: test}}, "POST", "/customers", BODY) is expected


@each_row(
    ("match", "expected"),
    [
        ({"headers": {"X-Trace": "present"}}, True),
        ({"headers": {"x-trace": {"matches": r"abc-\d"}}}, True),
        ({"headers": {"X-Other": "present"}}, False),
        ({"query": {"limit": 5}}, True),
        ({"query": {"limit": {"gt": 5}}}, False),
        ({"query": {"limit": 5}, "headers": {"X-Other": "absent"}}, True),
        ({"query": {"limit": 5}, "headers": {"X-Trace": "absent"}}, False),
        ({"query": {"created[gte]": 7}}, True),
        ({"query": {"created.gte": 7}}, True),
        ({"query": {"created.lte": "absent"}}, True),
        ({"query": {"a.b": "dotted"}}, True),
    ],
)
def test_headers_and_query_match_together(rebilly: Rebilly, match: dict[str, Any], expected: bool) -> None:
    assert fires(rebilly, match, "GET", "/customers?limit=5&created[gte]=7&a.b=dotted") is expected


@pytest.mark.parametrize(("id", "expected"), [("ada", True), ("bob", False)])
def test_path_arguments_match_by_name(rebilly: Rebilly, id: str, expected: bool) -> None:
    assert fires(rebilly, {"arguments": {"id": "ada"}}, "GET", f"/customers/{id}") is expected


def test_a_body_that_cannot_be_read_has_no_members(rebilly: Rebilly) -> None:
    assert fires(rebilly, {"body": {"a": "absent"}}, "POST", "/customers", b"{") is True


@each_row(
    ("rule", "expected"),
    [
        ({"operation": "customers.create"}, [True, False, False]),
        ({"operation": "PostCustomer"}, [True, False, False]),
        ({"operation": "customers.*"}, [True, True, False]),
        ({"operation": ["customers.list", "tokens.list"]}, [False, True, True]),
        ({"method": "POST"}, [True, False, False]),
        ({"path": "*/tokens"}, [False, False, True]),
        ({"path": "*/[ct]*s"}, [True, True, True]),
        ({"path": "tokens"}, [False, False, False]),
        ({"path": {"matches": "/organizations/[^/]+/(tokens|tags)"}}, [False, False, True]),
        ({"path": {"matches": "/organizations"}}, [False, False, False]),
        ({"api": "rebilly"}, [True, True, True]),
    ],
)
def test_a_rule_is_about_operations_or_addresses(rebilly: Rebilly, rule: dict[str, Any], expected: list[bool]) -> None:
    rebilly.admin("POST", "/rules", {**rule, "respond": {"error": "gone"}, "times": "forever"})
    calls: list[tuple[str, str, Any]] = [
        ("POST", "/customers", {}),
        ("GET", "/customers", None),
        ("GET", "/tokens", None),
    ]
    assert [rebilly.send(*call).status == 410 for call in calls] == expected


def test_delays_add_up_and_the_first_answer_decides(rebilly: Rebilly) -> None:
    """Rules before the deciding one slow it down; rules behind it are not asked."""
    for rule in (
        {"id": "slow", "delay": "20ms"},
        {"id": "first", "respond": {"error": "conflict"}},
        {"id": "second", "respond": {"error": "gone"}},
    ):
        rebilly.admin("POST", "/rules", rule)
    assert rebilly.post("/customers", {}).headers["x-mock-rule"] == "first"
    assert rebilly.post("/customers", {}).headers["x-mock-rule"] == "second"
    counted = {rule["id"]: (rule["matched"], rule["fired"]) for rule in rebilly.admin("GET", "/rules").json["rules"]}
    assert counted == {"slow": (2, 2), "first": (2, 1), "second": (1, 1)}


@each_row(
    ("value", "expected", "same"),
    [
        ("00123", "123", False),
        ("1e3", "1000", False),
        ("5", 5, True),
        (5, 5.0, True),
        ("5", "5", True),
        (1, True, False),
        ("true", True, True),
        ("false", False, True),
        ("True", True, False),
        ("1", True, False),
        (True, "true", False),
        (None, None, True),
        ("", None, False),
        (["a"], ["a"], True),
    ],
)
def test_text_compares_as_text_and_numbers_by_value(value: object, expected: object, same: bool) -> None:
    """A postal code is no number; a query value is a number where the file says one."""
    assert Comparison("equals", expected).holds(value) is same


@each_row("text", ["nan", "inf", "1_000", "\u0661", " 5", "0x10", "", "1e999", "9" * 400, True, None, [5]])
def test_what_only_python_takes_for_a_number_is_none(text: object) -> None:
    """So it is neither above nor below any other."""
    assert not any(Comparison(name, 5).holds(text) for name in ("equals", "gt", "gte", "lt", "lte"))


@each_row("path", ["*" * 400 + "b", "*a" * 200 + "b", "?*" * 200 + "b", "[!b]*" * 100 + "b"])
def test_a_path_is_compared_in_time(path: str) -> None:
    """However many wildcards a pattern has; it is held against fifty thousand characters."""
    assert not PathTest.of_wildcards(path).fits("a" * 50_000)
