"""What can be said about a customer when it is created and when it is changed."""

import re
from typing import Any

from mockserver.apis.stripe.addresses import AddressParameters, ShippingParameters
from mockserver.apis.stripe.balances.members import CashBalanceParameters
from mockserver.apis.stripe.dialect import Parameters, invalid
from mockserver.apis.stripe.fields import Email, Expandable, Range, Text
from mockserver.apis.stripe.languages import LANGUAGES
from mockserver.apis.stripe.metadata import Metadata
from mockserver.apis.stripe.payments.source_members import NewSource
from mockserver.apis.stripe.query import ListParameters
from mockserver.apis.stripe.tax_ids.members import MOST_WITH_CUSTOMER, TaxIdDatumParameters
from mockserver.apis.stripe.versions import BASIL, CLOVER, CUSTOM_FIELDS_GREW
from mockserver.core.fields.containers import Array, Object
from mockserver.core.fields.field import Reading
from mockserver.core.fields.kinds import Choice, Flag, Whole

TAX_EXEMPT = ("none", "reverse", "exempt")
TAX_DISPLAYS = ("exclude_tax", "include_inclusive_tax")

MOST_CUSTOM_FIELDS = 4


_LOCALE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_NO_LOCALE = (
    "Not a valid language, try using an IETF language tag, such as 'en-US'. For more information, check "
    "https://tools.ietf.org/html/rfc5646"
)


class Locale(Text):
    """A language tag, of a language that exists."""

    def parse(self, value: Any, reading: Reading) -> Any:
        text = super().parse(value, reading)
        if not _LOCALE.fullmatch(text) or re.split("[-_]", text)[0].lower() not in LANGUAGES:
            raise invalid(_NO_LOCALE)
        return text


class InvoicePrefix(Text):
    """What a customer's invoice numbers begin with."""

    def parse(self, value: Any, reading: Reading) -> Any:
        text = super().parse(value, reading)
        least = 3 if reading.version[:10] < CUSTOM_FIELDS_GREW else 1
        if not re.fullmatch(rf"[A-Z0-9]{{{least},12}}", text):
            raise invalid(f"Invalid invoice_prefix: must be {least}-12 uppercase letters or numbers")
        return text


class CustomFieldParameters(Parameters):
    """A line that is printed on a customer's invoices."""

    name = Text(40, earlier=(30, CUSTOM_FIELDS_GREW), required=True)
    value = Text(140, earlier=(30, CUSTOM_FIELDS_GREW), required=True)


class RenderingOptionsParameters(Parameters):
    """How invoices look."""

    amount_tax_display = Choice(TAX_DISPLAYS, unset=None)
    template = Text(unset=None, since=CUSTOM_FIELDS_GREW)


class InvoiceSettingsParameters(Parameters):
    """What holds for a customer's invoices."""

    custom_fields = Array(Object(CustomFieldParameters), MOST_CUSTOM_FIELDS, unset=None)
    default_payment_method = Text(unset=None)
    footer = Text(unset=None)
    rendering_options = Object(RenderingOptionsParameters, unset=None)


class TaxParameters(Parameters):
    """What a customer's place of taxation follows from."""

    ip_address = Text(unset=None)
    validate_location = Choice(("deferred", "immediately"), since=CUSTOM_FIELDS_GREW)


class TaxUpdateParameters(Parameters):
    """The same, for a customer that exists."""

    ip_address = Text(unset=None)
    validate_location = Choice(("auto", "deferred", "immediately"), since=CUSTOM_FIELDS_GREW)


class CustomerParameters(Expandable):
    """What creation and change have in common."""

    address = Object(AddressParameters, unset=None)
    balance = Whole()
    business_name = Text(150, unset=None, stripped=True, since=CLOVER)
    cash_balance = Object(CashBalanceParameters)
    coupon = Text(until=BASIL, unset=None)
    description = Text(unset=None)
    email = Email(unset=None)
    individual_name = Text(150, unset=None, stripped=True, since=CLOVER)
    invoice_prefix = InvoicePrefix()
    invoice_settings = Object(InvoiceSettingsParameters)
    metadata = Metadata()
    name = Text(256, unset=None, stripped=True)
    next_invoice_sequence = Whole(1)
    phone = Text(
        20, unset=None, stripped=True, too_long="Invalid string length: {text} must be at most {most} characters"
    )
    preferred_locales = Array(Locale(), unset=())
    promotion_code = Text(until=BASIL)
    shipping = Object(ShippingParameters, unset=None)
    source = NewSource()
    tax_exempt = Choice(TAX_EXEMPT, unset="none")
    validate_ = Flag(data_key="validate")


class CustomerCreateParameters(CustomerParameters):
    """A new customer."""

    payment_method = Text()
    tax = Object(TaxParameters)
    tax_id_data = Array(Object(TaxIdDatumParameters), MOST_WITH_CUSTOMER)
    test_clock = Text()


class CustomerUpdateParameters(CustomerParameters):
    """A change of a customer."""

    default_source = Text(500)
    tax = Object(TaxUpdateParameters)


class CustomerListParameters(ListParameters):
    """A list of customers."""

    created = Range()
    email = Text(512)
    test_clock = Text()
