"""Payment intents: half an hour to be authorized and used."""

from typing import Any

import pytest

from tests.apis.chargebee.payments.sources import (
    AT_NOON,
    advance,
    customer,
    freeze,
    ok,
    refusal,
    stored,
    wrong,
)
from tests.clients import Answer, Chargebee


@pytest.fixture(autouse=True)
def _customer(chargebee: Chargebee) -> None:
    """There is a customer, and the clock stands still at noon."""
    freeze(chargebee)
    chargebee.customer(id="ada")


def create(chargebee: Chargebee, **said: Any) -> Any:
    """Create a payment intent and give it."""
    return ok(chargebee.post("/payment_intents", **{"amount": 500, "currency_code": "USD", **said}))["payment_intent"]


def set_status(chargebee: Chargebee, intent: str, status: str) -> None:
    """Do in a browser's place what it takes."""
    path = f"/data/chargebee/payment_intents/{intent}"
    assert chargebee.admin("PATCH", path, {"status": status}).status == 200


def use(chargebee: Chargebee, intent: str, customer: str = "ada") -> Answer:
    """Create a payment source of a payment intent."""
    path = "/payment_sources/create_using_payment_intent"
    return chargebee.post(path, customer_id=customer, payment_intent={"id": intent})


def status(chargebee: Chargebee, intent: str) -> str:
    """Give the status of a payment intent."""
    return str(ok(chargebee.get(f"/payment_intents/{intent}"))["payment_intent"]["status"])


INVALID = (400, "invalid_request", "payment_intent_invalid", "payment_intent[id]")


def test_a_payment_intent_lives_for_half_an_hour(chargebee: Chargebee) -> None:
    """It begins without an authorization."""
    said = {
        "customer_id": "ada",
        "reference_id": "ref",
        "payment_method_type": "ideal",
        "success_url": "https://example.com/yes",
        "failure_url": "https://example.com/no",
        "business_entity_id": "be_1",
        "brand_id": "b_1",
    }
    intent = create(chargebee, **said, payment_method_options='{"a": 1}')
    assert intent == {
        "id": intent["id"],
        "object": "payment_intent",
        "status": "inited",
        "amount": 500,
        "currency_code": "USD",
        **said,
        "payment_method_options": {"a": 1},
        "gateway": "chargebee",
        "gateway_account_id": "gw_chargebee",
        "created_at": AT_NOON,
        "modified_at": AT_NOON,
        "updated_at": AT_NOON,
        "resource_version": AT_NOON * 1000,
        "expires_at": AT_NOON + 1800,
    }
    assert intent["id"].isalnum()
    assert ok(chargebee.get(f"/payment_intents/{intent['id']}"))["payment_intent"] == intent


def test_a_payment_intent_is_for_a_card_unless_it_says_otherwise(chargebee: Chargebee) -> None:
    """The type can be left open."""
    assert create(chargebee)["payment_method_type"] == "card"
    assert "payment_method_type" not in create(chargebee, defer_payment_method_type=True)


@pytest.mark.parametrize(
    ("said", "param"),
    [
        ({"amount": ""}, "amount"),
        ({"amount": -1}, "amount"),
        ({"currency_code": ""}, "currency_code"),
        ({"currency_code": "XXX"}, "currency_code"),
        ({"payment_method_type": "cash"}, "payment_method_type"),
        ({"reference_id": "a" * 201}, "reference_id"),
    ],
)
def test_what_cannot_be_a_payment_intent(chargebee: Chargebee, said: dict[str, Any], param: str) -> None:
    """An amount and a currency of the site are wanted."""
    answer = chargebee.post("/payment_intents", **{"amount": 1, "currency_code": "EUR", **said})
    assert refusal(answer) == wrong(param)


def test_a_site_of_one_currency_has_no_payment_intents_in_others(chargebee: Chargebee) -> None:
    """The list of currencies says nothing where there is only the base currency."""
    chargebee.set(multi_currency=False)
    create(chargebee)
    answer = chargebee.post("/payment_intents", amount=1, currency_code="EUR")
    assert refusal(answer) == wrong("currency_code")


