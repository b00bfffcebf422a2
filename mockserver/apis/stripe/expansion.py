"""Expansion: members that are ids, or not there at all, written as whole objects where the caller asks for it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from mockserver.apis.stripe import views
from mockserver.apis.stripe.balances.balance_record import credit_balance
from mockserver.apis.stripe.balances.cash_balance_record import cash_balance
from mockserver.apis.stripe.customers.taxation import tax_of
from mockserver.apis.stripe.discounts.coupon_record import COUPONS, any_coupon
from mockserver.apis.stripe.problems import refused
from mockserver.apis.stripe.tax_ids.rules import TAX_IDS, settle
from mockserver.core.api.model import Call

DEEPEST = 4
"""Members in one path."""

MOST_INCLUDED = 10
"""Objects of a list inside another object."""

Shown = dict[str, Any]
Segments = Sequence[str]

REFERENCES: Mapping[str, Mapping[tuple[str, ...], str]] = {
    "customer": {
        ("default_source",): "sources",
        ("invoice_settings", "default_payment_method"): "payment_methods",
        ("test_clock",): "test_clocks",
    },
    "discount": {
        ("customer",): "customers",
        ("promotion_code",): "promotion_codes",
        ("source", "coupon"): COUPONS,
    },
    "promotion_code": {("customer",): "customers", ("promotion", "coupon"): COUPONS},
    "bank_account": {("customer",): "customers"},
    "card": {("customer",): "customers"},
    "payment_method": {("customer",): "customers"},
    "tax_id": {("customer",): "customers", ("owner", "customer"): "customers"},
    "customer_balance_transaction": {
        ("checkout_session",): "checkout_sessions",
        ("credit_note",): "credit_notes",
        ("customer",): "customers",
        ("invoice",): "invoices",
    },
    "customer_cash_balance_transaction": {("customer",): "customers"},
}
"""By kind of object, the members that hold an id, and the collection it is an id of."""

EMBEDDED: Mapping[str, frozenset[str]] = {
    "customer": frozenset({"discount"}),
    "discount": frozenset({"coupon"}),
    "promotion_code": frozenset({"coupon"}),
}
"""By kind of object, the members that are whole objects anyway, with members of their own to expand."""

INCLUDED: Mapping[str, Mapping[str, Callable[[Call, Shown], Any]]] = {
    "coupon": {
        "applies_to": lambda call, coupon: _hidden(call, coupon, "_applies_to"),
        "currency_options": lambda call, coupon: _hidden(call, coupon, "_currency_options"),
    },
    "customer": {
        "cash_balance": lambda call, customer: views.view(call, cash_balance(call, customer["id"])),
        "invoice_credit_balance": lambda call, customer: credit_balance(customer),
        "sources": lambda call, customer: _list_of(call, customer, "sources"),
        "subscriptions": lambda call, customer: _list_of(call, customer, None, "subscriptions"),
        "tax": lambda call, customer: tax_of(call, customer["id"]),
        "tax_ids": lambda call, customer: _tax_ids(call, customer),
    },
}
"""By kind of object, the members that are left out unless they are asked for."""


def expand(call: Call, shown: Shown, paths: Iterable[str]) -> None:
    """Expand an answer in place; raises `BadParameter` for a path that leads nowhere."""
    for path in paths:
        segments = path.split(".")
        if len(segments) > DEEPEST:
            message = f"You cannot expand more than {DEEPEST} levels of a property. Property: {path}"
            raise refused(message, "property_expansion_max_depth", begun=False)
        _check_first(shown, segments)
        _expand(call, shown, segments)


def _check_first(shown: Shown, segments: Segments) -> None:
    if shown["object"] in ("list", "search_result"):
        if segments == ["total_count"]:  # whoever answers counts, or refuses to
            return
        if segments[0] != "data":
            path = ".".join(segments)
            hint = f"You may want to try expanding 'data.{path}' instead."
            raise refused(f"This property cannot be expanded ({path}). {hint}", begun=False)
        for row in shown["data"][:1]:
            if segments[1:]:
                _check_first(row, segments[1:])
        return
    first = segments[0]
    if _expandable(shown["object"], first) or (first in shown and first in EMBEDDED.get(shown["object"], ())):
        return
    if first in shown:
        raise refused(f"This property cannot be expanded ({first}).", begun=False)
    raise refused(f"This property cannot be expanded because it doesn't exist: {first}.", begun=False)


def _expandable(kind: str, first: str) -> bool:
    return first in INCLUDED.get(kind, ()) or any(path[0] == first for path in REFERENCES.get(kind, ()))


def _expand(call: Call, shown: Any, segments: Segments) -> None:
    """Expand one path below an object, as far as it leads."""
    if not segments or not isinstance(shown, dict):
        return
    if shown.get("object") in ("list", "search_result"):
        if segments[0] == "data":
            for row in shown["data"]:
                _expand(call, row, segments[1:])
        return
    kind = shown.get("object", "")
    include = INCLUDED.get(kind, {}).get(segments[0])
    if include:
        if not isinstance(shown.get(segments[0]), dict):
            shown[segments[0]] = include(call, shown)
        _expand(call, shown[segments[0]], segments[1:])
        return
    if segments[0] in EMBEDDED.get(kind, ()):
        _expand(call, shown.get(segments[0]), segments[1:])
        return
    for path, collection in REFERENCES.get(kind, {}).items():
        if tuple(segments[: len(path)]) == path:
            _expand(call, _replaced(call, shown, path, collection), segments[len(path) :])
            return


def _replaced(call: Call, shown: Shown, path: tuple[str, ...], collection: str) -> Any:
    """Put an object where its id stands; what is stored is not touched, so the hashes on the way are copied."""
    holder = shown
    for name in path[:-1]:
        inner = holder.get(name)
        if not isinstance(inner, dict):
            return None
        inner = dict(inner)
        holder[name] = inner
        holder = inner
    value = holder.get(path[-1])
    if isinstance(value, str):
        record = any_coupon(call, value) if collection == COUPONS else call.records.get(collection, value)
        if record is not None:
            holder[path[-1]] = views.view(call, record)
    return holder.get(path[-1])


def _list_of(call: Call, customer: Shown, collection: str | None, name: str = "") -> Shown:
    """Write a customer's own list of something; of what this sandbox does not keep it is empty."""
    records = call.records.lookup(collection, "customer", customer["id"]) if collection else []
    rows = list(islice(reversed(records), MOST_INCLUDED))
    return {
        "object": "list",
        "data": [views.view(call, row) for row in rows],
        "has_more": len(records) > len(rows),
        "total_count": len(records),
        "url": f"/v1/customers/{customer['id']}/{collection or name}",
    }


def _tax_ids(call: Call, customer: Shown) -> Shown:
    settle(call, customer["id"])
    return _list_of(call, customer, TAX_IDS)


def _hidden(call: Call, coupon: Shown, member: str) -> Any:
    """Return what a coupon shows only where it is asked for."""
    record = any_coupon(call, coupon["id"])
    return record[member] if record else None
