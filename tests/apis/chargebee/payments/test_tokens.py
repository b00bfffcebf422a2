"""Tokens: what a browser or a phone gives for a payment method, and fixtures of such."""

from typing import Any

import pytest

from tests.apis.chargebee.payments.sources import (
    AT_NOON,
    BANK_ACCOUNT,
    CARD,
    REFUSED_CARD,
    advance,
    freeze,
    ok,
    refusal,
    stored,
    wrong,
)
from tests.clients import Chargebee

CREATE = "/tokens/create_using_temp_token"
USED = (400, "invalid_request", "invalid_request", "token_id")


@pytest.fixture(autouse=True)
def _noon(chargebee: Chargebee) -> None:
    """The clock stands still at noon."""
    freeze(chargebee)


def create(chargebee: Chargebee, **said: Any) -> Any:
    """Create a token and give it."""
    return ok(chargebee.post(CREATE, **said))["token"]


def test_a_token_stands_for_what_a_gateway_gave(chargebee: Chargebee) -> None:
    """Mobile libraries exchange a gateway's token for one of Chargebee's."""
    said = {"payment_method_type": "card", "id_at_vault": "tok_amex", "gateway_account_id": "gw_chargebee"}
    token = create(chargebee, **said)
    assert token == {
        "id": token["id"],
        "object": "token",
        **said,
        "gateway": "chargebee",
        "status": "new",
        "vault": "gateway",
        "created_at": AT_NOON,
        "updated_at": AT_NOON,
        "resource_version": AT_NOON * 1000,
        "expired_at": AT_NOON + 3600,
    }
    answered = ok(chargebee.post("/customers", token_id=token["id"]))
    assert (answered["card"]["card_type"], answered["card"]["gateway_account_id"]) == (
        "american_express",
        "gw_chargebee",
    )


def test_a_token_is_good_for_one_use(chargebee: Chargebee) -> None:
    """Whichever operation used it."""
    chargebee.customer(id="ada")
    token = create(chargebee, id_at_vault="t")["id"]
    answered = ok(chargebee.post("/payment_sources/create_using_token", customer_id="ada", token_id=token))
    assert answered["customer"]["primary_payment_source_id"] == answered["payment_source"]["id"]
    assert [kept["status"] for kept in stored(chargebee, "tokens")] == ["consumed"]
    assert refusal(chargebee.post("/customers", token_id=token)) == USED
    again = chargebee.post("/payment_sources/create_using_token", customer_id="ada", token_id=token)
    assert refusal(again) == USED


def test_a_token_expires(chargebee: Chargebee) -> None:
    """After an hour of the clock."""
    token = create(chargebee, id_at_vault="t")["id"]
    advance(chargebee, "1h")
    assert refusal(chargebee.post("/customers", token_id=token)) == USED


def test_a_token_can_be_given_the_details_themselves(chargebee: Chargebee) -> None:
    """In place of the page that would have asked for them; they are not shown."""
    chargebee.customer(id="ada")
    card = create(chargebee, card=CARD)
    account = create(chargebee, bank_account={**BANK_ACCOUNT, "issuing_country": "US"})
    assert [token["payment_method_type"] for token in (card, account)] == ["card", "direct_debit"]
    for token, last4 in ((card, "1111"), (account, "2227")):
        said = {"customer_id": "ada", "token_id": token["id"]}
        source = ok(chargebee.post("/payment_sources/create_using_token", **said))["payment_source"]
        assert (source.get("card") or source.get("bank_account"))["last4"] == last4
        assert source["reference_id"] == token["id_at_vault"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, wrong("id_at_vault")),
        ({"payment_method_type": "cash", "id_at_vault": "t"}, wrong("payment_method_type")),
        ({"card": {**CARD, "cvv": "1"}}, wrong("card[cvv]")),
        ({"card": REFUSED_CARD}, (400, "payment", "payment_method_verification_failed", None)),
    ],
)
def test_what_cannot_be_a_token(chargebee: Chargebee, said: dict[str, Any], expected: tuple[Any, ...]) -> None:
    """A token is checked when it is created."""
    assert refusal(chargebee.post(CREATE, **said)) == expected


def fixture(chargebee: Chargebee, **collections: Any) -> Any:
    """Load records as a fixture file has them."""
    document = {"version": 1, "chargebee": {"sites": {chargebee.site: collections}}}
    answer = chargebee.admin("POST", "/data", document)
    assert answer.status == 200, answer.content
    return answer.json["created"]["chargebee"][chargebee.site]


def test_fixtures_have_ids_of_their_own(chargebee: Chargebee) -> None:
    """Tokens, intents, cards and bank accounts can be named by what uses them; loading them again changes nothing."""
    fixtures = {
        "tokens": [{"id": "tok_ada", "card": CARD}],
        "customers": [{"id": "ada"}],
        "payment_intents": [{"id": "intent_1", "customer_id": "ada", "amount": 1, "currency_code": "USD"}],
        "payment_sources": [{"id": "pm_ada", "customer_id": "ada", "card": CARD}],
        "bank_accounts": [
            {"id": "pm_bank", "customer_id": "ada", "bank_account": BANK_ACCOUNT, "issuing_country": "US"}
        ],
    }
    assert fixture(chargebee, **fixtures) == dict.fromkeys(fixtures, 1)
    kept = {name: stored(chargebee, name) for name in ("tokens", "payment_intents", "payment_sources")}
    assert {name: [record["id"] for record in records] for name, records in kept.items()} == {
        "tokens": ["tok_ada"],
        "payment_intents": ["intent_1"],
        "payment_sources": ["pm_bank", "pm_ada"],
    }
    assert chargebee.get("/customers/ada").json["customer"]["primary_payment_source_id"] == "pm_ada"
    fixture(chargebee, **fixtures)
    assert {name: stored(chargebee, name) for name in kept} == kept


def test_a_fixtures_customer_can_use_its_token(chargebee: Chargebee) -> None:
    """Tokens are there before the customers; the customer's id is not its source's."""
    fixture(chargebee, tokens=[{"id": "tok_ada", "card": CARD}], customers=[{"id": "ada", "token_id": "tok_ada"}])
    [source] = stored(chargebee, "payment_sources")
    assert (source["customer_id"], source["id"][:3]) == ("ada", "pm_")


def test_fixtures_have_ids_where_unknown_parameters_are_refused(chargebee: Chargebee) -> None:
    """An id is no parameter of theirs, and known all the same; a number will do."""
    fixture(chargebee, settings={"strict_unknown_params": True}, tokens=[{"id": 7, "card": CARD}])
    assert [token["id"] for token in stored(chargebee, "tokens")] == ["7"]
    answer = chargebee.post(CREATE, id="tok_mine", id_at_vault="t")
    assert refusal(answer) == wrong("id")


def test_a_request_cannot_choose_an_id(chargebee: Chargebee) -> None:
    """Only fixtures can."""
    assert create(chargebee, id="tok_mine", id_at_vault="t")["id"] != "tok_mine"
