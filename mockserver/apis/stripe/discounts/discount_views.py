"""What coupons, promotion codes and discounts look like at a moment and in a version."""

from typing import Any

from mockserver.apis.stripe import times
from mockserver.apis.stripe.discounts.coupon_record import any_coupon, is_valid
from mockserver.apis.stripe.discounts.promotion_code_record import is_active
from mockserver.apis.stripe.versions import CLOVER, since
from mockserver.core.api.model import Call
from mockserver.core.store import Record

Shown = dict[str, Any]


def current_discount(call: Call, customer: Record) -> Record | None:
    """Return the discount a customer has now: on the customer's own time it may have ended."""
    discount: Record | None = customer["discount"]
    if discount and discount["end"] is not None and discount["end"] <= times.now_for(call, customer):
        return None
    return discount


def show_coupon(call: Call, record: Record, shown: Shown, version: str) -> None:
    """Write whether a coupon can still be redeemed."""
    shown["valid"] = is_valid(record, times.now(call))


def show_promotion_code(call: Call, record: Record, shown: Shown, version: str) -> None:
    """Write whether a promotion code can be redeemed, and its coupon in the form of the version."""
    shown["active"] = is_active(call, record, times.now(call))
    if not since(version, CLOVER):
        _embed_coupon(call, shown, "promotion")


def show_discount(call: Call, record: Record, shown: Shown, version: str) -> None:
    """Write a discount's coupon in the form of the version."""
    if not since(version, CLOVER):
        _embed_coupon(call, shown, "source")


def _embed_coupon(call: Call, shown: Shown, holder: str) -> None:
    """Replace a hash with a coupon's id by the whole coupon, as it was before there were other sources."""
    coupon = any_coupon(call, shown.pop(holder)["coupon"])
    if coupon:
        embedded = {name: value for name, value in coupon.items() if not name.startswith("_")}
        show_coupon(call, coupon, embedded, "")
        shown["coupon"] = embedded
