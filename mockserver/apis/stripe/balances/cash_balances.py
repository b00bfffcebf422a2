"""Cash balances: the money that customers have sent ahead, its transactions, and the settings of each balance."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe import events, times
from mockserver.apis.stripe.answers import answer
from mockserver.apis.stripe.balances.members import CashBalance, CashBalanceTransaction
from mockserver.apis.stripe.dialect import one_of
from mockserver.apis.stripe.documented import list_of, route
from mockserver.apis.stripe.fields import Expandable, ListParameters
from mockserver.apis.stripe.identifiers import mint
from mockserver.apis.stripe.lookups import Kind, any_id, belonging
from mockserver.apis.stripe.owner import CUSTOMERS, named_customer
from mockserver.apis.stripe.problems import bad
from mockserver.apis.stripe.query import page
from mockserver.apis.stripe.requests import read, wanted_id
from mockserver.apis.stripe.views import Look
from mockserver.core import ids
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import shape_of
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Duplicate
from mockserver.core.store import Collection, Record

CASH_BALANCES = "cash_balances"
"""By the id of the customer; a customer about whose balance nothing was said has none stored."""

CASH_BALANCE_TRANSACTIONS = "cash_balance_transactions"

TRANSFER_OF: Mapping[str, str] = {
    "eur": "eu_bank_transfer",
    "gbp": "gb_bank_transfer",
    "jpy": "jp_bank_transfer",
    "mxn": "mx_bank_transfer",
    "usd": "us_bank_transfer",
}
"""The currencies that can be sent ahead, and how each travels."""

UPDATE, FUND = CashBalance(), CashBalanceTransaction()
LIST, RETRIEVE = ListParameters(), Expandable()
SHAPE, TRANSACTION = shape_of(CashBalance), shape_of(CashBalanceTransaction)


@route(
    "GET /customers/<customer>/cash_balance", "cash_balances.get", "GetCustomersCustomerCashBalance", SHAPE,
    query=RETRIEVE,
)  # fmt: skip
def retrieve_cash_balance(call: Call) -> Reply:
    """Retrieve a customer's cash balance. Every customer has one."""
    values = read(call, RETRIEVE)
    return answer(call, cash_balance(call, named_customer(call, "customer")["id"]), values)


@route(
    "POST /customers/<customer>/cash_balance", "cash_balances.update", "PostCustomersCustomerCashBalance", SHAPE,
    body=UPDATE,
)  # fmt: skip
def update_cash_balance(call: Call) -> Reply:
    """Change the settings of a customer's cash balance."""
    values = read(call, UPDATE)
    return answer(call, set_cash_balance(call, named_customer(call, "customer")["id"], values), values)


@route(
    "POST /test_helpers/customers/<customer>/fund_cash_balance", "cash_balances.fund",
    "PostTestHelpersCustomersCustomerFundCashBalance", TRANSACTION, body=FUND,
)  # fmt: skip
def fund_cash_balance(call: Call) -> Reply:
    """Let a customer's transfer come in."""
    values = read(call, FUND)
    customer = named_customer(call, "customer")
    currency = values["currency"]
    if currency not in TRANSFER_OF and not any_id(call):
        message = f"Invalid currency: {currency}. A cash balance can be funded in {one_of(list(TRANSFER_OF))}."
        raise bad(("currency",), message)
    id = wanted_id(call) or mint(call, "ccsbtxn")
    if call.records.get(CASH_BALANCE_TRANSACTIONS, id):
        raise Duplicate
    funding = new_funding(call, id, customer, values["amount"], currency, values.get("reference"))
    before = cash_balance(call, customer["id"])
    after = {**before, "available": {**(before["available"] or {}), currency: funding["ending_balance"]}}
    call.records.put(CASH_BALANCE_TRANSACTIONS, id, funding)
    call.records.put(CASH_BALANCES, customer["id"], after)
    events.emit(call, "customer_cash_balance_transaction.created", funding)
    events.emit(call, "cash_balance.funds_available", after)
    return answer(call, funding, values)


@route(
    "GET /customers/<customer>/cash_balance_transactions", "cash_balance_transactions.list",
    "GetCustomersCustomerCashBalanceTransactions", list_of(TRANSACTION), query=LIST,
)  # fmt: skip
def list_cash_balance_transactions(call: Call) -> Reply:
    """List the transactions of a customer's cash balance."""
    values = read(call, LIST)
    customer = named_customer(call, "customer")
    return page(call, values, CASH_BALANCE_TRANSACTION, among=("customer", customer["id"]))


