"""The members of a customer and of what it has: what can be said of them, and what answers show."""

from collections.abc import Sequence
from typing import Any

from marshmallow import fields

from mockserver.apis.chargebee.addresses import BillingAddress
from mockserver.apis.chargebee.answers import envelope
from mockserver.apis.chargebee.dialect import Constant, Email, Json, Parameters, Rows
from mockserver.apis.chargebee.payments.members import (
    BankAccountOfCountry,
    Card,
    CardSchema,
    CustomerPaymentMethod,
    PaymentMethod,
    PaymentSourceSchema,
    UsedIntent,
)
from mockserver.core.fields.containers import Array, Object, shape_of
from mockserver.core.fields.field import Describe, Reading
from mockserver.core.fields.kinds import Choice, Flag, Text, Whole
from mockserver.core.fields.refusals import refuse

STANDARD = "iso6523-actorid-upis"

AUTO_COLLECTION = ("on", "off")
TAXABILITY = ("taxable", "exempt")
ENTITY_CODES = (*"abcdefghijklmnpqr", "med1", "med2")
OFFLINE_PAYMENT_METHODS = (
    "no_preference", "cash", "check", "bank_transfer", "ach_credit", "sepa_credit", "boleto",
    "us_automated_bank_transfer", "eu_automated_bank_transfer", "uk_automated_bank_transfer",
    "jp_automated_bank_transfer", "mx_automated_bank_transfer", "custom",
)  # fmt: skip

YES_OR_VIEW = ("yes", "view_only")
ACCESS = (*YES_OR_VIEW, "no")

DATE_MODES = ("using_defaults", "manually_set")
WEEKDAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")


class ExemptionDetails(Json):
    """One array of objects, as Node's client has it, or a parameter for each, as Python's has it; none are empty."""

    what = "a JSON array of objects"

    def is_heard(self, value: Any, reading: Reading) -> bool:
        parts = value if isinstance(value, list) else [value]
        return all(Json.is_heard(self, part, reading) for part in parts)

    def openapi(self, describe: Describe) -> dict[str, Any]:
        return {"type": "string", "description": "A JSON array of objects."}

    def parse(self, value: Any, reading: Reading) -> list[dict[str, Any]] | None:
        details: list[Any] = []
        for part in value if isinstance(value, list) else [value]:
            said = self.literal(part) if isinstance(part, str) else part
            details += said if isinstance(said, list) else [said]
        if not all(isinstance(detail, dict) for detail in details):
            raise refuse("json", said=f"should be {self.what}")
        return details or None

    def shape(self) -> fields.Field[Any]:
        return fields.List(fields.Dict(), **self.shown())


class EntityIdentifier(Parameters):
    """A Peppol identifier."""

    id = Text(40, always=True)
    scheme = Text(50, always=True)
    value = Text(50)
    standard = Choice((STANDARD,), always=True)


class EntityIdentifierChange(EntityIdentifier):
    """A Peppol identifier to add, to change or to take away."""

    operation = Choice(("create", "update", "delete"))


class TaxProvidersField(Parameters):
    """A field of a tax provider's."""

    provider_name = Text(50)
    field_id = Text(50)
    field_value = Text(50)


class Contact(Parameters):
    """Somebody at a customer's."""

    id = Text(150, always=True)
    first_name = Text(150)
    last_name = Text(150)
    email = Email(required=True, always=True)
    phone = Text(50)
    label = Text(50)
    enabled = Flag(always=True)
    send_billing_email = Flag(always=True)
    send_account_email = Flag(always=True)
    object = Constant("contact")


class Balance(Parameters):
    """What a customer has coming in a currency."""

    always = True

    promotional_credits = Whole()
    excess_payments = Whole()
    refundable_credits = Whole()
    unbilled_charges = Whole()
    currency_code = Text()
    object = Constant("customer_balance")


class Emails(Parameters):
    """Which messages somebody gets."""

    send_subscription_emails = Flag()
    send_payment_emails = Flag()
    send_invoice_emails = Flag()


class ParentAccountAccess(Emails):
    """What a parent may do, and what it is told."""

    portal_edit_child_subscriptions = Choice(ACCESS)
    portal_download_child_invoices = Choice(ACCESS)


class ChildAccountAccess(Emails):
    """What a child may do, and what it is told."""

    portal_edit_subscriptions = Choice(YES_OR_VIEW)
    portal_download_invoices = Choice(ACCESS)


class Relationship(Parameters):
    """Who a customer belongs to, who pays for it, and who gets its invoices."""

    always = True

    parent_id = Text(50)
    payment_owner_id = Text(50)
    invoice_owner_id = Text(50)


