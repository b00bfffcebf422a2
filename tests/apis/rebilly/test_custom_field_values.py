"""The custom fields of customers and websites, held against what is declared."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.apis.rebilly.samples import configure
from tests.apis.rebilly.test_websites import WEBSITE
from tests.clients import Answer, Rebilly
from tests.tables import each_row


def declare(rebilly: Rebilly, type: str, name: str = "plan", *, resource: str = "customers", **rules: Any) -> None:
    """Declare a custom field."""
    answer = rebilly.put(f"/custom-fields/{resource}/{name}", {"type": type, "additionalSchema": rules})
    assert answer.status in (200, 201), answer.content


ACCEPTED: list[tuple[str, dict[str, Any], Any]] = [
    ("string", {}, ""),
    ("string", {}, "x" * 255),
    ("string", {"maxLength": 4000}, "x" * 4000),
    ("string", {"allowedValues": ["gold", "silver"]}, "silver"),
    ("string", {"pattern": "/^[0-9]+$/"}, "0123"),
    ("string", {"pattern": "#^GOLD$#i"}, "gold"),
    ("string", {"pattern": "{^a}"}, "abc"),
    ("array", {}, []),
    ("array", {}, ["x" * 255] * 1000),
    ("array", {"allowedValues": ["a", "b"]}, ["b", "a", "b"]),
    ("boolean", {}, False),
    ("date", {}, "2026-02-28"),
    ("datetime", {}, "2026-02-28T23:59:59+02:00"),
    ("datetime", {}, "2026-02-28T23:59:59.123Z"),
    ("integer", {}, -(2**31)),
    ("integer", {}, 2**31 - 1),
    ("integer", {"minimum": 1, "maximum": 1}, 1),
    ("number", {}, 1),
    ("number", {"minimum": 0.5, "maximum": 0.5}, 0.5),
    ("monetary", {}, {"currency": "EUR", "amount": 25.3}),
    ("string", {}, None),
]


@each_row(("type", "rules", "value"), ACCEPTED)
def test_a_value_that_fits_is_kept(rebilly: Rebilly, type: str, rules: dict[str, Any], value: Any) -> None:
    """What fits is answered as it came."""
    declare(rebilly, type, **rules)
    assert rebilly.customer(customFields={"plan": value})["customFields"] == {"plan": value}


MOMENT = "Must be an RFC 3339 moment such as 2026-01-15T10:00:00Z."
INTEGER = "Must be a whole number from -2147483648 to 2147483647."

REFUSED: list[tuple[str, dict[str, Any], Any, str]] = [
    ("string", {}, 7, "Must be a string."),
    ("string", {}, "x" * 256, "Must be at most 255 characters long."),
    ("string", {"maxLength": 2}, "abc", "Must be at most 2 characters long."),
    ("string", {"allowedValues": ["gold", "silver"]}, "tin", "Must be one of gold, silver."),
    ("string", {"pattern": "/^[0-9]+$/"}, "12a", "Must match the pattern /^[0-9]+$/."),
    ("array", {}, "a", "Must be a list of strings."),
    ("array", {}, ["a", 7], "Must be a list of strings."),
    ("array", {}, ["a"] * 1001, "Must have at most 1000 items."),
    ("array", {}, ["x" * 256], "Each item must be at most 255 characters long."),
    ("array", {"allowedValues": ["a"]}, ["a", "b"], "Each item: Must be one of a."),
    ("boolean", {}, "true", "Must be true or false."),
    ("date", {}, "15.01.2026", "Must be a calendar date in the form YYYY-MM-DD."),
    ("datetime", {}, "2026-01-15", MOMENT),
    ("datetime", {}, "2026-01-15T10:00:00", MOMENT),
    ("datetime", {}, "2026-13-15T10:00:00Z", MOMENT),
    ("integer", {}, 1.5, "Must be a whole number."),
    ("integer", {}, True, "Must be a whole number."),
    ("integer", {}, 2**31, INTEGER),
    ("integer", {}, -(2**31) - 1, INTEGER),
    ("integer", {"minimum": 2}, 1, "Must be at least 2."),
    ("integer", {"maximum": 2}, 3, "Must be at most 2."),
    ("number", {}, "1", "Must be a number."),
    ("number", {}, False, "Must be a number."),
    ("number", {"minimum": 0.5}, 0.4, "Must be at least 0.5."),
    ("number", {"maximum": 0.5}, 1, "Must be at most 0.5."),
    ("monetary", {}, 7, "Must be an object."),
    ("monetary", {}, {"currency": "EUR"}, "amount: This member is required."),
    ("monetary", {}, {"currency": "EUR", "amount": "1"}, "amount: Must be a number."),
    ("string", {"required": True}, None, "This member is required."),
]


@each_row(("type", "rules", "value", "message"), REFUSED)
def test_a_value_that_does_not_fit_is_refused(
    rebilly: Rebilly, type: str, rules: dict[str, Any], value: Any, message: str
) -> None:
    """A new customer and one that is put are held against the declaration alike."""
    declare(rebilly, type, **rules)
    body = {"customFields": {"plan": value}}
    for answer in (rebilly.post("/customers", body), rebilly.put("/customers/mara", body)):
        assert (answer.status, answer.invalid_fields) == (422, {"customFields.plan": [message]})
    assert rebilly.get("/customers").json == []


def test_every_broken_rule_is_told(rebilly: Rebilly) -> None:
    """One value can break several rules, and other members with it."""
    declare(rebilly, "string", maxLength=2, pattern="/^[0-9]+$/")
    declare(rebilly, "integer", "age", required=True)
    answer = rebilly.post("/customers", {"locale": 7, "customFields": {"plan": "abc"}})
    assert (answer.status, answer.invalid_fields) == (
        422,
        {
            "locale": ["Must be a string."],
            "customFields.plan": ["Must be at most 2 characters long.", "Must match the pattern /^[0-9]+$/."],
            "customFields.age": ["This member is required."],
        },
    )


def test_what_is_no_object_is_not_looked_into(rebilly: Rebilly) -> None:
    """Where `customFields` is something else, that alone is told."""
    declare(rebilly, "string", required=True)
    answer = rebilly.post("/customers", {"customFields": "gold"})
    assert (answer.status, answer.invalid_fields) == (422, {"customFields": ["Must be an object."]})


def test_a_default_stands_in(rebilly: Rebilly) -> None:
    """A field left out gets its default, also one that is required; what was given stays."""
    declare(rebilly, "string", required=True, default="gold")
    assert rebilly.customer()["customFields"] == {"plan": "gold"}
    assert rebilly.customer(customFields={"plan": "tin"})["customFields"] == {"plan": "tin"}


def test_a_disabled_field_is_not_checked(rebilly: Rebilly) -> None:
    """A declaration that is switched off has no rules and no default."""
    declare(rebilly, "integer", required=True, default=5)
    rebilly.put("/custom-fields/customers/plan", {"type": "integer", "isEnabled": False})
    assert rebilly.customer(customFields={"plan": "x"})["customFields"] == {"plan": "x"}
    assert rebilly.customer()["customFields"] == {}


def test_undeclared_names_are_accepted(rebilly: Rebilly) -> None:
    """Unless the tenant is strict, any name goes beside the declared ones."""
    declare(rebilly, "string")
    fields = {"plan": "gold", "other": [1, {"a": None}]}
    assert rebilly.customer(customFields=fields)["customFields"] == fields


@pytest.mark.parametrize("enabled", [True, False])
def test_a_strict_tenant_refuses_undeclared_names(rebilly: Rebilly, enabled: bool) -> None:
    """A disabled field counts as undeclared."""
    configure(rebilly, custom_fields="strict")
    rebilly.put("/custom-fields/customers/plan", {"type": "string", "isEnabled": enabled})
    answer = rebilly.post("/customers", {"customFields": {"plan": "gold", "other": 1}})
    refused = ["other"] if enabled else ["plan", "other"]
    assert (answer.status, answer.invalid_fields) == (
        422,
        {f"customFields.{name}": ["There is no such custom field."] for name in refused},
    )
    assert rebilly.post("/customers", {}).status == 201


def test_a_strict_tenant_without_declarations_takes_none(rebilly: Rebilly) -> None:
    """Where nothing is declared, every name is unknown."""
    configure(rebilly, custom_fields="strict")
    answer = rebilly.post("/customers", {"customFields": {"plan": "gold"}})
    assert (answer.status, list(answer.invalid_fields)) == (422, ["customFields.plan"])


def test_a_put_that_merges_leaves_old_values_alone(rebilly: Rebilly) -> None:
    """What a body leaves out stays as it is, and is held against the declarations with the rest."""
    configure(rebilly, put="merge")
    rebilly.put("/customers/mara", {"customFields": {"plan": "gold"}})
    declare(rebilly, "integer", required=True)
    answer = rebilly.put("/customers/mara", {"locale": "en"})
    assert (answer.status, answer.invalid_fields) == (422, {"customFields.plan": ["Must be a whole number."]})
    assert rebilly.put("/customers/mara", {"customFields": {"plan": 7}}).json["customFields"] == {"plan": 7}


@pytest.mark.parametrize(
    "write",
    [
        lambda rebilly, body: rebilly.post("/websites", body),
        lambda rebilly, body: rebilly.put("/websites/shop", body),
    ],
    ids=["create", "upsert"],
)
def test_websites_have_custom_fields_of_their_own(rebilly: Rebilly, write: Callable[[Rebilly, Any], Answer]) -> None:
    """What is declared for websites holds for them, and what is declared for customers does not."""
    declare(rebilly, "integer", resource="websites", maximum=5)
    declare(rebilly, "string", "other", required=True)
    answer = write(rebilly, {**WEBSITE, "customFields": {"plan": 6}})
    assert (answer.status, answer.invalid_fields) == (422, {"customFields.plan": ["Must be at most 5."]})
    answer = write(rebilly, {**WEBSITE, "customFields": {"plan": 5}})
    assert (answer.status, answer.json["customFields"]) == (201, {"plan": 5})
