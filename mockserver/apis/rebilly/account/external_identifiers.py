"""External identifiers: what a record is called in another service."""

from typing import Any

from mockserver.apis.rebilly import names
from mockserver.apis.rebilly.dialect import Body, read
from mockserver.apis.rebilly.documented import (
    CREATED,
    DELETED,
    LIMITS,
    MISSING,
    VALIDATED,
    lists,
    many,
    route,
)
from mockserver.apis.rebilly.filters import filterable
from mockserver.apis.rebilly.links import created, href, link
from mockserver.apis.rebilly.query import FILTER, LIMIT, OFFSET, SORT, Listing, page
from mockserver.apis.rebilly.requests import existing, object_body
from mockserver.apis.rebilly.schemas import LinkSchema, Moment
from mockserver.apis.rebilly.times import written
from mockserver.core.api.model import Call, Response
from mockserver.core.fields.containers import Array, Object
from mockserver.core.fields.kinds import Choice, Text
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
    links = Array(Object(LinkSchema), data_key="_links", dump_only=True)


EXTERNAL_IDENTIFIER = ExternalIdentifierSchema()
LISTING = Listing(names.EXTERNAL_IDENTIFIERS, filterable(EXTERNAL_IDENTIFIER))

_PATH = "/<resource>/<resourceId>/external-identifiers/<service>"


@lists(
    "GET /external-identifiers", "external_identifiers.list", "GetExternalIdentifierCollection",
    many(ExternalIdentifierSchema), query=(FILTER, SORT, LIMIT, OFFSET),
)  # fmt: skip
def list_external_identifiers(call: Call) -> Reply:
    """List external identifiers."""
    return page(call, LISTING, lambda record: _view(call, record))


@route(f"GET {_PATH}", "external_identifiers.get", "GetExternalIdentifier", ExternalIdentifierSchema)
def get_external_identifier(call: Call) -> Reply:
    """Get an external identifier."""
    return Reply.json(200, _view(call, existing(call, names.EXTERNAL_IDENTIFIERS, _id(call), "External identifier")))


@route(
    f"POST {_PATH}", "external_identifiers.sync", "PostExternalIdentifier", DELETED, refuses={**VALIDATED, **MISSING},
)  # fmt: skip
def sync_external_identifier(call: Call) -> Reply:
    """Hand a record to another service. Ours does so at once."""
    before = call.records.get(names.EXTERNAL_IDENTIFIERS, _id(call))
    identifier = before["externalIdentifier"] if before else str(call.records.next_number("external_identifiers"))
    _put(call, before, identifier)
    return Reply(204)


@route(
    f"PUT {_PATH}", "external_identifiers.upsert", "PutExternalIdentifier",
    {200: Response(ExternalIdentifierSchema, LIMITS), 201: Response(ExternalIdentifierSchema, CREATED)},
    refuses={**VALIDATED, **MISSING}, body=ExternalIdentifierSchema,
)  # fmt: skip
def upsert_external_identifier(call: Call) -> Reply:
    """Create or alter an external identifier."""
    before = call.records.get(names.EXTERNAL_IDENTIFIERS, _id(call))
    values, errors = read(EXTERNAL_IDENTIFIER, object_body(call))
    if errors:
        raise Invalid(errors=errors)
    record = _put(call, before, values["externalIdentifier"])
    shown = _view(call, record)
    return Reply.json(200, shown) if before else created(_address(call, record), shown)


@route(
    f"DELETE {_PATH}", "external_identifiers.delete", "DeleteExternalIdentifier", DELETED,
    refuses={**VALIDATED, **MISSING},
)  # fmt: skip
def delete_external_identifier(call: Call) -> Reply:
    """Delete an external identifier."""
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
