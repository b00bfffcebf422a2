"""A test clock as it is stored, and the customers on it."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe import times
from mockserver.apis.stripe.lookups import Kind, any_id, found
from mockserver.apis.stripe.owner import CUSTOMERS
from mockserver.apis.stripe.problems import NoSuch, bad, no_such
from mockserver.apis.stripe.times import TEST_CLOCKS
from mockserver.core.api.model import Call
from mockserver.core.store import Record

LIVES = 30 * 24 * 60 * 60
"""Seconds of the account's time until a test clock is deleted, with all that is on it."""

MOST_CUSTOMERS = 3


def new_test_clock(call: Call, id: str, frozen_time: int, name: str | None = None) -> dict[str, Any]:
    """Return a test clock."""
    return {
        "id": id,
        "object": "test_helpers.test_clock",
        "created": times.now(call),
        "deletes_after": times.now(call) + LIVES,
        "frozen_time": frozen_time,
        "livemode": False,
        "name": name,
        "status": "ready",
        "status_details": {},
    }


def _blank(call: Call, id: str) -> Record:
    return new_test_clock(call, id, times.now(call))


# Where the path or a filter names a test clock, Stripe's errors call it by this inner name.
TEST_CLOCK = Kind(TEST_CLOCKS, "billingclock", _blank)


def has_expired(call: Call, clock: Record) -> bool:
    """Return whether a test clock's days are over."""
    return not any_id(call) and times.now(call) >= int(clock["deletes_after"])


def living(call: Call, id: str) -> Record | None:
    """Return a test clock whose days are not over."""
    clock = found(call, TEST_CLOCK, id)
    return None if clock is None or has_expired(call, clock) else clock


def begin_on_clock(call: Call, customer: Mapping[str, Any], id: str) -> dict[str, Any]:
    """Let a new customer live in a test clock's time."""
    clock = living(call, id)
    if clock is None:
        raise NoSuch(no_such("test_clock", id), param="test_clock")
    check_room(call, clock, "test_clock")
    return {**customer, "created": clock["frozen_time"], "test_clock": id}


def check_room(call: Call, clock: Record, param: str) -> None:
    """Refuse one customer too many."""
    customers = call.records.lookup(CUSTOMERS, "test_clock", clock["id"])
    if len(customers) >= MOST_CUSTOMERS and not any_id(call):
        message = f"Test clock {clock['id']} already has {MOST_CUSTOMERS} customers, which is the most it can have."
        raise bad((param,), message, begun=True)
