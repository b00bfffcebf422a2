"""How files write time: durations with their units, and moments of the tenant's clock."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from mockserver.core.clock import EARLIEST, LATEST
from mockserver.scenarios.notation import Notation, holding

_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
NUMBER, UNIT = r"\d{1,9}(?:\.\d{1,6})?", "(?:ms|s|m|h|d)"
"""The parts of a duration, as expressions."""

_DURATION = re.compile(f"({NUMBER})({UNIT})", re.ASCII)
_OFFSET = re.compile(r"\+(.+)")
_NO_DATE = "must be a date and time between 1970 and 9999, such as 2026-01-15T10:00:00Z"


def duration(text: Any) -> float:
    """Read a duration with its unit as seconds; raises `ValueError`.

    >>> duration("250ms")
    0.25
    """
    match = _DURATION.fullmatch(text) if isinstance(text, str) else None
    if not match:
        raise ValueError("must be a duration with a unit, such as 250ms, 2s or 10m")
    return float(match[1]) * _UNITS[match[2]]


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment of the tenant's clock: `seconds` after the loading of the scenario, or a date."""

    seconds: float | None = None
    at: datetime | None = None

    def timestamp(self, loaded: float) -> float:
        """Return the epoch second."""
        return self.at.timestamp() if self.at else loaded + (self.seconds or 0.0)


def read_date(value: Any) -> datetime:
    """Read a date, with a time or as its midnight; without an offset it is UTC. Raise `ValueError`."""
    try:
        at = datetime.fromisoformat(value)
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        if EARLIEST <= at.timestamp() <= LATEST:
            return at
    except (TypeError, ValueError, OverflowError):
        pass
    raise ValueError(_NO_DATE)


def read_instant(value: Any) -> Instant:
    """Read `+5m`, after loading, or a date; raise `ValueError`."""
    if isinstance(value, str) and (offset := _OFFSET.fullmatch(value)):
        return Instant(seconds=duration(offset[1]))
    try:
        return Instant(at=read_date(value))
    except ValueError:
        raise ValueError(f"must be a time since loading, such as +5m, or {_NO_DATE.removeprefix('must be ')}") from None


def read_between(value: Any) -> tuple[Instant, Instant | None]:
    """Read `[+5m, +7m]`; the second may be null, for no end. Raise `ValueError`."""
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError("must be a list of two moments, such as [+5m, +7m]")
    first = read_instant(value[0])
    last = None if value[1] is None else read_instant(value[1])
    comparable = last is not None and (first.at is None) == (last.at is None)
    if last and comparable and last.timestamp(0.0) <= first.timestamp(0.0):
        raise ValueError("must end later than it begins")
    return first, last


def read_expiry(value: Any) -> Instant:
    """Read `{ttl: 30m}`, after loading, or `{at: 2026-01-15T10:00:00Z}`; raise `ValueError`."""
    if isinstance(value, dict) and set(value) == {"ttl"}:
        return Instant(seconds=duration(value["ttl"]))
    if isinstance(value, dict) and set(value) == {"at"}:
        return Instant(at=read_date(value["at"]))
    raise ValueError("must hold ttl, a duration, or at, a date and time")


DURATION = Notation(duration, {"type": "string", "pattern": f"^{NUMBER}{UNIT}$"})
DATE = Notation(read_date, {"type": "string", "format": "date-time"})
_INSTANT = {"type": "string", "pattern": rf"^(?:\+{NUMBER}{UNIT}|\d{{4}}.+)$"}
BETWEEN = Notation(
    read_between,
    {"type": "array", "prefixItems": [_INSTANT, {"oneOf": [_INSTANT, {"type": "null"}]}], "minItems": 2, "maxItems": 2},
)
EXPIRY = Notation(read_expiry, {"oneOf": [holding(ttl=DURATION.json_schema), holding(at=DATE.json_schema)]})
