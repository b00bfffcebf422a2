"""The money a customer has sent ahead, as it is stored: one balance a customer, and what came in."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe import times
from mockserver.apis.stripe.lookups import Kind
from mockserver.apis.stripe.owner import CUSTOMERS
from mockserver.core import ids
from mockserver.core.api.model import Call
from mockserver.core.store import Record

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
