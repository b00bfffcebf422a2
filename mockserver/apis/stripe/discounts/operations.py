"""Coupons: what is taken off, and for how long."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe import events, times, views
from mockserver.apis.stripe.answers import answer
from mockserver.apis.stripe.discounts.coupon_record import COUPON, COUPONS, DELETED_COUPONS, new_coupon
from mockserver.apis.stripe.discounts.coupon_shapes import CouponSchema
from mockserver.apis.stripe.discounts.members import (
    CouponCreateParameters,
    CouponListParameters,
    CouponUpdateParameters,
)
from mockserver.apis.stripe.documented import route
from mockserver.apis.stripe.fields import Expandable, within
from mockserver.apis.stripe.identifiers import mint_code
from mockserver.apis.stripe.lookups import any_id, existing
from mockserver.apis.stripe.metadata import merged_metadata
from mockserver.apis.stripe.problems import BadParameter, bad
from mockserver.apis.stripe.query import page
from mockserver.apis.stripe.requests import read, wanted_id
from mockserver.apis.stripe.shapes import DeletedSchema, list_of
from mockserver.core.api.model import Call
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Duplicate
from mockserver.core.store import Collection, Record

CREATE, UPDATE, LIST = CouponCreateParameters(), CouponUpdateParameters(), CouponListParameters()
RETRIEVE = Expandable()

ID_LENGTH = 8

Values = Mapping[str, Any]


@route("POST /coupons", "coupons.create", "PostCoupons", CouponSchema, body=CouponCreateParameters)
def create_coupon(call: Call) -> Reply:
    """Create a coupon."""
    values = read(call, CREATE)
    _check_what_is_off(values)
    _check_duration(values)
    id = wanted_id(call) or values.get("id") or mint_code(call, ID_LENGTH)
    if call.records.get(COUPONS, id) and not any_id(call):
        raise Duplicate("Coupon already exists.")
    if "redeem_by" in values:
        check_future(call, "redeem_by", values["redeem_by"])
    coupon = new_coupon(call, id, values)
    call.records.put(COUPONS, id, coupon)
    events.emit(call, "coupon.created", coupon)
    return answer(call, coupon, values)


@route("GET /coupons/<coupon>", "coupons.get", "GetCouponsCoupon", CouponSchema, query=RETRIEVE)
def retrieve_coupon(call: Call) -> Reply:
    """Retrieve a coupon."""
    values = read(call, RETRIEVE)
    return answer(call, _named(call), values)


@route("POST /coupons/<coupon>", "coupons.update", "PostCouponsCoupon", CouponSchema, body=CouponUpdateParameters)
def update_coupon(call: Call) -> Reply:
    """Change a coupon."""
    values = read(call, UPDATE)
    before = _named(call)
    coupon = {**before, "metadata": merged_metadata(before["metadata"], values.get("metadata"))}
    if "name" in values:
        coupon["name"] = values["name"]
    if "currency_options" in values:
        _refuse_options_of_percent(call, before)
        coupon["_currency_options"] = {**(before["_currency_options"] or {}), **values["currency_options"]}
    call.records.put(COUPONS, coupon["id"], coupon)
    events.emit_update(call, "coupon.updated", before, coupon)
    return answer(call, coupon, values)


@route("DELETE /coupons/<coupon>", "coupons.delete", "DeleteCouponsCoupon", DeletedSchema)
def delete_coupon(call: Call) -> Reply:
    """Delete a coupon. Who has redeemed it keeps the discount."""
    read(call, RETRIEVE)
    coupon = {**_named(call), "valid": False}
    call.records.delete(COUPONS, coupon["id"])
    call.records.put(DELETED_COUPONS, coupon["id"], coupon)
    events.emit(call, "coupon.deleted", coupon)
    return Reply.json(200, views.deleted(coupon))


@route("GET /coupons", "coupons.list", "GetCoupons", list_of(CouponSchema), query=LIST)
def list_coupons(call: Call) -> Reply:
    """List coupons."""
    values = read(call, LIST)
    created = values.get("created", {})
    return page(call, values, COUPON, keep=lambda coupon: within(created, coupon["created"]))


FIVE_YEARS = 5 * 366 * 24 * 60 * 60


def check_future(call: Call, name: str, moment: int) -> None:
    """Refuse a time that is over, or more than five years away."""
    now = times.now(call)
    if any_id(call):
        return
    if moment <= now:
        message = (
            f"The parameter `{name}` expects a unix timestamp representing a date and time in the future. You "
            f"specified the value `{moment}` which is in the past."
        )
        raise bad((name,), message)
    if moment > now + FIVE_YEARS:
        raise bad((name,), "Invalid timestamp: can be no more than five years in the future.")


def _named(call: Call) -> Record:
    return existing(call, COUPON, call.arguments["coupon"], "coupon")


def _check_what_is_off(values: Values) -> None:
    """See to it that a coupon takes off either a part or an amount of some currency."""
    percent, amount = "percent_off" in values, "amount_off" in values
    if not percent and not amount:
        raise BadParameter("Must provide percent_off or amount_off.", code="parameter_missing")
    if percent and amount:
        raise BadParameter("Received both percent_off and amount_off parameters. Please pass in only one.")
    if amount and "currency" not in values:
        raise bad(("currency",), "You must pass currency when passing amount_off")
    if percent and "currency_options" in values:
        message = "You may only specify one of these parameters: currency_options, percent_off."
        raise bad(("currency_options",), message)


def _check_duration(values: Values) -> None:
    if values.get("duration") == "repeating" and "duration_in_months" not in values:
        # Stripe's error names the other parameter.
        message = "The duration_in_months param must be set when creating a coupon with a repeating duration"
        raise bad(("duration",), message)


def _refuse_options_of_percent(call: Call, coupon: Record) -> None:
    if coupon["amount_off"] is None and not any_id(call):
        message = "The currency_options param can only be set for a coupon with an amount_off"
        raise bad(("currency_options",), message, begun=True)


collections = (Collection(COUPONS), Collection(DELETED_COUPONS))
