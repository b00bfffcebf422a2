"""A customer's balance, and the transactions that change it: what is owed is positive, a credit is negative."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe import events, times
from mockserver.apis.stripe.answers import answer
from mockserver.apis.stripe.balances.members import BalanceTransaction, BalanceTransactionListParameters
from mockserver.apis.stripe.documented import list_of, route
from mockserver.apis.stripe.fields import Expandable, merged_metadata, within
from mockserver.apis.stripe.identifiers import mint
from mockserver.apis.stripe.lookups import Kind, any_id, belonging
from mockserver.apis.stripe.owner import CUSTOMERS, USUAL, named_customer
from mockserver.apis.stripe.problems import bad, refused
from mockserver.apis.stripe.query import page
from mockserver.apis.stripe.requests import read, wanted_id
from mockserver.apis.stripe.views import Look
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import shape_of
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Duplicate
from mockserver.core.store import Collection, Record

BALANCE_TRANSACTIONS = "balance_transactions"

CREATE, UPDATE, LIST = (
    BalanceTransaction(on="create"),
    BalanceTransaction(on="update"),
    BalanceTransactionListParameters(),
)
RETRIEVE, SHAPE = Expandable(), shape_of(BalanceTransaction)

_PATH = "/customers/<customer>/balance_transactions"


@route(f"POST {_PATH}", "balance_transactions.create", "PostCustomersCustomerBalanceTransactions", SHAPE, body=CREATE)
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
    SHAPE, query=RETRIEVE,
)  # fmt: skip
def retrieve_balance_transaction(call: Call) -> Reply:
    """Retrieve a transaction of a customer's balance."""
    values = read(call, RETRIEVE)
    return answer(call, _named_transaction(call), values)


@route(
    f"POST {_PATH}/<transaction>", "balance_transactions.update", "PostCustomersCustomerBalanceTransactionsTransaction",
    SHAPE, body=UPDATE,
)  # fmt: skip
def update_balance_transaction(call: Call) -> Reply:
    """Change what is noted about a transaction."""
    values = read(call, UPDATE)
    transaction = _noted(_named_transaction(call), values)
    call.records.put(BALANCE_TRANSACTIONS, transaction["id"], transaction)
    return answer(call, transaction, values)


@route(
    f"GET {_PATH}", "balance_transactions.list", "GetCustomersCustomerBalanceTransactions", list_of(SHAPE), query=LIST,
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


looks = {
    "customer_balance_transaction": Look(
        references={
            "checkout_session": ("checkout_sessions",),
            "credit_note": ("credit_notes",),
            "customer": (CUSTOMERS,),
            "invoice": ("invoices",),
        }
    )
}
collections = (Collection(BALANCE_TRANSACTIONS, ("customer",)),)
