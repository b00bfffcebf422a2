"""Rate limits on a clock that goes where it is told."""

from datetime import UTC, datetime, timedelta

import pytest

from mockserver.core.clock import Clock
from mockserver.core.limits.counters import MOST_MOMENTS, Algorithm, SlidingWindow
from mockserver.core.limits.limiter import MOST_SHARES, Limiter, RateLimit
from tests.tables import each_row

NOON = 1_768_478_400.0
ALGORITHMS: tuple[Algorithm, ...] = ("fixed_window", "sliding_window", "token_bucket", "concurrency")
TIMED = ALGORITHMS[:3]
THREE = RateLimit("three", 3, 60.0, "writes", enforced=True)


def of(algorithm: Algorithm, limit: int = 3, window: float = 60.0, **more: object) -> RateLimit:
    """Make a limit that is enforced."""
    return RateLimit(algorithm, limit, window, algorithm=algorithm, enforced=True, **more)  # type: ignore[arg-type]


def admitted(limiter: Limiter, limit: RateLimit, *moments: float, share: str = "") -> list[bool]:
    return [limiter.admit([(limit, share)], moment).refused is None for moment in moments]


def test_a_fixed_window_opens_with_the_first_request() -> None:
    limiter = Limiter()
    assert admitted(limiter, THREE, 1000.5, 1001, 1059, 1060, 1060.4) == [True, True, True, False, False]
    assert admitted(limiter, THREE, 1060.5) == [True]


def test_a_sliding_window_looks_back_from_each_request() -> None:
    limiter, limit = Limiter(), of("sliding_window")
    assert admitted(limiter, limit, 1000, 1030, 1031, 1059.9) == [True, True, True, False]
    assert admitted(limiter, limit, 1060, 1061, 1090, 1091) == [True, False, True, True]


def test_a_bucket_refills_evenly_and_holds_its_burst() -> None:
    """Three in a minute is one in twenty seconds; after a long rest there are as many as the burst."""
    limiter, limit = Limiter(), of("token_bucket", burst=2)
    assert admitted(limiter, limit, 0, 0, 0, 19, 20, 20, 39, 40) == [True, True, False, False, True, False, False, True]
    assert admitted(limiter, limit, 1000, 1000, 1000) == [True, True, False]


def test_concurrency_counts_what_is_not_answered_yet() -> None:
    limiter, limit = Limiter(), of("concurrency", 2, 0.0)
    [first] = limiter.admit([(limit, "")], NOON).slots
    assert admitted(limiter, limit, NOON, NOON, NOON + 9999) == [True, False, False]
    first.release()
    assert admitted(limiter, limit, NOON, NOON) == [True, False]


@each_row("algorithm", ALGORITHMS)
def test_what_is_left_counts_down_to_zero_and_no_further(algorithm: Algorithm) -> None:
    limiter, limit = Limiter(), of(algorithm)
    assert [limiter.admit([(limit, "")], NOON).allowances[0].remaining for _ in range(5)] == [2, 1, 0, 0, 0]


def test_an_answer_says_when_the_window_opens_again() -> None:
    limiter = Limiter()
    limiter.admit([(THREE, "")], 1000.25)
    allowance = limiter.look(THREE, 1030.25)
    assert (allowance.reset, allowance.retry_after, allowance.remaining) == (1061, 30.0, 2)


@pytest.mark.parametrize("algorithm", TIMED)
@each_row("window", [0.04, 1.0, 7.0, 600.0])
def test_whoever_waits_as_long_as_told_is_admitted(algorithm: Algorithm, window: float) -> None:
    """To the microsecond, and not one earlier: no rounding of dates in this century keeps the door shut."""
    limiter, limit, clock = Limiter(), of(algorithm, 7, window), Clock()
    clock.freeze(datetime(2026, 1, 15, 12, 0, 0, 123457, UTC))
    refusals = 0
    for _ in range(60):
        if refused := limiter.admit([(limit, "")], clock.timestamp()).refused:
            refusals += 1
            clock.advance(timedelta(seconds=refused.retry_after, microseconds=-1))
            assert admitted(limiter, limit, clock.timestamp()) == [False]
            clock.advance(timedelta(microseconds=1))
            assert admitted(limiter, limit, clock.timestamp()) == [True]
    assert refusals >= 6


