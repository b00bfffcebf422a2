"""Custom event types: what messages of a customer's timeline can be about beyond what Rebilly knows."""

from typing import Any

from mockserver.apis.rebilly import names
from mockserver.apis.rebilly.dialect import Body, Moment, linked, object_body, read, resource_id, written
from mockserver.apis.rebilly.documented import lists, made, many, route
from mockserver.apis.rebilly.filters import filterable
from mockserver.apis.rebilly.names import existing
from mockserver.apis.rebilly.query import FILTER, LIMIT, OFFSET, Listing, page
from mockserver.apis.rebilly.tables import SYSTEM_EVENTS, TIMELINE_TYPES
from mockserver.apis.rebilly.views import created, href, link
from mockserver.core.api.model import Call
from mockserver.core.fields.kinds import Text
from mockserver.core.http.reply import Reply
from mockserver.core.problems import FieldError, Invalid
from mockserver.core.store import Collection, Record

_TAKEN = frozenset({*SYSTEM_EVENTS, *TIMELINE_TYPES})


class CustomEventSchema(Body):
    """A custom event type."""

    id = resource_id(dump_only=True)
    name = Text(255, least=1, required=True)
    createdTime = Moment()
    updatedTime = Moment()
    links = linked()


CUSTOM_EVENT = CustomEventSchema()
LISTING = Listing(names.TIMELINE_EVENTS, filterable(CUSTOM_EVENT))


@lists(
    "GET /customer-timeline-custom-events", "timeline_events.list", "GetCustomerTimelineCustomEventTypeCollection",
    many(CustomEventSchema), query=(LIMIT, OFFSET, FILTER),
)  # fmt: skip
def list_events(call: Call) -> Reply:
    """List custom event types."""
    return page(call, LISTING, lambda record: _view(call, record))


@route(
    "POST /customer-timeline-custom-events", "timeline_events.create", "PostCustomerTimelineCustomEventType",
    made(CustomEventSchema), body=CustomEventSchema,
)  # fmt: skip
def create_event(call: Call) -> Reply:
    """Create a custom event type."""
    values, errors = read(CUSTOM_EVENT, object_body(call))
    if not errors:
        errors = _name_errors(call, values["name"])
    if errors:
        raise Invalid(errors=errors)
    now = written(call.now)
    record = {"id": call.mint("tmln_evt"), "name": values["name"], "createdTime": now, "updatedTime": now}
    call.records.put(names.TIMELINE_EVENTS, record["id"], record)
    return created(_address(call, record), _view(call, record))


@route(
    "GET /customer-timeline-custom-events/<id>", "timeline_events.get", "GetCustomerTimelineCustomEventType",
    CustomEventSchema,
)  # fmt: skip
def get_event(call: Call) -> Reply:
    """Get a custom event type."""
    record = existing(call, names.TIMELINE_EVENTS, call.arguments["id"], "Custom event type")
    return Reply.json(200, _view(call, record))


def named(call: Call, name: str) -> Record | None:
    """Return the custom event type with a name."""
    return next(iter(call.records.lookup(names.TIMELINE_EVENTS, "name", name)), None)


def _name_errors(call: Call, name: str) -> list[FieldError]:
    if name in _TAKEN:
        return [FieldError("name", "Must not be the name of a system event.")]
    # Rebilly documents no 409 here.
    return [FieldError("name", "A custom event type with this name exists already.")] if named(call, name) else []


def _view(call: Call, record: Record) -> dict[str, Any]:
    return {**record, "_links": [link("self", _address(call, record))]}


def _address(call: Call, record: Record) -> str:
    return href(call, "customer-timeline-custom-events", record["id"])


collections = (Collection(names.TIMELINE_EVENTS, indexes=("name",)),)
