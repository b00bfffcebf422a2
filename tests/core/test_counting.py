"""Each algorithm against a plain account of the same requests, at any times: never one too many, never one too few."""

from fractions import Fraction
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.core.limits.counters import (
    MOST_MOMENTS,
    SECOND,
    Concurrency,
    Counter,
    FixedWindow,
    Measure,
    SlidingWindow,
    TokenBucket,
)

BEGIN = 1_768_478_400 * SECOND
WINDOWS = st.sampled_from([1_000, 40_000, 250_000, 1_000_003]) | st.integers(1_000, 600_000_000)
MEASURES = st.builds(Measure, st.integers(1, 8), WINDOWS, st.integers(1, 12))


@st.composite
def moments(draw: st.DrawFn, window: int) -> list[int]:
    """Draw times that grow: many together, some a part of a window apart, some whole ones to the microsecond."""
    near = st.sampled_from([0, 0, 1, window // 7, window // 2, window - 1, window, window + 1, 3 * window])
    gaps = draw(st.lists(near | st.integers(0, 2 * window), min_size=1, max_size=60))
    return [*accumulate(gaps, initial=BEGIN)]


@st.composite
def cases(draw: st.DrawFn) -> tuple[Measure, list[int]]:
    measure = draw(MEASURES)
    return measure, draw(moments(measure.window))


def admitted(counter: Counter, measure: Measure, times: list[int]) -> list[int]:
    """Give the requests that are admitted; also holds what a counter says of the future against what comes of it."""
    passed = []
    for now in times:
        left = counter.left(measure, now)
        if left > 0:
            counter.take(measure, now)
            assert counter.left(measure, now) == left - 1
            passed.append(now)
        else:
            assert counter.opens(measure, now) > now
    return passed


@given(cases())
def test_a_fixed_window_admits_so_many_from_its_first_request_on(case: tuple[Measure, list[int]]) -> None:
    measure, times = case
    expected: list[int] = []
    opened, count = times[0], 0
    for now in times:
        if now >= opened + measure.window:
            opened, count = now, 0
        if count < measure.limit:
            count += 1
            expected.append(now)
    assert admitted(FixedWindow(), measure, times) == expected


@given(cases())
def test_a_sliding_window_admits_whatever_leaves_no_window_with_too_many(case: tuple[Measure, list[int]]) -> None:
    measure, times = case
    expected: list[int] = []
    for now in times:
        if sum(now - measure.window < other for other in expected) < measure.limit:
            expected.append(now)
    assert admitted(SlidingWindow(), measure, times) == expected
    for first in expected:
        assert sum(first <= other < first + measure.window for other in expected) <= measure.limit


@given(cases())
def test_a_bucket_admits_what_a_bucket_of_exact_fractions_does(case: tuple[Measure, list[int]]) -> None:
    measure, times = case
    rate = Fraction(measure.limit, measure.window)
    tokens, at, expected = Fraction(measure.capacity), times[0], list[int]()
    for now in times:
        tokens, at = min(tokens + (now - at) * rate, Fraction(measure.capacity)), now
        if tokens >= 1:
            tokens -= 1
            expected.append(now)
    assert admitted(TokenBucket(), measure, times) == expected
    for index, first in enumerate(expected):
        for count, last in enumerate(expected[index:], 1):
            assert count <= measure.capacity + (last - first) * rate


@given(st.integers(1, 5), st.lists(st.integers(-4, 4), max_size=60))
def test_concurrency_admits_while_fewer_are_under_way(limit: int, acts: list[int]) -> None:
    """What is negative ends a request, if there is one; 0 sets what is left to nothing, and back again."""
    counter, measure, running = Concurrency(), Measure(limit, 0, limit), 0
    for now, act in enumerate(acts):
        if act > 0:
            assert (counter.left(measure, now) > 0) == (running < limit)
            if running < limit:
                counter.take(measure, now)
                running += 1
        elif act < 0 < running:
            counter.release()
            running -= 1
        elif act == 0:
            counter.leave(measure, 0, now)
            assert counter.left(measure, now) == 0
            counter.leave(measure, limit, now)
        assert counter.left(measure, now) == limit - running
        assert counter.busy == (running > 0)


@given(cases(), st.data())
@pytest.mark.parametrize("kind", [FixedWindow, SlidingWindow, TokenBucket])
def test_what_was_set_is_left(kind: type[Counter], case: tuple[Measure, list[int]], data: st.DataObject) -> None:
    """At that moment; afterwards never fewer, but for what is taken."""
    measure, times = case
    most = measure.capacity if kind is TokenBucket else measure.limit
    counter, remaining = kind(), data.draw(st.integers(0, most))
    admitted(counter, measure, times)
    counter.leave(measure, remaining, times[-1])
    assert counter.left(measure, times[-1]) == remaining
    assert counter.left(measure, times[-1] + 1) >= remaining


@settings(max_examples=25)
@given(st.integers(1, 40), st.integers(1_000, 1_000_000))
def test_a_long_log_admits_too_few_at_worst(step: int, window: int) -> None:
    """What is counted as one moment is forgotten with the last of it: no window ever has too many."""
    measure = Measure(3 * MOST_MOMENTS, window, 0)
    times = [BEGIN + number * step for number in range(5 * MOST_MOMENTS)]
    passed = admitted(SlidingWindow(), measure, times)
    for index in range(len(passed) - measure.limit):
        assert passed[index + measure.limit] - passed[index] >= window
