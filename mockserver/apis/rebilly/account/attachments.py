"""Attachments: files that hang on customers and other records."""

from typing import Any

from mockserver.apis.rebilly import names
from mockserver.apis.rebilly.dialect import Body, read, resource_id
from mockserver.apis.rebilly.documented import (
    CONFLICT,
    CREATED,
    LIMITS,
    MISSING,
    VALIDATED,
    WRITE,
    lists,
    made,
    many,
    route,
)
from mockserver.apis.rebilly.filters import filterable
from mockserver.apis.rebilly.links import created, href, link
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
from mockserver.apis.rebilly.requests import existing, object_body, own_id
from mockserver.apis.rebilly.schemas import LinkSchema, Moment
from mockserver.apis.rebilly.times import written
from mockserver.apis.rebilly.views import expanded
from mockserver.core.api.model import Call, Response
from mockserver.core.fields.containers import Array, Object, OpenObject
from mockserver.core.fields.kinds import Choice, Text
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Conflict, Invalid
from mockserver.core.store import Collection, Record

RELATED_TYPES = (
    "customer", "customer-timeline-comment", "dispute", "gateway-timeline-comment", "invoice",
    "invoice-timeline-comment", "order-timeline-comment", "organization", "payment", "plan", "product",
    "subscription", "transaction", "transaction-timeline-comment",
)  # fmt: skip


class AttachmentSchema(Body):
    """What ties a file to a record."""

    id = resource_id(dump_only=True)
    fileId = resource_id(required=True)
    relatedType = Choice(RELATED_TYPES, required=True)
    relatedId = Text(required=True)
    name = Text()
    description = Text()
    createdTime = Moment()
    updatedTime = Moment()
    links = Array(Object(LinkSchema), data_key="_links", dump_only=True)
    embedded = OpenObject(data_key="_embedded", dump_only=True)


ATTACHMENT = AttachmentSchema()
LISTING = Listing(
    names.ATTACHMENTS, filterable(ATTACHMENT), searched=("id", "name", "description", "relatedId", "fileId")
)

_TIE = ("fileId", "relatedType", "relatedId")


@route(
    "POST /attachments", "attachments.create", "PostAttachment", made(AttachmentSchema),
    refuses={**VALIDATED, **CONFLICT}, body=AttachmentSchema, query=(EXPAND,),
)  # fmt: skip
def create_attachment(call: Call) -> Reply:
    """Attach a file."""
    record = _save(call, call.mint("att"), None)
    return created(href(call, "attachments", record["id"]), show(call, record))


@route(
    "PUT /attachments/<id>", "attachments.upsert", "PutAttachment",
    {200: Response(AttachmentSchema, LIMITS), 201: Response(AttachmentSchema, CREATED)},
    refuses={**VALIDATED, **MISSING, **CONFLICT}, body=AttachmentSchema, query=(EXPAND,),
)  # fmt: skip
def upsert_attachment(call: Call) -> Reply:
    """Create or replace an attachment."""
    before = call.records.get(names.ATTACHMENTS, call.arguments["id"])
    record = _save(call, own_id(call, before), before)
    shown = show(call, record)
    return Reply.json(200, shown) if before else created(href(call, "attachments", record["id"]), shown)


@lists(
    "GET /attachments", "attachments.list", "GetAttachmentCollection", many(AttachmentSchema),
    query=(LIMIT, OFFSET, FILTER, SEARCH, EXPAND, FIELDS, SORT),
)  # fmt: skip
def list_attachments(call: Call) -> Reply:
    """List attachments."""
    wanted = call.query.get("fields")
    return page(call, LISTING, lambda record: only(show(call, record), wanted))


@route("GET /attachments/<id>", "attachments.get", "GetAttachment", AttachmentSchema, query=(EXPAND,))
def get_attachment(call: Call) -> Reply:
    """Get an attachment."""
    return Reply.json(200, show(call, existing(call, names.ATTACHMENTS, call.arguments["id"], "Attachment")))


@route(
    "DELETE /attachments/<id>", "attachments.delete", "DeleteAttachment", {204: Response()},
    refuses={**WRITE, **MISSING},
)  # fmt: skip
def delete_attachment(call: Call) -> Reply:
    """Detach a file. The file stays."""
    record = existing(call, names.ATTACHMENTS, call.arguments["id"], "Attachment")
    call.records.delete(names.ATTACHMENTS, record["id"])
    return Reply(204)


def show(call: Call, record: Record) -> dict[str, Any]:
    """Show an attachment, with its file where `expand` asks for it and the file is known."""
    links = [
        link("self", href(call, "attachments", record["id"])),
        link("file", href(call, "files", record["fileId"])),
    ]
    shown = {**record, "_links": links}
    if "file" in expanded(call) and (file := call.records.get(names.FILES, record["fileId"])):
        shown["_embedded"] = {"file": file}
    return shown


def move(call: Call, source: str, target: str) -> None:
    """Hand the attachments of one customer to another; the times of the attachments stay."""
    for record in call.records.lookup(names.ATTACHMENTS, "relatedId", source):
        if record["relatedType"] == "customer":
            call.records.put(names.ATTACHMENTS, record["id"], {**record, "relatedId": target})


def _save(call: Call, id: str, before: Record | None) -> Record:
    values, errors = read(ATTACHMENT, object_body(call))
    if errors:
        raise Invalid(errors=errors)
    tie = [values[name] for name in _TIE]
    for other in call.records.lookup(names.ATTACHMENTS, "fileId", values["fileId"]):
        if other["id"] != id and [other[name] for name in _TIE] == tie:
            raise Conflict("The file is attached to this record already.")
    now = written(call.now)
    record = {"id": id, **values, "createdTime": before["createdTime"] if before else now, "updatedTime": now}
    call.records.put(names.ATTACHMENTS, id, record)
    return record


collections = (Collection(names.ATTACHMENTS, indexes=("fileId", "relatedId")), Collection(names.FILES))
