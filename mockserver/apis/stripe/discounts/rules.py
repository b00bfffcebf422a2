"""Coupons, promotion codes and discounts: how each begins, when it holds, how it is shown, and who has it."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe import events, times
from mockserver.apis.stripe.fields import merged_metadata
from mockserver.apis.stripe.identifiers import mint, mint_code
from mockserver.apis.stripe.lookups import Kind, any_id, referenced
from mockserver.apis.stripe.owner import CUSTOMERS
from mockserver.apis.stripe.problems import bad
from mockserver.apis.stripe.versions import CLOVER, since
from mockserver.apis.stripe.views import Shown
from mockserver.core.api.model import Call
from mockserver.core.store import Record

COUPONS = "coupons"
DELETED_COUPONS = "deleted_coupons"
"""What discounts that were given before go on showing."""

ANY_COUPONS = (COUPONS, DELETED_COUPONS)

PROMOTION_CODES = "promotion_codes"

CODE_LENGTH = 8


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


def _blank_coupon(call: Call, id: str) -> Record:
    return new_coupon(call, id, {"percent_off": 25.0})


COUPON = Kind(COUPONS, "coupon", _blank_coupon)


def has_expired(coupon: Record, now: int) -> bool:
    """Return whether the last moment to redeem a coupon is over."""
    return isinstance(coupon["redeem_by"], int) and now > coupon["redeem_by"]


def is_used_up(record: Record) -> bool:
    """Return whether a coupon or a promotion code was redeemed as often as it can be."""
    most = record["max_redemptions"]
    return isinstance(most, int) and bool(record["times_redeemed"] >= most)


def is_valid(coupon: Record, now: int) -> bool:
    """Return whether a coupon can still be redeemed; a deleted one cannot."""
    return bool(coupon["valid"]) and not has_expired(coupon, now) and not is_used_up(coupon)


def any_coupon(call: Call, id: str) -> Record | None:
    """Return a coupon, also a deleted one, which is not valid whatever its record says."""
    coupon, deleted = call.records.get(COUPONS, id), call.records.get(DELETED_COUPONS, id)
    return coupon or (deleted and {**deleted, "valid": False})


def new_promotion_code(call: Call, id: str, coupon: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a promotion code nobody has redeemed."""
    code = values.get("code") or mint_code(call, CODE_LENGTH)
    restrictions = values.get("restrictions", {})
    return {
        "id": id,
        "object": "promotion_code",
        "active": values.get("active", True),
        "code": code,
        "created": times.now(call),
        "customer": values.get("customer"),
        "customer_account": None,
        "expires_at": values.get("expires_at"),
        "livemode": False,
        "max_redemptions": values.get("max_redemptions"),
        "metadata": merged_metadata({}, values.get("metadata")),
        "promotion": {"coupon": coupon, "type": "coupon"},
        "restrictions": {
            **({"currency_options": restrictions["currency_options"]} if "currency_options" in restrictions else {}),
            "first_time_transaction": restrictions.get("first_time_transaction", False),
            "minimum_amount": restrictions.get("minimum_amount"),
            "minimum_amount_currency": restrictions.get("minimum_amount_currency"),
        },
        "times_redeemed": 0,
        "_code": code.casefold(),
        "_coupon": coupon,
    }


def _blank_code(call: Call, id: str) -> Record:
    """Make up a promotion code, for the coupon of the same id, which is made up once."""
    return new_promotion_code(call, id, referenced(call, COUPON, id, "coupon")["id"], {})


PROMOTION_CODE = Kind(PROMOTION_CODES, "promotion code", _blank_code)


def is_active(call: Call, code: Record, now: int) -> bool:
    """Return whether a promotion code can be redeemed: it was not switched off, nor has it or its coupon run out."""
    return bool(code["active"]) and not has_run_out(call, code, now)


def has_run_out(call: Call, code: Record, now: int) -> bool:
    """Return whether a promotion code or its coupon has expired or was redeemed as often as it can be."""
    if is_used_up(code) or (code["expires_at"] is not None and now >= code["expires_at"]):
        return True
    coupon = any_coupon(call, code["_coupon"])
    return coupon is None or not is_valid(coupon, now)


