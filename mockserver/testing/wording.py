"""Durations and moments as the control plane reads them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from mockserver.testing.plane import ControlError

LONGEST_WAIT = 60.0
"""Seconds that the server lets a call wait at most."""

Duration = str | float | timedelta
"""A text with a unit such as `"250ms"`, a number of seconds, or a `timedelta`."""


def duration(value: Duration) -> str:
    """Write a duration.

    >>> duration("10m"), duration(1.5), duration(timedelta(minutes=2))
    ('10m', '1500ms', '120000ms')
    """
    if isinstance(value, str):
        return value
    seconds = value.total_seconds() if isinstance(value, timedelta) else value
    return f"{seconds * 1000:.3f}".rstrip("0").rstrip(".") + "ms"


def moment(value: str | datetime) -> str:
    """Write a moment; one without a time zone is one of UTC.

    >>> moment(datetime(2026, 1, 15, 10))
    '2026-01-15T10:00:00+00:00'
    """
    if isinstance(value, str):
        return value
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()


def document(path: Path) -> Any:
    """Read a file of YAML or JSON as the server reads its files; raise `ControlError` with line and column."""
    from mockserver.core.documents import read  # and with it the library for YAML
    from mockserver.core.problems import Misconfigured

    try:
        return read(path).value
    except Misconfigured as error:
        raise ControlError(str(error)) from None


def said(**members: Any) -> dict[str, Any]:
    """Leave the members that say something.

    >>> said(error="conflict", detail=None)
    {'error': 'conflict'}
    """
    return {name: value for name, value in members.items() if value is not None}
