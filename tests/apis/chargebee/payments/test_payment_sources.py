"""Payment sources: the ways to a new one, what it means for its customer, reading and deleting one."""

from typing import Any

import pytest

from tests.apis.chargebee.payments.sources import add_bank_account, add_card, customer, ok, refusal, stored, wrong
from tests.clients import Chargebee


def roles(shown: Any) -> tuple[str | None, str | None]:
    """Give the ids of a customer's primary and backup source."""
    return shown.get("primary_payment_source_id"), shown.get("backup_payment_source_id")


@pytest.fixture(autouse=True)
def _customer(chargebee: Chargebee) -> None:
    """There is a customer to add payment sources to."""
    chargebee.customer(id="ada")


def test_the_first_source_is_the_primary_one(chargebee: Chargebee) -> None:
    """A later one has no role, and leaves its customer as it was."""
    first = add_bank_account(chargebee, "ada")
    second = add_bank_account(chargebee, "ada")
    assert roles(second["customer"]) == (first["payment_source"]["id"], None)
    assert second["customer"] == first["customer"]


def test_a_later_source_can_replace_the_primary_one(chargebee: Chargebee) -> None:
    """The former one stays without a role."""
    first = add_card(chargebee, "ada")["payment_source"]
    answered = add_bank_account(chargebee, "ada", replace_primary_payment_source=True)
    assert roles(answered["customer"]) == (answered["payment_source"]["id"], None)
    assert answered["customer"]["payment_method"]["type"] == "direct_debit"
    assert ok(chargebee.get(f"/payment_sources/{first['id']}"))["payment_source"] == first


def test_a_card_brings_automatic_collection_back(chargebee: Chargebee) -> None:
    """A bank account does not."""
    ok(chargebee.post("/customers/ada", auto_collection="off"))
    assert add_bank_account(chargebee, "ada")["customer"]["auto_collection"] == "off"
    assert add_card(chargebee, "ada")["customer"]["auto_collection"] == "on"


def test_a_customer_has_a_new_version_with_its_primary_source(chargebee: Chargebee) -> None:
    """What a customer pays with is part of it."""
    before = customer(chargebee, "ada")
    assert add_card(chargebee, "ada")["customer"]["resource_version"] > before["resource_version"]


def test_a_temporary_token_stands_for_a_card(chargebee: Chargebee) -> None:
    """Some names of Stripe's tell which one; it expires next year."""
    path, said = "/payment_sources/create_using_temp_token", {"customer_id": "ada", "type": "card"}
    seen = {}
    for token in ("tok_mastercard", "tok_visa", "whatever"):
        card = ok(chargebee.post(path, **said, tmp_token=token))["payment_source"]["card"]
        seen[token] = (card["brand"], card["last4"])
    assert seen == {
        "tok_mastercard": ("mastercard", "4444"),
        "tok_visa": ("visa", "4242"),
        "whatever": ("visa", "1111"),
    }
    answer = chargebee.post(path, **said, tmp_token="tok_chargeDeclined")
    assert refusal(answer) == (400, "payment", "payment_method_verification_failed", None)
    assert refusal(chargebee.post(path, **said)) == wrong("tmp_token")
    assert refusal(chargebee.post(path, customer_id="ada", tmp_token="t")) == wrong("type")


@pytest.mark.parametrize("type", ["paypal_express_checkout", "generic", "upi"])
def test_a_permanent_token_is_what_a_gateway_knows(chargebee: Chargebee, type: str) -> None:
    """The source is known by that name."""
    said = {"customer_id": "ada", "type": type, "reference_id": "B-1", "issuing_country": "IN", "brand_id": "b_1"}
    answered = ok(chargebee.post("/payment_sources/create_using_permanent_token", **said))
    source = answered["payment_source"]
    assert {name: source.get(name) for name in said} == said
    assert answered["customer"]["payment_method"]["reference_id"] == "B-1"


