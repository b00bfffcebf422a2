"""Stripe's own Python library saves payment methods, and raises what it should where a card is declined."""

import pytest
import stripe
from stripe import CardError, InvalidRequestError, StripeClient

from tests.clients import Stripe
from tests.sdks.stripe_account import NOON, freeze
from tests.sdks.stripe_python import refusal, seen
from tests.sdks.stripe_refusals import Seen

pytestmark = pytest.mark.sdk

DOCS = "https://stripe.com/docs/error-codes"


def test_a_card_from_creation_to_detachment(client: StripeClient, account: Stripe) -> None:
    """Created, attached, made the default, changed, listed and taken away."""
    freeze(account, NOON)
    methods, customers = client.v1.payment_methods, client.v1.customers
    customer = customers.create({"name": "Ada"}).id
    method = methods.create(
        {
            "type": "card",
            "card": {"number": "5555555555554444", "exp_month": 8, "exp_year": 2030, "cvc": "123"},
            "billing_details": {"name": "Ada"},
        }
    )
    assert isinstance(method, stripe.PaymentMethod)
    assert (method.customer, method.card and method.card.last4) == (None, "4444")
    assert methods.attach(method.id, {"customer": customer}).customer == customer
    updated = customers.update(customer, {"invoice_settings": {"default_payment_method": method.id}})
    assert updated.invoice_settings
    assert updated.invoice_settings.default_payment_method == method.id
    changed = methods.update(method.id, {"card": {"exp_year": 2031}, "metadata": {"plan": "gold"}})
    assert (changed.card and changed.card.exp_year, changed.to_dict()["metadata"]) == (2031, {"plan": "gold"})
    assert [one.id for one in customers.payment_methods.list(customer, {"type": "card"}).auto_paging_iter()] == [
        method.id
    ]
    assert [one.id for one in methods.list({"customer": customer})] == [method.id]
    assert customers.payment_methods.retrieve(customer, method.id).to_dict() == changed.to_dict()
    assert methods.detach(method.id).customer is None
    assert methods.list({"customer": customer}).data == []
    settings = customers.retrieve(customer).invoice_settings
    assert settings
    assert settings.default_payment_method is None


def test_a_customer_with_a_payment_method(client: StripeClient) -> None:
    """In one call, by the name of a card for tests; expanded it is an object of its own class."""
    customer = client.v1.customers.create(
        {
            "payment_method": "pm_card_visa",
            "invoice_settings": {"default_payment_method": "pm_card_visa"},
            "expand": ["invoice_settings.default_payment_method"],
        }
    )
    assert customer.invoice_settings
    default = customer.invoice_settings.default_payment_method
    assert isinstance(default, stripe.PaymentMethod)
    assert default.card
    assert (default.customer, default.card.brand, default.card.last4) == (customer.id, "visa", "4242")


@pytest.mark.parametrize(
    ("id", "code", "param", "decline_code", "message"),
    [
        ("pm_card_visa_chargeDeclined", "card_declined", None, "generic_decline", "Your card was declined."),
        (
            "pm_card_visa_chargeDeclinedInsufficientFunds",
            "card_declined",
            None,
            "insufficient_funds",
            "Your card has insufficient funds.",
        ),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card", "exp_month", "expired_card", "Your card has expired."),
        (
            "pm_card_chargeDeclinedIncorrectCvc",
            "incorrect_cvc",
            "cvc",
            "incorrect_cvc",
            "Your card's security code is incorrect.",
        ),
    ],
)
def test_a_declined_card_raises_a_card_error(
    client: StripeClient, id: str, code: str, param: str | None, decline_code: str, message: str
) -> None:
    """With the code, the parameter and what the issuer said."""
    customer = client.v1.customers.create().id
    error = refusal(client, "payment_methods.attach", id, {"customer": customer})
    assert isinstance(error, CardError)
    page = f"{DOCS}/{code.replace('_', '-')}"
    assert seen(error) == Seen(402, "card_error", code, param, message, page)
    assert error.error
    assert error.error.decline_code == decline_code


def test_a_number_that_is_none_raises_a_card_error(client: StripeClient) -> None:
    """Before there is anything to attach."""
    card = {"number": "4242424242424241", "exp_month": 8, "exp_year": 2030}
    error = refusal(client, "payment_methods.create", {"type": "card", "card": card})
    assert isinstance(error, CardError)
    assert seen(error) == Seen(
        402, "card_error", "incorrect_number", "number", "Your card number is incorrect.", f"{DOCS}/incorrect-number"
    )


def test_another_customers_payment_method_is_an_invalid_request(client: StripeClient) -> None:
    """And so is one that does not exist."""
    first, second = (client.v1.customers.create().id for _ in range(2))
    method = client.v1.payment_methods.attach("pm_card_visa", {"customer": first}).id
    error = refusal(client, "payment_methods.attach", method, {"customer": second})
    assert isinstance(error, InvalidRequestError)
    message = "The payment method you provided has already been attached to a customer."
    assert seen(error) == Seen(400, "invalid_request_error", None, None, message, None)
    error = refusal(client, "payment_methods.retrieve", "pm_nope")
    assert isinstance(error, InvalidRequestError)
    message = "No such PaymentMethod: 'pm_nope'"
    page = f"{DOCS}/resource-missing"
    assert seen(error) == Seen(404, "invalid_request_error", "resource_missing", "payment_method", message, page)
