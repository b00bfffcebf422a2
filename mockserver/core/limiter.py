"""Rate limits: what a tenant has left, on the tenant's own clock."""

import math
from dataclasses import dataclass, field
from typing import Literal

Operations = Literal["all", "reads", "writes"]

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most `limit` requests in a window of `window` seconds that opens with the first of them."""

    id: str
    limit: int
    window: float
    operations: Operations | tuple[str, ...] = "all"

    def covers(self, method: str, operation: str) -> bool:
        """Say whether a request counts for this limit."""
        if self.operations == "all":
            return True
        if self.operations == "reads":
            return method in READING_METHODS
        if self.operations == "writes":
            return method not in READING_METHODS
        return operation in self.operations


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one limit said about one request; `reset` is the epoch second at which it opens again."""

    limit: RateLimit
    remaining: int
    reset: int
    retry_after: float
    admitted: bool


@dataclass(slots=True)
class Window:
    """A fixed window: when it opened and how many came in."""

    opened: float
    count: int


@dataclass(slots=True)
class Limiter:
    """Counts the requests of one tenant, a window for each limit. The caller holds the tenant's lock."""

    _windows: dict[str, Window] = field(default_factory=dict)

    def admit(self, limit: RateLimit, now: float) -> Allowance:
        """Count one request; past the limit it is not admitted and counts no further."""
        window = self._current(limit, now)
        admitted = window.count < limit.limit
        if admitted:
            window.count += 1
        return self._allowance(limit, window, now, admitted=admitted)

    def look(self, limit: RateLimit, now: float) -> Allowance:
        """Say what is left without counting."""
        window = self._current(limit, now)
        return self._allowance(limit, window, now, admitted=window.count < limit.limit)

    def leave(self, limit: RateLimit, remaining: int, now: float) -> None:
        """Set how many requests are left in the window."""
        self._current(limit, now).count = max(limit.limit - remaining, 0)

    def __len__(self) -> int:
        return len(self._windows)

    def clear(self) -> None:
        self._windows.clear()

    def _current(self, limit: RateLimit, now: float) -> Window:
        window = self._windows.get(limit.id)
        # A clock that was set back would otherwise keep a window closed for as long as it went back.
        if window is None or not window.opened <= now < window.opened + limit.window:
            window = self._windows[limit.id] = Window(now, 0)
        return window

    @staticmethod
    def _allowance(limit: RateLimit, window: Window, now: float, *, admitted: bool) -> Allowance:
        closes = window.opened + limit.window
        return Allowance(
            limit=limit,
            remaining=max(limit.limit - window.count, 0),
            reset=math.ceil(closes),
            retry_after=max(closes - now, 0.0),
            admitted=admitted,
        )
