"""How long to wait: a duration, a range, or a distribution that a draw between 0 and 1 picks a duration from.

Files write `250ms`, `100ms..400ms`, or a distribution by its name with its measures.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mockserver.scenarios.notation import Notation, holding, one_of_these
from mockserver.scenarios.notation.moments import DURATION, NUMBER, UNIT, duration

LONGEST = 600.0
"""The longest delay, in seconds."""


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


def read_wait(text: Any) -> float:
    """Read the duration of a delay, in seconds; raise `ValueError`."""
    seconds = duration(text)
    if seconds > LONGEST:
        raise ValueError(f"must not be longer than {LONGEST:.0f}s")
    return seconds


def read_delay(value: Any) -> Delay:
    """Read a delay; raise `ValueError`."""
    if isinstance(value, str):
        first, dots, last = value.partition("..")
        return _even(read_wait(first), read_wait(last) if dots else read_wait(first))
    if not isinstance(value, dict) or len(value) != 1 or next(iter(value)) not in _DISTRIBUTIONS:
        raise ValueError(
            f"must be a duration, a range such as 100ms..400ms, or one of {', '.join(_DISTRIBUTIONS)} with its measures"
        )
    [(name, wish)] = value.items()
    return _DISTRIBUTIONS[name](wish)


def _even(least: float, most: float) -> Even:
    if most < least:
        raise ValueError("must go from the shorter duration to the longer")
    return Even(least, most)


def _measures(name: str, wish: Any, *choices: tuple[str, ...]) -> Mapping[str, Any]:
    """Return the measures of a distribution, which are those of one of the choices."""
    if isinstance(wish, dict) and any(set(wish) == set(choice) for choice in choices):
        return wish
    raise ValueError(f"{name} must hold {' or '.join(' and '.join(choice) for choice in choices)}")


def _uniform(wish: Any) -> Delay:
    measures = _measures("uniform", wish, ("min", "max"))
    return _even(read_wait(measures["min"]), read_wait(measures["max"]))


def _normal(wish: Any) -> Delay:
    measures = _measures("normal", wish, ("mean", "stddev"))
    return Normal(read_wait(measures["mean"]), read_wait(measures["stddev"]))


def _lognormal(wish: Any) -> Delay:
    measures = _measures("lognormal", wish, ("median", "p99"), ("median", "sigma"))
    median = read_wait(measures["median"])
    if "sigma" in measures:
        sigma = measures["sigma"]
        if isinstance(sigma, bool) or not isinstance(sigma, (int, float)) or not 0 <= sigma <= 10:
            raise ValueError("sigma must be a number from 0 to 10")
        return LogNormal(median, float(sigma))
    p99 = read_wait(measures["p99"])
    if not 0 < median <= p99:
        raise ValueError("lognormal must have a median above zero and a p99 that is not below it")
    return LogNormal(median, math.log(p99 / median) / P99)


_DISTRIBUTIONS: Mapping[str, Callable[[Any], Delay]] = {
    "fixed": lambda wish: _even(read_wait(wish), read_wait(wish)),
    "uniform": _uniform,
    "normal": _normal,
    "lognormal": _lognormal,
}

_SPAN = DURATION.json_schema
DELAY: Notation[Delay] = Notation(
    read_delay,
    {
        "oneOf": [
            {"type": "string", "pattern": rf"^{NUMBER}{UNIT}(?:\.\.{NUMBER}{UNIT})?$"},
            one_of_these(
                {
                    "fixed": _SPAN,
                    "uniform": holding(min=_SPAN, max=_SPAN),
                    "normal": holding(mean=_SPAN, stddev=_SPAN),
                    "lognormal": {
                        "oneOf": [
                            holding(median=_SPAN, p99=_SPAN),
                            holding(median=_SPAN, sigma={"type": "number", "minimum": 0, "maximum": 10}),
                        ]
                    },
                }
            ),
        ]
    },
)
