"""Customers: created, listed, read, replaced, merged."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from mockserver.apis.rebilly import lead_source, payment_instruments
from mockserver.apis.rebilly.auth import SECRET_OR_SESSION
from mockserver.apis.rebilly.contact import ContactSchema, contact, primary_email
from mockserver.apis.rebilly.default_instrument import DefaultInstrumentSchema, choose
from mockserver.apis.rebilly.documented import (
    COLLECTION_READ,
    CONFLICT,
    CREATED,
    LIMITS,
    MISSING,
    READ,
    VALIDATED,
    WRITE,
)
from mockserver.apis.rebilly.fields import (
    LONGEST_ID,
    RESOURCE_ID,
    Anything,
    Body,
    Choice,
    Email,
    Flag,
    Shape,
    Text,
    Whole,
    read,
    resource_id,
)
from mockserver.apis.rebilly.fields import Listing as ListField
from mockserver.apis.rebilly.filters import filterable
from mockserver.apis.rebilly.lead_source import LeadSourceDataSchema, record_lead_source
from mockserver.apis.rebilly.links import created, href, link
from mockserver.apis.rebilly.listing import (
    EXPAND,
    FIELDS,
    FILTER,
    LIMIT,
    OFFSET,
    PAGINATION,
    SEARCH,
    SORT,
    Listing,
    expanded,
    only,
    page,
)
from mockserver.apis.rebilly.requests import object_body
from mockserver.apis.rebilly.schemas import LinkSchema, Moment, MoneySchema, ValidationProblemSchema
from mockserver.apis.rebilly.times import written
from mockserver.core.api import Call, Parameter, Reply, Response, Route
from mockserver.core.problems import FieldError, Invalid, NotFound
from mockserver.core.store import Collection, Record

COLLECTION = "customers"

LOCALE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


class TaxNumberSchema(Body):
    """A tax registration."""

    type = Choice(("eu-vat", "other"), required=True)
    value = Text(255, required=True)
    isDefault = Flag()
    isValid = Flag(dump_only=True, allow_none=True)


class TagSchema(Body):
    """A tag a customer carries."""

    id = resource_id()
    name = Text(255)
    type = Text()
    createdTime = Moment()
    updatedTime = Moment()
    links = ListField(Shape(LinkSchema), data_key="_links")


class CustomerSchema(Body):
    """A customer. Nothing is required; what is derived or counted is read-only."""

    id = resource_id(dump_only=True)
    email = Email(dump_only=True, allow_none=True)
    firstName = Text(dump_only=True, allow_none=True)
    lastName = Text(dump_only=True, allow_none=True)
    createdTime = Moment()
    updatedTime = Moment()
    customFields = Anything()
    paymentToken = Text(load_only=True)
    defaultPaymentInstrumentId = resource_id(allow_none=True, load_only=True)
    defaultPaymentInstrument = Shape(DefaultInstrumentSchema, allow_none=True)
    preferredPayoutInstrumentId = resource_id(allow_none=True)
    primaryAddress = Shape(ContactSchema, allow_none=True)
    company = Anything(dump_only=True, allow_none=True)
    lifetimeRevenue = Shape(MoneySchema, dump_only=True)
    invoiceCount = Whole(dump_only=True)
    averageValue = Shape(MoneySchema, dump_only=True)
    paymentCount = Whole(dump_only=True)
    lastPaymentTime = Moment(allow_none=True)
    revision = Whole(dump_only=True)
    tags = ListField(Shape(TagSchema), dump_only=True)
    websiteId = resource_id()
    organizationId = resource_id(dump_only=True)
    locale = Text(pattern=LOCALE, hint="Must be a language tag such as en or en-GB (RFC 5646).", allow_none=True)
    isEddRequired = Flag(dump_only=True)
    hasFulfilledKyc = Flag(dump_only=True)
    taxNumbers = ListField(Shape(TaxNumberSchema), allow_none=True)
    leadSource = Shape(LeadSourceDataSchema, load_only=True)
    personId = resource_id(allow_none=True)
    notificationEmails = ListField(Email())
    links = ListField(Shape(LinkSchema), data_key="_links", dump_only=True)
    embedded = Anything(data_key="_embedded", dump_only=True)


CUSTOMER = CustomerSchema()

_EMAILS = "primaryAddress.emails.value"
LISTING = Listing(
    COLLECTION,
    filterable(
        CUSTOMER, {"email": _EMAILS, "primaryAddress.emails": _EMAILS, "primaryAddress.*.email": _EMAILS}
    ),
    searched=(
        "id", "email", "firstName", "lastName", "primaryAddress.organization",
        _EMAILS, "primaryAddress.phoneNumbers.value",
    ),
)  # fmt: skip

TARGET = Parameter("targetCustomerId", "The customer that takes over what the duplicate had.", required=True)

_NOTHING_EARNED = {"currency": "USD", "amount": 0, "amountUsd": 0}


def create_customer(call: Call) -> Reply:
    """Create a customer under a new id."""
    record = _save(call, call.mint("cus"), None)
    return created(href(call, "customers", record["id"]), view(call, record))


def upsert_customer(call: Call) -> Reply:
    """Replace a customer, or create it under the id of the caller's choice."""
    id = call.arguments["id"]
    existing = call.records.get(COLLECTION, id)
    if existing is None and (len(id) > LONGEST_ID or not RESOURCE_ID.fullmatch(id)):
        message = f"Must be at most {LONGEST_ID} letters, digits and the characters @ ~ - . _"
        raise Invalid(errors=[FieldError("id", message)])
    record = _save(call, id, existing)
    shown = view(call, record)
    return Reply.json(200, shown) if existing else created(href(call, "customers", id), shown)


