"""The shape of a payment method in answers."""

from marshmallow import Schema, fields

from mockserver.apis.stripe.customers.customer_shapes import AddressSchema
from mockserver.apis.stripe.payments.payment_method_members import REDISPLAY
from mockserver.apis.stripe.payments.payment_method_types import TYPES
from mockserver.apis.stripe.shapes import (
    Shape,
    array,
    choice,
    constant,
    expandable,
    flag,
    inner,
    metadata,
    text,
    whole,
)

CHECK_RESULTS = ("fail", "pass", "unavailable", "unchecked")


class BillingDetailsSchema(Shape):
    """Who pays."""

    address = inner(AddressSchema)
    email = text(null=True)
    name = text(null=True)
    phone = text(null=True)
    tax_id = text(null=True)


class CardChecksSchema(Shape):
    """What its bank said of a card's details."""

    address_line1_check = choice(*CHECK_RESULTS, null=True)
    address_postal_code_check = choice(*CHECK_RESULTS, null=True)
    cvc_check = choice(*CHECK_RESULTS, null=True)


class CardNetworksSchema(Shape):
    """What payments can go through."""

    available = array(fields.String())
    preferred = text(null=True)


class ThreeDSecureUsageSchema(Shape):
    """Whether payers can be asked to show who they are."""

    supported = flag()


class PaymentMethodCardSchema(Shape):
    """A card."""

    brand = text()
    checks = inner(CardChecksSchema)
    country = text(null=True)
    display_brand = text()
    exp_month = whole()
    exp_year = whole()
    fingerprint = text()
    funding = choice("credit", "debit", "prepaid", "unknown")
    generated_from = fields.Dict(required=True, allow_none=True)
    last4 = text()
    networks = inner(CardNetworksSchema)
    regulated_status = choice("regulated", "unregulated", null=True)
    three_d_secure_usage = inner(ThreeDSecureUsageSchema)
    wallet = fields.Dict(required=True, allow_none=True)


class RadarOptionsSchema(Shape):
    """What the provider's fraud prevention saw."""

    session = fields.String()


class _OfAnyTypeSchema(Shape):
    """What payment methods of all types have."""

    id = text()
    object = constant("payment_method")
    allow_redisplay = choice(*REDISPLAY)
    billing_details = inner(BillingDetailsSchema)
    card = fields.Nested(PaymentMethodCardSchema)
    created = whole()
    customer = expandable()
    customer_account = text(null=True)
    livemode = flag()
    metadata = metadata()
    radar_options = fields.Nested(RadarOptionsSchema)
    type = text()


PaymentMethodSchema: type[Schema] = type(
    "PaymentMethodSchema",
    (_OfAnyTypeSchema,),
    {"__doc__": "A payment method, with a hash of the name of its type.", **{name: fields.Dict() for name in TYPES}},
)
