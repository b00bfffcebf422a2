"""What all organizations read alike: the organization, system events, and that what is not served here is empty."""

from typing import Any

from mockserver.apis.rebilly.auth import SECRET_OR_SESSION
from mockserver.apis.rebilly.contact import EmailSchema, PhoneSchema
from mockserver.apis.rebilly.dialect import Body, Moment, linked, resource_id, written
from mockserver.apis.rebilly.filters import ANYTHING, filterable
from mockserver.apis.rebilly.query import FILTER, LIMIT, OFFSET, PAGINATION, SEARCH, Listing, page
from mockserver.apis.rebilly.resource import COLLECTION_READ, lists, many, route
from mockserver.apis.rebilly.tables import SYSTEM_EVENTS
from mockserver.apis.rebilly.views import href, link
from mockserver.core.api.model import Call, Response, Route
from mockserver.core.fields.containers import Array, Object, OpenObject
from mockserver.core.fields.kinds import Choice, Text, Whole
from mockserver.core.http.reply import Reply
from mockserver.core.problems import NotFound
from mockserver.core.store import Record
from mockserver.version import __version__


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
_EVENT_LISTING = Listing("events", filterable(EventSchema()), searched=("eventType", "title"))


@lists(
    "GET /events", "events.list", "GetEventCollection", many(EventSchema), query=(LIMIT, OFFSET, FILTER, SEARCH),
)  # fmt: skip
def list_events(call: Call) -> Reply:
    """List system events."""
    return page(call, _EVENT_LISTING, lambda record: _view_event(call, record), among=list(_EVENTS.values()))


@route("GET /events/<eventType>", "events.get", "GetEvent", EventSchema)
def get_event(call: Call) -> Reply:
    """Get a system event."""
    record = _EVENTS.get(call.arguments["eventType"])
    if record is None:
        raise NotFound("Event not found.")
    return Reply.json(200, _view_event(call, record))


def _view_event(call: Call, record: Record) -> dict[str, Any]:
    own = href(call, "events", record["eventType"])
    links = [link("self", own), link("history", f"{own}/rules/history"), link("rules", f"{own}/rules")]
    return {**record, "_links": links}


class OrganizationSchema(Body):
    """An organization."""

    id = resource_id(dump_only=True)
    name = Text(60)
    address = Text(60, allow_none=True)
    address2 = Text(60, allow_none=True)
    city = Text(45, allow_none=True)
    region = Text(45, allow_none=True)
    country = Text(2, allow_none=True)
    phoneNumbers = Array(Object(PhoneSchema))
    emails = Array(Object(EmailSchema))
    taxDescriptor = Text(255, allow_none=True)
    invoiceTimeZone = Text(50)
    reportCurrency = Text(3)
    questionnaire = OpenObject(allow_none=True)
    settings = OpenObject()
    links = linked()


@route("GET /organizations/<id>", "organizations.get", "GetOrganization", OrganizationSchema)
def get_organization(call: Call) -> Reply:
    """Get the organization. Another one is not found."""
    if call.arguments["id"] != call.tenant:
        raise NotFound("Organization not found.")
    return Reply.json(200, _organization(call))


def _organization(call: Call) -> dict[str, Any]:
    return {
        "id": call.tenant,
        "name": call.tenant,
        "address": None,
        "address2": None,
        "city": None,
        "region": None,
        "country": None,
        "phoneNumbers": [],
        "emails": [],
        "taxDescriptor": None,
        "invoiceTimeZone": "UTC",
        "reportCurrency": "USD",
        "questionnaire": None,
        "settings": {},
        "_links": [link("self", href(call))],
    }


class StatusSchema(Body):
    """The state of the service."""

    status = Text(required=True)
    time = Moment()
    release = Text()


@route("GET /status", "status.get", "GetStatus", StatusSchema, refuses={}, public=True)
def get_status(call: Call) -> Reply:
    """Get the status of the service."""
    return Reply.json(200, {"status": "ok", "time": written(call.now), "release": __version__})


_LISTS = (
    ("applications", "GetApplicationCollection"),
    ("coupons", "GetCouponCollection"),
    ("custom-domains", "GetCustomDomainCollection"),
    ("fees", "GetFeeCollection"),
    ("payment-gateways-metadata", "GetPaymentGatewayMetadataCollection"),
    ("products", "GetProductCollection"),
    ("roles", "GetRoleCollection"),
    ("shipping-rates", "GetShippingRateCollection"),
    ("tags-rules", "GetTagRuleCollection"),
)
_OBJECTS = (
    ("external-services-settings", "GetExternalServiceSettings"),
    ("profile", "GetProfile"),
)


class NothingSchema(Body):
    """A record of a resource that is not served here."""


_NOTHING = Listing("nothing", ANYTHING)


def list_nothing(call: Call) -> Reply:
    """Return a page without records."""
    return page(call, _NOTHING, dict, among=())


def get_nothing(call: Call) -> Reply:
    """Return an object without members."""
    return Reply.json(200, {})


routes = (*(
        Route(
            "GET", f"/{path}", f"{path.replace('-', '_')}.list", id, list_nothing, f"List {path.replace('-', ' ')}",
            {200: Response(NothingSchema, PAGINATION, many=True), **COLLECTION_READ},
            SECRET_OR_SESSION, query=(LIMIT, OFFSET),
        )
        for path, id in _LISTS
    ), *(
        Route(
            "GET", f"/{path}", f"{path.replace('-', '_')}.get", id, get_nothing, f"Get {path.replace('-', ' ')}",
            {200: Response(NothingSchema), **COLLECTION_READ},
            SECRET_OR_SESSION,
        )
        for path, id in _OBJECTS
    ),)  # fmt: skip
