"""A tenant's clock: real, offset, frozen."""

from datetime import UTC, datetime, timedelta

import pytest

from mockserver.core.clock import Clock

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)


class Source:
    """A machine whose time is what a test says."""

    def __init__(self) -> None:
        self.now = NOON.timestamp()

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def source() -> Source:
    return Source()


def test_a_real_clock_follows_the_machine(source: Source) -> None:
    clock = Clock(source)
    source.now += 5
    assert (clock.now(), clock.mode) == (NOON + timedelta(seconds=5), "real")


def test_a_frozen_clock_stands_still_until_it_is_moved(source: Source) -> None:
    clock = Clock(source)
    clock.freeze()
    source.now += 5
    assert (clock.now(), clock.mode) == (NOON, "frozen")
    clock.advance(timedelta(minutes=10))
    assert clock.now() == NOON + timedelta(minutes=10)


def test_a_moved_clock_keeps_the_machines_pace(source: Source) -> None:
    clock = Clock(source)
    clock.advance(timedelta(days=30))
    source.now += 5
    assert (clock.now(), clock.mode) == (NOON + timedelta(days=30, seconds=5), "offset")


def test_resuming_goes_on_from_where_the_clock_stood(source: Source) -> None:
    clock = Clock(source)
    clock.freeze(NOON - timedelta(days=1))
    source.now += 5
    clock.resume()
    source.now += 2
    assert clock.now() == NOON - timedelta(days=1) + timedelta(seconds=2)


def test_a_cleared_clock_follows_the_machine_again(source: Source) -> None:
    clock = Clock(source)
    clock.run_from(NOON + timedelta(days=9))
    clock.clear()
    assert (clock.now(), clock.mode) == (NOON, "real")


def test_time_has_bounds(source: Source) -> None:
    clock = Clock(source)
    with pytest.raises(ValueError, match="between 1970 and 9999"):
        clock.advance(timedelta(days=366 * 9000))
    assert clock.now() == NOON
