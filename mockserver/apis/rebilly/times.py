"""How Rebilly writes a moment: RFC 3339, whole seconds, a numeric offset, always UTC."""

from datetime import UTC, datetime
from functools import lru_cache


@lru_cache(maxsize=256)
def written(moment: datetime) -> str:
    """Write a moment.

    >>> written(datetime(2026, 1, 15, 10, 0, 0, 999, UTC))
    '2026-01-15T10:00:00+00:00'
    """
    return moment.replace(microsecond=0).isoformat()


def moment(text: str) -> datetime:
    """Read a moment back, or one that a filter names; without an offset it is UTC. Raise `ValueError`."""
    parsed = datetime.fromisoformat(text)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
