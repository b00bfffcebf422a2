"""Promotion codes: what customers type in to get a coupon."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe import events, times
from mockserver.apis.stripe.answers import answer
from mockserver.apis.stripe.discounts.coupon_record import COUPON
from mockserver.apis.stripe.discounts.operations import check_future
from mockserver.apis.stripe.discounts.promotion_code_parameters import (
    PromotionCodeCreateParameters,
    PromotionCodeListParameters,
    PromotionCodeUpdateParameters,
)
from mockserver.apis.stripe.discounts.promotion_code_record import (
    PROMOTION_CODE,
    PROMOTION_CODES,
    has_run_out,
    is_active,
    new_promotion_code,
)
from mockserver.apis.stripe.discounts.promotion_code_shapes import PromotionCodeSchema
from mockserver.apis.stripe.documented import route
from mockserver.apis.stripe.fields import Expandable, within
from mockserver.apis.stripe.identifiers import mint
from mockserver.apis.stripe.lookups import any_id, existing, referenced
from mockserver.apis.stripe.metadata import merged_metadata
from mockserver.apis.stripe.owner import CUSTOMER
from mockserver.apis.stripe.problems import BadParameter, bad, missing_reference
from mockserver.apis.stripe.query import page
from mockserver.apis.stripe.requests import read, wanted_id
from mockserver.apis.stripe.shapes import list_of
from mockserver.apis.stripe.versions import CLOVER, checked, since
from mockserver.core.api.model import Call
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Duplicate
from mockserver.core.store import Collection, Record

CREATE, UPDATE, LIST = (
    PromotionCodeCreateParameters(),
    PromotionCodeUpdateParameters(),
    PromotionCodeListParameters(),
)
RETRIEVE = Expandable()

Values = Mapping[str, Any]


@route(
    "POST /promotion_codes", "promotion_codes.create", "PostPromotionCodes", PromotionCodeSchema,
    body=PromotionCodeCreateParameters,
)  # fmt: skip
def create_promotion_code(call: Call) -> Reply:
    """Create a promotion code."""
    values = read(call, CREATE)
    id = wanted_id(call) or mint(call, "promo")
    if call.records.get(PROMOTION_CODES, id):
        raise Duplicate
    coupon = _coupon(call, values)
    _check_customer(call, values)
    _check_limits(call, values, coupon)
    code = new_promotion_code(call, id, coupon["id"], values)
    if code["active"] and not any_id(call):
        _refuse_taken(call, code)
    call.records.put(PROMOTION_CODES, id, code)
    events.emit(call, "promotion_code.created", code)
    return answer(call, code, values)


@route(
    "GET /promotion_codes/<promotion_code>", "promotion_codes.get", "GetPromotionCodesPromotionCode",
    PromotionCodeSchema, query=RETRIEVE,
)  # fmt: skip
def retrieve_promotion_code(call: Call) -> Reply:
    """Retrieve a promotion code."""
    values = read(call, RETRIEVE)
    return answer(call, _named(call), values)


@route(
    "POST /promotion_codes/<promotion_code>", "promotion_codes.update", "PostPromotionCodesPromotionCode",
    PromotionCodeSchema, body=PromotionCodeUpdateParameters,
)  # fmt: skip
def update_promotion_code(call: Call) -> Reply:
    """Change a promotion code."""
    values = read(call, UPDATE)
    before = _named(call)
    code = {**before, "metadata": merged_metadata(before["metadata"], values.get("metadata"))}
    if "active" in values:
        code["active"] = values["active"]
    if "currency_options" in values.get("restrictions", {}):
        options = {**before["restrictions"].get("currency_options", {}), **values["restrictions"]["currency_options"]}
        code["restrictions"] = {**before["restrictions"], "currency_options": options}
    if code["active"] and not before["active"] and not any_id(call):
        _check_activation(call, code)
    call.records.put(PROMOTION_CODES, code["id"], code)
    events.emit_update(call, "promotion_code.updated", before, code)
    return answer(call, code, values)


@route("GET /promotion_codes", "promotion_codes.list", "GetPromotionCodes", list_of(PromotionCodeSchema), query=LIST)
def list_promotion_codes(call: Call) -> Reply:
    """List promotion codes."""
    values = read(call, LIST)
    _check_account(call, values)
    if "coupon" in values:
        referenced(call, COUPON, values["coupon"], "coupon")
    now, created = times.now(call), values.get("created", {})
    named = [
        (index, value.casefold() if index == "_code" else value)
        for index, value in (("_code", values.get("code")), ("_coupon", values.get("coupon")))
        if value is not None
    ]
    if "customer" in values:
        named.append(("customer", values["customer"]))

    def wanted(code: Record) -> bool:
        return (
            all(code[index] == value for index, value in named)
            and ("active" not in values or is_active(call, code, now) == values["active"])
            and within(created, code["created"])
        )

    return page(call, values, PROMOTION_CODE, among=named[0] if named else None, keep=wanted)


def _named(call: Call) -> Record:
    return existing(call, PROMOTION_CODE, call.arguments["promotion_code"], "promotion_code")


def _coupon(call: Call, values: Values) -> Record:
    """Return the coupon that a new code is for; where it is named depends on the version."""
    if "promotion" in values:
        if "coupon" in values:
            message = "You may only specify one of these parameters: coupon, promotion."
            raise bad(("coupon",), message)
        if "coupon" not in values["promotion"]:
            # This error names the parameter with a point, where all others have brackets.
            raise BadParameter("You must pass promotion.coupon when passing promotion", param="promotion.coupon")
        return referenced(call, COUPON, values["promotion"]["coupon"], "promotion.coupon")
    if "coupon" in values:
        return referenced(call, COUPON, values["coupon"], "coupon")
    missing = "promotion" if since(checked(call.exchange), CLOVER) else "coupon"
    raise bad((missing,), f"Missing required param: {missing}.", "parameter_missing")


def _check_customer(call: Call, values: Values) -> None:
    _check_account(call, values)
    if "customer" in values:
        referenced(call, CUSTOMER, values["customer"], "customer")


def _check_account(call: Call, values: Values) -> None:
    """Accounts that are customers are not kept here."""
    if "customer_account" in values and not any_id(call):
        raise missing_reference("customer_account", "account", values["customer_account"])


def _check_limits(call: Call, values: Values, coupon: Record) -> None:
    """See to it that a code does not outlast its coupon."""
    if any_id(call):
        return
    restrictions = values.get("restrictions", {})
    if ("minimum_amount" in restrictions) != ("minimum_amount_currency" in restrictions):
        missing = "minimum_amount_currency" if "minimum_amount" in restrictions else "minimum_amount"
        message = f"Missing required param: restrictions[{missing}]."
        raise bad(("restrictions", missing), message, "parameter_missing")
    if "expires_at" in values:
        check_future(call, "expires_at", values["expires_at"])
        if coupon["redeem_by"] is not None and values["expires_at"] > coupon["redeem_by"]:
            message = "This value must not be after the `redeem_by` of the coupon."
            raise bad(("expires_at",), message, begun=True)
    most = coupon["max_redemptions"]
    if most is not None and values.get("max_redemptions", 0) > most:
        message = "This value must not be greater than the `max_redemptions` of the coupon."
        raise bad(("max_redemptions",), message, begun=True)


def _check_activation(call: Call, code: Record) -> None:
    if has_run_out(call, code, times.now(call)):
        message = "This promotion code cannot be activated because it or its coupon can no longer be redeemed."
        raise bad(("active",), message, begun=True)
    _refuse_taken(call, code)


def _refuse_taken(call: Call, code: Record) -> None:
    """See to it that a customer finds no more than one active code of a name."""
    now = times.now(call)
    for other in call.records.lookup(PROMOTION_CODES, "_code", code["_code"]):
        for_both = None in (other["customer"], code["customer"]) or other["customer"] == code["customer"]
        if other["id"] != code["id"] and for_both and is_active(call, other, now):
            message = f"An active promotion code with `code: {code['code']}` already exists."
            raise BadParameter(message, begun=True)


collections = (Collection(PROMOTION_CODES, ("_code", "_coupon", "customer")),)
