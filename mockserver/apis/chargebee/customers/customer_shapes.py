"""The shape of a customer in answers."""

from marshmallow import fields

from mockserver.apis.chargebee.customers.account_shapes import (
    BalanceSchema,
    ChildAccountAccessSchema,
    ParentAccountAccessSchema,
    RelationshipSchema,
)
from mockserver.apis.chargebee.customers.contact_shapes import ContactSchema
from mockserver.apis.chargebee.payments.card_shapes import CardSchema, PaymentMethodSchema
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


class EntityIdentifierSchema(Shape):
    """A Peppol identifier."""

    id = fields.String(required=True)
    value = fields.String()
    scheme = fields.String(required=True)
    standard = fields.String(required=True)


class TaxProvidersFieldSchema(Shape):
    """A field of a tax provider's."""

    provider_name = fields.String()
    field_id = fields.String()
    field_value = fields.String()


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
    primary_payment_source_id = fields.String()
    backup_payment_source_id = fields.String()
    payment_method = fields.Nested(PaymentMethodSchema)
    vat_number = fields.String()
    vat_number_prefix = fields.String()
    vat_number_status = fields.String()
    vat_number_validated_time = fields.Integer()
    entity_identifier_scheme = fields.String()
    entity_identifier_standard = fields.String()
    entity_identifiers = fields.List(fields.Nested(EntityIdentifierSchema))
    registered_for_gst = fields.Boolean()
    business_customer_without_vat_number = fields.Boolean()
    is_einvoice_enabled = fields.Boolean()
    einvoicing_method = fields.String()
    exemption_details = fields.List(fields.Dict())
    customer_type = fields.String()
    client_profile_id = fields.String()
    entity_code = fields.String()
    exempt_number = fields.String()
    tax_providers_fields = fields.List(fields.Nested(TaxProvidersFieldSchema))
    locale = fields.String()
    meta_data = fields.Dict()
    offline_payment_method = fields.String()
    auto_close_invoices = fields.Boolean()
    consolidated_invoicing = fields.Boolean()
    business_entity_id = fields.String()
    created_from_ip = fields.String()
    invoice_notes = fields.String()
    fraud_flag = fields.String()
    contacts = fields.List(fields.Nested(ContactSchema))
    balances = fields.List(fields.Nested(BalanceSchema))
    relationship = fields.Nested(RelationshipSchema)
    use_default_hierarchy_settings = fields.Boolean()
    parent_account_access = fields.Nested(ParentAccountAccessSchema)
    child_account_access = fields.Nested(ChildAccountAccessSchema)
    billing_date = fields.Integer()
    billing_month = fields.Integer()
    billing_date_mode = fields.String()
    billing_day_of_week = fields.String()
    billing_day_of_week_mode = fields.String()


CustomerEnvelopeSchema = envelope((("customer", CustomerSchema),), (("card", CardSchema),))

CustomerOnlyEnvelopeSchema = envelope((("customer", CustomerSchema),))
"""What operations answer that do not tell of the card."""
