"""How files write numbers of requests: so many in a time, or so many at once."""

import re
from typing import Any

from mockserver.scenarios.notation.durations import NUMBER, UNIT, duration

MOST_REQUESTS = 1_000_000_000
SHORTEST, LONGEST = 0.001, 366 * 86_400.0
"""Seconds that the time of a rate has."""

_RATE = re.compile(r"(\d{1,15})/(.*)", re.ASCII)
RATE = re.compile(rf"(\d{{1,15}})/((?:{NUMBER})?)({UNIT})", re.ASCII)


def read_limit(value: Any) -> tuple[int, float | None]:
    """Read `3000/10m` as a number and its seconds, or `5` as a number alone; raises `ValueError`.

    >>> read_limit("5/s")
    (5, 1.0)
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return _counted(value), None
    rate = _RATE.fullmatch(value) if isinstance(value, str) else None
    if not rate:
        raise ValueError("must be a number of requests in a time, such as 3000/10m, a number alone, or published")
    unit = RATE.fullmatch(rate[0]) and rate[2][:1].isalpha()
    seconds = duration(f"1{rate[2]}" if unit else rate[2])
    if not SHORTEST <= seconds <= LONGEST:
        raise ValueError("must have a time from 1ms to 366d")
    return _counted(int(rate[1])), seconds


def _counted(requests: int) -> int:
    if requests < 1:
        raise ValueError("must be at least 1; a rule with error: too_many_requests turns every request away")
    if requests > MOST_REQUESTS:
        raise ValueError(f"must be at most {MOST_REQUESTS}")
    return requests
