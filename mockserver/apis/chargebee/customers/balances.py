"""What a customer has coming: credits and payments in advance, by currency."""

from collections.abc import Iterable, Mapping
from typing import Any

from mockserver.core.store import Record

AMOUNTS = ("promotional_credits", "excess_payments", "refundable_credits", "unbilled_charges")


def balance(customer: Record, currency: str) -> Mapping[str, Any]:
    """Return a customer's balance in a currency."""
    for known in customer.get("balances") or ():
        if known["currency_code"] == currency:
            return {**known}
    return {**dict.fromkeys(AMOUNTS, 0), "currency_code": currency, "object": "customer_balance"}


def with_amounts(customer: Record, currency: str, amounts: Mapping[str, int]) -> dict[str, Any]:
    """Add amounts to a customer's balance in a currency; the customer itself shows that in its preferred one."""
    before = balance(customer, currency)
    after = {**before, **{name: before[name] + amount for name, amount in amounts.items()}}
    others = [known for known in customer.get("balances") or () if known["currency_code"] != currency]
    return _with_balances(customer, [*others, after])


def with_balances_of(customer: Record, other: Record) -> dict[str, Any]:
    """Add to a customer's balances all that another one has."""
    changed = {**customer}
    for known in other.get("balances") or ():
        changed = with_amounts(changed, known["currency_code"], {name: known[name] for name in AMOUNTS})
    return changed


def with_own_balance(customer: Record) -> dict[str, Any]:
    """Have a customer show its balance in its preferred currency, which may be another one than before."""
    return _with_balances(customer, customer.get("balances") or ())


def without_balances(customer: Record) -> dict[str, Any]:
    """Take away a customer's balances."""
    return _with_balances(customer, ())


def _with_balances(customer: Record, balances: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    kept = [known for known in balances if any(known[name] for name in AMOUNTS)]
    changed = {**customer, "balances": kept or None}
    own = balance(changed, customer["preferred_currency_code"])
    return {**changed, **{name: own[name] for name in AMOUNTS}}
