"""External identifiers: what a record is called in another service."""

from typing import Any

from mockserver.apis.rebilly import names
from mockserver.apis.rebilly.dialect import Body, Moment, linked, times, valid
from mockserver.apis.rebilly.query import FILTER, LIMIT, OFFSET, SORT
from mockserver.apis.rebilly.resource import CREATED, DELETED, LIMITS, MISSING, VALIDATED, Resource, route
from mockserver.apis.rebilly.views import created, href, link
from mockserver.core.api.model import Call, Response
from mockserver.core.fields.kinds import Choice, Text
from mockserver.core.http.reply import Reply
from mockserver.core.problems import NotFound
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
    links = linked()


_EXTERNAL_IDENTIFIER = ExternalIdentifierSchema()
_PATH = "<resource>/<resourceId>/external-identifiers/<service>"


def _key(resource: str, id: str, service: str) -> str:
    return f"{resource}.{id}.{service}"


def _id(call: Call) -> str:
    """Return the key of the identifier of the path; raise `NotFound` for what cannot have one."""
    resource, id, service = (call.arguments[name] for name in ("resource", "resourceId", "service"))
    if resource not in RESOURCES or service not in SERVICES:
        raise NotFound
    if resource == "customers":
        names.existing(call, names.CUSTOMERS, id, "Customer")
    return _key(resource, id, service)


def _address(call: Call, record: Record) -> str:
    return href(call, record["resource"], record["resourceId"], "external-identifiers", record["service"])


def _view(call: Call, record: Record) -> dict[str, Any]:
    shown = {name: value for name, value in record.items() if name != "id"}
    return {**shown, "_links": [link("self", _address(call, record))]}


_EXTERNAL_IDENTIFIERS = Resource(
    names.EXTERNAL_IDENTIFIERS, "external-identifiers", "ExternalIdentifier", "External identifier",
    ExternalIdentifierSchema, _view, one=_PATH, key=_id,
)  # fmt: skip


@route(
    f"POST /{_PATH}", "external_identifiers.sync", "PostExternalIdentifier", DELETED, refuses={**VALIDATED, **MISSING},
)  # fmt: skip
def sync_external_identifier(call: Call) -> Reply:
    """Hand a record to another service. Ours does so at once."""
    before = call.records.get(names.EXTERNAL_IDENTIFIERS, _id(call))
    identifier = before["externalIdentifier"] if before else str(call.records.next_number("external_identifiers"))
    _put(call, before, identifier)
    return Reply(204)


@route(
    f"PUT /{_PATH}", "external_identifiers.upsert", "PutExternalIdentifier",
    {200: Response(ExternalIdentifierSchema, LIMITS), 201: Response(ExternalIdentifierSchema, CREATED)},
    refuses={**VALIDATED, **MISSING}, body=ExternalIdentifierSchema,
)  # fmt: skip
def upsert_external_identifier(call: Call) -> Reply:
    """Create or alter an external identifier."""
    before = call.records.get(names.EXTERNAL_IDENTIFIERS, _id(call))
    record = _put(call, before, valid(call, _EXTERNAL_IDENTIFIER)["externalIdentifier"])
    shown = _view(call, record)
    return Reply.json(200, shown) if before else created(_address(call, record), shown)


routes = (
    _EXTERNAL_IDENTIFIERS.lists("List external identifiers", FILTER, SORT, LIMIT, OFFSET),
    _EXTERNAL_IDENTIFIERS.get("Get an external identifier"),
    _EXTERNAL_IDENTIFIERS.delete("Delete an external identifier", {**VALIDATED, **MISSING}),
)
collections = (Collection(names.EXTERNAL_IDENTIFIERS),)


def forget(call: Call, customer_id: str) -> None:
    """Forget what a customer is called, as it is there no longer."""
    for service in SERVICES:
        call.records.delete(names.EXTERNAL_IDENTIFIERS, _key("customers", customer_id, service))


def _put(call: Call, before: Record | None, identifier: str) -> Record:
    record = {
        "id": _id(call),
        "resource": call.arguments["resource"],
        "resourceId": call.arguments["resourceId"],
        "service": call.arguments["service"],
        "externalIdentifier": identifier,
        **times(call, before),
    }
    call.records.put(names.EXTERNAL_IDENTIFIERS, record["id"], record)
    return record