@pytest.mark.parametrize("algorithm", TIMED)
def test_a_clock_set_back_does_not_keep_the_door_shut(algorithm: Algorithm) -> None:
    limiter, limit = Limiter(), of(algorithm)
    assert admitted(limiter, limit, 1000, 1000, 1000, 1000, 10) == [True, True, True, False, True]


def test_a_limit_covers_what_it_names() -> None:
    assert THREE.covers("POST", "customers.create")
    assert not THREE.covers("GET", "customers.list")
    reads = RateLimit("reads", 1, 1.0, "reads")
    assert [reads.covers(method, "") for method in ("GET", "HEAD", "PUT")] == [True, True, False]
    named = RateLimit("named", 1, 1.0, ("customers.list",))
    assert named.covers("GET", "customers.list")
    assert not named.covers("GET", "customers.get")


@each_row("algorithm", ALGORITHMS)
def test_a_limit_can_be_spent_and_refilled(algorithm: Algorithm) -> None:
    limiter, limit = Limiter(), of(algorithm)
    limiter.leave(limit, 1, NOON)
    assert admitted(limiter, limit, NOON, NOON) == [True, False]
    limiter.leave(limit, 3, NOON)
    many = 2 if algorithm == "concurrency" else 3  # the one admitted above is still under way
    assert admitted(limiter, limit, *[NOON] * (many + 1)) == [True] * many + [False]


def test_a_refill_forgets_no_request_that_is_under_way() -> None:
    limiter, limit = Limiter(), of("concurrency", 2, 0.0)
    [slot] = limiter.admit([(limit, "")], NOON).slots
    limiter.leave(limit, 2, NOON)
    assert limiter.look(limit, NOON).remaining == 1
    slot.release()
    assert limiter.look(limit, NOON).remaining == 2


def test_a_slot_that_outlives_its_counter_frees_no_other() -> None:
    """A reset in the middle of a request leaves the requests after it their own count."""
    limiter, limit = Limiter(), of("concurrency", 1, 0.0)
    [old] = limiter.admit([(limit, "")], NOON).slots
    limiter.clear()
    assert admitted(limiter, limit, NOON) == [True]
    old.release()
    assert admitted(limiter, limit, NOON) == [False]


@each_row("algorithm", ALGORITHMS)
def test_what_is_set_for_all_holds_for_those_who_come_later(algorithm: Algorithm) -> None:
    limiter, limit = Limiter(), of(algorithm, per="credential")
    limiter.leave(limit, 0, NOON)
    assert admitted(limiter, limit, NOON, share="a") == [False]
    if algorithm != "concurrency":
        assert admitted(limiter, limit, NOON + 60, share="b") == [True]
    limiter.leave(limit, 3, NOON + 60)
    assert admitted(limiter, limit, NOON + 60, share="c") == [True]


def test_what_is_set_for_one_share_leaves_others_alone() -> None:
    limiter, limit = Limiter(), of("fixed_window", per="ip")
    limiter.leave(limit, 0, NOON, "a")
    assert (admitted(limiter, limit, NOON, share="a"), admitted(limiter, limit, NOON, share="b")) == ([False], [True])
    assert [(share, level.remaining) for share, level in limiter.levels(limit, NOON)] == [("a", 0), ("b", 2)]


