"""System events, which are the same for everybody."""

from mockserver.apis.rebilly.tables import SYSTEM_EVENTS
from tests.clients import Rebilly
from tests.tables import each_row


def test_every_event_is_listed_once() -> None:
    """There are ninety-six; merging customers and changing lead sources are not among them."""
    assert len(SYSTEM_EVENTS) == len(set(SYSTEM_EVENTS)) == 96
    assert not {"customer-merged", "lead-source-changed"} & set(SYSTEM_EVENTS)


def test_the_list_is_in_the_providers_order(rebilly: Rebilly) -> None:
    """The list starts with the first event and has headers."""
    answer = rebilly.get("/events")
    assert [event["eventType"] for event in answer.json] == list(SYSTEM_EVENTS)
    assert [answer.headers[f"pagination-{name}"] for name in ("total", "limit", "offset")] == ["96", "100", "0"]


@each_row(
    ("query", "found"),
    [
        ("limit=1&offset=14", ["customer-created"]),
        ("filter=eventType:customer-created,customer-updated", ["customer-created", "customer-updated"]),
        ("filter=category:payments;eventType:customer-created", []),
        ("q=Payment card", ["payment-card-created", "payment-card-expiration-reminder", "payment-card-expired"]),
    ],
)
def test_the_list_can_be_narrowed(rebilly: Rebilly, query: str, found: list[str]) -> None:
    """Pages, filters and text choose events."""
    assert [event["eventType"] for event in rebilly.get(f"/events?{query}").json] == found


@each_row("type", SYSTEM_EVENTS)
def test_each_event_can_be_read(rebilly: Rebilly, type: str) -> None:
    """An event reads the same by itself and in the list."""
    answer = rebilly.get(f"/events/{type}")
    assert answer.status == 200
    assert rebilly.get(f"/events?filter=eventType:{type}").json == [answer.json]


def test_an_event_has_a_title_and_no_rules(rebilly: Rebilly) -> None:
    """Nothing is bound to an event."""
    own = f"http://localhost/organizations/{rebilly.organization}/events/customer-created"
    assert rebilly.get("/events/customer-created").json == {
        "eventType": "customer-created",
        "title": "Customer created",
        "description": "Customer created.",
        "category": "billing",
        "rulesCount": 0,
        "bindsCount": 0,
        "_links": [
            {"rel": "self", "href": own},
            {"rel": "history", "href": f"{own}/rules/history"},
            {"rel": "rules", "href": f"{own}/rules"},
        ],
    }


def test_an_unknown_event_is_not_found(rebilly: Rebilly) -> None:
    """An event of webhooks alone is none of the system's."""
    answer = rebilly.get("/events/customer-merged")
    assert (answer.status, answer.json["detail"]) == (404, "Event not found.")