class Customer(Parameters):
    """A customer; what is not set is left out, and custom fields stand beside the rest.

    A new one takes its members in the order of Chargebee's documents; what changes it is declared below.
    """

    open = True

    id = Text(50, always=True)
    first_name = Text(150)
    last_name = Text(150)
    email = Email()
    preferred_currency_code = Text(3, always=True)
    phone = Text(50)
    company = Text(250)
    auto_collection = Choice(AUTO_COLLECTION, default="on", always=True)
    net_term_days = Whole(0, 2_147_483_647, default=0, always=True)
    allow_direct_debit = Flag(default=False, always=True)
    vat_number = Text(20)
    vat_number_prefix = Text(10)
    entity_identifier_scheme = Text(50)
    entity_identifier_standard = Choice((STANDARD,))
    registered_for_gst = Flag()
    is_einvoice_enabled = Flag()
    einvoicing_method = Choice(("automatic", "manual", "site_default"))
    taxability = Choice(TAXABILITY, default="taxable", always=True)
    exemption_details = ExemptionDetails()
    customer_type = Choice(("residential", "business", "senior_citizen", "industrial"))
    client_profile_id = Text(50)
    taxjar_exemption_category = Choice(("wholesale", "government", "other"), load_only=True)
    business_customer_without_vat_number = Flag()
    locale = Text(50)
    entity_code = Choice(ENTITY_CODES)
    exempt_number = Text(100)
    meta_data = Json()
    offline_payment_method = Choice(OFFLINE_PAYMENT_METHODS)
    auto_close_invoices = Flag()
    consolidated_invoicing = Flag()
    token_id = Text(40, load_only=True)
    business_entity_id = Text(50)
    created_from_ip = Text(50)
    invoice_notes = Text(2000)
    card = Object(Card, load_only=True)
    bank_account = Object(BankAccountOfCountry, load_only=True)
    payment_method = Object(PaymentMethod, answered=Object(CustomerPaymentMethod))
    payment_intent = Object(UsedIntent, load_only=True)
    billing_address = Object(BillingAddress)
    entity_identifiers = Rows(EntityIdentifier)
    tax_providers_fields = Rows(TaxProvidersField)

    fraud_flag = Choice(("safe", "fraudulent"), on="update")
    billing_date = Whole(1, 31, on="update")
    billing_month = Whole(1, 12, on="update")
    billing_date_mode = Choice(DATE_MODES, on="update")
    billing_day_of_week = Choice(WEEKDAYS, on="update")
    billing_day_of_week_mode = Choice(DATE_MODES, on="update")
    use_default_hierarchy_settings = Flag(on="update")
    parent_account_access = Object(ParentAccountAccess, on="update")
    child_account_access = Object(ChildAccountAccess, on="update")

    pii_cleared = Text(dump_only=True, always=True, default="active")
    deleted = Flag(dump_only=True, always=True, default=False)
    object = Constant("customer")
    card_status = Text(dump_only=True, always=True, default="no_card")
    promotional_credits = Whole(dump_only=True, always=True, default=0)
    refundable_credits = Whole(dump_only=True, always=True, default=0)
    excess_payments = Whole(dump_only=True, always=True, default=0)
    unbilled_charges = Whole(dump_only=True, always=True, default=0)
    created_at = Whole(dump_only=True, always=True)
    updated_at = Whole(dump_only=True, always=True)
    resource_version = Whole(dump_only=True, always=True)
    primary_payment_source_id = Text(dump_only=True)
    backup_payment_source_id = Text(dump_only=True)
    vat_number_status = Text(dump_only=True)
    vat_number_validated_time = Whole(dump_only=True)
    contacts = Array(Object(Contact), dump_only=True)
    balances = Array(Object(Balance), dump_only=True)
    relationship = Object(Relationship, dump_only=True)


class CustomerUpdate(Customer):
    """A change of a customer: neither its id, nor what belongs to its billing information."""

    takes = (
        "first_name", "last_name", "email", "preferred_currency_code", "phone", "company", "auto_collection",
        "allow_direct_debit", "net_term_days", "taxability", "exemption_details", "customer_type", "client_profile_id",
        "taxjar_exemption_category", "locale", "entity_code", "exempt_number", "offline_payment_method",
        "invoice_notes", "auto_close_invoices", "meta_data", "fraud_flag", "consolidated_invoicing",
        "tax_providers_fields",
    )  # fmt: skip


class BillingInfo(Customer):
    """The billing information of a customer, in the order of the parameters of a new one."""

    entity_identifiers = Rows(EntityIdentifierChange)

    takes = (
        "vat_number", "vat_number_prefix", "entity_identifier_scheme", "entity_identifier_standard",
        "registered_for_gst", "is_einvoice_enabled", "einvoicing_method", "business_customer_without_vat_number",
        "billing_address", "entity_identifiers", "tax_providers_fields",
    )  # fmt: skip


class BillingDate(Customer):
    """A day of the month or of a year, a day of the week, and whether the site's are to hold instead."""

    takes = (
        "billing_date", "billing_month", "billing_date_mode", "billing_day_of_week", "billing_day_of_week_mode",
    )  # fmt: skip


class HierarchySettings(Customer):
    """Whether the site's settings hold for a customer, or which others do."""

    takes: Sequence[str] = ("use_default_hierarchy_settings", "parent_account_access", "child_account_access")


class Link(HierarchySettings):
    """Who a customer belongs to, who pays for it, and who gets its invoices."""

    parent_id = Text(50)
    payment_owner_id = Text(50)
    invoice_owner_id = Text(50)

    takes = (*HierarchySettings.takes, "parent_id", "payment_owner_id", "invoice_owner_id")


CustomerSchema = shape_of(Customer)

CustomerOnlyEnvelope = envelope(customer=CustomerSchema)
"""What operations answer that do not tell of the card."""

CustomerEnvelope = envelope({"card": CardSchema}, customer=CustomerSchema)

CustomerAndSource = envelope(customer=CustomerSchema, payment_source=PaymentSourceSchema)
