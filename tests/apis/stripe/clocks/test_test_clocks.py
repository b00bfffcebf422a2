"""Test clocks: time for a few customers that stands still until it is moved."""

from typing import Any

import pytest

from tests.clients import Answer, Stripe

NOON = 1_768_478_400
A_DAY = 24 * 60 * 60
LONG_AGO = 1_600_000_000

OLD = {"Stripe-Version": "2025-02-24.acacia"}


@pytest.fixture
def frozen(stripe: Stripe) -> Stripe:
    """An account whose clock stands still at noon."""
    stripe.admin("POST", "/clock/freeze", {"at": "2026-01-15T12:00:00Z"})
    return stripe


def create(stripe: Stripe, frozen_time: int = LONG_AGO, **parameters: Any) -> str:
    """Create a test clock and give its id."""
    answer = stripe.post("/test_helpers/test_clocks", frozen_time=frozen_time, **parameters)
    assert answer.status == 200, answer.content
    return str(answer.json["id"])


def advance(stripe: Stripe, clock: str, frozen_time: int) -> Answer:
    """Move a test clock."""
    return stripe.post(f"/test_helpers/test_clocks/{clock}/advance", frozen_time=frozen_time)


def said(answer: Answer) -> tuple[int, str, str | None]:
    """Give the status, the sentence and the parameter of a refusal."""
    status, error = answer.refusal
    return status, error["message"], error.get("param")


def told(stripe: Stripe, type: str = "test_helpers.*") -> list[str]:
    """Give the types of what happened, oldest first."""
    return [event["type"] for event in reversed(stripe.get("/events", type=type).json["data"])]


def test_a_new_clock(frozen: Stripe) -> None:
    """It shows the time it was given, and lives for thirty days of the account's."""
    clock = frozen.post("/test_helpers/test_clocks", frozen_time=LONG_AGO, name="Renewals").json
    assert clock == {
        "id": clock["id"], "object": "test_helpers.test_clock", "created": NOON, "deletes_after": NOON + 30 * A_DAY,
        "frozen_time": LONG_AGO, "livemode": False, "name": "Renewals", "status": "ready", "status_details": {},
    }  # fmt: skip
    assert clock["id"].startswith("clock_1")
    assert frozen.get(f"/test_helpers/test_clocks/{clock['id']}").json == clock
    assert said(frozen.post("/test_helpers/test_clocks")) == (
        400, "Missing required param: frozen_time.", "frozen_time",
    )  # fmt: skip


def test_a_clock_is_on_its_way_before_it_is_there(frozen: Stripe) -> None:
    """The answer says where it goes; afterwards it has arrived."""
    id = create(frozen)
    before = frozen.get(f"/test_helpers/test_clocks/{id}").json
    advancing = advance(frozen, id, LONG_AGO + A_DAY).json
    assert advancing == {
        **before, "status": "advancing",
        "status_details": {"advancing": {"target_frozen_time": LONG_AGO + A_DAY}},
    }  # fmt: skip
    assert frozen.get(f"/test_helpers/test_clocks/{id}").json == {**before, "frozen_time": LONG_AGO + A_DAY}
    assert told(frozen) == [
        "test_helpers.test_clock.created", "test_helpers.test_clock.advancing", "test_helpers.test_clock.ready",
    ]  # fmt: skip


def test_a_clock_only_moves_forward(frozen: Stripe) -> None:
    """And at most two years at once."""
    id = create(frozen, NOON)
    backward = (400, "The frozen_time must be after the test clock's current frozen_time.", "frozen_time")
    assert said(advance(frozen, id, NOON)) == backward
    assert said(advance(frozen, id, NOON - A_DAY)) == backward
    two_years = NOON + 730 * A_DAY
    assert said(advance(frozen, id, two_years + 1))[2] == "frozen_time"
    assert advance(frozen, id, two_years).status == 200


def test_an_unknown_clock(frozen: Stripe) -> None:
    """Has another name in every place that names it."""
    inner = "No such billingclock: 'nope'"
    assert said(frozen.get("/test_helpers/test_clocks/nope")) == (404, inner, "test_clock")
    assert said(advance(frozen, "nope", NOON)) == (404, inner, "test_clock")
    assert said(frozen.get("/customers", test_clock="nope")) == (400, inner, "test_clock")
    assert said(frozen.post("/customers", test_clock="nope")) == (404, "No such test_clock: 'nope'", "test_clock")


def test_customers_of_a_clock(frozen: Stripe) -> None:
    """They are created in its time, and listed only by its name."""
    clock = create(frozen)
    one = frozen.customer(test_clock=clock, expand=["test_clock"])
    assert (one["created"], one["test_clock"]["id"]) == (LONG_AGO, clock)
    other = frozen.customer()["id"]
    assert [row["id"] for row in frozen.get("/customers").json["data"]] == [other]
    assert [row["id"] for row in frozen.get("/customers", test_clock=clock).json["data"]] == [one["id"]]


def test_a_clock_has_three_customers(frozen: Stripe) -> None:
    """And no fourth, whichever way it comes."""
    clock = create(frozen)
    for _ in range(3):
        frozen.customer(test_clock=clock)
    assert said(frozen.post("/customers", test_clock=clock)) == (
        400, f"Test clock {clock} already has 3 customers, which is the most it can have.", "test_clock",
    )  # fmt: skip


