"""The members of what customers pay with: what can be said of them, and what answers show."""

from collections.abc import Mapping, Sequence

from mockserver.apis.chargebee.addresses import BillingAddress
from mockserver.apis.chargebee.answers import envelope, list_of
from mockserver.apis.chargebee.dialect import Constant, Email, Json, Parameters
from mockserver.apis.chargebee.tables import table
from mockserver.core.fields.containers import Object, shape_of
from mockserver.core.fields.kinds import Choice, Flag, Text, Whole

_WORDS: Mapping[str, Sequence[str]] = table("payments")

TYPES, INTENT_TYPES, GATEWAYS, BRANDS = (_WORDS[name] for name in ("types", "intent_types", "gateways", "brands"))

VOUCHER_TYPES = ("boleto",)


class Holder(Parameters):
    """Whose card it is, and where its bills go."""

    first_name = Text(50)
    last_name = Text(50)
    billing_addr1 = Text(150)
    billing_addr2 = Text(150)
    billing_city = Text(50)
    billing_state_code = Text(50)
    billing_state = Text(50)
    billing_zip = Text(20)
    billing_country = Text(50)


class CardChange(Holder):
    """What can be changed of a card."""

    expiry_month = Whole(1, 12)
    expiry_year = Whole()
    additional_information = Json()


class Card(CardChange):
    """A new customer's card, or a token that a gateway gave for one.

    Numbers and security codes can be long because they may come encrypted.
    """

    gateway_account_id = Text(50)
    number = Text(1500)
    cvv = Text(520)
    preferred_scheme = Choice(("cartes_bancaires", "mastercard", "visa", "dankort"))
    gateway = Choice(GATEWAYS)
    tmp_token = Text(300)
    ip_address = Text(50)

    takes: Sequence[str] = (
        "gateway_account_id", "first_name", "last_name", "number", "expiry_month", "expiry_year", "cvv",
        "preferred_scheme", "billing_addr1", "billing_addr2", "billing_city", "billing_state_code", "billing_state",
        "billing_zip", "billing_country", "additional_information", "gateway", "tmp_token", "ip_address",
    )  # fmt: skip


class NumberedCard(Card):
    """A new card by its number."""

    number = Text(1500, required=True)
    expiry_month = Whole(1, 12, required=True)
    expiry_year = Whole(required=True)

    takes = Card.takes[: -len(("gateway", "tmp_token", "ip_address"))]


class Vat(Parameters):
    """What a customer's card can be changed together with."""

    vat_number = Text(20)


class CardForCustomer(Card):
    """A card in place of the one a customer has."""

    customer = Object(Vat)

    takes = (*Card.takes, "customer")


class CardAtGateway(Parameters):
    """What is known of a card that a gateway keeps."""

    last4 = Text(4, least=4)
    iin = Text(6, least=6)
    expiry_month = Whole(1, 12)
    expiry_year = Whole()
    brand = Choice(BRANDS)
    funding_type = Choice(("credit", "debit", "prepaid", "not_known", "not_applicable"))


class _ShownCard(Holder):
    """Whose card it is, and its digits that may be shown."""

    iin = Text(always=True)
    last4 = Text(always=True)
    funding_type = Text(always=True)
    expiry_month = Whole(always=True)
    expiry_year = Whole(always=True)
    masked_number = Text(always=True)
    object = Constant("card")


class SourceCard(_ShownCard):
    """The card of a payment source."""

    brand = Text(always=True)


class CustomerCard(_ShownCard):
    """A customer's card."""

    status = Text(always=True)
    gateway = Text(always=True)
    gateway_account_id = Text(always=True)
    card_type = Text(always=True)
    issuing_country = Text()
    created_at = Whole(always=True)
    updated_at = Whole(always=True)
    resource_version = Whole(always=True)
    customer_id = Text(always=True)
    payment_source_id = Text(always=True)


