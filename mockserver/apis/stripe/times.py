"""Time in whole seconds: the account's, or that of the test clock a customer is attached to."""

import calendar
from datetime import UTC, datetime

from mockserver.core.api.model import Call
from mockserver.core.store import Record

TEST_CLOCKS = "test_clocks"

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