@route(
    "GET /customers/<customer>/cash_balance_transactions/<transaction>", "cash_balance_transactions.get",
    "GetCustomersCustomerCashBalanceTransactionsTransaction", TRANSACTION, query=RETRIEVE,
)  # fmt: skip
def retrieve_cash_balance_transaction(call: Call) -> Reply:
    """Retrieve a transaction of a customer's cash balance."""
    values = read(call, RETRIEVE)
    customer = named_customer(call, "customer")
    id = call.arguments["transaction"]
    return answer(call, belonging(call, CASH_BALANCE_TRANSACTION, customer, id, "transaction"), values)


def cash_balance(call: Call, customer: str) -> Record:
    """Return a customer's cash balance."""
    return call.records.get(CASH_BALANCES, customer) or {
        "object": "cash_balance",
        "available": None,
        "customer": customer,
        "customer_account": None,
        "livemode": False,
        "settings": {"reconciliation_mode": "automatic", "using_merchant_default": True},
    }


def set_cash_balance(call: Call, customer: str, values: Mapping[str, Any]) -> Record:
    """Change the settings of a cash balance; the merchant's default is `automatic`."""
    balance = cash_balance(call, customer)
    mode = values.get("settings", {}).get("reconciliation_mode")
    if mode is None:
        return balance
    default = mode == "merchant_default"
    settings = {"reconciliation_mode": "automatic" if default else mode, "using_merchant_default": default}
    changed = {**balance, "settings": settings}
    call.records.put(CASH_BALANCES, customer, changed)
    return changed


def new_funding(
    call: Call, id: str, customer: Record, amount: int, currency: str, reference: str | None = None
) -> dict[str, Any]:
    """Return the transaction of money that came in."""
    transfer = TRANSFER_OF.get(currency, "eu_bank_transfer")  # others come in where any id exists
    sender = _sender(transfer, customer)
    available = cash_balance(call, customer["id"])["available"] or {}
    return {
        "id": id,
        "object": "customer_cash_balance_transaction",
        "created": times.now_for(call, customer),
        "currency": currency,
        "customer": customer["id"],
        "customer_account": None,
        "ending_balance": available.get(currency, 0) + amount,
        "funded": {
            "bank_transfer": {**({transfer: sender} if sender else {}), "reference": reference, "type": transfer}
        },
        "livemode": False,
        "net_amount": amount,
        "type": "funded",
    }


def _blank(call: Call, id: str) -> Record:
    return new_funding(call, id, call.records.get(CUSTOMERS, call.arguments["customer"]) or {}, 1, "eur")


CASH_BALANCE_TRANSACTION = Kind(CASH_BALANCE_TRANSACTIONS, "customer_cash_balance_transaction", _blank)


def drop_cash_balance(call: Call, customer: str) -> None:
    """Forget the money of a customer who is no more."""
    call.records.delete(CASH_BALANCES, customer)
    for transaction in call.records.lookup(CASH_BALANCE_TRANSACTIONS, "customer", customer):
        call.records.delete(CASH_BALANCE_TRANSACTIONS, transaction["id"])


def digits(count: int, *parts: str) -> str:
    """Return digits that look random: the same for the same parts; at most 25.

    >>> digits(4, "cus_1", "iban") == digits(4, "cus_1", "iban")
    True
    """
    return "".join(str(ids.CROCKFORD.index(letter) % 10) for letter in ids.derived(*parts)[-count:])


def _sender(transfer: str, customer: Record) -> dict[str, Any] | None:
    """Make up the account that a customer pays from; of Mexican transfers nothing is told."""
    name = customer["business_name"] or customer["name"]
    match transfer:
        case "eu_bank_transfer":
            last4 = digits(4, customer["id"], "iban")
            return {"bic": "SANDDE00XXX", "iban_last4": last4, "sender_name": name}
        case "gb_bank_transfer":
            last4 = digits(4, customer["id"], "account")
            return {"account_number_last4": last4, "sender_name": name, "sort_code": "000000"}
        case "jp_bank_transfer":
            return {"sender_bank": "SANDBOX BANK", "sender_branch": "SANDBOX BRANCH", "sender_name": name}
        case "us_bank_transfer":
            return {"network": "ach", "sender_name": name}
    return None


looks = {"customer_cash_balance_transaction": Look(references={"customer": (CUSTOMERS,)})}
collections = (Collection(CASH_BALANCES), Collection(CASH_BALANCE_TRANSACTIONS, ("customer",)))