def current_discount(call: Call, customer: Record) -> Record | None:
    """Return the discount a customer has now: on the customer's own time it may have ended."""
    discount: Record | None = customer["discount"]
    if discount and discount["end"] is not None and discount["end"] <= times.now_for(call, customer):
        return None
    return discount


def with_discount(call: Call, customer: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Set the discount of a customer to that of `coupon` or `promotion_code`; remove it where `coupon` is unset."""
    if "coupon" in values and "promotion_code" in values:
        raise bad(("coupon",), "You may only specify one of these parameters: coupon, promotion_code.")
    if "promotion_code" in values:
        return {**customer, "discount": _by_code(call, customer, values["promotion_code"])}
    if "coupon" not in values:
        return dict(customer)
    if values["coupon"] is None:
        return {**customer, "discount": None}
    coupon = referenced(call, COUPON, values["coupon"], "coupon")
    return {**customer, "discount": _redeemed(call, customer, coupon, "coupon")}


def blank_discount(call: Call, customer: Record) -> dict[str, Any]:
    """Make up a discount for a customer, of the coupon of the same id, which is made up once."""
    return _redeemed(call, customer, referenced(call, COUPON, customer["id"], "coupon"), "coupon")


def tell(call: Call, before: Record | None, after: Record | None) -> None:
    """Keep an event about what became of a customer's discount, if anything did."""
    old = current_discount(call, before) if before else None
    new = current_discount(call, after) if after else None
    if old and new and old["id"] != new["id"]:
        events.emit_update(call, "customer.discount.updated", old, new)
    elif new and not old:
        events.emit(call, "customer.discount.created", new)
    elif old and not new:
        events.emit(call, "customer.discount.deleted", old)


def end_discount(call: Call, customer: Record) -> None:
    """Take away a discount whose time is over."""
    call.records.put(CUSTOMERS, customer["id"], {**customer, "discount": None})
    events.emit(call, "customer.discount.deleted", customer["discount"])


def _by_code(call: Call, customer: Mapping[str, Any], id: str) -> dict[str, Any]:
    """Redeem a promotion code."""
    code = referenced(call, PROMOTION_CODE, id, "promotion_code")
    if code["customer"] not in (None, customer["id"]) and not any_id(call):
        message = "This promotion code cannot be redeemed because it is restricted to another customer."
        raise bad(("promotion_code",), message, begun=True)
    coupon = any_coupon(call, code["_coupon"])
    is_redeemable = any_id(call) or is_active(call, code, times.now_for(call, customer))
    if coupon is None or not is_redeemable:
        message = "This promotion code cannot be redeemed because it is not active."
        raise bad(("promotion_code",), message, begun=True)
    call.records.put(PROMOTION_CODES, id, {**code, "times_redeemed": code["times_redeemed"] + 1})
    return {**_redeemed(call, customer, coupon, "promotion_code"), "promotion_code": id}


def _redeemed(call: Call, customer: Mapping[str, Any], coupon: Record, param: str) -> dict[str, Any]:
    """Redeem a coupon: count it, and give the discount."""
    now, id = times.now_for(call, customer), coupon["id"]
    if has_expired(coupon, now) and not any_id(call):
        raise bad((param,), f"Coupon expired: {id}", "coupon_expired", begun=True)
    if is_used_up(coupon) and not any_id(call):
        raise bad((param,), f"Coupon {id} is used up and cannot be applied.", begun=True)
    call.records.put(COUPONS, id, {**coupon, "times_redeemed": coupon["times_redeemed"] + 1})
    months = coupon["duration_in_months"]
    return {
        "id": mint(call, "di"),
        "object": "discount",
        "checkout_session": None,
        "customer": customer["id"],
        "customer_account": None,
        "end": times.months_later(now, months) if months and isinstance(months, int) else None,
        "invoice": None,
        "invoice_item": None,
        "promotion_code": None,
        "source": {"coupon": id, "type": "coupon"},
        "start": now,
        "subscription": None,
        "subscription_item": None,
    }


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


def hidden(call: Call, coupon: Shown, member: str) -> Any:
    """Return what a coupon shows only where it is asked for."""
    record = any_coupon(call, coupon["id"])
    return record[member] if record else None