def test_a_customer_is_put_on_a_clock(frozen: Stripe) -> None:
    """Once and for all."""
    customer = frozen.customer()["id"]
    clock = create(frozen, customer=customer)
    assert frozen.get(f"/customers/{customer}").json["test_clock"] == clock
    again = frozen.post("/test_helpers/test_clocks", frozen_time=NOON, customer=customer)
    assert said(again) == (400, f"Customer {customer} is already attached to a test clock.", "customer")
    unknown = frozen.post("/test_helpers/test_clocks", frozen_time=NOON, customer="nope")
    assert said(unknown) == (400, "No such customer: 'nope'", "customer")
    assert len(frozen.get("/test_helpers/test_clocks").json["data"]) == 1


def test_customers_go_with_their_clock(frozen: Stripe) -> None:
    """A deleted clock leaves nobody in its time."""
    clock = create(frozen)
    customer = frozen.customer(test_clock=clock)["id"]
    gone = frozen.delete(f"/test_helpers/test_clocks/{clock}").json
    assert gone == {"id": clock, "object": "test_helpers.test_clock", "deleted": True}
    assert frozen.get(f"/customers/{customer}").json["deleted"] is True
    assert frozen.get(f"/test_helpers/test_clocks/{clock}").status == 404
    assert told(frozen, "*.deleted") == ["customer.deleted", "test_helpers.test_clock.deleted"]


def test_a_clock_dies_after_thirty_days(frozen: Stripe) -> None:
    """Of the account's time, with its customers."""
    clock = create(frozen)
    customer = frozen.customer(test_clock=clock)["id"]
    frozen.admin("POST", "/clock/advance", {"by": "30d"})
    assert said(frozen.post("/customers", test_clock=clock))[0] == 404
    assert said(frozen.get("/customers", test_clock=clock))[0] == 400
    assert frozen.get("/test_helpers/test_clocks").json["data"] == []
    assert frozen.get(f"/customers/{customer}").json == {"id": customer, "object": "customer", "deleted": True}


def test_a_dead_clock_is_nowhere(frozen: Stripe) -> None:
    """Also where an older one lives longer, as the account's time went back between the two."""
    older = create(frozen)
    frozen.admin("POST", "/clock/freeze", {"at": "2026-01-01T12:00:00Z"})
    dead = create(frozen)
    frozen.admin("POST", "/clock/freeze", {"at": "2026-02-01T12:00:00Z"})
    assert [clock["id"] for clock in frozen.get("/test_helpers/test_clocks").json["data"]] == [older]
    assert frozen.get(f"/test_helpers/test_clocks/{dead}").status == 404
    assert frozen.post(f"/test_helpers/test_clocks/{dead}/advance", frozen_time=NOON + 60).status == 404


def test_lists(frozen: Stripe) -> None:
    """Newest first, page by page."""
    first, second = create(frozen), create(frozen)
    listed = frozen.get("/test_helpers/test_clocks", limit=1).json
    assert ([row["id"] for row in listed["data"]], listed["has_more"]) == ([second], True)
    rest = frozen.get("/test_helpers/test_clocks", starting_after=second).json
    assert [row["id"] for row in rest["data"]] == [first]


def test_what_falls_due_happens_on_the_way(frozen: Stripe) -> None:
    """In the order of its time: a discount ends after a month, a register has answered long before."""
    frozen.post("/coupons", id="MONTH", percent_off=5, duration="repeating", duration_in_months=1)
    clock = create(frozen, NOON)
    parameters = {"test_clock": clock, "coupon": "MONTH", "tax_id_data": [{"type": "eu_vat", "value": "DE123456789"}]}
    customer = frozen.send("POST", "/customers", parameters, OLD).json["id"]
    advance(frozen, clock, NOON + 30 * A_DAY)
    assert frozen.get(f"/customers/{customer}").json["discount"] is not None
    assert frozen.get(f"/customers/{customer}/tax_ids").json["data"][0]["verification"]["status"] == "verified"
    advance(frozen, clock, NOON + 31 * A_DAY)
    assert frozen.get(f"/customers/{customer}").json["discount"] is None
    assert told(frozen, "*")[-6:] == [
        "test_helpers.test_clock.advancing", "customer.tax_id.updated", "test_helpers.test_clock.ready",
        "test_helpers.test_clock.advancing", "customer.discount.deleted", "test_helpers.test_clock.ready",
    ]  # fmt: skip


def test_other_customers_keep_the_accounts_time(frozen: Stripe) -> None:
    """A test clock moves nobody but its own."""
    frozen.post("/coupons", id="MONTH", percent_off=5, duration="repeating", duration_in_months=1)
    customer = frozen.send("POST", "/customers", {"coupon": "MONTH"}, OLD).json["id"]
    advance(frozen, create(frozen, NOON), NOON + 365 * A_DAY)
    assert frozen.get(f"/customers/{customer}").json["discount"] is not None


def test_any_clock_exists(frozen: Stripe) -> None:
    """Where the account says so."""
    frozen.admin("PUT", "/settings/stripe", {"any_id": True})
    assert frozen.get("/test_helpers/test_clocks/clock_xyz").json["id"] == "clock_xyz"
