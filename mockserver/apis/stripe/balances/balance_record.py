"""A customer's balance, and the transactions that change it: what is owed is positive, a credit is negative."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe import times
from mockserver.apis.stripe.currencies import USUAL
from mockserver.apis.stripe.identifiers import mint
from mockserver.apis.stripe.lookups import Kind
from mockserver.apis.stripe.owner import CUSTOMERS
from mockserver.core.api.model import Call
from mockserver.core.store import Record

BALANCE_TRANSACTIONS = "balance_transactions"


def new_transaction(
    call: Call, id: str, customer: Record, amount: int, currency: str, type: str = "adjustment"
) -> dict[str, Any]:
    """Return a transaction that changes a customer's balance by an amount."""
    return {
        "id": id,
        "object": "customer_balance_transaction",
        "amount": amount,
        "checkout_session": None,
        "created": times.now_for(call, customer),
        "credit_note": None,
        "currency": currency,
        "customer": customer["id"],
        "customer_account": None,
        "description": None,
        "ending_balance": customer["balance"] + amount,
        "invoice": None,
        "livemode": False,
        "metadata": {},
        "type": type,
    }


def _blank(call: Call, id: str) -> Record:
    return new_transaction(call, id, call.records.get(CUSTOMERS, call.arguments["customer"]) or {}, 0, USUAL)


BALANCE_TRANSACTION = Kind(BALANCE_TRANSACTIONS, "customer_balance_transaction", _blank)


def applied(customer: Record, transaction: Record) -> dict[str, Any]:
    """Return a customer with the balance that a transaction left, and its currency if there was none."""
    currency = customer["currency"] or transaction["currency"]
    return {**customer, "balance": transaction["ending_balance"], "currency": currency}


def with_balance(call: Call, customer: dict[str, Any], values: Mapping[str, Any], type: str) -> dict[str, Any]:
    """Return a customer with the balance that its parameters name; the difference is kept as a transaction."""
    amount = values.get("balance", customer["balance"]) - customer["balance"]
    if amount == 0:
        return customer
    id = mint(call, "cbtxn")
    transaction = new_transaction(call, id, customer, amount, customer["currency"] or USUAL, type)
    call.records.put(BALANCE_TRANSACTIONS, id, transaction)
    return applied(customer, transaction)


def credit_balance(customer: Mapping[str, Any]) -> dict[str, int]:
    """Write what a customer has to its credit, by currency: the balance with the other sign."""
    return {customer["currency"]: -customer["balance"]} if customer["balance"] else {}


def drop_transactions(call: Call, customer: str) -> None:
    """Forget the transactions of a customer who is no more."""
    for transaction in call.records.lookup(BALANCE_TRANSACTIONS, "customer", customer):
        call.records.delete(BALANCE_TRANSACTIONS, transaction["id"])
