"""Billing addresses: countries, states, and what is not said."""

from typing import Any

import pytest

from tests.clients import Chargebee
from tests.tables import each_row


def address(chargebee: Chargebee, **members: Any) -> Any:
    """Give the address of a customer that was created with one."""
    return chargebee.customer(billing_address=members).get("billing_address")


def test_an_address_is_kept_as_it_was_said(chargebee: Chargebee) -> None:
    """An address has the members that were said, and was not validated."""
    said = {
        "first_name": "Ada", "last_name": "Moor", "email": "ada@example.com", "company": "Moor Ltd",
        "phone": "+43 1 234", "line1": "Ring 1", "line2": "Floor 2", "line3": "Door 3", "city": "Graz",
        "state": "Styria", "zip": "8010", "country": "AT",
    }  # fmt: skip
    expected = {**said, "validation_status": "not_validated", "object": "billing_address"}
    assert address(chargebee, **said) == expected


@each_row(
    ("country", "code", "state"),
    [
        ("US", "CA", "California"),
        ("US", "GU", "Guam"),
        ("CA", "QC", "Quebec"),
        ("IN", "TN", "Tamil Nadu"),
        ("AE", "DU", "Dubai"),
    ],
)
def test_states_are_completed_both_ways(chargebee: Chargebee, country: str, code: str, state: str) -> None:
    """In four countries the code of a state brings its name, and the name its code."""
    expected = {
        "country": country,
        "state_code": code,
        "state": state,
        "validation_status": "not_validated",
        "object": "billing_address",
    }
    assert address(chargebee, country=country, state_code=code) == expected
    assert address(chargebee, country=country, state=state) == expected
    assert address(chargebee, country=country, state=state, state_code=code) == expected


def test_a_code_goes_before_a_name(chargebee: Chargebee) -> None:
    """Where a code and a name differ, the name of the code is kept."""
    assert address(chargebee, country="US", state_code="AZ", state="Texas")["state"] == "Arizona"


@pytest.mark.parametrize("said", [{"country": "DE", "state": "Bayern"}, {"country": "US", "state": "Elsewhere"}, {}])
def test_other_states_are_left_alone(chargebee: Chargebee, said: dict[str, str]) -> None:
    """A state no code is known for is kept, and no code made up."""
    expected = {"city": "x", **said, "validation_status": "not_validated", "object": "billing_address"}
    assert address(chargebee, city="x", **said) == expected


def test_an_address_of_empty_values_is_none(chargebee: Chargebee) -> None:
    """Empty parameters make no address."""
    assert "billing_address" not in chargebee.customer(billing_address={"city": "", "country": None})


@each_row("status", ["not_validated", "valid", "partially_valid", "invalid"])
def test_a_validation_elsewhere_can_be_told(chargebee: Chargebee, status: str) -> None:
    """The caller can say how its own validation of an address ended."""
    assert address(chargebee, city="Graz", validation_status=status)["validation_status"] == status


@each_row("country", ["ZZ", "de", "DEU", "Germany", "UK"])
def test_countries_have_two_capital_letters(chargebee: Chargebee, country: str) -> None:
    """What is no code of ISO 3166 is refused, whatever else is wrong."""
    refused = chargebee.post("/customers", billing_address={"country": country}, net_term_days=30)
    assert refused.status == 400
    assert (refused.json["param"], refused.json["api_error_code"]) == ("billing_address[country]", "param_wrong_value")
