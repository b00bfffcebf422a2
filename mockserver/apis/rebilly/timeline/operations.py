"""The messages of a customer's timeline as clients read, post and delete them."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.rebilly import names, views
from mockserver.apis.rebilly.dialect import Body, Moment, linked, object_body, read, resource_id
from mockserver.apis.rebilly.documented import (
    CONFLICT,
    DELETED,
    MISSING,
    WRITE,
    lists,
    made,
    many,
    route,
)
from mockserver.apis.rebilly.filters import filterable
from mockserver.apis.rebilly.names import existing
from mockserver.apis.rebilly.query import FILTER, LIMIT, OFFSET, SEARCH, SORT, Listing, page
from mockserver.apis.rebilly.tables import TIMELINE_TYPES
from mockserver.apis.rebilly.timeline import custom_events as timeline_events
from mockserver.apis.rebilly.timeline.record import details, of_customer, record_message
from mockserver.apis.rebilly.views import created, href
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import OpenObject
from mockserver.core.fields.kinds import Choice, Text
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Conflict, FieldError, Invalid, NotFound
from mockserver.core.store import Record

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


MESSAGE = TimelineMessageSchema()
LISTING = Listing(names.TIMELINE, filterable(MESSAGE), searched=("id", "type", "customEventType", "message"))


@lists(
    "GET /customers/<id>/timeline", "timeline.list", "GetCustomerTimelineCollection", many(TimelineMessageSchema),
    query=(LIMIT, OFFSET, FILTER, SORT, SEARCH),
)  # fmt: skip
def list_messages(call: Call) -> Reply:
    """List the messages of a customer's timeline. An unknown customer has none, as Rebilly documents no 404 here."""
    messages = of_customer(call, call.arguments["id"])
    return page(call, LISTING, lambda record: views.timeline_message(call, record), among=messages)


@route(
    "POST /customers/<id>/timeline", "timeline.create", "PostCustomerTimeline", made(TimelineMessageSchema),
    body=TimelineMessageSchema,
)  # fmt: skip
def create_message(call: Call) -> Reply:
    """Post a comment or a custom event to a customer's timeline."""
    id = call.arguments["id"]
    values, errors = read(MESSAGE, object_body(call))
    type = values.get("type", COMMENT)
    if type == CUSTOM_EVENT and not errors:
        errors = _custom_event_errors(call, values)
    if call.records.get(names.CUSTOMERS, id) is None:
        errors.append(FieldError("id", "Customer must exist."))  # no 404 is documented here
    if errors:
        raise Invalid(errors=errors)
    record = record_message(call, id, type, values.get("message", ""), posted=True, **_custom_event(type, values))
    return created(href(call, "customers", id, "timeline", record["id"]), views.timeline_message(call, record))


@route("GET /customers/<id>/timeline/<messageId>", "timeline.get", "GetCustomerTimeline", TimelineMessageSchema)
def get_message(call: Call) -> Reply:
    """Get a message of a customer's timeline."""
    return Reply.json(200, views.timeline_message(call, _existing_message(call)))


@route(
    "DELETE /customers/<id>/timeline/<messageId>", "timeline.delete", "DeleteCustomerTimeline", DELETED,
    refuses={**WRITE, **MISSING, **CONFLICT},
)  # fmt: skip
def delete_message(call: Call) -> Reply:
    """Delete a message that was posted. What the server has written stays."""
    message = _existing_message(call)
    if not message["_posted"]:
        raise Conflict("Only messages that were posted can be deleted.")
    call.records.delete(names.TIMELINE, message["id"])
    return Reply(204)


def _existing_message(call: Call) -> Record:
    message = existing(call, names.TIMELINE, call.arguments["messageId"], "Timeline message")
    if message["customerId"] != call.arguments["id"]:
        raise NotFound("Timeline message not found.")
    return message


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
    if timeline_events.named(call, name) is None:
        return [FieldError("customEventType", "Custom event type must exist.")]
    return []
