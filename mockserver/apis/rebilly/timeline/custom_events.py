"""Custom event types: what messages of a customer's timeline can be about beyond what Rebilly knows."""

from typing import Any

from mockserver.apis.rebilly import names
from mockserver.apis.rebilly.dialect import Body, Moment, linked, resource_id, times, valid
from mockserver.apis.rebilly.query import FILTER, LIMIT, OFFSET
from mockserver.apis.rebilly.resource import Resource
from mockserver.apis.rebilly.tables import SYSTEM_EVENTS, TIMELINE_TYPES
from mockserver.apis.rebilly.views import link
from mockserver.core.api.model import Call
from mockserver.core.fields.kinds import Text
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


_CUSTOM_EVENT = CustomEventSchema()


def named(call: Call, name: str) -> Record | None:
    """Return the custom event type with a name."""
    return next(iter(call.records.lookup(names.TIMELINE_EVENTS, "name", name)), None)


def _name_errors(call: Call, name: str) -> list[FieldError]:
    if name in _TAKEN:
        return [FieldError("name", "Must not be the name of a system event.")]
    # Rebilly documents no 409 here.
    return [FieldError("name", "A custom event type with this name exists already.")] if named(call, name) else []


def _save(call: Call, id: str | None, before: Record | None) -> Record:
    values = valid(call, _CUSTOM_EVENT)
    if errors := _name_errors(call, values["name"]):
        raise Invalid(errors=errors)
    record = {"id": call.mint("tmln_evt"), "name": values["name"], **times(call)}
    call.records.put(names.TIMELINE_EVENTS, record["id"], record)
    return record


def _view(call: Call, record: Record) -> dict[str, Any]:
    return {**record, "_links": [link("self", _EVENTS.address(call, record))]}


_EVENTS = Resource(
    names.TIMELINE_EVENTS, "customer-timeline-custom-events", "CustomerTimelineCustomEventType", "Custom event type",
    CustomEventSchema, _view,
)  # fmt: skip

routes = (
    _EVENTS.lists("List custom event types", LIMIT, OFFSET, FILTER),
    _EVENTS.create("Create a custom event type", _save),
    _EVENTS.get("Get a custom event type"),
)
collections = (Collection(names.TIMELINE_EVENTS, indexes=("name",)),)
