"""Durations and sizes with their units, as files and headers write them."""

import re
from typing import Any

_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
NUMBER, UNIT = r"\d{1,9}(?:\.\d{1,6})?", "(?:ms|s|m|h|d)"
"""What a duration consists of, as expressions."""

_DURATION = re.compile(f"({NUMBER})({UNIT})", re.ASCII)
_SHARE = re.compile(r"(\d{1,2}|100)%", re.ASCII)


def duration(text: Any) -> float:
    """Read a duration with its unit as seconds; raises `ValueError`.

    >>> duration("250ms")
    0.25
    """
    match = _DURATION.fullmatch(text) if isinstance(text, str) else None
    if not match:
        raise ValueError("must be a duration with a unit, such as 250ms, 2s or 10m")
    return float(match[1]) * _UNITS[match[2]]


def share(text: Any) -> float:
    """Read a percentage as a number between 0 and 1; raises `ValueError`.

    >>> share("40%")
    0.4
    """
    match = _SHARE.fullmatch(text) if isinstance(text, str) else None
    if not match:
        raise ValueError("must be a percentage such as 40%")
    return int(match[1]) / 100
