"""Coupons and promotion codes: create, read, change, list and delete them; and take a customer's discount away."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe import events, times, views
from mockserver.apis.stripe.answers import answer
from mockserver.apis.stripe.discounts.members import (
    Coupon,
    CouponListParameters,
    DeletedDiscount,
    PromotionCode,
    PromotionCodeListParameters,
)
from mockserver.apis.stripe.discounts.rules import (
    ANY_COUPONS,
    COUPON,
    COUPONS,
    DELETED_COUPONS,
    PROMOTION_CODE,
    PROMOTION_CODES,
    blank_discount,
    current_discount,
    has_run_out,
    hidden,
    is_active,
    new_coupon,
    new_promotion_code,
    show_coupon,
    show_discount,
    show_promotion_code,
    tell,
)
from mockserver.apis.stripe.documented import DeletedSchema, list_of, route
from mockserver.apis.stripe.fields import Expandable, merged_metadata, within
from mockserver.apis.stripe.identifiers import mint, mint_code
from mockserver.apis.stripe.lookups import any_id, existing, referenced
from mockserver.apis.stripe.owner import CUSTOMER, CUSTOMERS, named_customer
from mockserver.apis.stripe.problems import BadParameter, NoSuch, bad, missing_reference
from mockserver.apis.stripe.query import page
from mockserver.apis.stripe.requests import read, wanted_id
from mockserver.apis.stripe.versions import CLOVER, checked, since
from mockserver.apis.stripe.views import Look
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import shape_of
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Duplicate
from mockserver.core.store import Collection, Record

CREATE_COUPON, UPDATE_COUPON, LIST_COUPONS = Coupon(on="create"), Coupon(on="update"), CouponListParameters()
CREATE_CODE, UPDATE_CODE = PromotionCode(on="create"), PromotionCode(on="update")
LIST_CODES, RETRIEVE = PromotionCodeListParameters(), Expandable()
COUPON_SHAPE, CODE_SHAPE = shape_of(Coupon), shape_of(PromotionCode)

ID_LENGTH = 8

FIVE_YEARS = 5 * 366 * 24 * 60 * 60
"""Seconds for which coupons and codes can hold at most."""

Values = Mapping[str, Any]


@route("POST /coupons", "coupons.create", "PostCoupons", COUPON_SHAPE, body=CREATE_COUPON)
def create_coupon(call: Call) -> Reply:
    """Create a coupon."""
    values = read(call, CREATE_COUPON)
    _check_what_is_off(values)
    _check_duration(values)
    id = wanted_id(call) or values.get("id") or mint_code(call, ID_LENGTH)
    if call.records.get(COUPONS, id) and not any_id(call):
        raise Duplicate("Coupon already exists.")
    if "redeem_by" in values:
        _check_future(call, "redeem_by", values["redeem_by"])
    coupon = new_coupon(call, id, values)
    call.records.put(COUPONS, id, coupon)
    events.emit(call, "coupon.created", coupon)
    return answer(call, coupon, values)


@route("GET /coupons/<coupon>", "coupons.get", "GetCouponsCoupon", COUPON_SHAPE, query=RETRIEVE)
def retrieve_coupon(call: Call) -> Reply:
    """Retrieve a coupon."""
    values = read(call, RETRIEVE)
    return answer(call, _named_coupon(call), values)


@route("POST /coupons/<coupon>", "coupons.update", "PostCouponsCoupon", COUPON_SHAPE, body=UPDATE_COUPON)
def update_coupon(call: Call) -> Reply:
    """Change a coupon."""
    values = read(call, UPDATE_COUPON)
    before = _named_coupon(call)
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
    coupon = {**_named_coupon(call), "valid": False}
    call.records.delete(COUPONS, coupon["id"])
    call.records.put(DELETED_COUPONS, coupon["id"], coupon)
    events.emit(call, "coupon.deleted", coupon)
    return Reply.json(200, views.deleted(coupon))


@route("GET /coupons", "coupons.list", "GetCoupons", list_of(COUPON_SHAPE), query=LIST_COUPONS)
def list_coupons(call: Call) -> Reply:
    """List coupons."""
    values = read(call, LIST_COUPONS)
    created = values.get("created", {})
    return page(call, values, COUPON, keep=lambda coupon: within(created, coupon["created"]))


@route("POST /promotion_codes", "promotion_codes.create", "PostPromotionCodes", CODE_SHAPE, body=CREATE_CODE)
def create_promotion_code(call: Call) -> Reply:
    """Create a promotion code."""
    values = read(call, CREATE_CODE)
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
    "GET /promotion_codes/<promotion_code>", "promotion_codes.get", "GetPromotionCodesPromotionCode", CODE_SHAPE,
    query=RETRIEVE,
)  # fmt: skip
def retrieve_promotion_code(call: Call) -> Reply:
    """Retrieve a promotion code."""
    values = read(call, RETRIEVE)
    return answer(call, _named_code(call), values)


@route(
    "POST /promotion_codes/<promotion_code>", "promotion_codes.update", "PostPromotionCodesPromotionCode", CODE_SHAPE,
    body=UPDATE_CODE,
)  # fmt: skip
def update_promotion_code(call: Call) -> Reply:
    """Change a promotion code."""
    values = read(call, UPDATE_CODE)
    before = _named_code(call)
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


@route("GET /promotion_codes", "promotion_codes.list", "GetPromotionCodes", list_of(CODE_SHAPE), query=LIST_CODES)
def list_promotion_codes(call: Call) -> Reply:
    """List promotion codes."""
    values = read(call, LIST_CODES)
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


@route(
    "DELETE /customers/<customer>/discount", "discounts.delete", "DeleteCustomersCustomerDiscount",
    shape_of(DeletedDiscount),
)  # fmt: skip
def delete_discount(call: Call) -> Reply:
    """Take a customer's discount away. Without one that is an error."""
    read(call, RETRIEVE)
    before = named_customer(call, "customer")
    discount = current_discount(call, before)
    if discount is None and any_id(call):
        discount = blank_discount(call, before)
    if discount is None:
        raise NoSuch(f"No active discount for customer: {before['id']}", param="")
    customer = {**before, "discount": None}
    call.records.put(CUSTOMERS, customer["id"], customer)
    tell(call, before, customer)
    gone = {name: value for name, value in views.view(call, discount).items() if name != "end"}
    return Reply.json(200, {**gone, "deleted": True})


def _named_coupon(call: Call) -> Record:
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


def _check_future(call: Call, name: str, moment: int) -> None:
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


def _named_code(call: Call) -> Record:
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
        _check_future(call, "expires_at", values["expires_at"])
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


looks = {
    "coupon": Look(
        show=show_coupon,
        included={
            "applies_to": lambda call, coupon: hidden(call, coupon, "_applies_to"),
            "currency_options": lambda call, coupon: hidden(call, coupon, "_currency_options"),
        },
    ),
    "promotion_code": Look(
        show=show_promotion_code,
        references={"customer": (CUSTOMERS,), "promotion.coupon": ANY_COUPONS},
        embedded=frozenset({"coupon"}),
    ),
    "discount": Look(
        show=show_discount,
        references={
            "customer": (CUSTOMERS,), "promotion_code": (PROMOTION_CODES,), "source.coupon": ANY_COUPONS,
        },
        embedded=frozenset({"coupon"}),
    ),
}  # fmt: skip
collections = (
    Collection(COUPONS),
    Collection(DELETED_COUPONS),
    Collection(PROMOTION_CODES, ("_code", "_coupon", "customer")),
)
