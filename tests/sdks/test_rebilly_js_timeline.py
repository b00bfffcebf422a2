"""Rebilly's own JavaScript SDK reads and writes a customer's timeline and lead source."""

import pytest

from tests.clients import Rebilly
from tests.sdks.javascript import Sdk

pytestmark = pytest.mark.sdk


@pytest.fixture(autouse=True)
def ada(sdk: Sdk) -> None:
    """A customer of the name."""
    sdk.call("customers.update", id="ada", data={})


def test_a_comment_is_created_and_read(sdk: Sdk) -> None:
    """A text alone is what the SDK's own sample sends."""
    made = sdk.call("customers.createTimelineComment", id="ada", data={"message": "Called"})
    assert (made.status, made.fields["type"]) == (201, "customer-comment-created")
    shown = sdk.call("customers.getTimelineMessage", id="ada", messageId=made.fields["id"])
    assert (shown.status, shown.fields) == (200, made.fields)


def test_a_custom_event_is_created(sdk: Sdk, tenant: Rebilly) -> None:
    """Its type is declared without the SDK, which has no method for it."""
    tenant.post("/customer-timeline-custom-events", {"name": "Met"})
    data = {"type": "custom-event", "customEventType": "Met", "customData": {"by": "Tom"}, "message": "At the fair"}
    made = sdk.call("customers.createTimelineComment", id="ada", data=data).fields
    assert made["extraData"]["tables"][0]["data"] == [{"attribute": "by", "value": "Tom"}]


def test_a_timeline_is_listed(sdk: Sdk) -> None:
    """The collection knows its bounds, newest first, and can be filtered, searched and sorted."""
    for text in ("Call one", "Call two", "Visit"):
        sdk.call("customers.createTimelineComment", id="ada", data={"message": text})
    page = sdk.call("customers.getAllTimelineMessages", id="ada", limit=2, offset=1)
    assert (page.limit, page.offset, page.total) == (2, 1, 4)
    assert [message["message"] for message in page.items] == ["Call two", "Call one"]
    comments = {"id": "ada", "filter": "type:customer-comment-created", "sort": "-message", "q": "call"}
    found = sdk.call("customers.getAllTimelineMessages", **comments)
    assert [message["message"] for message in found.items] == ["Call two", "Call one"]


def test_a_comment_is_deleted(sdk: Sdk) -> None:
    """Afterwards it is not found."""
    id = sdk.call("customers.createTimelineComment", id="ada", data={"message": "Called"}).fields["id"]
    assert sdk.call("customers.deleteTimelineMessage", id="ada", messageId=id).status == 204
    refusal = sdk.refusal("customers.getTimelineMessage", id="ada", messageId=id)
    assert (refusal.name, refusal.message) == ("RebillyNotFoundError", "Timeline message not found.")


def test_history_is_not_deleted(sdk: Sdk) -> None:
    """What the server has written is a conflict."""
    [message] = sdk.call("customers.getAllTimelineMessages", id="ada").items
    refusal = sdk.refusal("customers.deleteTimelineMessage", id="ada", messageId=message["id"])
    assert (refusal.name, refusal.status) == ("RebillyConflictError", 409)


def test_a_lead_source_is_created_updated_and_read(sdk: Sdk) -> None:
    """Both are the same request to the server, which answers 201 to each; the original stays."""
    made = sdk.call("customers.createLeadSource", id="ada", data={"source": "fair", "ipAddress": "192.0.2.1"})
    assert (made.status, made.fields["source"]) == (201, "fair")
    changed = sdk.call("customers.updateLeadSource", id="ada", data={"source": "friend"})
    assert changed.status == 201
    shown = sdk.call("customers.getLeadSource", id="ada")
    assert (shown.status, shown.fields) == (200, changed.fields)
    assert (shown.fields["source"], shown.fields["original"]["source"]) == ("friend", "fair")


def test_a_lead_source_is_deleted(sdk: Sdk) -> None:
    """Afterwards it is not found."""
    sdk.call("customers.createLeadSource", id="ada", data={"source": "fair"})
    assert sdk.call("customers.deleteLeadSource", id="ada").status == 204
    refusal = sdk.refusal("customers.getLeadSource", id="ada")
    assert (refusal.name, refusal.message) == ("RebillyNotFoundError", "Lead source not found.")


def test_a_wrong_lead_source_is_named(sdk: Sdk) -> None:
    """The SDK tells the member that breaks a rule."""
    refusal = sdk.refusal("customers.updateLeadSource", id="ada", data={"referrer": "nowhere"})
    assert (refusal.name, refusal.fields) == ("RebillyValidationError", ["referrer"])
