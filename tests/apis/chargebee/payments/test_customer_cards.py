"""Cards as they were before there were payment sources, and payment methods that replace one another."""

import pytest

from tests.apis.chargebee.payments.sources import (
    CARD,
    REFUSED_CARD,
    add_bank_account,
    add_card,
    customer,
    ok,
    refusal,
    stored,
    wrong,
)
from tests.clients import Chargebee

NO_CARD = (400, "invalid_request", "payment_method_not_present", None)


@pytest.fixture(autouse=True)
def _customer(chargebee: Chargebee) -> None:
    """There is a customer whose id has a slash."""
    chargebee.customer(id="engines/ada")


def test_a_customer_without_a_card_has_none(chargebee: Chargebee) -> None:
    """Nothing can be done with what is not there; a bank account is none."""
    add_bank_account(chargebee, "engines/ada")
    assert chargebee.get("/cards/engines/ada").status == 404
    assert chargebee.get("/cards/nobody").status == 404
    assert refusal(chargebee.post("/customers/engines/ada/delete_card")) == NO_CARD
    said = {"gateway_account_id": "gw_chargebee"}
    assert refusal(chargebee.post("/customers/engines/ada/switch_gateway", **said)) == NO_CARD
    assert refusal(chargebee.post("/customers/engines/ada/copy_card", **said)) == NO_CARD


def test_a_card_takes_the_place_of_what_was_there(chargebee: Chargebee) -> None:
    """The former source is deleted; its parameters stand in no group."""
    former = add_bank_account(chargebee, "engines/ada")["payment_source"]["id"]
    said = {**CARD, "customer": {"vat_number": "123"}}
    answered = ok(chargebee.post("/customers/engines/ada/credit_card", **said))
    assert answered == ok(chargebee.get("/customers/engines/ada"))
    assert answered["card"] == ok(chargebee.get("/cards/engines/ada"))["card"]
    assert answered["card"]["masked_number"] == "************1111"
    assert answered["customer"]["vat_number"] == "123"
    assert ok(chargebee.get(f"/payment_sources/{former}"))["payment_source"]["deleted"] is True


def test_a_refused_card_takes_no_place(chargebee: Chargebee) -> None:
    """What was there stays."""
    before = add_card(chargebee, "engines/ada")
    path = "/customers/engines/ada/credit_card"
    answer = chargebee.post(path, **REFUSED_CARD)
    assert refusal(answer) == (400, "payment", "payment_method_verification_failed", None)
    assert refusal(chargebee.post(path, **{**CARD, "cvv": "1"})) == wrong("cvv")
    assert refusal(chargebee.post(path)) == wrong("number")
    assert customer(chargebee, "engines/ada") == before["customer"]
    assert [source["id"] for source in stored(chargebee, "payment_sources")] == [before["payment_source"]["id"]]


def test_a_card_can_be_deleted(chargebee: Chargebee) -> None:
    """Only the customer is answered."""
    source = add_card(chargebee, "engines/ada")["payment_source"]
    answered = ok(chargebee.post("/customers/engines/ada/delete_card"))
    assert answered == {"customer": customer(chargebee, "engines/ada")}
    assert answered["customer"]["card_status"] == "no_card"
    assert ok(chargebee.get(f"/payment_sources/{source['id']}"))["payment_source"]["deleted"] is True


def test_a_card_can_go_to_another_gateway(chargebee: Chargebee) -> None:
    """Or be copied there."""
    add_card(chargebee, "engines/ada")
    chargebee.set(gateway_accounts=["gw_chargebee", "gw_stripe"])
    said = {"gateway_account_id": "gw_stripe"}
    copied = ok(chargebee.post("/customers/engines/ada/copy_card", **said))["third_party_payment_method"]
    assert (copied["type"], copied["gateway"], copied["gateway_account_id"]) == ("card", "stripe", "gw_stripe")
    assert ok(chargebee.get("/cards/engines/ada"))["card"]["gateway"] == "chargebee"
    answered = ok(chargebee.post("/customers/engines/ada/switch_gateway", **said))
    assert answered == ok(chargebee.get("/customers/engines/ada"))
    assert (answered["card"]["gateway"], answered["customer"]["payment_method"]["gateway"]) == ("stripe", "stripe")


def test_a_payment_method_takes_the_place_of_what_was_there(chargebee: Chargebee) -> None:
    """A gateway's token for a card brings a card into the answer, another one does not."""
    path = "/customers/engines/ada/update_payment_method"
    former = add_card(chargebee, "engines/ada")["payment_source"]["id"]
    paypal = {"type": "paypal_express_checkout", "reference_id": "B-1"}
    answered = ok(chargebee.post(path, payment_method=paypal))
    assert list(answered) == ["customer"]
    assert answered["customer"]["payment_method"]["reference_id"] == "B-1"
    assert ok(chargebee.get(f"/payment_sources/{former}"))["payment_source"]["deleted"] is True
    answered = ok(chargebee.post(path, payment_method={"type": "card", "tmp_token": "tok_amex"}))
    assert answered["card"]["card_type"] == "american_express"


def test_a_payment_method_is_wanted(chargebee: Chargebee) -> None:
    """With its type, and a name."""
    path = "/customers/engines/ada/update_payment_method"
    assert refusal(chargebee.post(path)) == wrong("payment_method[type]")
    answer = chargebee.post(path, payment_method={"type": "card"})
    assert refusal(answer) == wrong("payment_method[reference_id]")
    answer = chargebee.post(path, payment_method={"type": "cash", "reference_id": "1"})
    assert refusal(answer) == wrong("payment_method[type]")
