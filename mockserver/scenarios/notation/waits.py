"""How files write a delay: `250ms`, `100ms..400ms`, or a distribution by its name with its measures."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from mockserver.scenarios.notation.delays import LONGEST, P99, Delay, Even, LogNormal, Normal
from mockserver.scenarios.notation.durations import duration


def read_wait(text: Any) -> float:
    """Read a duration that somebody is made to wait, in seconds; raise `ValueError`."""
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
