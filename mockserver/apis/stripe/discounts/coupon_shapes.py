"""The shape of a coupon in answers."""

from marshmallow import fields

from mockserver.apis.stripe.discounts.members import DURATIONS
from mockserver.apis.stripe.shapes import Shape, choice, constant, flag, metadata, text, whole


class CouponSchema(Shape):
    """A coupon; `applies_to` and `currency_options` are there when they are asked for."""

    id = text()
    object = constant("coupon")
    amount_off = whole(null=True)
    applies_to = fields.Dict(allow_none=True)
    created = whole()
    currency = text(null=True)
    currency_options = fields.Dict(allow_none=True)
    duration = choice(*DURATIONS)
    duration_in_months = whole(null=True)
    livemode = flag()
    max_redemptions = whole(null=True)
    metadata = metadata()
    name = text(null=True)
    percent_off = fields.Float(required=True, allow_none=True)
    redeem_by = whole(null=True)
    times_redeemed = whole()
    valid = flag()
