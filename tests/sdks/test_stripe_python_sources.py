"""Stripe's own Python library keeps a customer's cards and bank accounts, and uses tokens up."""

import pytest
import stripe
from stripe import CardError, InvalidRequestError, StripeClient

from tests.sdks.stripe_python import refusal, seen
from tests.sdks.stripe_refusals import Seen

pytestmark = pytest.mark.sdk

DOCS = "https://stripe.com/docs/error-codes"


def test_a_card_from_token_to_deletion(client: StripeClient) -> None:
    """Created, changed, listed and deleted; each answer is of its own class."""
    customers, sources = client.v1.customers, client.v1.customers.payment_sources
    customer = customers.create({"name": "Ada"}).id
    token = client.v1.tokens.create(
        {"card": {"number": "4242424242424242", "exp_month": "8", "exp_year": "2030", "cvc": "123", "name": "Ada"}}
    )
    assert (token.type, token.used) == ("card", False)
    card = sources.create(customer, {"source": token.id, "metadata": {"plan": "gold"}})
    assert isinstance(card, stripe.Card)
    assert (card.brand, card.name, card.cvc_check, card.customer) == ("Visa", "Ada", "pass", customer)
    assert client.v1.tokens.retrieve(token.id).used
    changed = sources.update(customer, card.id, {"name": "Ada King", "exp_month": "12"})
    assert isinstance(changed, stripe.Card)
    assert (changed.name, changed.exp_month) == ("Ada King", 12)
    assert [one.id for one in sources.list(customer, {"object": "card"}).auto_paging_iter()] == [card.id]
    shown = customers.retrieve(customer, {"expand": ["default_source", "sources"]})
    assert isinstance(shown.default_source, stripe.Card)
    assert shown.sources
    assert [one.id for one in shown.sources.data] == [card.id]
    assert sources.delete(customer, card.id).to_dict() == {"id": card.id, "object": "card", "deleted": True}
    assert customers.retrieve(customer).default_source is None


def test_a_bank_account_is_verified(client: StripeClient) -> None:
    """By the amounts that were sent to it."""
    customer = client.v1.customers.create().id
    token = client.v1.tokens.create(
        {"bank_account": {"country": "US", "account_number": "000123456789", "routing_number": "110000000"}}
    )
    sources = client.v1.customers.payment_sources
    account = sources.create(customer, {"source": token.id})
    assert isinstance(account, stripe.BankAccount)
    assert account.status == "new"
    error = refusal(client, "customers.payment_sources.verify", customer, account.id, {"amounts": [1, 2]})
    assert isinstance(error, InvalidRequestError)
    assert error.code == "bank_account_verification_failed"
    verified = sources.verify(customer, account.id, {"amounts": [32, 45]})
    assert isinstance(verified, stripe.BankAccount)
    assert verified.status == "verified"


def test_a_new_source_replaces_the_default(client: StripeClient) -> None:
    """Of a customer that comes with one."""
    customers = client.v1.customers
    customer = customers.create({"source": "tok_visa"})
    updated = customers.update(customer.id, {"source": "tok_mastercard"})
    assert updated.default_source != customer.default_source
    assert [source.id for source in customers.payment_sources.list(customer.id)] == [updated.default_source]


def test_a_token_is_used_once(client: StripeClient) -> None:
    """The second use is an invalid request; a declined card is a card error."""
    token = client.v1.tokens.create({"card": {"number": "4242424242424242", "exp_month": "8", "exp_year": "2030"}}).id
    client.v1.customers.create({"source": token})
    error = refusal(client, "customers.create", {"source": token})
    assert isinstance(error, InvalidRequestError)
    message = f"You cannot use a Stripe token more than once: {token}."
    page = f"{DOCS}/token-already-used"
    assert seen(error) == Seen(400, "invalid_request_error", "token_already_used", None, message, page)
    error = refusal(client, "customers.create", {"source": "tok_chargeDeclinedInsufficientFunds"})
    assert isinstance(error, CardError)
    message, page = "Your card has insufficient funds.", f"{DOCS}/card-declined"
    assert seen(error) == Seen(402, "card_error", "card_declined", None, message, page)