def list_customers(call: Call) -> Reply:
    """Answer a page of customers."""
    wanted = call.query.get("fields")
    return page(call, LISTING, lambda record: only(view(call, record), wanted))


def get_customer(call: Call) -> Reply:
    """Answer one customer."""
    record = _existing(call, call.arguments["id"])
    return Reply.json(200, only(view(call, record), call.query.get("fields")))


def merge_customer(call: Call) -> Reply:
    """Hand what the customer of the path has to the target, and delete it."""
    target_id = call.query.get("targetCustomerId", "")
    if not target_id:
        raise Invalid(errors=[FieldError("targetCustomerId", "This parameter is required.")])
    duplicate = _existing(call, call.arguments["id"])
    if target_id == duplicate["id"]:
        raise Invalid(errors=[FieldError("targetCustomerId", "Must be another customer.")])
    target = _existing(call, target_id)
    payment_instruments.move(call, duplicate["id"], target_id)
    call.records.delete(COLLECTION, duplicate["id"])
    call.records.delete(lead_source.COLLECTION, duplicate["id"])
    merged = {
        **target,
        "defaultPaymentInstrument": target["defaultPaymentInstrument"] or duplicate["defaultPaymentInstrument"],
        "revision": target["revision"] + 1,
        "updatedTime": written(call.now),
    }
    call.records.put(COLLECTION, target_id, merged)
    return Reply(204)


def view(call: Call, record: Record) -> dict[str, Any]:
    """Show a customer with its links, and with what `expand` asks for."""
    shown = bare(call, record)
    if wanted := expanded(call):
        embedded = {name: value for name, value in _related(call, record, wanted).items() if value is not None}
        if embedded:
            shown["_embedded"] = embedded
    return shown


def bare(call: Call, record: Record) -> dict[str, Any]:
    """Show a customer with its links and nothing embedded."""
    shown = {**record, "_links": _links(call, record)}
    return _as_before_may_2026(shown) if call.settings["profile"] == "legacy-2026-05" else shown


def _as_before_may_2026(shown: Mapping[str, Any]) -> dict[str, Any]:
    """Add whether enhanced due diligence is required, at its old place."""
    members = list(shown.items())
    place = list(shown).index("hasFulfilledKyc")
    return dict([*members[:place], ("isEddRequired", False), *members[place:]])


def _existing(call: Call, id: str) -> Record:
    record = call.records.get(COLLECTION, id)
    if record is None:
        raise NotFound("Customer not found.")
    return record


def _save(call: Call, id: str, existing: Record | None) -> Record:
    """Check a body and store the customer it makes; a body that changes nothing leaves the revision alone."""
    values, errors = read(CUSTOMER, object_body(call))
    broken = {error.field.partition(".")[0] for error in errors}
    values = {name: value for name, value in values.items() if name not in broken}
    current = existing["defaultPaymentInstrument"] if existing else None
    default = choose(call, id, values, current, errors)
    if errors:
        raise Invalid(errors=errors)
    if existing and call.settings["put"] == "merge":
        values = {**{name: existing[name] for name in _WRITABLE if name in existing}, **values}
    record = _record(call, id, existing, values, default)
    if values.get("leadSource") is not None:
        record_lead_source(call, id, values["leadSource"])
    if record != existing:
        call.records.put(COLLECTION, id, record)
    return record


