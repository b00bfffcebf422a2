"""The shape of a deleted discount in answers."""

from marshmallow import fields

from mockserver.apis.stripe.discounts.coupon_shapes import CouponSchema
from mockserver.apis.stripe.discounts.promotion_code_shapes import PromotionSchema
from mockserver.apis.stripe.shapes import Shape, constant, expandable, flag, text, whole


class DeletedDiscountSchema(Shape):
    """A discount that was taken away; which of `coupon` and `source` it has depends on the version."""

    id = text()
    object = constant("discount")
    checkout_session = text(null=True)
    coupon = fields.Nested(CouponSchema)
    customer = expandable()
    customer_account = text(null=True)
    deleted = flag()
    invoice = text(null=True)
    invoice_item = text(null=True)
    promotion_code = expandable()
    source = fields.Nested(PromotionSchema)
    start = whole()
    subscription = text(null=True)
    subscription_item = text(null=True)
