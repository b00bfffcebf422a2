"""How long to wait: distributions that a draw between 0 and 1 picks a duration from."""

import math
from dataclasses import dataclass

LONGEST = 600.0
"""Seconds that anybody is made to wait at most."""


@dataclass(frozen=True, slots=True)
class Even:
    """Evenly between two bounds in seconds; the same twice is a fixed delay."""

    least: float
    most: float

    def seconds(self, drawn: float) -> float:
        return self.least + (self.most - self.least) * drawn


@dataclass(frozen=True, slots=True)
class Normal:
    """Around a mean, in seconds; never before now."""

    mean: float
    deviation: float

    def seconds(self, drawn: float) -> float:
        return _bounded(self.mean + self.deviation * _deviations(drawn))


@dataclass(frozen=True, slots=True)
class LogNormal:
    """Around a median in seconds, with the long tail of real latencies; `sigma` is that of the logarithm."""

    median: float
    sigma: float

    def seconds(self, drawn: float) -> float:
        return _bounded(self.median * math.exp(min(self.sigma * _deviations(drawn), 700.0)))


Delay = Even | Normal | LogNormal

P99 = 2.3263478740408408
"""Standard deviations above the mean below which 99 of 100 lie."""


def _deviations(drawn: float) -> float:
    """Turn an even draw into a standard normal one; the ends of the line are out of reach."""
    from statistics import NormalDist  # half the time of a start, which few scenarios are worth

    return NormalDist().inv_cdf(min(max(drawn, 1e-12), 1 - 1e-12))


def _bounded(seconds: float) -> float:
    return min(max(seconds, 0.0), LONGEST)
