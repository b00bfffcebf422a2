"""Chargebee's Python client and how customers pay: cards and accounts, roles, intents, tokens, refusals."""

from typing import Any

import pytest
from chargebee import Chargebee as Client

from tests.clients import Chargebee
from tests.sdks.chargebee_python import call, plain, refusal, seen
from tests.sdks.chargebee_refusals import Seen
from tests.sdks.chargebee_site import customers

CARD = {"number": "4111111111111111", "expiry_month": 8, "expiry_year": 2040, "cvv": "123", "first_name": "Ada"}
REFUSED_CARD = {**CARD, "number": "4119862760338320"}
ACCOUNT = {"account_number": "000222222227", "routing_number": "110000000", "billing_address": {"city": "Bath"}}


@pytest.fixture(autouse=True)
def _customer(site: Chargebee) -> None:
    """There is a customer."""
    site.customer(id="ada")


def create_card(client: Client, **more: Any) -> Any:
    """Add a card to the customer."""
    return call(client, "PaymentSource.create_card", {"customer_id": "ada", "card": CARD, **more})


def test_a_customer_can_be_created_with_a_card(chargebee_client: Client) -> None:
    """The client reads the card beside the customer, and what the customer pays with."""
    answered = call(chargebee_client, "Customer.create", {"id": "eve", "card": CARD})
    assert (answered.card.card_type, answered.card.masked_number) == ("visa", "************1111")
    assert answered.customer.payment_method.type == "card"
    assert answered.customer.primary_payment_source_id == answered.card.payment_source_id
    assert plain(call(chargebee_client, "Customer.retrieve", "eve")) == plain(answered)
    rows = call(chargebee_client, "Customer.list").list
    assert [row.card is None for row in rows] == [False, True]


def test_every_way_to_a_payment_source(chargebee_client: Client, site: Chargebee) -> None:
    """Each is read with the customer it belongs to."""
    mine = {"customer_id": "ada"}
    token = site.post("/tokens/create_using_temp_token", id_at_vault="t").json["token"]["id"]
    intent = call(chargebee_client, "PaymentIntent.create", {**mine, "amount": 500, "currency_code": "USD"})
    assert intent.payment_intent.status == "inited"
    path = f"/data/chargebee/payment_intents/{intent.payment_intent.id}"
    site.admin("PATCH", path, {"status": "authorized"})
    found = call(chargebee_client, "PaymentIntent.retrieve", intent.payment_intent.id).payment_intent
    assert found.status == "authorized"
    ways: dict[str, dict[str, Any]] = {
        "create_card": {"card": CARD},
        "create_bank_account": {"bank_account": ACCOUNT, "issuing_country": "US"},
        "create_using_temp_token": {"type": "card", "tmp_token": "tok_visa"},
        "create_using_permanent_token": {"type": "paypal_express_checkout", "reference_id": "B-1"},
        "create_using_token": {"token_id": token},
        "create_using_payment_intent": {"payment_intent": {"id": found.id}},
        "create_voucher_payment_source": {"voucher_payment_source": {"voucher_type": "boleto", "tax_id": "12345"}},
    }
    seen = {}
    for way, said in ways.items():
        answered = call(chargebee_client, f"PaymentSource.{way}", {**mine, **said})
        assert answered.customer.id == answered.payment_source.customer_id == "ada"
        seen[way] = answered.payment_source.type
    assert seen == {
        "create_card": "card",
        "create_bank_account": "direct_debit",
        "create_using_temp_token": "card",
        "create_using_permanent_token": "paypal_express_checkout",
        "create_using_token": "card",
        "create_using_payment_intent": "card",
        "create_voucher_payment_source": "boleto",
    }
    page = call(chargebee_client, "PaymentSource.list", {"customer_id": {"is": "ada"}, "type": {"in": ["card"]}})
    assert len(page.list) == 4
    consumed = call(chargebee_client, "PaymentIntent.retrieve", found.id).payment_intent
    assert consumed.status == "consumed"


