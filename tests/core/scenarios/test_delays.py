"""Delays are drawn as they are described, and the same call waits as long on every run."""

import statistics
from typing import Any

import pytest

from mockserver.core.documents import parse
from mockserver.core.problems import Misconfigured
from mockserver.scenarios.format.loader import load
from mockserver.scenarios.notation.delays import LONGEST, Even, LogNormal, Normal
from tests.core.toy import call, sandbox
from tests.tables import each_row

CALLS = 2_000


def waits(delay: str, seed: int, calls: int = CALLS, name: str = "delay") -> list[float]:
    """Give how long calls wait under one rule."""
    server = sandbox()
    text = f"version: 1\nseed: {seed}\nrules: [{{ {name}: {delay} }}]"
    server.use(server.defaults, [load(parse(text, "x.yaml"), "x", server.apis)])
    asked: list[float] = []
    for _ in range(calls):
        call(server, "GET", "/toys/count", waits=asked)
    return asked


def share_below(seconds: float, drawn: list[float]) -> float:
    return sum(wait <= seconds for wait in drawn) / len(drawn)


@pytest.mark.parametrize("seed", range(8))
@each_row(
    ("delay", "median", "p99"),
    [
        ("1s..3s", 2.0, 2.98),
        ("{ uniform: { min: 1s, max: 3s } }", 2.0, 2.98),
        ("{ normal: { mean: 2s, stddev: 250ms } }", 2.0, 2.5816),
        ("{ lognormal: { median: 400ms, p99: 3s } }", 0.4, 3.0),
        ("{ lognormal: { median: 400ms, sigma: 0.5 } }", 0.4, 1.28),
    ],
)
def test_half_of_the_draws_are_below_the_median_and_one_in_a_hundred_above_the_p99(
    delay: str, median: float, p99: float, seed: int
) -> None:
    """Within five standard errors of so many draws, whatever the seed."""
    drawn = waits(delay, seed)
    assert abs(share_below(median, drawn) - 0.5) < 5 * (0.25 / CALLS) ** 0.5
    assert abs(share_below(p99, drawn) - 0.99) < 5 * (0.0099 / CALLS) ** 0.5


@each_row("seed", range(4))
def test_a_normal_delay_spreads_as_it_says(seed: int) -> None:
    drawn = waits("{ normal: { mean: 2s, stddev: 250ms } }", seed)
    assert statistics.mean(drawn) == pytest.approx(2, abs=0.03)
    assert statistics.stdev(drawn) == pytest.approx(0.25, rel=0.1)


@pytest.mark.parametrize("delay", ["100ms", "{ fixed: 100ms }", "{ uniform: { min: 100ms, max: 100ms } }"])
def test_a_fixed_delay_is_always_the_same(delay: str) -> None:
    assert set(waits(delay, 1, 10)) == {0.1}


@pytest.mark.parametrize(
    "delay", ["1s..3s", "{ normal: { mean: 2s, stddev: 100ms } }", "{ lognormal: { median: 1s, p99: 9s } }"]
)
def test_draws_repeat_with_their_seed(delay: str) -> None:
    """And are others with another seed, and for another call."""
    first = waits(delay, 1, 50)
    assert waits(delay, 1, 50) == first
    assert set(waits(delay, 2, 50)).isdisjoint(first)
    assert len(set(first)) == 50


def test_the_two_waits_of_a_rule_are_drawn_apart() -> None:
    """`delay` says nothing about `after`."""
    assert set(waits("1s..3s", 1, 50)).isdisjoint(waits("1s..3s", 1, 50, name="after"))


def test_before_and_after_are_two_waits() -> None:
    """The operation stands between them."""
    server = sandbox()
    text = "version: 1\nrules: [{ delay: 5m }, { delay: 10s, after: 7s }]"
    server.use(server.defaults, [load(parse(text, "x.yaml"), "x", server.apis)])
    asked: list[float] = []
    assert call(server, "POST", "/toys", waits=asked)[0] == 201
    assert asked == [310.0, 7.0]


@pytest.mark.parametrize("drawn", [0.0, 1e-300, 0.5, 1 - 2**-53])
@each_row(
    "delay", [Even(0, LONGEST), Normal(0, LONGEST), Normal(LONGEST, LONGEST), LogNormal(LONGEST, 10), LogNormal(0, 10)]
)
def test_nobody_waits_less_than_nothing_or_longer_than_the_longest(delay: Any, drawn: float) -> None:
    """However far out the draw."""
    assert 0 <= delay.seconds(drawn) <= LONGEST


@each_row(
    ("delay", "reason"),
    [
        ("5", "must be a duration, a range"),
        ("601s", "must not be longer than 600s"),
        ("3s..1s", "must go from the shorter duration to the longer"),
        ("{ uniform: { min: 1s } }", "uniform must hold min and max"),
        ("{ normal: { mean: 1s, sigma: 2 } }", "normal must hold mean and stddev"),
        ("{ lognormal: { median: 1s } }", "lognormal must hold median and p99 or median and sigma"),
        ("{ lognormal: { median: 2s, p99: 1s } }", "a p99 that is not below it"),
        ("{ lognormal: { median: 0s, p99: 1s } }", "a median above zero"),
        ("{ lognormal: { median: 1s, sigma: 11 } }", "sigma must be a number from 0 to 10"),
        ("{ pareto: 1s }", "must be a duration, a range"),
        ("{ fixed: 1s, uniform: { min: 1s, max: 2s } }", "must be a duration, a range"),
    ],
)
def test_a_delay_that_cannot_be_drawn_is_refused(delay: str, reason: str) -> None:
    with pytest.raises(Misconfigured, match=reason):
        waits(delay, 1, 0)
