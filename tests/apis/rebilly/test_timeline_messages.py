"""/customers/{id}/timeline: what happened to a customer, and what clients say of it."""

from typing import Any

import pytest

from mockserver.apis.rebilly.tables import TIMELINE_TYPES
from tests.apis.rebilly.samples import NOW, advance, freeze, timeline
from tests.clients import Rebilly

PATH = "/customers/mara/timeline"
EVENTS = "/customer-timeline-custom-events"
POSTABLE = [type for type in TIMELINE_TYPES if type != "custom-event"]


@pytest.fixture(autouse=True)
def mara(rebilly: Rebilly) -> None:
    """A customer of the name; time stands still."""
    freeze(rebilly)
    rebilly.put("/customers/mara", {})


def post(rebilly: Rebilly, **members: Any) -> Any:
    answer = rebilly.post(PATH, members)
    assert answer.status == 201, answer.content
    return answer.json


def texts(rebilly: Rebilly, query: str = "") -> list[str]:
    return [message["message"] for message in rebilly.get(PATH + query).json]


def test_a_text_alone_is_a_comment(rebilly: Rebilly) -> None:
    """201 with the whole message, its address and the limit; the customer's id is told by the address alone."""
    answer = rebilly.post(PATH, {"message": "Called @tom@example.com about #customers-tom"})
    own = f"http://localhost/organizations/{rebilly.organization}{PATH}/{answer.json['id']}"
    assert answer.status == 201
    assert answer.json == {
        "id": answer.json["id"],
        "type": "customer-comment-created",
        "triggeredBy": "direct-api",
        "message": "Called @tom@example.com about #customers-tom",
        "extraData": {
            "actions": [],
            "tables": [],
            "author": {"userFullName": "API", "userId": "usr_api"},
            "mentions": {},
            "links": [],
        },
        "occurredTime": NOW,
        "_links": [{"rel": "self", "href": own}],
    }
    assert answer.json["id"].startswith("tmln_")
    assert answer.headers["location"] == own
    assert (answer.headers["x-ratelimit-limit"], answer.headers["x-ratelimit-remaining"]) == ("3000", "2998")


def test_a_message_is_read(rebilly: Rebilly) -> None:
    """As it was answered when it was posted."""
    made = post(rebilly, message="Called")
    answer = rebilly.get(f"{PATH}/{made['id']}")
    assert (answer.status, answer.json) == (200, made)


def test_no_member_of_a_message_is_required(rebilly: Rebilly) -> None:
    """An empty one is a comment without text."""
    made = post(rebilly)
    assert (made["type"], made["message"]) == ("customer-comment-created", "")


def test_every_type_can_be_posted(rebilly: Rebilly) -> None:
    """The published list has 88."""
    assert [post(rebilly, type=type)["type"] for type in POSTABLE] == POSTABLE
    assert len(POSTABLE) == 87


def test_a_custom_event_shows_its_data_as_a_table(rebilly: Rebilly) -> None:
    """One row a member: text as it is, null as nothing, the rest as JSON."""
    rebilly.post(EVENTS, {"name": "Called back"})
    data = {"by": "Tom", "again": True, "minutes": 7, "note": None, "about": {"order": ["a", 1]}}
    made = post(rebilly, type="custom-event", customEventType="Called back", customData=data, message="Glad")
    assert (made["type"], made["customEventType"], made["message"]) == ("custom-event", "Called back", "Glad")
    assert made["extraData"]["tables"] == [
        {
            "type": "two-columns",
            "title": "Called back",
            "footer": "",
            "data": [
                {"attribute": "by", "value": "Tom"},
                {"attribute": "again", "value": "true"},
                {"attribute": "minutes", "value": "7"},
                {"attribute": "note", "value": ""},
                {"attribute": "about", "value": '{"order": ["a", 1]}'},
            ],
        }
    ]
    assert "customData" not in made


@pytest.mark.parametrize("data", [{}, {"customData": {}}, {"customData": []}], ids=["absent", "empty", "of PHP"])
def test_a_custom_event_needs_no_data(rebilly: Rebilly, data: Any) -> None:
    """Without data there is no table."""
    rebilly.post(EVENTS, {"name": "Met"})
    made = post(rebilly, type="custom-event", customEventType="Met", **data)
    assert made["extraData"]["tables"] == []


def test_what_belongs_to_a_custom_event_is_passed_over_elsewhere(rebilly: Rebilly) -> None:
    """A comment has neither an event type nor data."""
    made = post(rebilly, message="Met", customEventType="unknown", customData={"by": "Tom"})
    assert "customEventType" not in made
    assert made["extraData"]["tables"] == []


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        ({"type": 7}, "type", "Must be a string."),
        ({"message": None}, "message", "Must not be null."),
        ({"message": ["a"]}, "message", "Must be a string."),
        ({"customEventType": ""}, "customEventType", "Must be at least 1 characters long."),
        ({"customEventType": "x" * 256}, "customEventType", "Must be at most 255 characters long."),
        ({"customData": "a"}, "customData", "Must be an object."),
        ({"type": "custom-event"}, "customEventType", "This member is required for the type custom-event."),
        (
            {"type": "custom-event", "customEventType": None},
            "customEventType",
            "This member is required for the type custom-event.",
        ),
        (
            {"type": "custom-event", "customEventType": "unknown"},
            "customEventType",
            "Custom event type must exist.",
        ),
    ],
    ids=[
        "type no text", "message null", "message no text", "event empty", "event too long", "data no object",
        "event absent", "event null", "event unknown",
    ],
)  # fmt: skip
def test_a_message_is_checked(rebilly: Rebilly, body: Any, field: str, message: str) -> None:
    """Each rule has its own message, and nothing is written."""
    answer = rebilly.post(PATH, body)
    assert (answer.status, answer.invalid_fields) == (422, {field: [message]})
    assert texts(rebilly) == ["Customer was created"]