def test_a_request_that_one_limit_turns_away_counts_for_none() -> None:
    limiter, wide, narrow = Limiter(), of("sliding_window"), of("token_bucket", 1)
    both = [(wide, ""), (narrow, "")]
    assert [limiter.admit(both, NOON).refused is None for _ in range(3)] == [True, False, False]
    counted = limiter.admit(both, NOON)
    assert [(level.admitted, level.remaining) for level in counted.allowances] == [(True, 2), (False, 0)]


def test_of_several_spent_limits_the_one_that_opens_last_is_told() -> None:
    limiter = Limiter()
    both = [(of("sliding_window", 1, 600.0), ""), (of("fixed_window", 1, 60.0), "")]
    limiter.admit(both, NOON)
    refused = limiter.admit(both, NOON).refused
    assert refused is not None
    assert (refused.limit.id, refused.retry_after) == ("sliding_window", 600.0)


def test_a_limit_that_is_only_reported_turns_nobody_away() -> None:
    limiter, reported = Limiter(), RateLimit("reported", 1, 60.0)
    counted = [limiter.admit([(reported, "")], NOON) for _ in range(3)]
    assert [each.refused for each in counted] == [None] * 3
    assert [each.allowances[0].admitted for each in counted] == [True, False, False]


def test_a_limit_that_is_changed_counts_anew() -> None:
    """The file it stands in may change under the tenant that follows it; as it was, it is as it was left."""
    limiter, before, after = Limiter(), of("token_bucket", 3, 60.0), of("token_bucket", 3, 1.0)
    assert admitted(limiter, before, NOON, NOON) == [True, True]
    assert limiter.look(after, NOON).remaining == 3
    assert limiter.look(before, NOON).remaining == 1


def test_to_look_counts_nothing_and_remembers_nobody() -> None:
    limiter = Limiter()
    assert [limiter.look(THREE, NOON, share).remaining for share in ("a", "b", "a")] == [3, 3, 3]
    assert len(limiter) == 0


def test_counters_are_bounded_and_the_idlest_goes_first() -> None:
    """However many values clients make up, a limit remembers some; and it is no other limit's that is forgotten."""
    limiter, one, all = Limiter(), of("fixed_window", 1, per="header.x"), of("sliding_window", 1_000_000)
    limiter.admit([(all, "")], NOON)
    assert admitted(limiter, one, NOON, share="first") == [True]
    for number in range(MOST_SHARES - 1):
        limiter.admit([(one, str(number))], NOON)
    assert admitted(limiter, one, NOON, share="first") == [False]  # it is the latest again
    assert admitted(limiter, one, NOON, share="one more") == [True]
    assert len(limiter) == MOST_SHARES + 1
    assert limiter.look(one, NOON, "0").remaining == 1
    assert limiter.look(one, NOON, "first").remaining == 0
    assert limiter.look(all, NOON).remaining == 999_999


def test_a_share_with_requests_under_way_is_not_forgotten() -> None:
    limiter, limit = Limiter(), of("concurrency", 1, 0.0, per="header.x")
    slots = [limiter.admit([(limit, str(number))], NOON).slots[0] for number in range(MOST_SHARES + 1)]
    assert admitted(limiter, limit, NOON, share="0") == [False]
    slots[1].release()
    assert admitted(limiter, limit, NOON, share="another") == [True]
    assert admitted(limiter, limit, NOON, share="0") == [False]
    assert len(limiter) == MOST_SHARES + 1


def test_the_log_of_a_sliding_window_is_bounded() -> None:
    """Whatever its limit is; what is counted together is forgotten late, never early."""
    limiter, limit = Limiter(), of("sliding_window", 1_000_000, 3600.0)
    for number in range(100_000):
        limiter.admit([(limit, "")], NOON + number * 0.04)
    [shares] = limiter._limits.values()
    [counter] = shares.counters.values()
    assert isinstance(counter, SlidingWindow)
    assert len(counter.moments) <= 2 * MOST_MOMENTS + 1
    assert 1_000_000 - 90_000 - 90 <= limiter.look(limit, NOON + 4000).remaining <= 1_000_000 - 90_000
