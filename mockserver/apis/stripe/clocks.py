"""Test clocks: time for a few customers that stands still until it is moved."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import takewhile

from mockserver.apis.stripe import events, times, views
from mockserver.apis.stripe.answers import answer
from mockserver.apis.stripe.customers.rules import check_room, remove_customer
from mockserver.apis.stripe.dialect import Parameters
from mockserver.apis.stripe.discounts.rules import current_discount, end_discount
from mockserver.apis.stripe.documented import DeletedSchema, list_of, route
from mockserver.apis.stripe.fields import Constant, Expandable, ListParameters, Text
from mockserver.apis.stripe.identifiers import mint
from mockserver.apis.stripe.lookups import any_id, existing, referenced
from mockserver.apis.stripe.owner import CUSTOMER, CUSTOMERS
from mockserver.apis.stripe.problems import NoSuch, bad, no_such
from mockserver.apis.stripe.query import page
from mockserver.apis.stripe.requests import read, wanted_id
from mockserver.apis.stripe.tax_ids.rules import TAX_IDS, VERIFICATION_TAKES, settled
from mockserver.apis.stripe.times import TEST_CLOCK, TEST_CLOCKS
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import Object, shape_of
from mockserver.core.fields.kinds import Choice, Flag, Moment, Whole
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Duplicate
from mockserver.core.store import Collection, Record


class Advancing(Parameters):
    """Where a test clock is going."""

    target_frozen_time = Whole()


class StatusDetails(Parameters):
    """What a test clock is doing."""

    advancing = Object(Advancing, always=False)


class TestClock(Expandable):
    """A test clock, and a customer to put on it."""

    id = Text(dump_only=True)
    object = Constant("test_helpers.test_clock")
    created = Whole(dump_only=True)
    customer = Text(load_only=True)
    deletes_after = Whole(dump_only=True)
    frozen_time = Moment(required=True)
    livemode = Flag(dump_only=True)
    name = Text(300, null=True)
    status = Choice(("advancing", "internal_failure", "ready"), dump_only=True)
    status_details = Object(StatusDetails, dump_only=True)


class ClockAdvance(Expandable):
    """A step forward in time."""

    frozen_time = Moment(required=True)


CREATE, ADVANCE, LIST = TestClock(), ClockAdvance(), ListParameters()
RETRIEVE, SHAPE = Expandable(), shape_of(TestClock)

FARTHEST = 24
"""Months by which a test clock advances at most in one step, as nothing on it has shorter intervals."""


@route("POST /test_helpers/test_clocks", "test_clocks.create", "PostTestHelpersTestClocks", SHAPE, body=CREATE)
def create_test_clock(call: Call) -> Reply:
    """Create a test clock."""
    values = read(call, CREATE)
    _sweep(call)
    id = wanted_id(call) or mint(call, "clock")
    if call.records.get(TEST_CLOCKS, id):
        raise Duplicate
    clock = times.new_test_clock(call, id, values["frozen_time"], values.get("name"))
    call.records.put(TEST_CLOCKS, id, clock)
    events.emit(call, "test_helpers.test_clock.created", clock)
    if "customer" in values:
        _attach(call, clock, referenced(call, CUSTOMER, values["customer"], "customer"))
    return answer(call, clock, values)


@route(
    "GET /test_helpers/test_clocks/<test_clock>", "test_clocks.get", "GetTestHelpersTestClocksTestClock", SHAPE,
    query=RETRIEVE,
)  # fmt: skip
def retrieve_test_clock(call: Call) -> Reply:
    """Retrieve a test clock."""
    values = read(call, RETRIEVE)
    return answer(call, _named(call), values)


@route("GET /test_helpers/test_clocks", "test_clocks.list", "GetTestHelpersTestClocks", list_of(SHAPE), query=LIST)
def list_test_clocks(call: Call) -> Reply:
    """List test clocks."""
    values = read(call, LIST)
    _sweep(call)
    return page(call, values, TEST_CLOCK, keep=lambda clock: not times.has_expired(call, clock))


@route(
    "DELETE /test_helpers/test_clocks/<test_clock>", "test_clocks.delete", "DeleteTestHelpersTestClocksTestClock",
    DeletedSchema,
)  # fmt: skip
def delete_test_clock(call: Call) -> Reply:
    """Delete a test clock and the customers on it."""
    read(call, RETRIEVE)
    clock = _named(call)
    _remove(call, clock)
    return Reply.json(200, views.deleted(clock))


@route(
    "POST /test_helpers/test_clocks/<test_clock>/advance", "test_clocks.advance",
    "PostTestHelpersTestClocksTestClockAdvance", SHAPE, body=ADVANCE,
)  # fmt: skip
def advance_test_clock(call: Call) -> Reply:
    """Move a test clock forward. The answer says that it is on its way; whoever asks again finds it there."""
    values = read(call, ADVANCE)
    before, target = _named(call), values["frozen_time"]
    if not any_id(call):
        _check_target(before, target)
    advancing = {
        **before,
        "status": "advancing",
        "status_details": {"advancing": {"target_frozen_time": target}},
    }
    events.emit(call, "test_helpers.test_clock.advancing", advancing)
    _pass_time(call, before, target)
    ready = {**before, "frozen_time": target}
    call.records.put(TEST_CLOCKS, ready["id"], ready)
    events.emit(call, "test_helpers.test_clock.ready", ready)
    return answer(call, advancing, values)


def _check_target(before: Record, target: int) -> None:
    """Refuse a time that is over, or too far away."""
    if target <= before["frozen_time"]:
        raise bad(("frozen_time",), "The frozen_time must be after the test clock's current frozen_time.", begun=True)
    if target > times.months_later(before["frozen_time"], FARTHEST):
        message = "The frozen_time cannot be more than two years after the test clock's current frozen_time."
        raise bad(("frozen_time",), message, begun=True)


def _named(call: Call) -> Record:
    _sweep(call)
    clock = existing(call, TEST_CLOCK, call.arguments["test_clock"], "test_clock")
    if times.has_expired(call, clock):
        raise NoSuch(no_such(TEST_CLOCK.what, clock["id"]), param="test_clock")
    return clock


def _attach(call: Call, clock: Record, before: Record) -> None:
    """Put a customer on a test clock, which it cannot leave again."""
    if before["test_clock"] and not any_id(call):
        message = f"Customer {before['id']} is already attached to a test clock."
        raise bad(("customer",), message, begun=True)
    check_room(call, clock, "customer")
    customer = {**before, "test_clock": clock["id"]}
    call.records.put(CUSTOMERS, customer["id"], customer)
    events.emit_update(call, "customer.updated", before, customer)


def _sweep(call: Call) -> None:
    """Delete the oldest test clocks while their days are over; where the account's time went back, others wait."""
    for clock in list(takewhile(partial(times.has_expired, call), call.records.oldest_first(TEST_CLOCKS))):
        _remove(call, clock)


