"""Transactions of customers' balances: create, read and list them, and change what is noted about them."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe import events
from mockserver.apis.stripe.answers import answer
from mockserver.apis.stripe.balances.balance_parameters import (
    BalanceTransactionCreateParameters,
    BalanceTransactionListParameters,
    BalanceTransactionUpdateParameters,
)
from mockserver.apis.stripe.balances.balance_record import (
    BALANCE_TRANSACTION,
    BALANCE_TRANSACTIONS,
    applied,
    new_transaction,
)
from mockserver.apis.stripe.balances.balance_shapes import BalanceTransactionSchema
from mockserver.apis.stripe.customers.operations import named_customer
from mockserver.apis.stripe.documented import route
from mockserver.apis.stripe.fields import Expandable, within
from mockserver.apis.stripe.identifiers import mint
from mockserver.apis.stripe.lookups import any_id, belonging
from mockserver.apis.stripe.metadata import merged_metadata
from mockserver.apis.stripe.owner import CUSTOMERS
from mockserver.apis.stripe.problems import bad, refused
from mockserver.apis.stripe.query import page
from mockserver.apis.stripe.requests import read, wanted_id
from mockserver.apis.stripe.shapes import list_of
from mockserver.core.api.model import Call
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Duplicate
from mockserver.core.store import Collection, Record

CREATE, UPDATE = BalanceTransactionCreateParameters(), BalanceTransactionUpdateParameters()
LIST, RETRIEVE = BalanceTransactionListParameters(), Expandable()

_PATH = "/customers/<customer>/balance_transactions"


@route(
    f"POST {_PATH}", "balance_transactions.create", "PostCustomersCustomerBalanceTransactions",
    BalanceTransactionSchema, body=BalanceTransactionCreateParameters,
)  # fmt: skip
def create_balance_transaction(call: Call) -> Reply:
    """Change a customer's balance."""
    values = read(call, CREATE)
    customer = named_customer(call, "customer")
    currency = _currency(call, customer, values)
    id = wanted_id(call) or mint(call, "cbtxn")
    if call.records.get(BALANCE_TRANSACTIONS, id):
        raise Duplicate
    transaction = _noted(new_transaction(call, id, customer, values["amount"], currency), values)
    after = applied(customer, transaction)
    call.records.put(BALANCE_TRANSACTIONS, id, transaction)
    call.records.put(CUSTOMERS, customer["id"], after)
    events.emit_update(call, "customer.updated", customer, after)
    return answer(call, transaction, values)


@route(
    f"GET {_PATH}/<transaction>", "balance_transactions.get", "GetCustomersCustomerBalanceTransactionsTransaction",
    BalanceTransactionSchema, query=RETRIEVE,
)  # fmt: skip
def retrieve_balance_transaction(call: Call) -> Reply:
    """Retrieve a transaction of a customer's balance."""
    values = read(call, RETRIEVE)
    return answer(call, _named_transaction(call), values)


@route(
    f"POST {_PATH}/<transaction>", "balance_transactions.update", "PostCustomersCustomerBalanceTransactionsTransaction",
    BalanceTransactionSchema, body=BalanceTransactionUpdateParameters,
)  # fmt: skip
def update_balance_transaction(call: Call) -> Reply:
    """Change what is noted about a transaction."""
    values = read(call, UPDATE)
    transaction = _noted(_named_transaction(call), values)
    call.records.put(BALANCE_TRANSACTIONS, transaction["id"], transaction)
    return answer(call, transaction, values)


@route(
    f"GET {_PATH}", "balance_transactions.list", "GetCustomersCustomerBalanceTransactions",
    list_of(BalanceTransactionSchema), query=LIST,
)  # fmt: skip
def list_balance_transactions(call: Call) -> Reply:
    """List the transactions of a customer's balance."""
    values = read(call, LIST)
    customer = named_customer(call, "customer")
    created, invoice = values.get("created", {}), values.get("invoice")

    def wanted(transaction: Record) -> bool:
        return invoice in (None, transaction["invoice"]) and within(created, transaction["created"])

    return page(call, values, BALANCE_TRANSACTION, among=("customer", customer["id"]), keep=wanted)


def _named_transaction(call: Call) -> Record:
    customer = named_customer(call, "customer")
    return belonging(call, BALANCE_TRANSACTION, customer, call.arguments["transaction"], "transaction")


def _currency(call: Call, customer: Record, values: Mapping[str, Any]) -> str:
    """Return the currency of a new transaction; a customer has only one."""
    known: str | None = customer["currency"]
    wanted: str | None = values.get("currency", known)
    if wanted is None:
        raise bad(("currency",), "Missing required param: currency.", "parameter_missing")
    if known not in (None, wanted) and not any_id(call):
        raise refused(
            "You cannot combine currencies on a single customer. This customer has an active subscription, "
            f"subscription schedule, discount, quote, or invoice item with currency {known}"
        )
    return wanted


def _noted(transaction: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **transaction,
        "description": values.get("description", transaction["description"]),
        "metadata": merged_metadata(transaction["metadata"], values.get("metadata")),
    }


collections = (Collection(BALANCE_TRANSACTIONS, ("customer",)),)
