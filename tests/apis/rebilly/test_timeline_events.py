"""/customer-timeline-custom-events: custom event types, created, listed and read."""

from typing import Any

from tests.apis.rebilly.samples import NOW, freeze
from tests.clients import Rebilly
from tests.tables import each_row

PATH = "/customer-timeline-custom-events"


def test_a_custom_event_type_is_created(rebilly: Rebilly) -> None:
    """201 with its address and the limit, and it reads the same."""
    freeze(rebilly)
    answer = rebilly.post(PATH, {"name": "Called back"})
    own = f"http://localhost/organizations/{rebilly.organization}{PATH}/{answer.json['id']}"
    assert answer.status == 201
    assert answer.json == {
        "id": answer.json["id"],
        "name": "Called back",
        "createdTime": NOW,
        "updatedTime": NOW,
        "_links": [{"rel": "self", "href": own}],
    }
    assert answer.headers["location"] == own
    assert (answer.headers["x-ratelimit-limit"], answer.headers["x-ratelimit-remaining"]) == ("3000", "2999")
    shown = rebilly.get(f"{PATH}/{answer.json['id']}")
    assert (shown.status, shown.json) == (200, answer.json)


@each_row(
    ("body", "message"),
    [
        ({}, "This member is required."),
        ({"name": None}, "Must not be null."),
        ({"name": ["Called back"]}, "Must be a string."),
        ({"name": ""}, "Must be at least 1 characters long."),
        ({"name": "x" * 256}, "Must be at most 255 characters long."),
        ({"name": "customer-comment-created"}, "Must not be the name of a system event."),
        ({"name": "ready-to-payout-requested"}, "Must not be the name of a system event."),
        ({"name": "Met"}, "A custom event type with this name exists already."),
    ],
    ids=["absent", "null", "no text", "empty", "too long", "a type of messages", "a system event", "taken"],
)
def test_a_name_is_checked(rebilly: Rebilly, body: Any, message: str) -> None:
    """Each rule has its own message, and nothing is stored."""
    rebilly.post(PATH, {"name": "Met"})
    answer = rebilly.post(PATH, body)
    assert (answer.status, answer.invalid_fields) == (422, {"name": [message]})
    assert [one["name"] for one in rebilly.get(PATH).json] == ["Met"]


def test_a_name_of_another_case_is_another_name(rebilly: Rebilly) -> None:
    """A message names its event type exactly."""
    rebilly.post(PATH, {"name": "Met"})
    assert rebilly.post(PATH, {"name": "met"}).status == 201


def test_custom_event_types_are_listed_newest_first(rebilly: Rebilly) -> None:
    """A page is a bare list with its pagination headers, and can be filtered."""
    made = [rebilly.post(PATH, {"name": name}).json for name in ("a", "b", "c")]
    answer = rebilly.get(f"{PATH}?limit=2&offset=1")
    assert (answer.status, answer.json) == (200, [made[1], made[0]])
    assert [answer.headers[f"pagination-{name}"] for name in ("total", "limit", "offset")] == ["3", "2", "1"]
    assert rebilly.get(f"{PATH}?filter=name:B").json == [made[1]]


def test_an_unknown_custom_event_type_is_not_found(rebilly: Rebilly) -> None:
    """404, although Rebilly documents only 200: there is nothing to answer."""
    answer = rebilly.get(f"{PATH}/unknown")
    assert (answer.status, answer.json["detail"]) == (404, "Custom event type not found.")
