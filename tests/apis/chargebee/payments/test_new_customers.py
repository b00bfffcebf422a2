"""New customers who come with something to pay with."""

from typing import Any

import pytest

from tests.apis.chargebee.payments.sources import BANK_ACCOUNT, CARD, REFUSED_CARD, ok, refusal, stored, wrong
from tests.clients import Chargebee
from tests.tables import each_row

ACCOUNT = {**BANK_ACCOUNT, "issuing_country": "US"}


@each_row(
    ("said", "type"),
    [
        pytest.param({"card": CARD}, "card", id="card"),
        pytest.param({"card": {"tmp_token": "tok_visa"}}, "card", id="a gateway's token for a card"),
        pytest.param({"bank_account": ACCOUNT}, "direct_debit", id="bank_account"),
        pytest.param({"payment_method": {"type": "card", "tmp_token": "t"}}, "card", id="payment_method"),
        pytest.param({"payment_method": {"type": "generic", "reference_id": "1"}}, "generic", id="reference_id"),
        pytest.param({"payment_method": {"type": "apple_pay", "tmp_token": "t"}}, "apple_pay", id="wallet"),
        pytest.param({"payment_intent": {"gw_token": "t"}}, "card", id="a gateway's intent"),
        pytest.param(
            {"payment_intent": {"reference_id": "t", "payment_method_type": "ideal"}}, "ideal", id="another type"
        ),
    ],
)
def test_a_new_customer_pays_with_what_it_came_with(chargebee: Chargebee, said: dict[str, Any], type: str) -> None:
    """It is the primary source from the start."""
    answered = ok(chargebee.post("/customers", id="ada", **said))
    [source] = stored(chargebee, "payment_sources")
    assert answered == ok(chargebee.get("/customers/ada"))
    assert (answered["customer"]["primary_payment_source_id"], source["type"]) == (source["id"], type)
    assert answered["customer"]["payment_method"]["type"] == type
    assert ("card" in answered) == (type in ("card", "apple_pay"))
    assert answered["customer"]["updated_at"] == answered["customer"]["created_at"]


def test_a_new_customer_can_refuse_automatic_collection(chargebee: Chargebee) -> None:
    """What the request says outright holds, with a card, too."""
    assert chargebee.customer(card=CARD, auto_collection="off")["auto_collection"] == "off"


@each_row(
    ("said", "expected"),
    [
        ({"card": REFUSED_CARD}, (400, "payment", "payment_method_verification_failed", None)),
        ({"card": {**CARD, "number": "4111111111111112"}}, wrong("card[number]")),
        ({"card": {"first_name": "Ada"}}, wrong("card[number]")),
        ({"bank_account": {"first_name": "Ada"}}, wrong("bank_account[account_number]")),
        ({"payment_method": {"reference_id": "1"}}, wrong("payment_method[type]")),
        ({"payment_intent": {"payment_method_type": "card"}}, wrong("payment_intent[id]")),
        (
            {"payment_intent": {"id": "unknown"}},
            (400, "invalid_request", "payment_intent_invalid", "payment_intent[id]"),
        ),
        ({"token_id": "unknown"}, (404, "invalid_request", "resource_not_found", "token_id")),
        ({"card": CARD, "token_id": "t"}, (400, "invalid_request", "invalid_request", "token_id")),
        (
            {"card": CARD, "bank_account": ACCOUNT},
            (400, "invalid_request", "invalid_request", "bank_account"),
        ),
    ],
)
def test_a_failure_leaves_no_customer(chargebee: Chargebee, said: dict[str, Any], expected: tuple[Any, ...]) -> None:
    """Nothing is kept of a customer whose payment source fails, and its id stays free."""
    assert refusal(chargebee.post("/customers", id="ada", **said)) == expected
    assert stored(chargebee, "customers") == stored(chargebee, "payment_sources") == []
    assert chargebee.customer(id="ada")["id"] == "ada"


def test_an_empty_form_says_nothing(chargebee: Chargebee) -> None:
    """Parameters that nobody filled in are no card."""
    assert chargebee.customer(card={"number": "", "cvv": ""}, token_id="")["card_status"] == "no_card"
