"""A coupon as it is stored, and whether it can be redeemed."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe import times
from mockserver.apis.stripe.lookups import Kind
from mockserver.apis.stripe.metadata import merged_metadata
from mockserver.core.api.model import Call
from mockserver.core.store import Record

COUPONS = "coupons"
DELETED_COUPONS = "deleted_coupons"
"""What discounts that were given before go on showing."""


def new_coupon(call: Call, id: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a coupon nobody has redeemed."""
    duration = values.get("duration", "once")
    return {
        "id": id,
        "object": "coupon",
        "amount_off": values.get("amount_off"),
        "created": times.now(call),
        "currency": values["currency"] if "amount_off" in values else None,
        "duration": duration,
        "duration_in_months": values.get("duration_in_months") if duration == "repeating" else None,
        "livemode": False,
        "max_redemptions": values.get("max_redemptions"),
        "metadata": merged_metadata({}, values.get("metadata")),
        "name": values.get("name"),
        "percent_off": values.get("percent_off"),
        "redeem_by": values.get("redeem_by"),
        "times_redeemed": 0,
        "valid": True,
        "_applies_to": values.get("applies_to"),
        "_currency_options": values.get("currency_options"),
    }


def _blank(call: Call, id: str) -> Record:
    return new_coupon(call, id, {"percent_off": 25.0})


COUPON = Kind(COUPONS, "coupon", _blank)


def has_expired(coupon: Record, now: int) -> bool:
    """Return whether the last moment to redeem a coupon is over."""
    return coupon["redeem_by"] is not None and now > coupon["redeem_by"]


def is_used_up(record: Record) -> bool:
    """Return whether a coupon or a promotion code was redeemed as often as it can be."""
    most = record["max_redemptions"]
    return most is not None and record["times_redeemed"] >= most


def is_valid(coupon: Record, now: int) -> bool:
    """Return whether a coupon can still be redeemed; a deleted one cannot."""
    return bool(coupon["valid"]) and not has_expired(coupon, now) and not is_used_up(coupon)


def any_coupon(call: Call, id: str) -> Record | None:
    """Return a coupon, also a deleted one."""
    return call.records.get(COUPONS, id) or call.records.get(DELETED_COUPONS, id)
