"""The shape of a customer in answers."""

from marshmallow import fields

from mockserver.apis.chargebee.shapes import OpenShape, Shape, constant, envelope


class BillingAddressSchema(Shape):
    """Where invoices go."""

    first_name = fields.String()
    last_name = fields.String()
    email = fields.String()
    company = fields.String()
    phone = fields.String()
    line1 = fields.String()
    line2 = fields.String()
    line3 = fields.String()
    city = fields.String()
    state_code = fields.String()
    state = fields.String()
    zip = fields.String()
    country = fields.String()
    validation_status = fields.String(required=True)
    object = constant("billing_address")


class CustomerSchema(OpenShape):
    """A customer; what is not set is left out, and custom fields stand beside the rest."""

    id = fields.String(required=True)
    object = constant("customer")
    auto_collection = fields.String(required=True)
    net_term_days = fields.Integer(required=True)
    allow_direct_debit = fields.Boolean(required=True)
    taxability = fields.String(required=True)
    created_at = fields.Integer(required=True)
    updated_at = fields.Integer(required=True)
    resource_version = fields.Integer(required=True)
    deleted = fields.Boolean(required=True)
    pii_cleared = fields.String(required=True)
    card_status = fields.String(required=True)
    promotional_credits = fields.Integer(required=True)
    refundable_credits = fields.Integer(required=True)
    excess_payments = fields.Integer(required=True)
    unbilled_charges = fields.Integer(required=True)
    preferred_currency_code = fields.String(required=True)
    first_name = fields.String()
    last_name = fields.String()
    email = fields.String()
    phone = fields.String()
    company = fields.String()
    billing_address = fields.Nested(BillingAddressSchema)


CustomerEnvelopeSchema = envelope((("customer", CustomerSchema),))
