"""Customers of Stripe's: what is answered, kept, merged, cleared and left behind."""

from typing import Any

import pytest

from tests.clients import Stripe
from tests.tables import each_row

NOON = "2026-01-15T12:00:00Z"
ADDRESS = {"city": None, "country": None, "line1": None, "line2": None, "postal_code": None, "state": None}


@pytest.fixture
def frozen(stripe: Stripe) -> Stripe:
    """An account whose clock stands still at noon."""
    stripe.admin("POST", "/clock/freeze", {"at": NOON})
    return stripe


def test_a_customer_of_whom_nothing_is_known(frozen: Stripe) -> None:
    """Every member in the order of the documents; none of those that have to be asked for."""
    customer = frozen.customer()
    assert customer == {
        "id": customer["id"],
        "object": "customer",
        "address": None,
        "balance": 0,
        "created": 1768478400,
        "currency": None,
        "default_source": None,
        "delinquent": False,
        "description": None,
        "discount": None,
        "email": None,
        "invoice_prefix": customer["invoice_prefix"],
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": False,
        "metadata": {},
        "name": None,
        "next_invoice_sequence": 1,
        "phone": None,
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
    }
    assert customer["id"].startswith("cus_")
    assert len(customer["id"]) == 18
    assert len(customer["invoice_prefix"]) == 8
    assert int(customer["invoice_prefix"], 16) >= 0


def test_what_is_said_about_a_customer_is_kept(stripe: Stripe) -> None:
    """Addresses are completed, countries capitalised, names stripped."""
    said: dict[str, Any] = {
        "address": {"city": "Bath", "country": "gb"},
        "business_name": "Lovelace Ltd",
        "description": "First of all",
        "email": "ada@example.com",
        "individual_name": "Ada Lovelace",
        "invoice_prefix": "ADA1",
        "invoice_settings": {
            "custom_fields": [{"name": "VAT", "value": "GB1"}],
            "footer": "Thank you",
            "rendering_options": {"amount_tax_display": "exclude_tax"},
        },
        "metadata": {"plan": "gold", "0": "zero"},
        "name": "  Ada  ",
        "next_invoice_sequence": 7,
        "phone": " +44 1 ",
        "preferred_locales": ["en-GB", "de"],
        "shipping": {"address": {"line1": "1 Square"}, "name": "Ada"},
        "tax_exempt": "reverse",
    }
    customer = stripe.customer(**said)
    kept = {name: customer[name] for name in said}
    assert kept == {
        **said,
        "address": {**ADDRESS, "city": "Bath", "country": "GB"},
        "invoice_settings": {
            "custom_fields": [{"name": "VAT", "value": "GB1"}],
            "default_payment_method": None,
            "footer": "Thank you",
            "rendering_options": {"amount_tax_display": "exclude_tax", "template": None},
        },
        "name": "Ada",
        "phone": "+44 1",
        "shipping": {"address": {**ADDRESS, "line1": "1 Square"}, "name": "Ada", "phone": None},
    }
    assert stripe.get(f"/customers/{customer['id']}").json == customer


def test_a_change_merges_metadata_and_replaces_the_rest(stripe: Stripe) -> None:
    """An empty value takes a key away; hashes and lists come anew as a whole."""
    before = stripe.customer(
        name="Ada", metadata={"a": "1", "b": "2"}, address={"city": "Bath", "line1": "x"}, preferred_locales=["en"]
    )
    answer = stripe.post(
        f"/customers/{before['id']}",
        metadata={"a": "", "c": "3"},
        address={"city": "York"},
        preferred_locales=["de", "fr"],
    )
    assert answer.json == {
        **before,
        "metadata": {"b": "2", "c": "3"},
        "address": {**ADDRESS, "city": "York"},
        "preferred_locales": ["de", "fr"],
    }


@each_row(
    ("member", "given", "unset"),
    [
        ("address", {"city": "Bath"}, None),
        ("description", "text", None),
        ("email", "ada@example.com", None),
        ("metadata", {"a": "1"}, {}),
        ("name", "Ada", None),
        ("phone", "123", None),
        ("preferred_locales", ["en"], []),
        ("shipping", {"name": "Ada", "address": {"city": "Bath"}}, None),
        ("tax_exempt", "exempt", "none"),
    ],
)
def test_an_empty_string_unsets(stripe: Stripe, member: str, given: Any, unset: Any) -> None:
    """As the Node library's null does, which comes as one."""
    customer = stripe.customer(**{member: given})
    assert stripe.post(f"/customers/{customer['id']}", **{member: ""}).json == {**customer, member: unset}


def test_a_name_of_nothing_but_space_is_none(stripe: Stripe) -> None:
    assert stripe.customer(name="   ", phone=" ")["name"] is None


def test_no_two_customers_number_their_invoices_alike(stripe: Stripe) -> None:
    """One may keep its own prefix."""
    first = stripe.customer(invoice_prefix="ADA")
    assert stripe.post("/customers", invoice_prefix="ADA").refusal[1]["param"] == "invoice_prefix"
    assert stripe.post(f"/customers/{first['id']}", invoice_prefix="ADA").status == 200


def test_a_deleted_customer_leaves_its_id(stripe: Stripe) -> None:
    """It can be retrieved as deleted; changing it is a bad request, deleting it again finds nothing."""
    id = stripe.customer(email="ada@example.com")["id"]
    gone = {"id": id, "object": "customer", "deleted": True}
    assert stripe.delete(f"/customers/{id}").json == gone
    assert stripe.get(f"/customers/{id}").json == gone
    assert stripe.post(f"/customers/{id}", name="Ada").refusal[0] == 400
    assert stripe.delete(f"/customers/{id}").refusal[0] == 404
    assert stripe.get("/customers", email="ada@example.com").json["data"] == []


def test_any_id_exists_where_the_account_is_set_so(stripe: Stripe) -> None:
    """For suites that were recorded with fixed ids."""
    stripe.admin("PUT", "/settings/stripe", {"any_id": True})
    assert stripe.get("/customers/cus_xxxxxxxxxxxxx").json["id"] == "cus_xxxxxxxxxxxxx"
    assert stripe.post("/customers/cus_123", name="Ada").json["name"] == "Ada"
    assert stripe.delete("/customers/cus_456").json == {"id": "cus_456", "object": "customer", "deleted": True}


def test_a_list_has_a_row_where_any_id_exists(stripe: Stripe) -> None:
    stripe.admin("PUT", "/settings/stripe", {"any_id": True})
    assert len(stripe.get("/customers").json["data"]) == 1


def test_what_happened_is_told_by_events(frozen: Stripe) -> None:
    """With the object as it was, what an update changed, and the request that did it."""
    created = frozen.post("/customers", name="Ada", metadata={"a": "1", "b": "2"})
    id = created.json["id"]
    frozen.post(f"/customers/{id}", name="Ada")  # changes nothing
    updated = frozen.post(f"/customers/{id}", name="Grace", metadata={"a": "2"})
    frozen.delete(f"/customers/{id}")
    records = frozen.admin("GET", "/data/stripe/events").json["records"]
    assert [event["type"] for event in records] == ["customer.deleted", "customer.updated", "customer.created"]
    assert records[1] == {
        "id": records[1]["id"],
        "object": "event",
        "api_version": "2026-10-28.endive",
        "created": 1768478400,
        "data": {"object": updated.json, "previous_attributes": {"name": "Ada", "metadata": {"a": "1"}}},
        "livemode": False,
        "pending_webhooks": 0,
        "request": {"id": updated.headers["request-id"], "idempotency_key": None},
        "type": "customer.updated",
    }
    assert records[2]["data"] == {"object": created.json}
