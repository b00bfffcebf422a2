"""The day a customer is billed on."""

from typing import Any

from tests.clients import Chargebee
from tests.tables import each_row

MEMBERS = ("billing_date", "billing_month", "billing_date_mode", "billing_day_of_week", "billing_day_of_week_mode")


@each_row(
    ("before", "said", "expected"),
    [
        ({}, {}, {}),
        ({}, {"billing_date": 15}, {"billing_date": 15, "billing_date_mode": "manually_set"}),
        ({}, {"billing_date": 1, "billing_month": 12},
         {"billing_date": 1, "billing_month": 12, "billing_date_mode": "manually_set"}),
        ({}, {"billing_day_of_week": "friday"},
         {"billing_day_of_week": "friday", "billing_day_of_week_mode": "manually_set"}),
        ({"billing_date": 15}, {"billing_month": 3},
         {"billing_date": 15, "billing_month": 3, "billing_date_mode": "manually_set"}),
        ({"billing_date": 15}, {"billing_date_mode": "using_defaults"}, {"billing_date_mode": "using_defaults"}),
        ({"billing_date": 15}, {"billing_day_of_week_mode": "using_defaults"},
         {"billing_date": 15, "billing_date_mode": "manually_set", "billing_day_of_week_mode": "using_defaults"}),
    ],
)  # fmt: skip
def test_a_day(chargebee: Chargebee, before: dict[str, Any], said: dict[str, Any], expected: dict[str, Any]) -> None:
    """A day that is given was set by hand; by the defaults there is none."""
    chargebee.set(calendar_billing=True)
    chargebee.customer(id="acme")
    chargebee.post("/customers/acme/change_billing_date", **before)
    answer = chargebee.post("/customers/acme/change_billing_date", **said)
    customer = answer.json["customer"]
    assert {name: customer[name] for name in MEMBERS if name in customer} == expected
    assert chargebee.get("/customers/acme").json == answer.json


@each_row(
    ("said", "param"),
    [
        ({"billing_date": 32}, "billing_date"),
        ({"billing_date": 0}, "billing_date"),
        ({"billing_month": 13}, "billing_month"),
        ({"billing_month": 3}, "billing_date"),
        ({"billing_date_mode": "maybe"}, "billing_date_mode"),
        ({"billing_day_of_week": "someday"}, "billing_day_of_week"),
    ],
)
def test_no_day_there_is(chargebee: Chargebee, said: dict[str, Any], param: str) -> None:
    """Days and words that are none, and a month without a day."""
    chargebee.set(calendar_billing=True)
    chargebee.customer(id="acme")
    answer = chargebee.post("/customers/acme/change_billing_date", **said)
    assert (answer.status, answer.json["param"]) == (400, param)


def test_a_site_without_calendar_billing(chargebee: Chargebee) -> None:
    """It has to be switched on."""
    chargebee.customer(id="acme")
    answer = chargebee.post("/customers/acme/change_billing_date", billing_date=15)
    assert (answer.status, answer.json["api_error_code"]) == (400, "configuration_incompatible")
    assert chargebee.post("/customers/nobody/change_billing_date").status == 404
