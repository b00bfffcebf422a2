"""Tokens: what they stand for, and that each can be used once."""

import importlib
from typing import Any

from mockserver.apis.stripe.payments.source_members import Token
from tests.apis.stripe.declared import names_of, sent_names
from tests.apis.stripe.payments.paying import BANK_ACCOUNT, CARD, card_error, ok, refused
from tests.clients import Stripe
from tests.tables import each_row

ACCOUNT = {name: value for name, value in BANK_ACCOUNT.items() if name != "object"}


def test_the_token_of_a_card(stripe: Stripe) -> None:
    """It shows the card, which has no customer yet and is unchecked."""
    stripe.admin("POST", "/clock/freeze", {"at": "2026-01-15T12:00:00Z"})
    card = {**CARD, "name": "Ada", "address_zip": "8010", "networks": {"preferred": "visa"}}
    token = ok(stripe.post("/tokens", card=card))
    assert token == {
        "id": token["id"],
        "object": "token",
        "card": {
            "id": token["card"]["id"],
            "object": "card",
            "address_city": None,
            "address_country": None,
            "address_line1": None,
            "address_line1_check": None,
            "address_line2": None,
            "address_state": None,
            "address_zip": "8010",
            "address_zip_check": "unchecked",
            "brand": "Visa",
            "country": "US",
            "cvc_check": "unchecked",
            "dynamic_last4": None,
            "exp_month": 8,
            "exp_year": 2030,
            "fingerprint": token["card"]["fingerprint"],
            "funding": "credit",
            "last4": "4242",
            "metadata": {},
            "name": "Ada",
            "networks": {"preferred": "visa"},
            "regulated_status": "unregulated",
            "tokenization_method": None,
        },
        "client_ip": None,
        "created": 1768478400,
        "livemode": False,
        "type": "card",
        "used": False,
    }
    assert (token["id"][:5], token["card"]["id"][:6]) == ("tok_1", "card_1")
    assert ok(stripe.get(f"/tokens/{token['id']}")) == token


def test_the_card_of_a_token_becomes_a_source(stripe: Stripe) -> None:
    """Under its id; the token is used up then, unless the bank declined."""
    token = ok(stripe.post("/tokens", card={**CARD, "number": "4000000000000002"}))["id"]
    assert stripe.post("/customers", source=token).status == 402
    assert ok(stripe.get(f"/tokens/{token}"))["used"] is False
    token = ok(stripe.post("/tokens", card=CARD))
    customer = stripe.customer(source=token["id"])
    assert customer["default_source"] == token["card"]["id"]
    assert ok(stripe.get(f"/tokens/{token['id']}")) == {**token, "used": True}
    assert stripe.post("/customers", source=token["id"]).refusal == refused(
        f"You cannot use a Stripe token more than once: {token['id']}.", code="token_already_used"
    )


def test_the_token_of_a_bank_account(stripe: Stripe) -> None:
    """Its id tells what it is of."""
    token = ok(stripe.post("/tokens", bank_account=ACCOUNT))
    account = token["bank_account"]
    assert (token["type"], token["id"][:6], account["last4"], "customer" in account) == (
        "bank_account",
        "btok_1",
        "6789",
        False,
    )
    assert stripe.customer(source=token["id"])["default_source"] == account["id"]


def test_tokens_for_tests_can_be_read(stripe: Stripe) -> None:
    """Each name stands for a new token, of a card or of a bank account."""
    card, account = ok(stripe.get("/tokens/tok_visa")), ok(stripe.get("/tokens/btok_us_verified"))
    assert (card["card"]["last4"], account["bank_account"]["status"]) == ("4242", "verified")
    assert stripe.customer(source=card["id"])["default_source"] == card["card"]["id"]
    status, error = stripe.get("/tokens/tok_nope").refusal
    assert (status, error["message"]) == (404, "No such token: 'tok_nope'")


def test_a_customers_source_can_be_shared(stripe: Stripe) -> None:
    """By its id, or the default; the token stands for a copy."""
    customer = stripe.customer(source="tok_amex")
    for parameters in ({"customer": customer["id"]}, {"customer": customer["id"], "card": customer["default_source"]}):
        token = ok(stripe.post("/tokens", **parameters))
        assert (token["card"]["last4"], token["card"]["id"] != customer["default_source"]) == ("8431", True)
    answer = stripe.post("/tokens", customer=customer["id"], card="card_nope")
    assert answer.refusal == refused("No such source: 'card_nope'", code="resource_missing", param="card")
    answer = stripe.post("/tokens", customer=stripe.customer()["id"], card=customer["default_source"])
    assert answer.status == 400


@each_row(
    ("parameters", "type", "prefix"),
    [
        ({"pii": {"id_number": "000000000"}}, "pii", "pii_"),
        ({"cvc_update": {"cvc": "123"}}, "cvc_update", "cvctok_"),
        ({"account": {"business_type": "company"}}, "account", "ct_"),
        ({"person": {"first_name": "Ada"}}, "person", "cpt_"),
    ],
)
def test_tokens_of_other_things(stripe: Stripe, parameters: Any, type: str, prefix: str) -> None:
    """They show nothing, and are no source."""
    token = ok(stripe.post("/tokens", **parameters))
    assert (token["type"], token["id"].startswith(prefix)) == (type, True)
    assert set(token) == {"id", "object", "client_ip", "created", "livemode", "type", "used"}
    assert stripe.post("/customers", source=token["id"]).status == 400


def test_a_token_is_of_one_thing(stripe: Stripe) -> None:
    """Not of none, nor of two."""
    assert stripe.post("/tokens").refusal == refused(
        "You must supply either a card, customer, PII data, or bank account to create a token."
    )
    answer = stripe.post("/tokens", card=CARD, bank_account=ACCOUNT)
    assert answer.refusal == refused("You may only specify one of these parameters: bank_account, card.")


def test_a_token_is_made_of_what_can_be_a_card(stripe: Stripe) -> None:
    """Whether its bank would decline is not asked yet."""
    assert stripe.post("/tokens", card={**CARD, "number": "4242424242424241"}).refusal == card_error(
        "incorrect_number", "Your card number is incorrect.", "number"
    )
    assert stripe.post("/tokens", card={"number": CARD["number"]}).refusal == refused(
        "Missing required param: card[exp_month].", code="parameter_missing", param="card[exp_month]"
    )
    assert ok(stripe.post("/tokens", card={**CARD, "number": "4000000000000002"}))["card"]["last4"] == "0002"


def test_a_token_takes_what_the_sdk_can_send() -> None:
    """At every depth; accounts and persons, of which nothing is kept, are taken as they come."""
    theirs = set(sent_names(importlib.import_module("stripe.params._token_create_params").TokenCreateParams))
    known = {name for name in theirs if not name.startswith(("account.", "person."))}
    assert set(names_of(Token())) == known
