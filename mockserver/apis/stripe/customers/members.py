"""The members of a customer: what can be said of it, and what answers show."""

import re
from typing import Any

from marshmallow import fields

from mockserver.apis.stripe.addresses import Address, Shipping
from mockserver.apis.stripe.balances.members import CashBalance, CashBalanceChange
from mockserver.apis.stripe.dialect import Parameters, invalid
from mockserver.apis.stripe.documented import embedded_list_of
from mockserver.apis.stripe.fields import (
    Amounts,
    Constant,
    Email,
    Expandable,
    ListParameters,
    Metadata,
    Range,
    Reference,
    Text,
)
from mockserver.apis.stripe.payments.source_members import NewSource
from mockserver.apis.stripe.tables import LANGUAGES
from mockserver.apis.stripe.tax_ids.members import MOST_WITH_CUSTOMER, TaxId, TaxIdDatum
from mockserver.apis.stripe.versions import BASIL, CLOVER, CUSTOM_FIELDS_GREW
from mockserver.core.fields.containers import Array, Object, OpenObject, shape_of
from mockserver.core.fields.field import Field, Reading
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


class CustomField(Parameters):
    """A line that is printed on a customer's invoices."""

    name = Text(40, earlier=(30, CUSTOM_FIELDS_GREW), required=True)
    value = Text(140, earlier=(30, CUSTOM_FIELDS_GREW), required=True)


class RenderingOptions(Parameters):
    """How invoices look."""

    amount_tax_display = Choice(TAX_DISPLAYS, unset=None, null=True)
    template = Text(unset=None, null=True, since=CUSTOM_FIELDS_GREW)


class InvoiceSettings(Parameters):
    """What holds for a customer's invoices."""

    custom_fields = Array(Object(CustomField), MOST_CUSTOM_FIELDS, unset=None, null=True)
    default_payment_method = Text(unset=None, answered=Reference())
    footer = Text(unset=None, null=True)
    rendering_options = Object(RenderingOptions, unset=None, null=True)


class TaxLocation(Parameters):
    """A place of taxation."""

    country = Text()
    source = Choice(("billing_address", "ip_address", "payment_method", "shipping_destination"))
    state = Text(null=True)


class Tax(Parameters):
    """Where a customer is taxed, and what that follows from."""

    automatic_tax = Choice(("failed", "not_collecting", "supported", "unrecognized_location"), dump_only=True)
    ip_address = Text(unset=None, null=True)
    location = Object(TaxLocation, dump_only=True, null=True)
    provider = Choice(("anrok", "avalara", "sphere", "stripe"), dump_only=True)
    validate_location = Choice(("deferred", "immediately"), since=CUSTOM_FIELDS_GREW, load_only=True)


class TaxUpdate(Tax):
    """The same, for a customer that exists."""

    validate_location = Choice(("auto", "deferred", "immediately"), since=CUSTOM_FIELDS_GREW, load_only=True)


class TaxIds(Field):
    """The first of a customer's tax ids, in answers."""

    def shape(self) -> fields.Field[Any]:
        return fields.Nested(embedded_list_of(shape_of(TaxId)))


class Customer(Expandable):
    """A customer; some members are in answers only where they were set, or asked for."""

    id = Text(dump_only=True)
    object = Constant("customer")
    address = Object(Address, unset=None, null=True)
    balance = Whole(plain=False)
    business_name = Text(150, unset=None, stripped=True, since=CLOVER, always=False)
    cash_balance = Object(CashBalanceChange, answered=Object(CashBalance), always=False)
    coupon = Text(until=BASIL, unset=None, load_only=True)
    created = Whole(dump_only=True)
    currency = Text(dump_only=True, null=True)
    default_source = Text(500, on="update", answered=Reference(), plain=False)
    delinquent = Flag(dump_only=True)
    description = Text(unset=None, null=True)
    discount = OpenObject(dump_only=True, null=True)
    email = Email(unset=None, null=True)
    individual_name = Text(150, unset=None, stripped=True, since=CLOVER, always=False)
    invoice_credit_balance = Amounts(dump_only=True, always=False)
    invoice_prefix = InvoicePrefix()
    invoice_settings = Object(InvoiceSettings)
    livemode = Flag(dump_only=True)
    metadata = Metadata(plain=False)
    name = Text(256, unset=None, stripped=True, null=True)
    next_invoice_sequence = Whole(1)
    payment_method = Text(on="create", load_only=True)
    phone = Text(
        20, unset=None, stripped=True, null=True,
        too_long="Invalid string length: {text} must be at most {most} characters",
    )  # fmt: skip
    preferred_locales = Array(Locale(), unset=(), plain=False)
    promotion_code = Text(until=BASIL, load_only=True)
    shipping = Object(Shipping, unset=None, null=True)
    source = NewSource(load_only=True)
    sources = OpenObject(dump_only=True, always=False)
    subscriptions = OpenObject(dump_only=True, always=False)
    tax = Object(Tax, on="create", always=False)
    tax_ = Object(TaxUpdate, on="update", data_key="tax", load_only=True)
    tax_exempt = Choice(TAX_EXEMPT, unset="none")
    tax_id_data = Array(Object(TaxIdDatum), MOST_WITH_CUSTOMER, on="create", load_only=True)
    tax_ids = TaxIds(dump_only=True, always=False)
    test_clock = Text(on="create", answered=Reference(), plain=False)
    validate_ = Flag(data_key="validate", load_only=True)


class CustomerListParameters(ListParameters):
    """A list of customers."""

    created = Range()
    email = Text(512)
    test_clock = Text()