def test_the_customer_of_a_payment_intent_exists(chargebee: Chargebee) -> None:
    """If it names one."""
    answer = chargebee.post("/payment_intents", amount=1, currency_code="USD", customer_id="nobody")
    assert refusal(answer) == (404, "invalid_request", "resource_not_found", "customer_id")
    assert chargebee.get("/payment_intents/unknown").status == 404


def test_an_open_payment_intent_can_be_changed(chargebee: Chargebee) -> None:
    """What is sent changes; the half hour does not begin again."""
    intent = create(chargebee)
    chargebee.set(gateway_accounts=["gw_chargebee", "gw_stripe"])
    advance(chargebee, "1m")
    path = f"/payment_intents/{intent['id']}"
    said = {"amount": 700, "currency_code": "EUR", "gateway_account_id": "gw_stripe"}
    later = {"modified_at": AT_NOON + 60, "updated_at": AT_NOON + 60, "resource_version": (AT_NOON + 60) * 1000}
    changed = ok(chargebee.post(path, **said, success_url=""))["payment_intent"]
    assert changed == {**intent, **said, **later, "gateway": "stripe"}
    assert refusal(chargebee.post(path, currency_code="XXX")) == wrong("currency_code")
    set_status(chargebee, intent["id"], "authorized")
    assert refusal(chargebee.post(path, amount=1)) == (409, "invalid_request", "invalid_state_for_request", None)


def test_an_authorized_payment_intent_becomes_a_payment_source_once(chargebee: Chargebee) -> None:
    """It is consumed then."""
    intent = create(chargebee, customer_id="ada", reference_id="ref")["id"]
    set_status(chargebee, intent, "authorized")
    answered = ok(use(chargebee, intent))
    assert (answered["payment_source"]["type"], answered["payment_source"]["reference_id"]) == ("card", "ref")
    assert answered["customer"] == customer(chargebee, "ada")
    assert status(chargebee, intent) == "consumed"
    assert refusal(use(chargebee, intent)) == INVALID
    advance(chargebee, "31m")
    assert status(chargebee, intent) == "consumed"


@pytest.mark.parametrize("before", ["inited", "in_progress", "consumed", "expired"])
def test_a_payment_intent_has_to_be_authorized(chargebee: Chargebee, before: str) -> None:
    """In any other status it is of no use."""
    intent = create(chargebee)["id"]
    set_status(chargebee, intent, before)
    assert refusal(use(chargebee, intent)) == INVALID
    assert stored(chargebee, "payment_sources") == []


def test_a_payment_intent_expires(chargebee: Chargebee) -> None:
    """After half an hour of the clock it is of no use, authorized or not."""
    intent = create(chargebee)["id"]
    set_status(chargebee, intent, "authorized")
    advance(chargebee, "1799s")
    assert status(chargebee, intent) == "authorized"
    advance(chargebee, "1s")
    assert status(chargebee, intent) == "expired"
    assert refusal(use(chargebee, intent)) == INVALID


def test_a_payment_intent_is_for_its_customer(chargebee: Chargebee) -> None:
    """Another one cannot use it; one for nobody is for anybody, a new customer, too."""
    chargebee.customer(id="other")
    intent = create(chargebee, customer_id="ada")["id"]
    set_status(chargebee, intent, "authorized")
    assert refusal(use(chargebee, intent, "other")) == INVALID
    assert status(chargebee, intent) == "authorized"
    free = create(chargebee)["id"]
    set_status(chargebee, free, "authorized")
    assert chargebee.customer(payment_intent={"id": free})["payment_method"]["type"] == "card"


def test_a_failed_creation_uses_nothing_up(chargebee: Chargebee) -> None:
    """What the operation changed before it failed is taken back."""
    intent = create(chargebee, payment_method_type="card")["id"]
    set_status(chargebee, intent, "authorized")
    answer = chargebee.post("/customers", id="ada", payment_intent={"id": intent})
    assert refusal(answer) == (400, "invalid_request", "duplicate_entry", "id")
    assert status(chargebee, intent) == "authorized"
