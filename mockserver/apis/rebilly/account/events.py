"""System events: the same for every tenant, and without rules."""

from typing import Any

from mockserver.apis.rebilly.dialect import Body, linked
from mockserver.apis.rebilly.documented import lists, many, route
from mockserver.apis.rebilly.filters import filterable
from mockserver.apis.rebilly.query import FILTER, LIMIT, OFFSET, SEARCH, Listing, page
from mockserver.apis.rebilly.tables import SYSTEM_EVENTS
from mockserver.apis.rebilly.views import href, link
from mockserver.core.api.model import Call
from mockserver.core.fields.kinds import Choice, Text, Whole
from mockserver.core.http.reply import Reply
from mockserver.core.problems import NotFound
from mockserver.core.store import Record


class EventSchema(Body):
    """A system event."""

    eventType = Choice(SYSTEM_EVENTS)
    title = Text()
    description = Text()
    category = Choice(("billing", "payments"))
    rulesCount = Whole(dump_only=True)
    bindsCount = Whole(dump_only=True)
    links = linked()


_OF_PAYMENTS = ("transaction", "payment", "payout", "dispute", "gateway", "ready-to", "waiting-gateway", "risk-score")


def _event(type: str) -> Record:
    title = type.replace("-", " ").capitalize()
    return {
        "eventType": type,
        "title": title,
        "description": f"{title}.",
        "category": "payments" if type.startswith(_OF_PAYMENTS) else "billing",
        "rulesCount": 0,
        "bindsCount": 0,
    }


_EVENTS = {type: _event(type) for type in SYSTEM_EVENTS}
LISTING = Listing("events", filterable(EventSchema()), searched=("eventType", "title"))


@lists(
    "GET /events", "events.list", "GetEventCollection", many(EventSchema), query=(LIMIT, OFFSET, FILTER, SEARCH),
)  # fmt: skip
def list_events(call: Call) -> Reply:
    """List system events."""
    return page(call, LISTING, lambda record: _view(call, record), among=list(_EVENTS.values()))


@route("GET /events/<eventType>", "events.get", "GetEvent", EventSchema)
def get_event(call: Call) -> Reply:
    """Get a system event."""
    record = _EVENTS.get(call.arguments["eventType"])
    if record is None:
        raise NotFound("Event not found.")
    return Reply.json(200, _view(call, record))


def _view(call: Call, record: Record) -> dict[str, Any]:
    own = href(call, "events", record["eventType"])
    links = [link("self", own), link("history", f"{own}/rules/history"), link("rules", f"{own}/rules")]
    return {**record, "_links": links}