class BankAccount(Parameters):
    """A bank account, by its IBAN or by what its country knows it by."""

    gateway_account_id = Text(50, load_only=True)
    iban = Text(50, least=10, load_only=True)
    first_name = Text(150)
    last_name = Text(150)
    company = Text(250, load_only=True)
    email = Email()
    phone = Text(50, load_only=True)
    bank_name = Text(100)
    account_number = Text(17, least=4, load_only=True)
    routing_number = Text(9, least=3, load_only=True)
    bank_code = Text(20, load_only=True)
    account_type = Choice(("checking", "savings", "business_checking", "current"))
    account_holder_type = Choice(("individual", "company"))
    echeck_type = Choice(("web", "ppd", "ccd"))
    swedish_identity_number = Text(12, least=10, load_only=True)
    billing_address = Json(load_only=True)
    last4 = Text(dump_only=True, always=True)
    name_on_account = Text(dump_only=True)
    direct_debit_scheme = Text(dump_only=True, always=True)
    object = Constant("bank_account")


class BankAccountOfCountry(BankAccount):
    """A new customer's bank account, which also says its country."""

    issuing_country = Text(50)


class BankAccountChange(BankAccount):
    """What can be changed of a bank account."""

    takes = ("first_name", "last_name", "email")


class PaymentMethod(Parameters):
    """A payment method that a gateway keeps: a token of it, temporary or not."""

    type = Choice(TYPES, required=True)
    gateway = Choice(GATEWAYS)
    gateway_account_id = Text(50)
    reference_id = Text(200)
    tmp_token = Text(65_000)
    issuing_country = Text(50)
    additional_information = Json()


class _AtGateway(Parameters):
    """What a gateway keeps."""

    always = True

    type = Text()
    gateway = Text()
    gateway_account_id = Text()
    reference_id = Text()


class CustomerPaymentMethod(_AtGateway):
    """What a customer pays with."""

    status = Text()
    object = Constant("payment_method")


class ThirdPartyPaymentMethod(_AtGateway):
    """What a payment source is at another gateway."""

    object = Constant("third_party_payment_method")


class UsedIntent(Parameters):
    """A payment intent; without its id, what a gateway gave for one."""

    id = Text(150)
    gateway_account_id = Text(50)
    gw_token = Text(65_000)
    payment_method_type = Choice(INTENT_TYPES)
    reference_id = Text(65_000)
    gw_payment_method_id = Text(65_000)
    additional_information = Json()


class UsedIntentInfo(UsedIntent):
    """The same, with an older name for one of its members."""

    additional_info = Json()


class NetworkReference(Parameters):
    """The first transaction of a card."""

    original_network_transaction_id = Text(100)


class Voucher(Parameters):
    """A kind of voucher, and whom it is for."""

    voucher_type = Choice(VOUCHER_TYPES, required=True, load_only=True)
    gateway_account_id = Text(50, load_only=True)
    tax_id = Text(20, load_only=True)
    billing_address = Json(load_only=True)
    last4 = Text(dump_only=True, always=True)
    first_name = Text(dump_only=True)
    last_name = Text(dump_only=True)
    email = Text(dump_only=True)
    object = Constant(VOUCHER_TYPES[0])


class PaymentSource(_AtGateway):
    """A way a customer can pay."""

    id = Text()
    object = Constant("payment_source")
    created_at = Whole()
    updated_at = Whole()
    resource_version = Whole()
    customer_id = Text()
    status = Text()
    deleted = Flag()
    ip_address = Text(always=False)
    issuing_country = Text(always=False)
    brand_id = Text(always=False)
    card = Object(SourceCard, always=False)
    bank_account = Object(BankAccount, always=False)
    boleto = Object(Voucher, always=False)
    billing_address = Object(BillingAddress, always=False)
    network_transaction_reference = Object(NetworkReference, always=False)


CardSchema, PaymentSourceSchema = shape_of(CustomerCard), shape_of(PaymentSource)

CardEnvelope, PaymentSourceEnvelope = envelope(card=CardSchema), envelope(payment_source=PaymentSourceSchema)

PaymentSourceList = list_of(PaymentSourceEnvelope)

ThirdPartyEnvelope = envelope(third_party_payment_method=shape_of(ThirdPartyPaymentMethod))
