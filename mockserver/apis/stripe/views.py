"""What stored objects look like to a caller: hidden members left out, time and version taken into account."""

from collections.abc import Callable, Mapping
from typing import Any

from mockserver.apis.stripe.discounts.discount_views import (
    current_discount,
    show_coupon,
    show_discount,
    show_promotion_code,
)
from mockserver.apis.stripe.versions import asked_for
from mockserver.core.api.model import Call
from mockserver.core.store import Record

Shown = dict[str, Any]


def view(call: Call, record: Record, version: str | None = None) -> Shown:
    """Write an object for the version of the request, or for another one."""
    shown = {name: value for name, value in record.items() if not name.startswith("_")}
    particular = _PARTICULAR.get(record["object"])
    if particular:
        particular(call, record, shown, version or asked_for(call.exchange))
    return shown


def deleted(record: Record) -> Shown:
    """Write what is left of a deleted object."""
    return {"id": record["id"], "object": record["object"], "deleted": True}


def _customer(call: Call, record: Record, shown: Shown, version: str) -> None:
    for name in ("business_name", "individual_name", "customer_account"):
        if shown.get(name, "") is None:
            del shown[name]
    discount = current_discount(call, record)
    shown["discount"] = view(call, discount, version) if discount else None


_PARTICULAR: Mapping[str, Callable[[Call, Record, Shown, str], None]] = {
    "coupon": show_coupon,
    "customer": _customer,
    "discount": show_discount,
    "promotion_code": show_promotion_code,
}
"""By kind, what has to be written anew each time."""
