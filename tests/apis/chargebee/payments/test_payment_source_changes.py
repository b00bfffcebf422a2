"""Changing payment sources, and taking them to other gateways."""

from typing import Any

import pytest

from tests.apis.chargebee.payments.sources import CARD, add_bank_account, add_card, freeze, ok, refusal, wrong
from tests.clients import Chargebee


@pytest.fixture(autouse=True)
def _customer(chargebee: Chargebee) -> None:
    """There is a customer, and the clock stands still."""
    freeze(chargebee)
    chargebee.customer(id="ada")


def test_a_card_can_be_changed(chargebee: Chargebee) -> None:
    """What is sent changes, what is empty goes, and the rest stays."""
    before = add_card(chargebee, "ada", card={**CARD, "first_name": "Ada", "billing_city": "Bath"})["payment_source"]
    change = {"first_name": "", "last_name": "Byron", "expiry_year": 2031}
    answered = ok(chargebee.post(f"/payment_sources/{before['id']}/update_card", card=change))
    after = answered["payment_source"]
    card = {name: value for name, value in before["card"].items() if name != "first_name"}
    assert after["card"] == {**card, "last_name": "Byron", "expiry_year": 2031}
    assert after["resource_version"] > before["resource_version"]
    assert ok(chargebee.get("/customers/ada"))["customer"] == answered["customer"]
    assert ok(chargebee.get(f"/payment_sources/{before['id']}"))["payment_source"] == after


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"expiry_year": 2025}, "card[expiry_year]"),
        ({"expiry_month": 13}, "card[expiry_month]"),
        ({"first_name": "a" * 51}, "card[first_name]"),
    ],
)
def test_a_card_stays_one(chargebee: Chargebee, change: dict[str, Any], param: str) -> None:
    """A change is checked as a new card is."""
    source = add_card(chargebee, "ada")["payment_source"]
    assert refusal(chargebee.post(f"/payment_sources/{source['id']}/update_card", card=change)) == wrong(param)
    assert ok(chargebee.get(f"/payment_sources/{source['id']}"))["payment_source"] == source


def test_an_expired_card_can_get_another_address(chargebee: Chargebee) -> None:
    """Only a change of its time is held against the clock."""
    source = add_card(chargebee, "ada", card={**CARD, "expiry_month": 2, "expiry_year": 2026})["payment_source"]
    freeze(chargebee, "2026-06-01T00:00:00Z")
    path = f"/payment_sources/{source['id']}/update_card"
    after = ok(chargebee.post(path, card={"billing_city": "Ulm"}))["payment_source"]
    assert (after["status"], after["card"]["billing_city"]) == ("expired", "Ulm")
    assert ok(chargebee.post(path, card={"expiry_month": 6}))["payment_source"]["status"] == "expiring"


def test_the_first_transaction_of_a_card_can_be_told(chargebee: Chargebee) -> None:
    """The source carries it from then on."""
    source = add_card(chargebee, "ada")["payment_source"]
    reference = {"original_network_transaction_id": "1234"}
    path = f"/payment_sources/{source['id']}/update_card"
    after = ok(chargebee.post(path, network_transaction_reference=reference))["payment_source"]
    assert after["network_transaction_reference"] == reference


def test_whose_account_it_is_can_be_changed(chargebee: Chargebee) -> None:
    """The name on the account follows."""
    source = add_bank_account(chargebee, "ada")["payment_source"]
    said = {"last_name": "Byron", "email": "ada@example.com"}
    path = f"/payment_sources/{source['id']}/update_bank_account"
    after = ok(chargebee.post(path, bank_account=said))["payment_source"]["bank_account"]
    assert after == {**source["bank_account"], **said, "name_on_account": "Ada Byron"}
    assert refusal(chargebee.post(path, bank_account={"email": "no"})) == wrong("bank_account[email]")


def test_a_change_fits_the_type(chargebee: Chargebee) -> None:
    """A card is no bank account, and the other way round."""
    card = add_card(chargebee, "ada")["payment_source"]["id"]
    account = add_bank_account(chargebee, "ada")["payment_source"]["id"]
    for id, path, param in (
        (card, "update_bank_account", "bank_account"),
        (account, "update_card", "card"),
        (card, "verify_bank_account", "bank_account"),
    ):
        answer = chargebee.post(f"/payment_sources/{id}/{path}", amount1=32, amount2=45)
        assert refusal(answer) == (400, "invalid_request", "invalid_request", param)


@pytest.fixture
def several(chargebee: Chargebee) -> None:
    """The site has accounts at two gateways."""
    chargebee.set(gateway_accounts=["gw_chargebee", "gw_stripe"])


def test_a_source_can_go_to_another_gateway(chargebee: Chargebee, several: None) -> None:
    """It is known by another name there, and its customer says so."""
    card = {**CARD, "gateway_account_id": "gw_chargebee"}
    before = add_card(chargebee, "ada", card=card)["payment_source"]
    path = f"/payment_sources/{before['id']}/switch_gateway_account"
    answered = ok(chargebee.post(path, gateway_account_id="gw_stripe"))
    after = answered["payment_source"]
    assert (after["id"], after["gateway"], after["gateway_account_id"]) == (before["id"], "stripe", "gw_stripe")
    assert after["reference_id"].startswith("cus_")
    assert answered["customer"]["payment_method"]["reference_id"] == after["reference_id"]
    answer = chargebee.post(path, gateway_account_id="gw_unknown")
    assert refusal(answer) == (404, "invalid_request", "resource_not_found", "gateway_account_id")
    assert refusal(chargebee.post(path)) == wrong("gateway_account_id")


def test_a_source_can_be_copied_to_another_gateway(chargebee: Chargebee, several: None) -> None:
    """The answer is what it is there; the source stays where it is."""
    card = {**CARD, "gateway_account_id": "gw_chargebee"}
    source = add_card(chargebee, "ada", card=card)["payment_source"]
    path = f"/payment_sources/{source['id']}/export_payment_source"
    answered = ok(chargebee.post(path, gateway_account_id="gw_stripe"))
    reference = answered["third_party_payment_method"]["reference_id"]
    assert answered == {
        "third_party_payment_method": {
            "type": "card",
            "gateway": "stripe",
            "gateway_account_id": "gw_stripe",
            "reference_id": reference,
            "object": "third_party_payment_method",
        }
    }
    assert ok(chargebee.get(f"/payment_sources/{source['id']}"))["payment_source"] == source
