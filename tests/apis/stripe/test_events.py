"""Events: what happened to an account's objects, as each of them stood then."""

from typing import Any

import pytest

from tests.clients import Stripe

NOON = 1_768_478_400


@pytest.fixture
def frozen(stripe: Stripe) -> Stripe:
    """An account whose clock stands still at noon."""
    stripe.admin("POST", "/clock/freeze", {"at": "2026-01-15T12:00:00Z"})
    return stripe


def types(stripe: Stripe, **filters: Any) -> list[str]:
    """Give the types of a list of events, newest first."""
    return [event["type"] for event in stripe.get("/events", **filters).json["data"]]


def test_an_event(frozen: Stripe) -> None:
    """It holds the object and the request that caused it."""
    answer = frozen.send("POST", "/customers", {"name": "Ada"}, {"Idempotency-Key": "k-1"})
    [event] = frozen.get("/events").json["data"]
    assert event == {
        "id": event["id"], "object": "event", "api_version": "2026-10-28.endive", "created": NOON,
        "data": {"object": answer.json}, "livemode": False, "pending_webhooks": 0,
        "request": {"id": answer.headers["request-id"], "idempotency_key": "k-1"}, "type": "customer.created",
    }  # fmt: skip
    assert frozen.get(f"/events/{event['id']}").json == event


def test_an_event_keeps_what_was(frozen: Stripe) -> None:
    """Later changes are events of their own, with what they changed."""
    id = frozen.customer(name="Ada", metadata={"a": "1"})["id"]
    frozen.post(f"/customers/{id}", name="Grace", metadata={"b": "2"})
    update, creation = frozen.get("/events").json["data"]
    assert creation["data"]["object"]["name"] == "Ada"
    assert update["data"]["object"]["name"] == "Grace"
    assert update["data"]["previous_attributes"] == {"name": "Ada", "metadata": {"b": None}}


def test_events_are_in_the_accounts_version(frozen: Stripe) -> None:
    """Whatever version the request that caused them was in."""
    frozen.post("/coupons", id="FIVE", percent_off=5)
    frozen.send("POST", "/customers", {"coupon": "FIVE"}, {"Stripe-Version": "2022-11-15"})
    [event] = frozen.get("/events", type="customer.created").json["data"]
    assert event["api_version"] == "2026-10-28.endive"
    assert event["data"]["object"]["discount"]["source"] == {"coupon": "FIVE", "type": "coupon"}


def test_filters(frozen: Stripe) -> None:
    """By type, with `*` for anything, by several types, and by time."""
    id = frozen.customer()["id"]
    frozen.admin("POST", "/clock/advance", {"by": "1h"})
    frozen.post(f"/customers/{id}/tax_ids", type="us_ein", value="12-3456789")
    frozen.delete(f"/customers/{id}")
    everything = ["customer.deleted", "customer.tax_id.created", "customer.created"]
    assert [type for type in types(frozen) if type in everything] == everything
    assert types(frozen, type="customer.created") == ["customer.created"]
    assert types(frozen, type="customer.*.created") == ["customer.tax_id.created"]
    assert types(frozen, type="*.created") == ["customer.tax_id.created", "customer.created"]
    assert types(frozen, types=["customer.created", "customer.deleted"]) == ["customer.deleted", "customer.created"]
    assert types(frozen, type="invoice.*") == []
    assert types(frozen, created={"lte": NOON}) == ["customer.created"]
    assert types(frozen, type="customer.created", delivery_success=True) == ["customer.created"]
    assert types(frozen, delivery_success=False) == []


def test_refused_filters(stripe: Stripe) -> None:
    """Two at once, and too many."""
    both = stripe.get("/events", type="a", types=["b"]).refusal[1]
    assert both["message"] == "You may only specify one of these parameters: type, types."
    many = stripe.get("/events", types=[str(number) for number in range(21)]).refusal[1]
    assert (many["message"], many["param"]) == ("Array types exceeded maximum 20 allowed elements.", "types")


def test_events_are_kept_for_thirty_days(frozen: Stripe) -> None:
    """Of the account's time; then nobody finds them."""
    frozen.customer()
    [old] = frozen.get("/events").json["data"]
    frozen.admin("POST", "/clock/advance", {"by": "30d"})
    frozen.customer()
    assert len(types(frozen)) == 1
    assert frozen.get(f"/events/{old['id']}").refusal == (
        404,
        {
            "code": "resource_missing", "doc_url": "https://stripe.com/docs/error-codes/resource-missing",
            "message": f"No such event: '{old['id']}'", "param": "id", "type": "invalid_request_error",
        },
    )  # fmt: skip
    after = frozen.get("/events", starting_after=old["id"]).refusal
    assert (after[0], after[1]["param"]) == (400, "starting_after")


def test_old_events_leave_nothing_behind(frozen: Stripe) -> None:
    """Neither where something happens nor where somebody looks."""

    def stored() -> list[str]:
        return [event["type"] for event in frozen.admin("GET", "/data/stripe/events").json["records"]]

    frozen.customer()
    frozen.admin("POST", "/clock/advance", {"by": "30d"})
    frozen.post("/coupons", percent_off=5)
    assert stored() == ["coupon.created"]
    frozen.admin("POST", "/clock/advance", {"by": "30d"})
    assert types(frozen) == []
    assert stored() == []


def test_pages(frozen: Stripe) -> None:
    """Newest first; a cursor need not be of the type that is looked for."""
    for _ in range(3):
        frozen.delete(f"/customers/{frozen.customer()['id']}")
    first = frozen.get("/events", limit=2).json
    assert first["has_more"] is True
    rest = frozen.get("/events", type="customer.deleted", starting_after=first["data"][-1]["id"]).json
    assert [event["type"] for event in rest["data"]] == ["customer.deleted"] * 2


def test_refused_requests_cause_nothing(stripe: Stripe) -> None:
    """What is rolled back was never told."""
    assert stripe.post("/customers", name="Ada", balance="much").status == 400
    assert types(stripe) == []


def test_any_event_exists(stripe: Stripe) -> None:
    """Where the account says so."""
    stripe.admin("PUT", "/settings/stripe", {"any_id": True})
    event = stripe.get("/events/evt_xxx").json
    assert (event["id"], event["type"], event["data"]["object"]["object"]) == (
        "evt_xxx", "customer.created", "customer",
    )  # fmt: skip
