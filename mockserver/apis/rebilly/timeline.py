"""Customers' timelines: what happened to a customer, comments, and custom events of declared types."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from mockserver.apis.rebilly import names, views
from mockserver.apis.rebilly.dialect import Body, Moment, linked, object_body, read, resource_id, times, valid, written
from mockserver.apis.rebilly.query import FILTER, LIMIT, OFFSET, SEARCH, SORT, page
from mockserver.apis.rebilly.resource import CONFLICT, MISSING, WRITE, Resource, lists, made, many, route
from mockserver.apis.rebilly.tables import SYSTEM_EVENTS, TIMELINE_TYPES
from mockserver.apis.rebilly.views import created, href, link
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import OpenObject
from mockserver.core.fields.kinds import Choice, Text
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Conflict, FieldError, Invalid
from mockserver.core.store import Collection, Record

COMMENT, CUSTOM_EVENT = "customer-comment-created", "custom-event"


class TimelineMessageSchema(Body):
    """A message of a customer's timeline. Nothing is required; without a type it is a comment."""

    id = resource_id(dump_only=True)
    type = Choice(TIMELINE_TYPES)
    customEventType = Text(255, least=1, allow_none=True)
    customData = OpenObject(load_only=True)
    triggeredBy = Choice(("rebilly", "app", "direct-api"), dump_only=True)
    message = Text()
    extraData = OpenObject(dump_only=True)
    occurredTime = Moment()
    links = linked()


class CustomEventSchema(Body):
    """A custom event type."""

    id = resource_id(dump_only=True)
    name = Text(255, least=1, required=True)
    createdTime = Moment()
    updatedTime = Moment()
    links = linked()


_MESSAGE, _CUSTOM_EVENT = TimelineMessageSchema(), CustomEventSchema()
_TAKEN = frozenset({*SYSTEM_EVENTS, *TIMELINE_TYPES})


@lists(
    "GET /customers/<id>/timeline", "timeline.list", "GetCustomerTimelineCollection", many(TimelineMessageSchema),
    query=(LIMIT, OFFSET, FILTER, SORT, SEARCH),
)  # fmt: skip
def list_messages(call: Call) -> Reply:
    """List the messages of a customer's timeline. An unknown customer has none, as Rebilly documents no 404 here."""
    messages = of_customer(call, call.arguments["id"])
    return page(call, _MESSAGES.listing, lambda record: views.timeline_message(call, record), among=messages)


@route(
    "POST /customers/<id>/timeline", "timeline.create", "PostCustomerTimeline", made(TimelineMessageSchema),
    body=TimelineMessageSchema,
)  # fmt: skip
def create_message(call: Call) -> Reply:
    """Post a comment or a custom event to a customer's timeline."""
    id = call.arguments["id"]
    values, errors = read(_MESSAGE, object_body(call))
    type = values.get("type", COMMENT)
    if type == CUSTOM_EVENT and not errors:
        errors = _custom_event_errors(call, values)
    if call.records.get(names.CUSTOMERS, id) is None:
        errors.append(FieldError("id", "Customer must exist."))  # no 404 is documented here
    if errors:
        raise Invalid(errors=errors)
    record = record_message(call, id, type, values.get("message", ""), posted=True, **_custom_event(type, values))
    return created(href(call, "customers", id, "timeline", record["id"]), views.timeline_message(call, record))


