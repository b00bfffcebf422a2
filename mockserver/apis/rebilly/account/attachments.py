"""Attachments: files that hang on customers and other records."""

from typing import Any

from mockserver.apis.rebilly import names
from mockserver.apis.rebilly.dialect import Body, Moment, linked, resource_id, times, valid
from mockserver.apis.rebilly.query import EXPAND, FIELDS, FILTER, LIMIT, OFFSET, SEARCH, SORT
from mockserver.apis.rebilly.resource import CONFLICT, MISSING, VALIDATED, WRITE, Resource
from mockserver.apis.rebilly.views import expanded, href, link
from mockserver.core.api.model import Call, Response
from mockserver.core.fields.containers import OpenObject
from mockserver.core.fields.kinds import Choice, Text
from mockserver.core.problems import Conflict
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
    links = linked()
    embedded = OpenObject(data_key="_embedded", dump_only=True)


_ATTACHMENT = AttachmentSchema()
_TIE = ("fileId", "relatedType", "relatedId")


def show(call: Call, record: Record) -> dict[str, Any]:
    """Show an attachment, with its file where `expand` asks for it and the file is known."""
    own = [
        link("self", href(call, "attachments", record["id"])),
        link("file", href(call, "files", record["fileId"])),
    ]
    shown = {**record, "_links": own}
    if "file" in expanded(call) and (file := call.records.get(names.FILES, record["fileId"])):
        shown["_embedded"] = {"file": file}
    return shown


def move(call: Call, source: str, target: str) -> None:
    """Hand the attachments of one customer to another; the times of the attachments stay."""
    for record in call.records.lookup(names.ATTACHMENTS, "relatedId", source):
        if record["relatedType"] == "customer":
            call.records.put(names.ATTACHMENTS, record["id"], {**record, "relatedId": target})


def _save(call: Call, id: str | None, before: Record | None) -> Record:
    values = valid(call, _ATTACHMENT)
    tie = [values[name] for name in _TIE]
    for other in call.records.lookup(names.ATTACHMENTS, "fileId", values["fileId"]):
        if other["id"] != id and [other[name] for name in _TIE] == tie:
            raise Conflict("The file is attached to this record already.")
    record = {"id": id or call.mint("att"), **values, **times(call, before)}
    call.records.put(names.ATTACHMENTS, record["id"], record)
    return record


_ATTACHMENTS = Resource(
    names.ATTACHMENTS, "attachments", "Attachment", "Attachment", AttachmentSchema, show,
    searched=("id", "name", "description", "relatedId", "fileId"),
)  # fmt: skip

routes = (
    _ATTACHMENTS.create("Attach a file", _save, refuses={**VALIDATED, **CONFLICT}, query=(EXPAND,)),
    _ATTACHMENTS.upsert(
        "Create or replace an attachment", _save, refuses={**VALIDATED, **MISSING, **CONFLICT}, query=(EXPAND,)
    ),
    _ATTACHMENTS.lists("List attachments", LIMIT, OFFSET, FILTER, SEARCH, EXPAND, FIELDS, SORT),
    _ATTACHMENTS.get("Get an attachment", EXPAND),
    # The file stays.
    _ATTACHMENTS.delete("Detach a file", {**WRITE, **MISSING}, {204: Response()}),
)
collections = (Collection(names.ATTACHMENTS, indexes=("fileId", "relatedId")), Collection(names.FILES))
