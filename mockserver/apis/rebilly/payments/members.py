"""The members of payment instruments: as they are shown, made and changed."""

from mockserver.apis.rebilly.contact import ContactSchema
from mockserver.apis.rebilly.dialect import Body, Moment, TextMap, linked, resource_id
from mockserver.apis.rebilly.payments import details as payment_details
from mockserver.apis.rebilly.payments.details import ACCOUNT_TYPES, DIGITS, ONLY_DIGITS
from mockserver.apis.rebilly.tables import ALTERNATIVE, ANY_METHOD, BRANDS
from mockserver.core.fields.containers import Object, OpenObject
from mockserver.core.fields.kinds import Choice, Flag, Text, Whole

_STATUSES = ("active", "inactive", "expired", "deactivated", "verification-needed")


class PaymentInstrumentSchema(Body):
    """A payment instrument. Which members it has follows from its method."""

    id = resource_id(dump_only=True)
    customerId = resource_id()
    method = Choice(ANY_METHOD, required=True)
    status = Choice(_STATUSES, dump_only=True)
    fingerprint = Text(dump_only=True)
    bin = Text(dump_only=True)
    last4 = Text(dump_only=True)
    fpanLast4 = Text(dump_only=True, allow_none=True)
    expYear = Whole()
    expMonth = Whole(1, 12)
    brand = Choice(BRANDS, dump_only=True)
    bankCountry = Text(dump_only=True, allow_none=True)
    bankName = Text()
    routingNumber = Text()
    accountNumberType = Choice(("BBAN", "IBAN"))
    accountType = Choice(("checking", "savings", "other"))
    bic = Text(allow_none=True)
    username = Text(dump_only=True)
    isPayoutable = Flag(dump_only=True)
    billingAddress = Object(ContactSchema, allow_none=True)
    useAsBackup = Flag()
    createdTime = Moment()
    updatedTime = Moment()
    lastPaymentTime = Moment(allow_none=True)
    customFields = OpenObject()
    stickyGatewayAccountId = Text(dump_only=True, allow_none=True)
    expirationReminderTime = Moment(allow_none=True)
    expirationReminderNumber = Whole(dump_only=True, allow_none=True)
    referenceData = TextMap()
    riskMetadata = OpenObject(allow_none=True)
    digitalWallet = Text(dump_only=True, allow_none=True)
    revision = Whole(dump_only=True)
    links = linked()
    embedded = OpenObject(data_key="_embedded", dump_only=True)


_WITHOUT_PLAIN = frozenset({"Khelocard", "echeck"})
"""Methods whose instruments only a token makes."""


class NewPaymentInstrumentSchema(Body):
    """A new instrument. Which members it needs follows from its method; a token stands for all of them."""

    customerId = resource_id(required=True)
    token = Text(load_only=True)
    method = Choice(
        (
            "payment-card",
            "ach",
            "paypal",
            *(one for one in ALTERNATIVE if one not in ("paypal", *_WITHOUT_PLAIN)),
        )
    )
    pan = payment_details.pan()
    cvv = payment_details.cvv()
    expYear = payment_details.exp_year()
    expMonth = payment_details.exp_month()
    accountNumberType = Choice(("BBAN", "IBAN"))
    accountNumber = Text(34, least=1, load_only=True)
    routingNumber = Text(pattern=DIGITS, hint=ONLY_DIGITS)
    accountType = Choice(ACCOUNT_TYPES)
    bankName = Text()
    bic = Text(allow_none=True)
    billingAddress = Object(ContactSchema)
    referenceData = TextMap()
    customFields = OpenObject()
    riskMetadata = OpenObject(allow_none=True)
    useAsBackup = Flag()


class ChangedPaymentInstrumentSchema(Body):
    """Other values for an instrument. Only the common ones and those of its method may come."""

    token = Text(load_only=True)
    cvv = payment_details.cvv()
    expYear = payment_details.exp_year()
    expMonth = payment_details.exp_month()
    bankName = Text()
    accountType = Choice(ACCOUNT_TYPES)
    billingAddress = Object(ContactSchema)
    stickyGatewayAccountId = resource_id(allow_none=True)
    customFields = OpenObject()
    useAsBackup = Flag()
