"""Where a customer came from; kept beside the customer, the first one for ever."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.rebilly import consequences, names, views
from mockserver.apis.rebilly.dialect import Body, Moment, Uri, linked, object_body, read, written
from mockserver.apis.rebilly.names import existing
from mockserver.apis.rebilly.resource import CONFLICT, DELETED, MISSING, WRITE, made, route
from mockserver.apis.rebilly.views import created, href
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import Object
from mockserver.core.fields.kinds import Text
from mockserver.core.http.reply import Reply
from mockserver.core.problems import FieldError, Invalid
from mockserver.core.store import Collection


def _word() -> Text:
    return Text(512, allow_none=True)


class LeadSourceDataSchema(Body):
    """What is known about where a customer came from."""

    medium = _word()
    source = _word()
    campaign = _word()
    term = _word()
    content = _word()
    affiliate = _word()
    subAffiliate = _word()
    salesAgent = _word()
    clickId = _word()
    path = _word()
    referrer = Uri(2083, allow_none=True)


class LeadSourceSchema(LeadSourceDataSchema):
    """A lead source with its times, and the first one the customer had."""

    createdTime = Moment()
    updatedTime = Moment()
    original = Object(LeadSourceDataSchema, dump_only=True)
    links = linked()


_MEMBERS = tuple(LeadSourceDataSchema().fields)
_LEAD_SOURCE = LeadSourceSchema()


@route("GET /customers/<id>/lead-source", "lead_sources.get", "GetCustomerLeadSource", LeadSourceSchema)
def get_lead_source(call: Call) -> Reply:
    """Get a customer's lead source."""
    existing(call, names.LEAD_SOURCES, call.arguments["id"], "Lead source")
    return Reply.json(200, views.lead_source(call, call.arguments["id"]))


@route(
    "PUT /customers/<id>/lead-source", "lead_sources.upsert", "PutCustomerLeadSource", made(LeadSourceSchema),
    body=LeadSourceSchema,
)  # fmt: skip
def put_lead_source(call: Call) -> Reply:
    """Create or replace a customer's lead source.

    The answer is 201 even where there was one: Rebilly documents no 200.
    """
    id = call.arguments["id"]
    values, errors = read(_LEAD_SOURCE, object_body(call))
    if call.records.get(names.CUSTOMERS, id) is None:
        errors.append(FieldError("id", "Customer must exist."))  # no 404 is documented here
    if errors:
        raise Invalid(errors=errors)
    before = call.records.get(names.LEAD_SOURCES, id)
    if before and call.settings["put"] == "merge":
        values = {**before, **values}
    keep_lead_source(call, id, values)
    return created(href(call, "customers", id, "lead-source"), views.lead_source(call, id) or {})


@route(
    "DELETE /customers/<id>/lead-source", "lead_sources.delete", "DeleteCustomerLeadSource", DELETED,
    refuses={**WRITE, **MISSING, **CONFLICT},
)  # fmt: skip
def delete_lead_source(call: Call) -> Reply:
    """Delete a customer's lead source."""
    id = call.arguments["id"]
    before = existing(call, names.LEAD_SOURCES, id, "Lead source")
    call.records.delete(names.LEAD_SOURCES, id)
    consequences.lead_source_changed(call, id, before, None)
    return Reply(204)


def keep_lead_source(call: Call, customer_id: str, values: Mapping[str, Any], *, tell: bool = True) -> None:
    """Keep a customer's lead source; the original stays what it was.

    `tell` whether that is a change: it is none for a customer who is only being created.
    """
    before = call.records.get(names.LEAD_SOURCES, customer_id)
    data = {name: values.get(name) for name in _MEMBERS}
    if before and all(before[name] == data[name] for name in _MEMBERS):
        return
    now = written(call.now)
    record = {
        **data,
        "createdTime": before["createdTime"] if before else now,
        "updatedTime": now,
        "original": before["original"] if before else data,
    }
    call.records.put(names.LEAD_SOURCES, customer_id, record)
    if tell:
        consequences.lead_source_changed(call, customer_id, before, record)


def move(call: Call, source: str, target: str) -> None:
    """Hand a customer's lead source to another that has none; one that has keeps its own."""
    record = call.records.get(names.LEAD_SOURCES, source)
    if record is None:
        return
    call.records.delete(names.LEAD_SOURCES, source)
    if call.records.get(names.LEAD_SOURCES, target) is None:
        call.records.put(names.LEAD_SOURCES, target, record)


collections = (Collection(names.LEAD_SOURCES),)
