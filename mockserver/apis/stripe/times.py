"""Time in whole seconds: the account's, or that of the test clock a customer is attached to."""

from mockserver.core.api import Call
from mockserver.core.store import Record

TEST_CLOCKS = "test_clocks"


def now(call: Call) -> int:
    """Give the account's time."""
    return int(call.now.timestamp())


def now_for(call: Call, customer: Record | None) -> int:
    """Give the time as a customer has it."""
    clock = customer.get("test_clock") if customer else None
    record = call.records.get(TEST_CLOCKS, clock) if clock else None
    return int(record["frozen_time"]) if record else now(call)
