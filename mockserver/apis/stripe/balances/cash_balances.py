"""Cash balances: their settings, the money that comes in, and its transactions."""

from mockserver.apis.stripe import events
from mockserver.apis.stripe.answers import answer
from mockserver.apis.stripe.balances.cash_balance_record import (
    CASH_BALANCE_TRANSACTION,
    CASH_BALANCE_TRANSACTIONS,
    CASH_BALANCES,
    TRANSFER_OF,
    cash_balance,
    new_funding,
    set_cash_balance,
)
from mockserver.apis.stripe.balances.cash_balance_shapes import CashBalanceSchema, CashBalanceTransactionSchema
from mockserver.apis.stripe.balances.members import (
    CashBalanceUpdateParameters,
    FundCashBalanceParameters,
)
from mockserver.apis.stripe.customers.operations import named_customer
from mockserver.apis.stripe.dialect import one_of
from mockserver.apis.stripe.documented import route
from mockserver.apis.stripe.fields import Expandable
from mockserver.apis.stripe.identifiers import mint
from mockserver.apis.stripe.lookups import any_id, belonging
from mockserver.apis.stripe.problems import bad
from mockserver.apis.stripe.query import ListParameters, page
from mockserver.apis.stripe.requests import read, wanted_id
from mockserver.apis.stripe.shapes import list_of
from mockserver.core.api.model import Call
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Duplicate
from mockserver.core.store import Collection

UPDATE, FUND = CashBalanceUpdateParameters(), FundCashBalanceParameters()
LIST, RETRIEVE = ListParameters(), Expandable()


@route(
    "GET /customers/<customer>/cash_balance", "cash_balances.get", "GetCustomersCustomerCashBalance", CashBalanceSchema,
    query=RETRIEVE,
)  # fmt: skip
def retrieve_cash_balance(call: Call) -> Reply:
    """Retrieve a customer's cash balance. Every customer has one."""
    values = read(call, RETRIEVE)
    return answer(call, cash_balance(call, named_customer(call, "customer")["id"]), values)


@route(
    "POST /customers/<customer>/cash_balance", "cash_balances.update", "PostCustomersCustomerCashBalance",
    CashBalanceSchema, body=CashBalanceUpdateParameters,
)  # fmt: skip
def update_cash_balance(call: Call) -> Reply:
    """Change the settings of a customer's cash balance."""
    values = read(call, UPDATE)
    return answer(call, set_cash_balance(call, named_customer(call, "customer")["id"], values), values)


@route(
    "POST /test_helpers/customers/<customer>/fund_cash_balance", "cash_balances.fund",
    "PostTestHelpersCustomersCustomerFundCashBalance", CashBalanceTransactionSchema, body=FundCashBalanceParameters,
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
    "GetCustomersCustomerCashBalanceTransactions", list_of(CashBalanceTransactionSchema), query=LIST,
)  # fmt: skip
def list_cash_balance_transactions(call: Call) -> Reply:
    """List the transactions of a customer's cash balance."""
    values = read(call, LIST)
    customer = named_customer(call, "customer")
    return page(call, values, CASH_BALANCE_TRANSACTION, among=("customer", customer["id"]))


@route(
    "GET /customers/<customer>/cash_balance_transactions/<transaction>", "cash_balance_transactions.get",
    "GetCustomersCustomerCashBalanceTransactionsTransaction", CashBalanceTransactionSchema, query=RETRIEVE,
)  # fmt: skip
def retrieve_cash_balance_transaction(call: Call) -> Reply:
    """Retrieve a transaction of a customer's cash balance."""
    values = read(call, RETRIEVE)
    customer = named_customer(call, "customer")
    id = call.arguments["transaction"]
    return answer(call, belonging(call, CASH_BALANCE_TRANSACTION, customer, id, "transaction"), values)


collections = (Collection(CASH_BALANCES), Collection(CASH_BALANCE_TRANSACTIONS, ("customer",)))