def _record(
    call: Call,
    id: str,
    existing: Record | None,
    values: Mapping[str, Any],
    default: Any,
) -> Record:
    """Build the stored record, its members in the order Rebilly answers them."""
    now = written(call.now)
    address = contact(values.get("primaryAddress"))
    record = {
        "id": id,
        "email": primary_email(address),
        "firstName": address and address["firstName"],
        "lastName": address and address["lastName"],
        "createdTime": existing["createdTime"] if existing else now,
        "updatedTime": existing["updatedTime"] if existing else now,
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
        "revision": existing["revision"] if existing else 1,
        "tags": existing["tags"] if existing else [],
        **({"websiteId": values["websiteId"]} if "websiteId" in values else {}),
        "organizationId": call.tenant,
        "locale": values.get("locale"),
        "hasFulfilledKyc": False,
        "taxNumbers": _tax_numbers(values.get("taxNumbers", [])),
        "personId": values.get("personId"),
        "notificationEmails": values.get("notificationEmails", []),
    }
    if existing and _differs(record, existing):
        record["revision"] += 1
        record["updatedTime"] = now
    return record


def _differs(record: Record, existing: Record) -> bool:
    """Say whether a record says anything new. Python takes `1` and `true` for equal, JSON does not."""
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


def _related(call: Call, record: Record, wanted: set[str]) -> dict[str, Any]:
    related: dict[str, Any] = {}
    default = record["defaultPaymentInstrument"]
    if "defaultPaymentInstrument" in wanted and default:
        instrument = call.records.get(payment_instruments.COLLECTION, default["paymentInstrumentId"])
        related["defaultPaymentInstrument"] = instrument and payment_instruments.bare(call, instrument)
    if "leadSource" in wanted:
        related["leadSource"] = lead_source.view(call, record["id"])
    return related


def _links(call: Call, record: Record) -> list[dict[str, str]]:
    id = record["id"]
    own = href(call, "customers", id)
    attached = quote(f"relatedType:customer;relatedId:{id}", safe="")
    links = [link("self", own), link("attachments", f"{href(call, 'attachments')}?filter={attached}")]
    if default := record["defaultPaymentInstrument"]:
        links.append(
            link("defaultPaymentInstrument", href(call, "payment-instruments", default["paymentInstrumentId"]))
        )
    if call.records.get(lead_source.COLLECTION, id):
        links.append(link("leadSource", f"{own}/lead-source"))
    if "websiteId" in record:
        links.append(link("website", href(call, "websites", record["websiteId"])))
    return links


_WRITABLE = (
    "customFields", "preferredPayoutInstrumentId", "primaryAddress", "websiteId", "locale", "taxNumbers",
    "personId", "notificationEmails",
)  # fmt: skip

collections = (Collection(COLLECTION), Collection(lead_source.COLLECTION))

routes = (
    Route(
        "GET", "/customers", "customers.list", "GetCustomerCollection", list_customers, "List customers",
        {200: Response(CustomerSchema, PAGINATION, many=True), **COLLECTION_READ},
        SECRET_OR_SESSION, query=(LIMIT, OFFSET, FILTER, SEARCH, EXPAND, FIELDS, SORT),
    ),
    Route(
        "POST", "/customers", "customers.create", "PostCustomer", create_customer, "Create a customer",
        {201: Response(CustomerSchema, CREATED), **VALIDATED, **CONFLICT},
        SECRET_OR_SESSION, body=CustomerSchema, query=(EXPAND,),
    ),
    Route(
        "GET", "/customers/<id>", "customers.get", "GetCustomer", get_customer, "Get a customer",
        {200: Response(CustomerSchema), **READ},
        SECRET_OR_SESSION, query=(EXPAND, FIELDS),
    ),
    Route(
        "PUT", "/customers/<id>", "customers.upsert", "PutCustomer", upsert_customer, "Create or replace a customer",
        # The contract documents limit headers for 201 only.
        {200: Response(CustomerSchema), 201: Response(CustomerSchema, CREATED), **VALIDATED, **CONFLICT},
        SECRET_OR_SESSION, body=CustomerSchema, query=(EXPAND,),
    ),
    Route(
        "DELETE", "/customers/<id>", "customers.merge", "DeleteCustomer", merge_customer,
        "Merge a duplicate into another customer and delete it",
        # 422 for a missing target is ours: the documentation names no status for it.
        {204: Response(None, LIMITS), **WRITE, **MISSING, 422: Response(ValidationProblemSchema)},
        SECRET_OR_SESSION, query=(TARGET,),
    ),
)  # fmt: skip
