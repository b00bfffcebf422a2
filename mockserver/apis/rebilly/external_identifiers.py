"""External identifiers: what a record is called in another service."""

from typing import Any

from mockserver.apis.rebilly import names
from mockserver.apis.rebilly.auth import SECRET_OR_SESSION
from mockserver.apis.rebilly.documented import COLLECTION_READ, CREATED, LIMITS, MISSING, READ, VALIDATED
from mockserver.apis.rebilly.fields import Body, Choice, Shape, Text, read
from mockserver.apis.rebilly.fields import Listing as ListField
from mockserver.apis.rebilly.filters import filterable
from mockserver.apis.rebilly.links import created, href, link
from mockserver.apis.rebilly.listing import FILTER, LIMIT, OFFSET, PAGINATION, SORT, Listing, page
from mockserver.apis.rebilly.requests import existing, object_body
from mockserver.apis.rebilly.schemas import LinkSchema, Moment
from mockserver.apis.rebilly.times import written
from mockserver.core.api.model import Call, Response, Route
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Invalid, NotFound
from mockserver.core.store import Collection, Record

RESOURCES = ("customers", "invoices", "invoice-items", "transactions", "journal-accounts", "journal-entries")
SERVICES = ("quickbooks-online",)


class ExternalIdentifierSchema(Body):
    """What a record is called in another service."""

    resource = Choice(RESOURCES, dump_only=True)
    resourceId = Text(dump_only=True)
    service = Choice(SERVICES, dump_only=True)
    externalIdentifier = Text(required=True)
    createdTime = Moment()
    updatedTime = Moment()
    links = ListField(Shape(LinkSchema), data_key="_links", dump_only=True)


EXTERNAL_IDENTIFIER = ExternalIdentifierSchema()
LISTING = Listing(names.EXTERNAL_IDENTIFIERS, filterable(EXTERNAL_IDENTIFIER))

_PATH = "/<resource>/<resourceId>/external-identifiers/<service>"


def list_external_identifiers(call: Call) -> Reply:
    """Return a page of external identifiers."""
    return page(call, LISTING, lambda record: _view(call, record))


def get_external_identifier(call: Call) -> Reply:
    """Return one external identifier."""
    return Reply.json(200, _view(call, existing(call, names.EXTERNAL_IDENTIFIERS, _id(call), "External identifier")))


def sync_external_identifier(call: Call) -> Reply:
    """Hand a record to the other service, which numbers those it has not met; ours does so at once."""
    before = call.records.get(names.EXTERNAL_IDENTIFIERS, _id(call))
    identifier = before["externalIdentifier"] if before else str(call.records.next_number("external_identifiers"))
    _put(call, before, identifier)
    return Reply(204)


def upsert_external_identifier(call: Call) -> Reply:
    """Return what a record is called."""
    before = call.records.get(names.EXTERNAL_IDENTIFIERS, _id(call))
    values, errors = read(EXTERNAL_IDENTIFIER, object_body(call))
    if errors:
        raise Invalid(errors=errors)
    record = _put(call, before, values["externalIdentifier"])
    shown = _view(call, record)
    return Reply.json(200, shown) if before else created(_address(call, record), shown)


def delete_external_identifier(call: Call) -> Reply:
    """Forget what a record is called."""
    record = existing(call, names.EXTERNAL_IDENTIFIERS, _id(call), "External identifier")
    call.records.delete(names.EXTERNAL_IDENTIFIERS, record["id"])
    return Reply(204)


def forget(call: Call, customer_id: str) -> None:
    """Forget what a customer is called, as it is there no longer."""
    for service in SERVICES:
        call.records.delete(names.EXTERNAL_IDENTIFIERS, _key("customers", customer_id, service))


def _key(resource: str, id: str, service: str) -> str:
    return f"{resource}.{id}.{service}"


def _id(call: Call) -> str:
    """Return the key of the identifier of the path; raise `NotFound` for what cannot have one."""
    resource, id, service = (call.arguments[name] for name in ("resource", "resourceId", "service"))
    if resource not in RESOURCES or service not in SERVICES:
        raise NotFound
    if resource == "customers":
        existing(call, names.CUSTOMERS, id, "Customer")
    return _key(resource, id, service)


def _put(call: Call, before: Record | None, identifier: str) -> Record:
    now = written(call.now)
    record = {
        "id": _id(call),
        "resource": call.arguments["resource"],
        "resourceId": call.arguments["resourceId"],
        "service": call.arguments["service"],
        "externalIdentifier": identifier,
        "createdTime": before["createdTime"] if before else now,
        "updatedTime": now,
    }
    call.records.put(names.EXTERNAL_IDENTIFIERS, record["id"], record)
    return record


def _address(call: Call, record: Record) -> str:
    return href(call, record["resource"], record["resourceId"], "external-identifiers", record["service"])


def _view(call: Call, record: Record) -> dict[str, Any]:
    shown = {name: value for name, value in record.items() if name != "id"}
    return {**shown, "_links": [link("self", _address(call, record))]}


collections = (Collection(names.EXTERNAL_IDENTIFIERS),)

routes = (
    Route(
        "GET", "/external-identifiers", "external_identifiers.list", "GetExternalIdentifierCollection",
        list_external_identifiers, "List external identifiers",
        {200: Response(ExternalIdentifierSchema, PAGINATION, many=True), **COLLECTION_READ},
        SECRET_OR_SESSION, query=(FILTER, SORT, LIMIT, OFFSET),
    ),
    Route(
        "GET", _PATH, "external_identifiers.get", "GetExternalIdentifier", get_external_identifier,
        "Get an external identifier",
        {200: Response(ExternalIdentifierSchema), **READ},
        SECRET_OR_SESSION,
    ),
    Route(
        "POST", _PATH, "external_identifiers.sync", "PostExternalIdentifier", sync_external_identifier,
        "Hand a record to another service",
        {204: Response(None, LIMITS), **VALIDATED, **MISSING},
        SECRET_OR_SESSION,
    ),
    Route(
        "PUT", _PATH, "external_identifiers.upsert", "PutExternalIdentifier", upsert_external_identifier,
        "Create or alter an external identifier",
        {
            200: Response(ExternalIdentifierSchema, LIMITS), 201: Response(ExternalIdentifierSchema, CREATED),
            **VALIDATED, **MISSING,
        },
        SECRET_OR_SESSION, body=ExternalIdentifierSchema,
    ),
    Route(
        "DELETE", _PATH, "external_identifiers.delete", "DeleteExternalIdentifier", delete_external_identifier,
        "Delete an external identifier",
        {204: Response(None, LIMITS), **VALIDATED, **MISSING},
        SECRET_OR_SESSION,
    ),
)  # fmt: skip
