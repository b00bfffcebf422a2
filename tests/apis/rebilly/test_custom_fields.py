"""Custom fields: what can be declared for a resource."""

from typing import Any

import pytest

from mockserver.apis.rebilly.custom_fields.operations import RESOURCES
from tests.clients import Rebilly
from tests.tables import each_row

RULES: dict[str, dict[str, Any]] = {
    "string": {
        "allowedValues": ["gold", "silver"], "maxLength": 10, "pattern": "/^[a-z]+$/", "required": True,
        "default": "gold",
    },
    "array": {"allowedValues": ["a", "b"], "required": True, "default": ["a"]},
    "boolean": {"required": False, "default": True},
    "date": {"required": False, "default": "2026-01-15"},
    "datetime": {"required": False, "default": "2026-01-15T10:00:00Z"},
    "integer": {"minimum": -5, "maximum": 5, "required": True, "default": 5},
    "number": {"minimum": 0.5, "maximum": 1, "required": True, "default": 0.75},
    "monetary": {"required": True, "default": {"currency": "EUR", "amount": 25.3}},
}  # fmt: skip
"""Every rule of every type."""


def shown(rebilly: Rebilly, resource: str, name: str, **members: Any) -> dict[str, Any]:
    """Give a declaration as it is answered."""
    href = f"http://localhost/organizations/{rebilly.organization}/custom-fields/{resource}/{name}"
    return {
        "name": name,
        "description": None,
        "isEnabled": True,
        "additionalSchema": None,
        **members,
        "_links": [{"rel": "self", "href": href}],
    }


@each_row("type", RULES)
def test_every_type_can_be_declared(rebilly: Rebilly, type: str) -> None:
    """A declaration is answered with the rules it was made with."""
    body = {"type": type, "description": "Invented", "isEnabled": False, "additionalSchema": RULES[type]}
    answer = rebilly.put("/custom-fields/customers/extra-1", body)
    assert (answer.status, answer.json) == (201, shown(rebilly, "customers", "extra-1", **body))
    assert answer.headers["location"] == answer.json["_links"][0]["href"]
    assert answer.headers["x-ratelimit-remaining"] == "2999"
    assert rebilly.get("/custom-fields/customers/extra-1").json == answer.json


@each_row("resource", sorted(RESOURCES))
def test_every_resource_has_its_own_fields(rebilly: Rebilly, resource: str) -> None:
    """What is declared for one resource is not for another; the type alone is enough."""
    answer = rebilly.put(f"/custom-fields/{resource}/plan", {"type": "string"})
    assert (answer.status, answer.json) == (201, shown(rebilly, resource, "plan", type="string"))
    lists = {other: rebilly.get(f"/custom-fields/{other}").json for other in RESOURCES}
    assert lists == {other: [answer.json] if other == resource else [] for other in RESOURCES}


def test_a_declaration_can_be_altered(rebilly: Rebilly) -> None:
    """Everything but the type can change."""
    rebilly.put("/custom-fields/customers/plan", {"type": "string", "additionalSchema": RULES["string"]})
    body = {"type": "string", "description": "Plan", "additionalSchema": {"maxLength": 4000}}
    answer = rebilly.put("/custom-fields/customers/plan", body)
    assert (answer.status, answer.json) == (200, shown(rebilly, "customers", "plan", **body))
    assert answer.headers["x-ratelimit-remaining"] == "2998"
    assert "location" not in answer.headers


def test_the_type_cannot_change(rebilly: Rebilly) -> None:
    """409 repeats its text in `error`, and nothing changes."""
    declared = rebilly.put("/custom-fields/customers/plan", {"type": "string"}).json
    answer = rebilly.put("/custom-fields/customers/plan", {"type": "integer"})
    text = "Custom field is of the type string, which cannot be changed."
    assert (answer.status, answer.json) == (
        409,
        {"type": "about:blank", "title": "Conflict", "status": 409, "detail": text, "error": text},
    )
    assert rebilly.get("/custom-fields/customers/plan").json == declared


def test_the_list_has_pages(rebilly: Rebilly) -> None:
    """The newest comes first, and the headers count although no document asks for them."""
    for name in ("one", "two", "three"):
        rebilly.put(f"/custom-fields/customers/{name}", {"type": "string"})
    answer = rebilly.get("/custom-fields/customers?limit=1&offset=1")
    assert [field["name"] for field in answer.json] == ["two"]
    assert [answer.headers[f"pagination-{name}"] for name in ("total", "limit", "offset")] == ["3", "1", "1"]


@each_row(
    ("method", "path", "detail"),
    [
        ("GET", "/custom-fields/customers/none", "Custom field not found."),
        ("GET", "/custom-fields/tokens", "There are no custom fields of tokens."),
        ("GET", "/custom-fields/tokens/plan", "There are no custom fields of tokens."),
        ("PUT", "/custom-fields/tokens/plan", "There are no custom fields of tokens."),
    ],
)
def test_what_there_is_not_is_not_found(rebilly: Rebilly, method: str, path: str, detail: str) -> None:
    """Neither an unknown field nor one of an unknown resource is found."""
    answer = rebilly.send(method, path, {"type": "string"})
    assert (answer.status, answer.json["detail"]) == (404, detail)


