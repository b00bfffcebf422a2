"""A customer's discount: how it is given, changed and taken away."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe import events, times
from mockserver.apis.stripe.discounts.coupon_record import COUPON, COUPONS, any_coupon, has_expired, is_used_up
from mockserver.apis.stripe.discounts.discount_views import current_discount
from mockserver.apis.stripe.discounts.promotion_code_record import PROMOTION_CODE, PROMOTION_CODES, is_active
from mockserver.apis.stripe.identifiers import mint
from mockserver.apis.stripe.lookups import any_id, referenced
from mockserver.apis.stripe.owner import CUSTOMERS
from mockserver.apis.stripe.problems import bad
from mockserver.core.api.model import Call
from mockserver.core.store import Record


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


def end(call: Call, customer: Record) -> None:
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
        "end": times.months_later(now, months) if months else None,
        "invoice": None,
        "invoice_item": None,
        "promotion_code": None,
        "source": {"coupon": id, "type": "coupon"},
        "start": now,
        "subscription": None,
        "subscription_item": None,
    }