def test_an_unknown_type_is_refused(rebilly: Rebilly) -> None:
    """The refusal says how many there are."""
    [message] = rebilly.post(PATH, {"type": "comment"}).invalid_fields["type"]
    assert message.endswith("… (88 values).")


def test_an_unknown_customer_has_no_place_for_messages(rebilly: Rebilly) -> None:
    """A post is 422 for `id` and a list is empty: Rebilly documents no 404 for them."""
    answer = rebilly.post("/customers/unknown/timeline", {"message": 7})
    assert answer.status == 422
    assert answer.invalid_fields == {"message": ["Must be a string."], "id": ["Customer must exist."]}
    answer = rebilly.get("/customers/unknown/timeline")
    assert (answer.status, answer.json, answer.headers["pagination-total"]) == (200, [], "0")


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_message_is_found_only_with_its_customer(rebilly: Rebilly, method: str) -> None:
    """404 for an unknown message, and for one of somebody else."""
    rebilly.put("/customers/tom", {})
    id = post(rebilly, message="Called")["id"]
    for path in (f"{PATH}/unknown", f"/customers/tom/timeline/{id}", f"/customers/unknown/timeline/{id}"):
        answer = rebilly.send(method, path)
        assert (answer.status, answer.json["detail"]) == (404, "Timeline message not found.")
    assert rebilly.get(f"{PATH}/{id}").status == 200


def test_messages_are_listed_newest_first(rebilly: Rebilly) -> None:
    """A page has the messages of its customer alone, and its pagination headers."""
    rebilly.put("/customers/tom", {})
    made = [post(rebilly, message=text) for text in ("a", "b", "c")]
    answer = rebilly.get(f"{PATH}?limit=2&offset=1")
    assert (answer.status, answer.json) == (200, [made[1], made[0]])
    assert [answer.headers[f"pagination-{name}"] for name in ("total", "limit", "offset")] == ["4", "2", "1"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?filter=type:customer-comment-created", ["beta", "Alpha"]),
        ("?filter=message:alpha", ["Alpha"]),
        ("?filter=occurredTime:2026-01-15T10:00:05Z..", ["beta"]),
        ("?q=ALP", ["Alpha"]),
        ("?q=customer-cr", ["Customer was created"]),
        ("?sort=message", ["Alpha", "beta", "Customer was created"]),
        ("?sort=occurredTime,-message", ["Customer was created", "Alpha", "beta"]),
    ],
    ids=["type", "text in any case", "time", "a part of the text", "a part of the type", "sorted", "by time"],
)
def test_messages_are_found(rebilly: Rebilly, query: str, found: list[str]) -> None:
    """A timeline is filtered, searched and sorted like other collections."""
    post(rebilly, message="Alpha")
    advance(rebilly, "5s")
    post(rebilly, message="beta")
    assert texts(rebilly, query) == found


@pytest.mark.parametrize("member", ["customerId", "customData", "_posted"])
def test_what_is_not_shown_cannot_be_filtered_by(rebilly: Rebilly, member: str) -> None:
    """Members of ours, and what is only written, are no part of a message."""
    answer = rebilly.get(f"{PATH}?filter={member}:mara")
    assert (answer.status, list(answer.invalid_fields)) == (400, ["filter"])


def test_a_posted_message_is_deleted(rebilly: Rebilly) -> None:
    """204 without a body, with the limit, whatever its type was."""
    id = post(rebilly, message="Called", type="invoice-paid")["id"]
    answer = rebilly.delete(f"{PATH}/{id}")
    assert (answer.status, answer.content, answer.headers["x-ratelimit-remaining"]) == (204, b"", "2997")
    assert rebilly.get(f"{PATH}/{id}").status == 404
    assert texts(rebilly) == ["Customer was created"]


def test_what_the_server_has_written_stays(rebilly: Rebilly) -> None:
    """409: history cannot be deleted."""
    [message] = rebilly.get(PATH).json
    answer = rebilly.delete(f"{PATH}/{message['id']}")
    assert (answer.status, answer.json["detail"]) == (409, "Only messages that were posted can be deleted.")
    assert rebilly.get(PATH).json == [message]


def test_a_message_is_none_of_the_customers_revision(rebilly: Rebilly) -> None:
    """A comment does not change the customer."""
    before = rebilly.get("/customers/mara").json
    post(rebilly, message="Called")
    assert rebilly.get("/customers/mara").json == before


def test_changes_of_a_customer_are_told(rebilly: Rebilly) -> None:
    """Each kind of change has its message, with a table of what was and what is."""
    rebilly.put("/customers/mara", {"customFields": {"plan": "gold", "seats": 3}})
    rebilly.put("/customers/mara", {"customFields": {"plan": "gold"}, "primaryAddress": {"city": "York"}})
    assert timeline(rebilly, "mara") == [
        ("customer-created", "Customer was created"),
        ("custom-fields-changed", "Custom fields were changed"),
        ("primary-address-changed", "Primary address was changed"),
        ("custom-fields-changed", "Custom fields were changed"),
    ]
    [table] = rebilly.get(PATH).json[0]["extraData"]["tables"]
    assert table == {
        "type": "three-columns",
        "title": "Custom fields were changed",
        "footer": "",
        "data": [{"attribute": "seats", "previousValue": "3", "newValue": ""}],
    }
