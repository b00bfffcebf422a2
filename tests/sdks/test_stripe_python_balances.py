"""Balances, cash balances, funding instructions and places of taxation through Stripe's Python library."""

import pytest
from stripe import InvalidRequestError, StripeClient

pytestmark = pytest.mark.sdk


def test_transactions_of_a_balance(client: StripeClient) -> None:
    """Created, found, changed, and listed page by page."""
    customer = client.v1.customers.create({"balance": -300})
    transactions = client.v1.customers.balance_transactions
    created = transactions.create(customer.id, {"amount": 500, "currency": "usd", "metadata": {"order": "7"}})
    assert (created.object, created.type, created.ending_balance) == ("customer_balance_transaction", "adjustment", 200)
    changed = transactions.update(customer.id, created.id, {"description": "Correction"})
    assert transactions.retrieve(customer.id, created.id).to_dict() == changed.to_dict()
    assert (changed.description, changed.metadata and changed.metadata["order"]) == ("Correction", "7")
    rows = list(transactions.list(customer.id, {"limit": 1}).auto_paging_iter())
    assert [(row.type, row.amount) for row in rows] == [("adjustment", 500), ("initial", -300)]
    found = client.v1.customers.retrieve(customer.id, {"expand": ["invoice_credit_balance"]})
    assert (found.balance, found.currency) == (200, "usd")
    assert found.invoice_credit_balance is not None
    assert found.invoice_credit_balance["usd"] == -200


def test_a_refused_transaction(client: StripeClient) -> None:
    """Another currency than the customer's."""
    customer = client.v1.customers.create({"balance": 100})
    with pytest.raises(InvalidRequestError, match="You cannot combine currencies") as caught:
        client.v1.customers.balance_transactions.create(customer.id, {"amount": 500, "currency": "eur"})
    assert caught.value.http_status == 400


def test_a_cash_balance(client: StripeClient) -> None:
    """Funded by a test helper, with transactions of its own."""
    customer = client.v1.customers.create({"name": "Ada Sandbox"})
    funding = client.v1.test_helpers.customers.fund_cash_balance(
        customer.id, {"amount": 5000, "currency": "eur", "reference": "Invoice 7"}
    )
    assert (funding.object, funding.type, funding.net_amount) == ("customer_cash_balance_transaction", "funded", 5000)
    assert funding.funded is not None
    assert funding.funded.bank_transfer.reference == "Invoice 7"
    balance = client.v1.customers.cash_balance.retrieve(customer.id)
    assert balance.available is not None
    assert (balance.object, balance.available["eur"]) == ("cash_balance", 5000)
    changed = client.v1.customers.cash_balance.update(customer.id, {"settings": {"reconciliation_mode": "manual"}})
    assert (changed.settings.reconciliation_mode, changed.settings.using_merchant_default) == ("manual", False)
    transactions = client.v1.customers.cash_balance_transactions
    assert [row.id for row in transactions.list(customer.id).auto_paging_iter()] == [funding.id]
    assert transactions.retrieve(customer.id, funding.id).to_dict() == funding.to_dict()


def test_funding_instructions(client: StripeClient) -> None:
    """The same account each time."""
    customer = client.v1.customers.create()
    first, second = (
        client.v1.customers.funding_instructions.create(
            customer.id,
            {
                "funding_type": "bank_transfer",
                "currency": "eur",
                "bank_transfer": {"type": "eu_bank_transfer", "eu_bank_transfer": {"country": "DE"}},
            },
        )
        for _ in range(2)
    )
    (address,) = first.bank_transfer.financial_addresses
    assert address.iban is not None
    assert (address.type, address.supported_networks, address.iban.country) == ("iban", ["sepa"], "DE")
    assert first.to_dict() == second.to_dict()


def test_a_place_of_taxation(client: StripeClient) -> None:
    """Computed from the address; refused at once where that was asked for."""
    customer = client.v1.customers.create({"address": {"country": "DE"}, "expand": ["tax"]})
    assert customer.tax is not None
    assert customer.tax.location is not None
    assert (customer.tax.automatic_tax, customer.tax.location.source) == ("supported", "billing_address")
    with pytest.raises(InvalidRequestError) as caught:
        client.v1.customers.create({"address": {"country": "US"}, "tax": {"validate_location": "immediately"}})
    assert (caught.value.http_status, caught.value.code) == (400, "customer_tax_location_invalid")