def test_a_gateways_card_can_be_described(chargebee: Chargebee) -> None:
    """What the request knows of it is kept; a name of two parts is put together."""
    known = {"last4": "0341", "iin": "510510", "brand": "mastercard", "funding_type": "prepaid"}
    said: dict[str, Any] = {
        "customer_id": "ada",
        "type": "card",
        "customer_profile_token": "cus_1",
        "payment_method_token": "card_1",
        "card": {**known, "expiry_month": 3, "expiry_year": 2040},
        "billing_address": {"city": "Bath"},
    }
    source = ok(chargebee.post("/payment_sources/create_using_permanent_token", **said))["payment_source"]
    masked = {"masked_number": "************0341", "object": "card"}
    assert source["card"] == {**known, "expiry_month": 3, "expiry_year": 2040, **masked}
    assert source["reference_id"] == "cus_1/card_1"
    assert source["billing_address"]["city"] == "Bath"


def test_a_permanent_token_is_wanted(chargebee: Chargebee) -> None:
    """A type alone names nothing."""
    answer = chargebee.post("/payment_sources/create_using_permanent_token", customer_id="ada", type="card")
    assert refusal(answer) == wrong("reference_id")


def test_vouchers_are_for_somebody(chargebee: Chargebee) -> None:
    """They have whom the address names, and the end of a tax number."""
    address = {"first_name": "Ada", "email": "ada@example.com", "country": "BR"}
    voucher = {"voucher_type": "boleto", "tax_id": "00012345678", "billing_address": address}
    path = "/payment_sources/create_voucher_payment_source"
    source = ok(chargebee.post(path, customer_id="ada", voucher_payment_source=voucher))["payment_source"]
    person = {"first_name": "Ada", "email": "ada@example.com"}
    assert (source["type"], source["boleto"]) == ("boleto", {"last4": "5678", **person, "object": "boleto"})
    assert refusal(chargebee.post(path, customer_id="ada")) == wrong("voucher_payment_source[voucher_type]")


@pytest.mark.parametrize("id", ["nobody", "gone"])
def test_a_customer_must_exist(chargebee: Chargebee, id: str) -> None:
    """One that was deleted does not any more."""
    chargebee.customer(id="gone")
    chargebee.admin("PATCH", "/data/chargebee/customers/gone", {"deleted": True})
    answer = chargebee.post("/payment_sources/create_using_token", customer_id=id, token_id="t")
    assert refusal(answer) == (404, "invalid_request", "resource_not_found", "customer_id")


@pytest.mark.parametrize("operation", ["delete", "delete_local"])
def test_a_deleted_source_loses_its_role(chargebee: Chargebee, operation: str) -> None:
    """It can still be read, and no other source takes its place."""
    source, other = add_card(chargebee, "ada")["payment_source"], add_card(chargebee, "ada")["payment_source"]
    answered = ok(chargebee.post(f"/payment_sources/{source['id']}/{operation}"))
    moved = {name: answered["payment_source"][name] for name in ("updated_at", "resource_version")}
    assert answered["payment_source"] == {**source, **moved, "deleted": True}
    assert roles(answered["customer"]) == (None, None)
    assert (answered["customer"]["card_status"], "payment_method" in answered["customer"]) == ("no_card", False)
    assert ok(chargebee.get("/customers/ada")) == {"customer": answered["customer"]}
    assert ok(chargebee.get(f"/payment_sources/{source['id']}"))["payment_source"] == answered["payment_source"]
    assert chargebee.post(f"/payment_sources/{source['id']}/{operation}").status == 404
    assert ok(chargebee.get(f"/payment_sources/{other['id']}"))["payment_source"]["deleted"] is False


def test_an_unknown_source_is_not_found(chargebee: Chargebee) -> None:
    """The path names nothing."""
    gone = (404, "invalid_request", "resource_not_found", None)
    assert refusal(chargebee.get("/payment_sources/pm_unknown")) == gone
    assert refusal(chargebee.post("/payment_sources/pm_unknown/delete")) == gone
    assert stored(chargebee, "payment_sources") == []
