"""The shapes of payment sources, and of the answers they stand in."""

from marshmallow import fields

from mockserver.apis.chargebee.customers.customer_shapes import BillingAddressSchema, CustomerSchema
from mockserver.apis.chargebee.payments.card_shapes import CardSchema, SourceCardSchema
from mockserver.apis.chargebee.shapes import Shape, constant, envelope, list_of


class BankAccountSchema(Shape):
    """The bank account of a payment source."""

    last4 = fields.String(required=True)
    name_on_account = fields.String()
    first_name = fields.String()
    last_name = fields.String()
    direct_debit_scheme = fields.String(required=True)
    bank_name = fields.String()
    account_type = fields.String()
    account_holder_type = fields.String()
    echeck_type = fields.String()
    email = fields.String()
    object = constant("bank_account")


class VoucherSchema(Shape):
    """Whom vouchers are for."""

    last4 = fields.String(required=True)
    first_name = fields.String()
    last_name = fields.String()
    email = fields.String()
    object = constant("boleto")


class NetworkReferenceSchema(Shape):
    """The first transaction of a card."""

    original_network_transaction_id = fields.String()


class PaymentSourceSchema(Shape):
    """A way a customer can pay."""

    id = fields.String(required=True)
    object = constant("payment_source")
    created_at = fields.Integer(required=True)
    updated_at = fields.Integer(required=True)
    resource_version = fields.Integer(required=True)
    customer_id = fields.String(required=True)
    type = fields.String(required=True)
    reference_id = fields.String(required=True)
    status = fields.String(required=True)
    gateway = fields.String(required=True)
    gateway_account_id = fields.String(required=True)
    deleted = fields.Boolean(required=True)
    ip_address = fields.String()
    issuing_country = fields.String()
    brand_id = fields.String()
    card = fields.Nested(SourceCardSchema)
    bank_account = fields.Nested(BankAccountSchema)
    boleto = fields.Nested(VoucherSchema)
    billing_address = fields.Nested(BillingAddressSchema)
    network_transaction_reference = fields.Nested(NetworkReferenceSchema)


class ThirdPartyPaymentMethodSchema(Shape):
    """What a payment source is at another gateway."""

    type = fields.String(required=True)
    gateway = fields.String(required=True)
    gateway_account_id = fields.String(required=True)
    reference_id = fields.String(required=True)
    object = constant("third_party_payment_method")


class CustomerAndCardSchema(Shape):
    """A customer that has a card for sure."""

    customer = fields.Nested(CustomerSchema, required=True)
    card = fields.Nested(CardSchema, required=True)


PaymentSourceEnvelopeSchema = envelope((("payment_source", PaymentSourceSchema),))

PaymentSourceListSchema = list_of(PaymentSourceEnvelopeSchema)

CustomerAndSourceSchema = envelope((("customer", CustomerSchema), ("payment_source", PaymentSourceSchema)))
ThirdPartyEnvelopeSchema = envelope((("third_party_payment_method", ThirdPartyPaymentMethodSchema),))