def test_a_payment_source_can_be_changed(chargebee_client: Client, site: Chargebee) -> None:
    """Its card, its gateway, its role; deleting it answers both objects, which the client insists on."""
    site.set(gateway_accounts=["gw_chargebee", "gw_stripe"], smart_routing=True)
    id = create_card(chargebee_client).payment_source.id
    other = create_card(chargebee_client, replace_primary_payment_source=True).payment_source.id
    changed = call(chargebee_client, "PaymentSource.update_card", id, {"card": {"last_name": "Byron"}})
    assert changed.payment_source.card.last_name == "Byron"
    gateway = {"gateway_account_id": "gw_stripe"}
    switched = call(chargebee_client, "PaymentSource.switch_gateway_account", id, gateway)
    assert switched.payment_source.gateway == "stripe"
    exported = call(chargebee_client, "PaymentSource.export_payment_source", id, gateway)
    assert exported.third_party_payment_method.gateway == "stripe"
    role = {"payment_source_id": id, "role": "backup"}
    assigned = call(chargebee_client, "Customer.assign_payment_role", "ada", role)
    assert assigned.customer.primary_payment_source_id == other
    assert assigned.customer.backup_payment_source_id == assigned.payment_source.id == id
    for operation in ("delete", "delete_local"):
        source = id if operation == "delete" else other
        deleted = call(chargebee_client, f"PaymentSource.{operation}", source)
        assert (deleted.payment_source.id, deleted.payment_source.deleted) == (source, True)
    assert deleted.customer.card_status == "no_card"
    assert call(chargebee_client, "PaymentSource.retrieve", id).payment_source.deleted is True


def test_a_bank_account_can_be_verified(chargebee_client: Client, site: Chargebee) -> None:
    """And be given another name."""
    site.set(gateway_accounts=["gw_stripe"])
    said = {"customer_id": "ada", "bank_account": ACCOUNT, "issuing_country": "US"}
    source = call(chargebee_client, "PaymentSource.create_bank_account", said).payment_source
    assert (source.status, source.billing_address.city) == ("pending_verification", "Bath")
    amounts = {"amount1": 32, "amount2": 45}
    verified = call(chargebee_client, "PaymentSource.verify_bank_account", source.id, amounts)
    assert verified.payment_source.status == "valid"
    named = {"bank_account": {"first_name": "Ada"}}
    changed = call(chargebee_client, "PaymentSource.update_bank_account", source.id, named)
    assert changed.payment_source.bank_account.name_on_account == "Ada"


def test_cards_as_they_were_before(chargebee_client: Client) -> None:
    """The client still has their operations."""
    replaced = call(chargebee_client, "Card.update_card_for_customer", "ada", CARD)
    assert replaced.card.last4 == "1111"
    assert plain(call(chargebee_client, "Card.retrieve", "ada").card) == plain(replaced.card)
    gateway = {"gateway_account_id": "gw_chargebee"}
    copied = call(chargebee_client, "Card.copy_card_for_customer", "ada", gateway)
    assert copied.third_party_payment_method.type == "card"
    switched = call(chargebee_client, "Card.switch_gateway_for_customer", "ada", gateway)
    assert switched.card.payment_source_id == replaced.card.payment_source_id
    deleted = call(chargebee_client, "Card.delete_card_for_customer", "ada")
    assert deleted.customer.card_status == "no_card"
    method = {"payment_method": {"type": "paypal_express_checkout", "reference_id": "B-1"}}
    updated = call(chargebee_client, "Customer.update_payment_method", "ada", method)
    assert (updated.customer.payment_method.reference_id, updated.card) == ("B-1", None)


def test_a_refused_card_is_a_payment_error(chargebee_client: Client, site: Chargebee) -> None:
    """A customer that came with it is not created."""
    code, text = (
        "payment_method_verification_failed",
        "Payment method verification failed. Reason: (3009) Do not honour",
    )
    expected = Seen(400, "payment", code, None, code, text)
    said = {"customer_id": "ada", "card": REFUSED_CARD}
    errors = [
        refusal(chargebee_client, "PaymentSource.create_card", said),
        refusal(chargebee_client, "Customer.create", {"id": "eve", "card": REFUSED_CARD}),
    ]
    assert [seen(error) for error in errors] == [expected, expected]
    assert [type(error).__name__ for error in errors] == ["PaymentError"] * 2
    assert customers(site) == ["ada"]


def test_wrong_details_name_their_parameter(chargebee_client: Client) -> None:
    """As the request wrote it."""
    error = refusal(chargebee_client, "PaymentSource.create_card", {"customer_id": "ada", "card": {**CARD, "cvv": "1"}})
    text = "card[cvv] : should have 3 digits"
    assert seen(error) == Seen(400, "invalid_request", "param_wrong_value", "card[cvv]", "invalid_value", text)
    assert type(error).__name__ == "InvalidRequestError"


def test_an_intent_that_is_not_authorized_is_invalid(chargebee_client: Client) -> None:
    """It cannot become a payment source."""
    intent = call(chargebee_client, "PaymentIntent.create", {"amount": 1, "currency_code": "USD"}).payment_intent
    updated = call(chargebee_client, "PaymentIntent.update", intent.id, {"amount": 2})
    assert updated.payment_intent.amount == 2
    said = {"customer_id": "ada", "payment_intent": {"id": intent.id}}
    error = refusal(chargebee_client, "PaymentSource.create_using_payment_intent", said)
    assert (error.api_error_code, error.param) == ("payment_intent_invalid", "payment_intent[id]")
