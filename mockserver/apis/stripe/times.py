"""Time in whole seconds: the account's, or that of the test clock a customer is attached to; and these clocks."""

import calendar
from datetime import UTC, datetime
from typing import Any

from mockserver.apis.stripe.lookups import Kind, any_id, found
from mockserver.core.api.model import Call
from mockserver.core.store import Record

TEST_CLOCKS = "test_clocks"

LIVES = 30 * 24 * 60 * 60
"""Seconds of the account's time until a test clock is deleted, with all that is on it."""

LAST_YEAR = 9998
LATEST = 253_370_764_800
"""The end of the last year."""


def now(call: Call) -> int:
    """Return the account's time."""
    return int(call.now.timestamp())


def now_for(call: Call, customer: Record | None) -> int:
    """Return the time as a customer has it."""
    clock = customer.get("test_clock") if customer else None
    record = call.records.get(TEST_CLOCKS, clock) if clock else None
    return int(record["frozen_time"]) if record else now(call)


def months_later(moment: int, months: int) -> int:
    """Return the time a number of months later; where that month has no such day, its last one.

    >>> months_later(1769767200, 1) - 1769767200 == 29 * 24 * 60 * 60  # from 30 January to 28 February
    True
    """
    start = datetime.fromtimestamp(moment, UTC)
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    if year > LAST_YEAR:
        return LATEST
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    return int(start.replace(year=year, month=month + 1, day=day).timestamp())


def new_test_clock(call: Call, id: str, frozen_time: int, name: str | None = None) -> dict[str, Any]:
    """Return a test clock."""
    return {
        "id": id,
        "object": "test_helpers.test_clock",
        "created": now(call),
        "deletes_after": now(call) + LIVES,
        "frozen_time": frozen_time,
        "livemode": False,
        "name": name,
        "status": "ready",
        "status_details": {},
    }


def _blank(call: Call, id: str) -> Record:
    return new_test_clock(call, id, now(call))


# Where the path or a filter names a test clock, Stripe's errors call it by this inner name.
TEST_CLOCK = Kind(TEST_CLOCKS, "billingclock", _blank)


def has_expired(call: Call, clock: Record) -> bool:
    """Return whether a test clock's days are over."""
    return not any_id(call) and now(call) >= int(clock["deletes_after"])


def living(call: Call, id: str) -> Record | None:
    """Return a test clock whose days are not over."""
    clock = found(call, TEST_CLOCK, id)
    return None if clock is None or has_expired(call, clock) else clock
