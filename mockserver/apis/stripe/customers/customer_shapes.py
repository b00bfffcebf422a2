"""The shape of a customer in answers."""

from marshmallow import fields

from mockserver.apis.stripe.balances.cash_balance_shapes import CashBalanceSchema
from mockserver.apis.stripe.shapes import (
    Shape,
    array,
    choice,
    constant,
    embedded_list_of,
    expandable,
    flag,
    inner,
    metadata,
    text,
    whole,
)
from mockserver.apis.stripe.tax_ids.tax_id_shapes import TaxIdSchema


class AddressSchema(Shape):
    """A postal address."""

    city = text(null=True)
    country = text(null=True)
    line1 = text(null=True)
    line2 = text(null=True)
    postal_code = text(null=True)
    state = text(null=True)


class ShippingSchema(Shape):
    """Where goods go."""

    address = inner(AddressSchema)
    name = text()
    phone = text(null=True)


class CustomFieldSchema(Shape):
    """A line on invoices."""

    name = text()
    value = text()


class RenderingOptionsSchema(Shape):
    """How invoices look."""

    amount_tax_display = choice("exclude_tax", "include_inclusive_tax", null=True)
    template = text(null=True)


class InvoiceSettingsSchema(Shape):
    """What holds for invoices."""

    custom_fields = fields.List(fields.Nested(CustomFieldSchema), required=True, allow_none=True)
    default_payment_method = expandable()
    footer = text(null=True)
    rendering_options = inner(RenderingOptionsSchema, null=True)


class TaxLocationSchema(Shape):
    """A place of taxation."""

    country = text()
    source = choice("billing_address", "ip_address", "payment_method", "shipping_destination")
    state = text(null=True)


class TaxSchema(Shape):
    """Where a customer is taxed."""

    automatic_tax = choice("failed", "not_collecting", "supported", "unrecognized_location")
    ip_address = text(null=True)
    location = inner(TaxLocationSchema, null=True)
    provider = choice("anrok", "avalara", "sphere", "stripe")


class CustomerSchema(Shape):
    """A customer; the members without `required` are there when they were set, or asked for."""

    id = text()
    object = constant("customer")
    address = inner(AddressSchema, null=True)
    balance = whole()
    business_name = fields.String()
    cash_balance = fields.Nested(CashBalanceSchema)
    created = whole()
    currency = text(null=True)
    default_source = expandable()
    delinquent = flag()
    description = text(null=True)
    discount = fields.Dict(required=True, allow_none=True)
    email = text(null=True)
    individual_name = fields.String()
    invoice_credit_balance = fields.Dict(keys=fields.String(), values=fields.Integer())
    invoice_prefix = text()
    invoice_settings = inner(InvoiceSettingsSchema)
    livemode = flag()
    metadata = metadata()
    name = text(null=True)
    next_invoice_sequence = whole()
    phone = text(null=True)
    preferred_locales = array(fields.String())
    shipping = inner(ShippingSchema, null=True)
    sources = fields.Dict()
    subscriptions = fields.Dict()
    tax = fields.Nested(TaxSchema)
    tax_exempt = choice("exempt", "none", "reverse")
    tax_ids = fields.Nested(embedded_list_of(TaxIdSchema))
    test_clock = expandable()
