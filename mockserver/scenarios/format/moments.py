"""How files write a moment: a date, or how long after the loading of a scenario."""

import re
from datetime import UTC, datetime
from typing import Any

from mockserver.core.clock import EARLIEST, LATEST
from mockserver.scenarios.notation.durations import duration
from mockserver.scenarios.rules.model import Moment

_OFFSET = re.compile(r"\+(.+)")

_NO_DATE = "must be a date and time between 1970 and 9999, such as 2026-01-15T10:00:00Z"


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


def read_moment(value: Any) -> Moment:
    """Read `+5m`, after loading, or a date; raise `ValueError`."""
    if isinstance(value, str) and (offset := _OFFSET.fullmatch(value)):
        return Moment(seconds=duration(offset[1]))
    try:
        return Moment(at=read_date(value))
    except ValueError:
        raise ValueError(f"must be a time since loading, such as +5m, or {_NO_DATE.removeprefix('must be ')}") from None
