"""A customer's place of taxation: what it is taken from, and when it has to be known."""

from typing import Any

import pytest

from tests.clients import Stripe
from tests.tables import each_row

UNRECOGNIZED = {"automatic_tax": "unrecognized_location", "ip_address": None, "location": None, "provider": "stripe"}


def taxed(stripe: Stripe, **parameters: Any) -> Any:
    """Create a customer and give its place of taxation."""
    return stripe.customer(**parameters, expand=["tax"])["tax"]


def place(country: str, source: str, state: str | None = None) -> dict[str, Any]:
    """Write a place."""
    return {"country": country, "source": source, "state": state}


def test_without_an_address_there_is_no_place(stripe: Stripe) -> None:
    """And without being asked for, no `tax` at all."""
    assert taxed(stripe) == UNRECOGNIZED
    assert "tax" not in stripe.customer()


@each_row(
    ("address", "location"),
    [
        pytest.param({"country": "DE"}, place("DE", "billing_address"), id="country"),
        pytest.param({"country": "gr", "city": "Athens"}, place("GR", "billing_address"), id="small-letters"),
        pytest.param({"country": "US", "postal_code": "97712"}, place("US", "billing_address"), id="zip"),
        pytest.param(
            {"country": "US", "postal_code": "97712-4918", "state": "OR"},
            place("US", "billing_address", "OR"),
            id="long-zip-and-state",
        ),
        pytest.param({"country": "CA", "state": "BC"}, place("CA", "billing_address", "BC"), id="province"),
        pytest.param({"country": "CA", "postal_code": "V5K 0A1"}, place("CA", "billing_address"), id="canadian-code"),
        pytest.param({"country": "US", "state": "OR"}, None, id="state-without-zip"),
        pytest.param({"country": "US", "postal_code": "977"}, None, id="no-zip"),
        pytest.param({"country": "CA"}, None, id="canada"),
        pytest.param({"country": "XX"}, None, id="no-country"),
        pytest.param({"city": "Berlin"}, None, id="city-alone"),
    ],
)
def test_an_address_is_recognized_or_not(stripe: Stripe, address: Any, location: Any) -> None:
    """By its country; in the United States and Canada more is needed."""
    expected = {**UNRECOGNIZED, "automatic_tax": "supported", "location": location} if location else UNRECOGNIZED
    assert taxed(stripe, address=address) == expected


def test_the_first_address_decides(stripe: Stripe) -> None:
    """Where goods go comes before the bill, even where it leads nowhere; a public address of the internet is last."""
    home, ip = {"country": "DE"}, {"ip_address": "8.8.8.8"}
    to = {"name": "Ada", "address": {"country": "AT"}}
    nowhere = {"name": "Ada", "address": {"country": "XX"}}
    assert taxed(stripe, address=home, shipping=to, tax=ip)["location"] == place("AT", "shipping_destination")
    assert taxed(stripe, address=home, shipping=nowhere, tax=ip)["location"] is None
    assert taxed(stripe, address=home, tax=ip)["location"] == place("DE", "billing_address")
    assert taxed(stripe, tax=ip)["location"] == place("US", "ip_address")


@each_row("text", ["192.0.2.1", "10.0.0.1", "::1", "not an address"])
def test_an_address_that_nobody_has_is_no_place(stripe: Stripe, text: str) -> None:
    """Private and documentary ones are not located; it is shown all the same."""
    assert taxed(stripe, tax={"ip_address": text}) == {**UNRECOGNIZED, "ip_address": text}


def test_the_place_changes_with_the_customer(stripe: Stripe) -> None:
    """An address of the internet can be taken away again."""
    customer = stripe.customer(tax={"ip_address": "8.8.8.8"})["id"]
    moved = stripe.post(f"/customers/{customer}", address={"country": "FR"}, expand=["tax"]).json["tax"]
    assert (moved["ip_address"], moved["location"]) == ("8.8.8.8", place("FR", "billing_address"))
    assert (
        stripe.post(f"/customers/{customer}", tax={"ip_address": ""}, expand=["tax"]).json["tax"]["ip_address"] is None
    )


REFUSAL = {
    "code": "customer_tax_location_invalid",
    "doc_url": "https://stripe.com/docs/error-codes/customer-tax-location-invalid",
    "message": "The customer's location isn't recognized. Set a valid customer address in order to automatically "
    "calculate tax.",
    "type": "invalid_request_error",
}


def test_a_place_may_have_to_be_known_at_once(stripe: Stripe) -> None:
    """Where it is not, the customer neither comes into being nor changes."""
    tax = {"validate_location": "immediately"}
    assert stripe.post("/customers", tax=tax, address={"country": "US"}).refusal == (400, REFUSAL)
    assert stripe.get("/customers").json["data"] == []
    customer = stripe.customer(tax=tax, address={"country": "DE"})
    path = f"/customers/{customer['id']}"
    assert stripe.post(path, tax=tax, address={"country": "XX"}).refusal == (400, REFUSAL)
    assert stripe.get(path).json == customer


def test_otherwise_any_place_will_do(stripe: Stripe) -> None:
    """Validation is put off, or left to automatic taxes, which nothing here has."""
    customer = stripe.customer(tax={"validate_location": "deferred"}, address={"country": "XX"})["id"]
    assert stripe.post(f"/customers/{customer}", tax={"validate_location": "auto"}).status == 200
    status, error = stripe.post("/customers", tax={"validate_location": "auto"}).refusal
    assert (status, error["param"], error["message"]) == (
        400,
        "tax[validate_location]",
        "Invalid tax[validate_location]: must be one of deferred or immediately",
    )
