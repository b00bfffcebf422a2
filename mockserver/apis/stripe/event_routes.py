"""Reading events, for as long as Stripe keeps them."""

from mockserver.apis.stripe import views
from mockserver.apis.stripe.answers import answer
from mockserver.apis.stripe.dialect import Parameters
from mockserver.apis.stripe.documented import list_of, route
from mockserver.apis.stripe.events import EVENTS, forget_old, is_kept, new_event
from mockserver.apis.stripe.fields import Constant, Expandable, ListParameters, Range, Text, within
from mockserver.apis.stripe.lookups import Kind, any_id, existing
from mockserver.apis.stripe.owner import new_customer
from mockserver.apis.stripe.problems import NoSuch, bad, no_such
from mockserver.apis.stripe.query import page
from mockserver.apis.stripe.requests import read
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import Array, Object, OpenObject, shape_of
from mockserver.core.fields.kinds import Flag, Whole
from mockserver.core.http.reply import Reply
from mockserver.core.store import Collection, Record

MOST_TYPES = 20


class EventData(Parameters):
    """The object an event is about, and what of it an update changed."""

    object = OpenObject()
    previous_attributes = OpenObject(always=False)


class EventRequest(Parameters):
    """The request that caused an event."""

    id = Text(null=True)
    idempotency_key = Text(null=True)


class Event(Parameters):
    """An event."""

    id = Text()
    object = Constant("event")
    api_version = Text(null=True)
    created = Whole()
    data = Object(EventData)
    livemode = Flag()
    pending_webhooks = Whole()
    request = Object(EventRequest)
    type = Text()


class EventListParameters(ListParameters):
    """A list of events."""

    created = Range()
    delivery_success = Flag()
    type = Text()
    types = Array(Text(), MOST_TYPES)


LIST, RETRIEVE, SHAPE = EventListParameters(), Expandable(), shape_of(Event)


def _blank(call: Call, id: str) -> Record:
    customer = views.view(call, new_customer(call, "cus_any"))
    return new_event(call, id, "customer.created", {"object": customer})


EVENT = Kind(EVENTS, "event", _blank)


@route("GET /events/<id>", "events.get", "GetEventsId", SHAPE, query=RETRIEVE)
def retrieve_event(call: Call) -> Reply:
    """Retrieve an event."""
    values = read(call, RETRIEVE)
    event = existing(call, EVENT, call.arguments["id"])
    if not is_kept(call, event) and not any_id(call):
        raise NoSuch(no_such(EVENT.what, event["id"]))
    return answer(call, event, values)


@route("GET /events", "events.list", "GetEvents", list_of(SHAPE), query=LIST)
def list_events(call: Call) -> Reply:
    """List events."""
    values = read(call, LIST)
    if "type" in values and "types" in values:
        raise bad(("type",), "You may only specify one of these parameters: type, types.")
    forget_old(call)
    types = [values["type"]] if "type" in values else values.get("types")
    created, delivered = values.get("created", {}), values.get("delivery_success")

    def wanted(event: Record) -> bool:
        return (
            is_kept(call, event)
            and (types is None or any(fits(event["type"], pattern) for pattern in types))
            and (delivered is None or (event["pending_webhooks"] == 0) == delivered)
            and within(created, event["created"])
        )

    return page(call, values, EVENT, keep=wanted)


def fits(type: str, pattern: str) -> bool:
    """Return whether a type of event is named by a pattern, in which `*` stands for anything.

    >>> fits("customer.tax_id.created", "customer.*.created")
    True
    """
    first, *rest = pattern.split("*")
    if not rest:
        return type == pattern
    *middle, last = rest
    if not type.startswith(first) or len(type) < len(first) + len(last) or not type.endswith(last):
        return False
    position, end = len(first), len(type) - len(last)
    for part in middle:
        found = type.find(part, position, end)
        if found < 0:
            return False
        position = found + len(part)
    return True


collections = (Collection(EVENTS),)
