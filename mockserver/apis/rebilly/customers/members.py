"""The members of customers."""

import re

from mockserver.apis.rebilly import lead_source
from mockserver.apis.rebilly.contact import ContactSchema
from mockserver.apis.rebilly.dialect import Body, Moment, MoneySchema, linked, resource_id
from mockserver.apis.rebilly.payments.default import DefaultInstrumentSchema
from mockserver.apis.rebilly.tags import TagSchema
from mockserver.core.fields.containers import Array, Object, OpenObject
from mockserver.core.fields.kinds import Choice, Flag, StrictEmail, Text, Whole

LOCALE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


class TaxNumberSchema(Body):
    """A tax registration."""

    type = Choice(("eu-vat", "other"), required=True)
    value = Text(255, required=True)
    isDefault = Flag()
    isValid = Flag(dump_only=True, allow_none=True)


class CustomerSchema(Body):
    """A customer. Nothing is required; what is derived or counted is read-only."""

    id = resource_id(dump_only=True)
    email = StrictEmail(dump_only=True, allow_none=True)
    firstName = Text(dump_only=True, allow_none=True)
    lastName = Text(dump_only=True, allow_none=True)
    createdTime = Moment()
    updatedTime = Moment()
    customFields = OpenObject()
    paymentToken = Text(load_only=True)
    defaultPaymentInstrumentId = resource_id(allow_none=True, load_only=True)
    defaultPaymentInstrument = Object(DefaultInstrumentSchema, allow_none=True)
    preferredPayoutInstrumentId = resource_id(allow_none=True)
    primaryAddress = Object(ContactSchema, allow_none=True)
    company = OpenObject(dump_only=True, allow_none=True)
    lifetimeRevenue = Object(MoneySchema, dump_only=True)
    invoiceCount = Whole(dump_only=True)
    averageValue = Object(MoneySchema, dump_only=True)
    paymentCount = Whole(dump_only=True)
    lastPaymentTime = Moment(allow_none=True)
    revision = Whole(dump_only=True)
    tags = Array(Object(TagSchema), dump_only=True)
    websiteId = resource_id()
    organizationId = resource_id(dump_only=True)
    locale = Text(pattern=LOCALE, hint="Must be a language tag such as en or en-GB (RFC 5646).", allow_none=True)
    isEddRequired = Flag(dump_only=True)
    hasFulfilledKyc = Flag(dump_only=True)
    taxNumbers = Array(Object(TaxNumberSchema), allow_none=True)
    leadSource = Object(lead_source.LeadSourceDataSchema, load_only=True)
    personId = resource_id(allow_none=True)
    notificationEmails = Array(StrictEmail())
    links = linked()
    embedded = OpenObject(data_key="_embedded", dump_only=True)