def _custom_event(type: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what only a custom event has; from other messages it is passed over."""
    if type != CUSTOM_EVENT:
        return {}
    name = values["customEventType"]
    return {"custom_event_type": name, "tables": details(name, values.get("customData", {}))}


def _custom_event_errors(call: Call, values: Mapping[str, Any]) -> list[FieldError]:
    name = values.get("customEventType")
    if name is None:
        message = f"This member is required for the type {CUSTOM_EVENT}."
        return [FieldError("customEventType", message)]
    if _event_named(call, name) is None:
        return [FieldError("customEventType", "Custom event type must exist.")]
    return []


def _event_named(call: Call, name: str) -> Record | None:
    """Return the custom event type with a name."""
    return next(iter(call.records.lookup(names.TIMELINE_EVENTS, "name", name)), None)


def _name_errors(call: Call, name: str) -> list[FieldError]:
    if name in _TAKEN:
        return [FieldError("name", "Must not be the name of a system event.")]
    # Rebilly documents no 409 here.
    return (
        [FieldError("name", "A custom event type with this name exists already.")] if _event_named(call, name) else []
    )


def _save_event(call: Call, id: str | None, before: Record | None) -> Record:
    values = valid(call, _CUSTOM_EVENT)
    if errors := _name_errors(call, values["name"]):
        raise Invalid(errors=errors)
    record = {"id": call.mint("tmln_evt"), "name": values["name"], **times(call)}
    call.records.put(names.TIMELINE_EVENTS, record["id"], record)
    return record


def _view_event(call: Call, record: Record) -> dict[str, Any]:
    return {**record, "_links": [link("self", _EVENTS.address(call, record))]}


def record_message(
    call: Call,
    customer_id: str,
    type: str,
    message: str,
    *,
    tables: Sequence[Mapping[str, Any]] = (),
    links: Sequence[Mapping[str, Any]] = (),
    custom_event_type: str | None = None,
    posted: bool = False,
) -> Record:
    """Write a message down, one that a client has `posted` or one of ours.

    Everything here is made by API calls, so that is what triggered it.
    """
    id = call.mint("tmln")
    record = {
        "id": id,
        "customerId": customer_id,
        "type": type,
        **({"customEventType": custom_event_type} if custom_event_type else {}),
        "triggeredBy": "direct-api",
        "message": message,
        "extraData": {
            "actions": [],
            "tables": list(tables),
            "author": {"userFullName": "API", "userId": "usr_api"},
            "mentions": {},
            "links": list(links),
        },
        "occurredTime": written(call.now),
        "_posted": posted,
    }
    call.records.put(names.TIMELINE, id, record)
    return record


def of_customer(call: Call, customer_id: str) -> list[Record]:
    """Return a customer's messages, newest first; ids grow with time, also over those a merge has brought."""
    found = call.records.lookup(names.TIMELINE, "customerId", customer_id)
    return sorted(found, key=lambda record: str(record["id"]), reverse=True)


def move(call: Call, source: str, target: str) -> None:
    """Hand every message of one customer to another."""
    for record in call.records.lookup(names.TIMELINE, "customerId", source):
        call.records.put(names.TIMELINE, record["id"], {**record, "customerId": target})


def changes(title: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """Return a table of what changed between two objects; none where nothing did."""
    before, after = before or {}, after or {}
    rows = [
        {"attribute": name, "previousValue": _text(before.get(name)), "newValue": _text(after.get(name))}
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name) and name != "hash"
    ]
    return [{"type": "three-columns", "title": title, "footer": "", "data": rows}] if rows else []


def details(title: str, data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a table of the members of an object; none where it is empty."""
    rows = [{"attribute": name, "value": _text(value)} for name, value in data.items()]
    return [{"type": "two-columns", "title": title, "footer": "", "data": rows}] if rows else []


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _id(call: Call) -> str:
    """Return the id of the message that the path names; nothing where the customer has none of it."""
    message = call.records.get(names.TIMELINE, call.arguments["messageId"])
    return message["id"] if message and message["customerId"] == call.arguments["id"] else ""


def _refuse_written(call: Call, message: Record) -> None:
    """Let what the server has written stay."""
    if not message["_posted"]:
        raise Conflict("Only messages that were posted can be deleted.")


_MESSAGES = Resource(
    names.TIMELINE, "customers/<id>/timeline", "CustomerTimeline", "Timeline message", TimelineMessageSchema,
    views.timeline_message, searched=("id", "type", "customEventType", "message"),
    one="customers/<id>/timeline/<messageId>", key=_id,
)  # fmt: skip
_EVENTS = Resource(
    names.TIMELINE_EVENTS, "customer-timeline-custom-events", "CustomerTimelineCustomEventType", "Custom event type",
    CustomEventSchema, _view_event,
)  # fmt: skip

routes = (
    _MESSAGES.get("Get a message of a customer's timeline"),
    _MESSAGES.delete("Delete a message that was posted", {**WRITE, **MISSING, **CONFLICT}, first=_refuse_written),
    _EVENTS.lists("List custom event types", LIMIT, OFFSET, FILTER),
    _EVENTS.create("Create a custom event type", _save_event),
    _EVENTS.get("Get a custom event type"),
)
collections = (
    Collection(names.TIMELINE, indexes=("customerId",)), Collection(names.TIMELINE_EVENTS, indexes=("name",)),
)  # fmt: skip
