"""What can be said about a customer when it is created, and when it is changed."""

from mockserver.apis.chargebee.addresses import BillingAddressParameters
from mockserver.apis.chargebee.customers.exemptions import ExemptionDetails
from mockserver.apis.chargebee.dialect import Email, Json, Parameters, Rows
from mockserver.apis.chargebee.payments.bank_account_parameters import CustomerBankAccountParameters
from mockserver.apis.chargebee.payments.card_parameters import CustomerCardParameters
from mockserver.apis.chargebee.payments.payment_source_parameters import PaymentMethodParameters, UsedIntentParameters
from mockserver.core.fields.containers import Object
from mockserver.core.fields.kinds import Choice, Flag, Text, Whole

AUTO_COLLECTION = ("on", "off")
EINVOICING_METHODS = ("automatic", "manual", "site_default")
TAXABILITY = ("taxable", "exempt")
CUSTOMER_TYPES = ("residential", "business", "senior_citizen", "industrial")
TAXJAR_CATEGORIES = ("wholesale", "government", "other")
ENTITY_CODES = (
    "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "p", "q", "r", "med1", "med2",
)  # fmt: skip
OFFLINE_PAYMENT_METHODS = (
    "no_preference", "cash", "check", "bank_transfer", "ach_credit", "sepa_credit", "boleto",
    "us_automated_bank_transfer", "eu_automated_bank_transfer", "uk_automated_bank_transfer",
    "jp_automated_bank_transfer", "mx_automated_bank_transfer", "custom",
)  # fmt: skip
STANDARD = "iso6523-actorid-upis"
FRAUD_FLAGS = ("safe", "fraudulent")


class EntityIdentifierParameters(Parameters):
    """A Peppol identifier."""

    id = Text(40)
    scheme = Text(50)
    value = Text(50)
    standard = Choice((STANDARD,))


class EntityIdentifierChangeParameters(EntityIdentifierParameters):
    """A Peppol identifier to add, to change or to take away."""

    operation = Choice(("create", "update", "delete"))


class TaxProvidersFieldParameters(Parameters):
    """A field of a tax provider's."""

    provider_name = Text(50)
    field_id = Text(50)
    field_value = Text(50)


class CustomerCreateParameters(Parameters):
    """A new customer, in the order of Chargebee's documents."""

    id = Text(50)
    first_name = Text(150)
    last_name = Text(150)
    email = Email()
    preferred_currency_code = Text(3)
    phone = Text(50)
    company = Text(250)
    auto_collection = Choice(AUTO_COLLECTION)
    net_term_days = Whole(0, 2_147_483_647)
    allow_direct_debit = Flag()
    vat_number = Text(20)
    vat_number_prefix = Text(10)
    entity_identifier_scheme = Text(50)
    entity_identifier_standard = Choice((STANDARD,))
    registered_for_gst = Flag()
    is_einvoice_enabled = Flag()
    einvoicing_method = Choice(EINVOICING_METHODS)
    taxability = Choice(TAXABILITY)
    exemption_details = ExemptionDetails()
    customer_type = Choice(CUSTOMER_TYPES)
    client_profile_id = Text(50)
    taxjar_exemption_category = Choice(TAXJAR_CATEGORIES)
    business_customer_without_vat_number = Flag()
    locale = Text(50)
    entity_code = Choice(ENTITY_CODES)
    exempt_number = Text(100)
    meta_data = Json()
    offline_payment_method = Choice(OFFLINE_PAYMENT_METHODS)
    auto_close_invoices = Flag()
    consolidated_invoicing = Flag()
    token_id = Text(40)
    business_entity_id = Text(50)
    created_from_ip = Text(50)
    invoice_notes = Text(2000)
    card = Object(CustomerCardParameters)
    bank_account = Object(CustomerBankAccountParameters)
    payment_method = Object(PaymentMethodParameters)
    payment_intent = Object(UsedIntentParameters)
    billing_address = Object(BillingAddressParameters)
    entity_identifiers = Rows(EntityIdentifierParameters)
    tax_providers_fields = Rows(TaxProvidersFieldParameters)


class CustomerUpdateParameters(Parameters):
    """A change of a customer: neither its id, nor what belongs to its billing information."""

    first_name = Text(150)
    last_name = Text(150)
    email = Email()
    preferred_currency_code = Text(3)
    phone = Text(50)
    company = Text(250)
    auto_collection = Choice(AUTO_COLLECTION)
    allow_direct_debit = Flag()
    net_term_days = Whole(0, 2_147_483_647)
    taxability = Choice(TAXABILITY)
    exemption_details = ExemptionDetails()
    customer_type = Choice(CUSTOMER_TYPES)
    client_profile_id = Text(50)
    taxjar_exemption_category = Choice(TAXJAR_CATEGORIES)
    locale = Text(50)
    entity_code = Choice(ENTITY_CODES)
    exempt_number = Text(100)
    offline_payment_method = Choice(OFFLINE_PAYMENT_METHODS)
    invoice_notes = Text(2000)
    auto_close_invoices = Flag()
    meta_data = Json()
    fraud_flag = Choice(FRAUD_FLAGS)
    consolidated_invoicing = Flag()
    tax_providers_fields = Rows(TaxProvidersFieldParameters)


class BillingInfoParameters(Parameters):
    """The billing information of a customer, in the order of the parameters of a new one."""

    vat_number = Text(20)
    vat_number_prefix = Text(10)
    entity_identifier_scheme = Text(50)
    entity_identifier_standard = Choice((STANDARD,))
    registered_for_gst = Flag()
    is_einvoice_enabled = Flag()
    einvoicing_method = Choice(EINVOICING_METHODS)
    business_customer_without_vat_number = Flag()
    billing_address = Object(BillingAddressParameters)
    entity_identifiers = Rows(EntityIdentifierChangeParameters)
    tax_providers_fields = Rows(TaxProvidersFieldParameters)
