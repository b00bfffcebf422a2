"""Customers: created, listed, read, replaced, merged."""

import json
import re
from collections.abc import Mapping
from typing import Any

from mockserver.apis.rebilly import consequences, lead_source, names, views
from mockserver.apis.rebilly.account import attachments, external_identifiers
from mockserver.apis.rebilly.contact import ContactSchema, contact, primary_email
from mockserver.apis.rebilly.custom_fields.rules import check_values
from mockserver.apis.rebilly.dialect import (
    Body,
    Moment,
    MoneySchema,
    linked,
    object_body,
    read,
    resource_id,
    written,
)
from mockserver.apis.rebilly.documented import (
    CONFLICT,
    CREATED,
    LIMITS,
    MISSING,
    VALIDATED,
    WRITE,
    ValidationProblemSchema,
    lists,
    made,
    many,
    route,
)
from mockserver.apis.rebilly.filters import filterable
from mockserver.apis.rebilly.names import existing
from mockserver.apis.rebilly.payments import instruments as payment_instruments
from mockserver.apis.rebilly.payments.default import DefaultInstrumentSchema, choose
from mockserver.apis.rebilly.query import (
    EXPAND,
    FIELDS,
    FILTER,
    LIMIT,
    OFFSET,
    SEARCH,
    SORT,
    Listing,
    only,
    page,
)
from mockserver.apis.rebilly.resource import own_id
from mockserver.apis.rebilly.tags import TagSchema, united
from mockserver.apis.rebilly.timeline import record as timeline
from mockserver.apis.rebilly.views import created, href
from mockserver.core.api.model import Call, QueryParameter, Response
from mockserver.core.fields.containers import Array, Object, OpenObject
from mockserver.core.fields.kinds import Choice, Flag, StrictEmail, Text, Whole
from mockserver.core.http.reply import Reply
from mockserver.core.problems import FieldError, Invalid
from mockserver.core.store import Collection, Record

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


CUSTOMER = CustomerSchema()

_EMAILS = "primaryAddress.emails.value"
LISTING = Listing(
    names.CUSTOMERS,
    filterable(
        CUSTOMER, {"email": _EMAILS, "primaryAddress.emails": _EMAILS, "primaryAddress.*.email": _EMAILS}
    ),
    searched=(
        "id", "email", "firstName", "lastName", "primaryAddress.organization",
        _EMAILS, "primaryAddress.phoneNumbers.value",
    ),
)  # fmt: skip

TARGET = QueryParameter("targetCustomerId", "The customer that takes over what the duplicate had.", required=True)

_NOTHING_EARNED = {"currency": "USD", "amount": 0, "amountUsd": 0}


@route(
    "POST /customers", "customers.create", "PostCustomer", made(CustomerSchema), refuses={**VALIDATED, **CONFLICT},
    body=CustomerSchema, query=(EXPAND,),
)  # fmt: skip
def create_customer(call: Call) -> Reply:
    """Create a customer."""
    record = _save(call, call.mint("cus"), None)
    return created(href(call, "customers", record["id"]), views.customer(call, record))


@route(
    "PUT /customers/<id>", "customers.upsert", "PutCustomer",
    {200: Response(CustomerSchema), 201: Response(CustomerSchema, CREATED)}, refuses={**VALIDATED, **CONFLICT},
    body=CustomerSchema, query=(EXPAND,),
)  # fmt: skip
def upsert_customer(call: Call) -> Reply:
    """Create or replace a customer."""
    before = call.records.get(names.CUSTOMERS, call.arguments["id"])
    record = _save(call, own_id(call, before), before)
    shown = views.customer(call, record)
    return Reply.json(200, shown) if before else created(href(call, "customers", record["id"]), shown)


@lists(
    "GET /customers", "customers.list", "GetCustomerCollection", many(CustomerSchema),
    query=(LIMIT, OFFSET, FILTER, SEARCH, EXPAND, FIELDS, SORT),
)  # fmt: skip
def list_customers(call: Call) -> Reply:
    """List customers."""
    wanted = call.query.get("fields")
    return page(call, LISTING, lambda record: only(views.customer(call, record), wanted))


@route("GET /customers/<id>", "customers.get", "GetCustomer", CustomerSchema, query=(EXPAND, FIELDS))
def get_customer(call: Call) -> Reply:
    """Get a customer."""
    record = existing(call, names.CUSTOMERS, call.arguments["id"], "Customer")
    return Reply.json(200, only(views.customer(call, record), call.query.get("fields")))