def _remove(call: Call, clock: Record) -> None:
    for customer in call.records.lookup(CUSTOMERS, "test_clock", clock["id"]):
        remove_customer(call, customer)
    call.records.delete(TEST_CLOCKS, clock["id"])
    events.emit(call, "test_helpers.test_clock.deleted", clock)


def _pass_time(call: Call, clock: Record, target: int) -> None:
    """Let happen what falls due on the way, each at its time."""
    customers = call.records.lookup(CUSTOMERS, "test_clock", clock["id"])
    due = [step for customer in customers for step in _due(call, customer) if step[0] <= target]
    for moment, happen in sorted(due, key=lambda step: step[0]):
        call.records.put(TEST_CLOCKS, clock["id"], {**clock, "frozen_time": max(moment, clock["frozen_time"])})
        happen()


def _due(call: Call, customer: Record) -> Iterator[tuple[int, Callable[[], object]]]:
    """Return what time will do to a customer, and when."""
    discount = current_discount(call, customer)
    if discount and discount["end"] is not None:
        yield discount["end"], partial(end_discount, call, customer)
    for tax_id in call.records.lookup(TAX_IDS, "_awaiting", customer["id"]):
        moment = tax_id["created"] + VERIFICATION_TAKES
        yield moment, partial(settled, call, tax_id)


collections = (Collection(TEST_CLOCKS),)
