"""The shape of a promotion code in answers."""

from marshmallow import fields

from mockserver.apis.stripe.discounts.coupon_shapes import CouponSchema
from mockserver.apis.stripe.shapes import Shape, constant, expandable, flag, inner, metadata, text, whole


class PromotionSchema(Shape):
    """What a code gives."""

    coupon = expandable()
    type = constant("coupon")


class RestrictionsSchema(Shape):
    """When a code can be redeemed."""

    currency_options = fields.Dict()
    first_time_transaction = flag()
    minimum_amount = whole(null=True)
    minimum_amount_currency = text(null=True)


class PromotionCodeSchema(Shape):
    """A promotion code; which of `coupon` and `promotion` it has depends on the version."""

    id = text()
    object = constant("promotion_code")
    active = flag()
    code = text()
    coupon = fields.Nested(CouponSchema)
    created = whole()
    customer = expandable()
    customer_account = text(null=True)
    expires_at = whole(null=True)
    livemode = flag()
    max_redemptions = whole(null=True)
    metadata = metadata()
    promotion = fields.Nested(PromotionSchema)
    restrictions = inner(RestrictionsSchema)
    times_redeemed = whole()