@route(
    "DELETE /customers/<id>", "customers.merge", "DeleteCustomer",
    {204: Response(None, LIMITS), 422: Response(ValidationProblemSchema)}, refuses={**WRITE, **MISSING},
    query=(TARGET,),
)  # fmt: skip
def merge_customer(call: Call) -> Reply:
    """Merge a duplicate into another customer and delete it."""
    target_id = call.query.get("targetCustomerId", "")
    if not target_id:
        raise Invalid(errors=[FieldError("targetCustomerId", "This parameter is required.")])
    duplicate = existing(call, names.CUSTOMERS, call.arguments["id"], "Customer")
    if target_id == duplicate["id"]:
        raise Invalid(errors=[FieldError("targetCustomerId", "Must be another customer.")])
    target = existing(call, names.CUSTOMERS, target_id, "Customer")
    payment_instruments.move(call, duplicate["id"], target_id)
    timeline.move(call, duplicate["id"], target_id)
    lead_source.move(call, duplicate["id"], target_id)
    attachments.move(call, duplicate["id"], target_id)
    external_identifiers.forget(call, duplicate["id"])
    call.records.delete(names.CUSTOMERS, duplicate["id"])
    merged = {
        **target,
        "defaultPaymentInstrument": target["defaultPaymentInstrument"] or duplicate["defaultPaymentInstrument"],
        "revision": target["revision"] + 1,
        "tags": united(target, duplicate),
        "updatedTime": written(call.now),
    }
    call.records.put(names.CUSTOMERS, target_id, merged)
    consequences.customer_merged(call, duplicate, merged)
    return Reply(204)


def _save(call: Call, id: str, before: Record | None) -> Record:
    """Check a body and store the customer it makes; a body that changes nothing leaves the revision alone."""
    values, errors = read(CUSTOMER, object_body(call))
    broken = {error.field.partition(".")[0] for error in errors}
    values = {name: value for name, value in values.items() if name not in broken}
    default, kept = choose(call, id, values, before["defaultPaymentInstrument"] if before else None, errors)
    if before and call.settings["put"] == "merge":
        values = {**{name: before[name] for name in _WRITABLE if name in before}, **values}
    if "customFields" not in broken:
        given = values.get("customFields", {})
        values["customFields"] = check_values(call, "customers", given, errors)
    names.check_references(call, values, errors)
    if errors:
        raise Invalid(errors=errors)
    record = _record(call, id, before, values, default)
    if record != before:
        call.records.put(names.CUSTOMERS, id, record)
    if before is None:
        consequences.customer_created(call, record)
    elif record != before:
        consequences.customer_updated(call, before, record)
    if kept:
        payment_instruments.tell(call, kept, newcomer=before is None)
    if values.get("leadSource") is not None:
        lead_source.keep_lead_source(call, id, values["leadSource"], tell=before is not None)
    return record


def _record(call: Call, id: str, before: Record | None, values: Mapping[str, Any], default: Any) -> Record:
    """Build the stored record, its members in the order Rebilly answers them."""
    now = written(call.now)
    address = contact(values.get("primaryAddress"))
    record = {
        "id": id,
        "email": primary_email(address),
        "firstName": address and address["firstName"],
        "lastName": address and address["lastName"],
        "createdTime": before["createdTime"] if before else now,
        "updatedTime": before["updatedTime"] if before else now,
        "customFields": values.get("customFields", {}),
        "defaultPaymentInstrument": default,
        "preferredPayoutInstrumentId": values.get("preferredPayoutInstrumentId"),
        "primaryAddress": address,
        "company": None,
        "lifetimeRevenue": _NOTHING_EARNED,
        "invoiceCount": 0,
        "averageValue": _NOTHING_EARNED,
        "paymentCount": 0,
        "lastPaymentTime": None,
        "revision": before["revision"] if before else 1,
        "tags": before["tags"] if before else [],
        **({"websiteId": values["websiteId"]} if "websiteId" in values else {}),
        "organizationId": call.tenant,
        "locale": values.get("locale"),
        "hasFulfilledKyc": False,
        "taxNumbers": _tax_numbers(values.get("taxNumbers", [])),
        "personId": values.get("personId"),
        "notificationEmails": values.get("notificationEmails", []),
    }
    if before and _differs(record, before):
        record["revision"] += 1
        record["updatedTime"] = now
    return record


def _differs(record: Record, existing: Record) -> bool:
    """Return whether a record says anything new. Python takes `1` and `true` for equal, JSON does not."""
    if record != existing:
        return True
    before, after = (json.dumps(one["customFields"], sort_keys=True) for one in (existing, record))
    return before != after


def _tax_numbers(given: list[Mapping[str, Any]] | None) -> list[dict[str, Any]] | None:
    if given is None:
        return None
    return [
        {
            "type": number["type"],
            "value": number["value"],
            "isDefault": number.get("isDefault", False),
            "isValid": None,
        }
        for number in given
    ]


_WRITABLE = (
    "customFields", "preferredPayoutInstrumentId", "primaryAddress", "websiteId", "locale", "taxNumbers",
    "personId", "notificationEmails",
)  # fmt: skip

collections = (Collection(names.CUSTOMERS, indexes=("tags.id", "websiteId")),)
