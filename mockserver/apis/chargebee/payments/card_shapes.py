"""The shapes of cards, and of what a customer says of its primary payment source."""

from marshmallow import fields

from mockserver.apis.chargebee.shapes import Shape, constant, envelope


class _HolderSchema(Shape):
    """Whose card it is, and its digits that may be shown."""

    first_name = fields.String()
    last_name = fields.String()
    iin = fields.String(required=True)
    last4 = fields.String(required=True)
    funding_type = fields.String(required=True)
    expiry_month = fields.Integer(required=True)
    expiry_year = fields.Integer(required=True)
    billing_addr1 = fields.String()
    billing_addr2 = fields.String()
    billing_city = fields.String()
    billing_state_code = fields.String()
    billing_state = fields.String()
    billing_zip = fields.String()
    billing_country = fields.String()
    masked_number = fields.String(required=True)
    object = constant("card")


class SourceCardSchema(_HolderSchema):
    """The card of a payment source."""

    brand = fields.String(required=True)


class CardSchema(_HolderSchema):
    """A customer's card."""

    status = fields.String(required=True)
    gateway = fields.String(required=True)
    gateway_account_id = fields.String(required=True)
    card_type = fields.String(required=True)
    issuing_country = fields.String()
    created_at = fields.Integer(required=True)
    updated_at = fields.Integer(required=True)
    resource_version = fields.Integer(required=True)
    customer_id = fields.String(required=True)
    payment_source_id = fields.String(required=True)


class PaymentMethodSchema(Shape):
    """What a customer pays with."""

    type = fields.String(required=True)
    gateway = fields.String(required=True)
    gateway_account_id = fields.String(required=True)
    status = fields.String(required=True)
    reference_id = fields.String(required=True)
    object = constant("payment_method")


CardEnvelopeSchema = envelope((("card", CardSchema),))
