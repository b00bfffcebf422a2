"""Time: the one place that reads it, and a clock for each tenant that can be frozen and moved."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

Mode = Literal["real", "offset", "frozen"]

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC).timestamp()
LATEST = datetime(9999, 1, 1, tzinfo=UTC).timestamp()


system_time = time.time
"""Seconds since the epoch, by the machine."""

monotonic = time.perf_counter
"""Seconds on a clock that never goes back: for durations, never for dates."""


@dataclass(slots=True)
class Clock:
    """The time of one tenant.

    `real` follows the machine, `offset` runs beside it, `frozen` stands still until it is moved.
    """

    source: Callable[[], float] = system_time
    _frozen_at: float | None = field(default=None)
    _offset: float = field(default=0.0)

    @property
    def mode(self) -> Mode:
        if self._frozen_at is not None:
            return "frozen"
        return "offset" if self._offset else "real"

    @property
    def offset(self) -> float:
        """Seconds it runs ahead of the machine's time, where it runs."""
        return self._offset

    def timestamp(self) -> float:
        """Seconds since the epoch for this tenant."""
        return self._frozen_at if self._frozen_at is not None else self.source() + self._offset

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.timestamp(), UTC)

    def freeze(self, at: datetime | None = None) -> None:
        """Stand still, at `at` or at this moment."""
        self._frozen_at = _bounded(at.timestamp() if at else self.timestamp())

    def run_from(self, at: datetime) -> None:
        """Run at the machine's pace, starting at `at`."""
        self._offset = _bounded(at.timestamp()) - self.source()
        self._frozen_at = None

    def run_ahead(self, by: float) -> None:
        """Run at the machine's pace, so many seconds ahead of its time."""
        _bounded(self.source() + by)
        self._frozen_at, self._offset = None, by

    def advance(self, by: timedelta) -> None:
        """Move forward (or back) without changing the pace."""
        target = _bounded(self.timestamp() + by.total_seconds())
        if self._frozen_at is not None:
            self._frozen_at = target
        else:
            self._offset = target - self.source()

    def resume(self) -> None:
        """Run again at the machine's pace, from where the clock stands."""
        if self._frozen_at is not None:
            self._offset = self._frozen_at - self.source()
            self._frozen_at = None

    def clear(self) -> None:
        """Follow the machine again."""
        self._frozen_at, self._offset = None, 0.0

    def copy(self) -> "Clock":
        return Clock(self.source, self._frozen_at, self._offset)


def _bounded(timestamp: float) -> float:
    if not EARLIEST <= timestamp <= LATEST:
        raise ValueError("must lie between 1970 and 9999")
    return round(timestamp, 6)  # whole microseconds: many short steps lead as far as one long one