@each_row("name", ["a b", "a.b", "é", "x" * 61])
def test_a_name_has_a_form(rebilly: Rebilly, name: str) -> None:
    """A name is at most sixty letters, digits, dashes and underscores."""
    answer = rebilly.put(f"/custom-fields/customers/{name}", {"type": "string"})
    message = "Must be at most 60 letters, digits and the characters _ -"
    assert (answer.status, answer.invalid_fields) == (422, {"name": [message]})


@each_row(
    ("body", "field", "message"),
    [
        ({}, "type", "This member is required."),
        ({"type": None}, "type", "Must not be null."),
        (
            {"type": "text"}, "type",
            "Must be one of string, array, boolean, date, datetime, integer, number, monetary.",
        ),
        ({"type": "string", "description": 7}, "description", "Must be a string."),
        ({"type": "string", "isEnabled": "yes"}, "isEnabled", "Must be true or false."),
        ({"type": "string", "additionalSchema": "x"}, "additionalSchema", "Must be an object."),
    ],
)  # fmt: skip
def test_a_declaration_has_a_form(rebilly: Rebilly, body: Any, field: str, message: str) -> None:
    """Each member of a declaration is checked."""
    answer = rebilly.put("/custom-fields/customers/plan", body)
    assert (answer.status, answer.invalid_fields) == (422, {field: [message]})


PATTERN = "Must be a regular expression between delimiters, such as /^[0-9]+$/."


@each_row(
    ("type", "rules", "field", "message"),
    [
        ("string", {"required": "yes"}, "required", "Must be true or false."),
        ("string", {"allowedValues": "gold"}, "allowedValues", "Must be a list."),
        ("string", {"allowedValues": ["gold", 7]}, "allowedValues.1", "Must be a string."),
        ("string", {"maxLength": 4001}, "maxLength", "Must be a whole number from 1 to 4000."),
        ("string", {"pattern": "[0-9]+"}, "pattern", PATTERN),
        ("string", {"pattern": ""}, "pattern", PATTERN),
        ("string", {"pattern": "/"}, "pattern", PATTERN),
        ("string", {"pattern": "/[/"}, "pattern", PATTERN),
        ("string", {"pattern": "/a/e"}, "pattern", PATTERN),
        ("string", {"pattern": "abba"}, "pattern", PATTERN),
        ("string", {"default": 7}, "default", "Must be a string."),
        ("string", {"default": "x" * 256}, "default", "Must be at most 255 characters long."),
        ("string", {"pattern": "/^a/", "default": "b"}, "default", "Must match the pattern /^a/."),
        ("string", {"allowedValues": ["a"], "default": "b"}, "default", "Must be one of a."),
        ("array", {"allowedValues": [7]}, "allowedValues.0", "Must be a string."),
        ("array", {"default": "a"}, "default", "Must be a list."),
        ("array", {"allowedValues": ["a"], "default": ["b"]}, "default", "Each item: Must be one of a."),
        ("boolean", {"default": 1}, "default", "Must be true or false."),
        ("date", {"default": "2026-02-30"}, "default", "Must be a calendar date in the form YYYY-MM-DD."),
        ("datetime", {"default": "now"}, "default", "Must be an RFC 3339 moment such as 2026-01-15T10:00:00Z."),
        ("integer", {"minimum": 0.5}, "minimum", "Must be a whole number."),
        ("integer", {"maximum": 2**31}, "maximum", "Must be a whole number from -2147483648 to 2147483647."),
        ("integer", {"minimum": 2, "maximum": 1}, "maximum", "Must not be less than the minimum."),
        ("integer", {"minimum": 2, "default": 1}, "default", "Must be at least 2."),
        ("number", {"minimum": "1"}, "minimum", "Must be a number."),
        ("number", {"minimum": 0.2, "maximum": 0.1}, "maximum", "Must not be less than the minimum."),
        ("number", {"maximum": 0.1, "default": 0.2}, "default", "Must be at most 0.1."),
        ("monetary", {"default": 7}, "default", "Must be an object."),
        ("monetary", {"default": {"currency": "EUR"}}, "default.amount", "This member is required."),
        ("monetary", {"default": {"currency": "euro", "amount": 1}}, "default.currency", None),
    ],
)  # fmt: skip
def test_rules_have_a_form(rebilly: Rebilly, type: str, rules: Any, field: str, message: str | None) -> None:
    """The rules of each type are checked, and the default is held against the others."""
    answer = rebilly.put("/custom-fields/customers/plan", {"type": type, "additionalSchema": rules})
    assert (answer.status, list(answer.invalid_fields)) == (422, [f"additionalSchema.{field}"])
    assert message is None or answer.invalid_fields[f"additionalSchema.{field}"] == [message]
    assert rebilly.get("/custom-fields/customers").json == []


@pytest.mark.parametrize("empty", [None, {}, []], ids=["null", "object", "PHP's list"])
def test_rules_may_be_empty(rebilly: Rebilly, empty: Any) -> None:
    """No rules are written in three ways."""
    answer = rebilly.put("/custom-fields/customers/plan", {"type": "string", "additionalSchema": empty})
    assert (answer.status, answer.json["additionalSchema"]) == (201, None if empty is None else {})
