"""How the requests of one share are counted: four algorithms, all in whole microseconds, so that nothing is rounded."""

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple, Self

Algorithm = Literal["fixed_window", "sliding_window", "token_bucket", "concurrency"]

SECOND = 1_000_000

MOST_MOMENTS = 1_000
"""Moments a sliding window keeps apart; beyond, those of one thousandth of the window count as the last of them."""


class Measure(NamedTuple):
    """The bound of a counter: `limit` requests in `window` microseconds, `capacity` of them at once."""

    limit: int
    window: int
    capacity: int


@dataclass(slots=True)
class Counter(ABC):
    """What one limit remembers of one share. Moments never go back but where a clock was set back."""

    @abstractmethod
    def left(self, measure: Measure, now: int) -> int:
        """Return how many requests are admitted at this moment; asked before anything else is."""

    @abstractmethod
    def opens(self, measure: Measure, now: int) -> int:
        """Return the moment at which more are admitted than now."""

    @abstractmethod
    def take(self, measure: Measure, now: int) -> None:
        """Count one request that is admitted."""

    @abstractmethod
    def leave(self, measure: Measure, remaining: int, now: int) -> None:
        """Set how many requests are admitted from now on."""

    def copy(self) -> Self:
        """Return an independent copy of the counter."""
        return replace(self)

    @property
    def busy(self) -> bool:
        """Return whether requests that were counted are still to be released."""
        return False


@dataclass(slots=True)
class FixedWindow(Counter):
    """When the window opened and how many came in."""

    opened: int = -1
    count: int = 0

    def left(self, measure: Measure, now: int) -> int:
        # A clock that was set back would otherwise keep a window closed for as long as it went back.
        if self.opened < 0 or not self.opened <= now < self.opened + measure.window:
            self.opened, self.count = now, 0
        return measure.limit - self.count

    def opens(self, measure: Measure, now: int) -> int:
        return self.opened + measure.window

    def take(self, measure: Measure, now: int) -> None:
        self.count += 1

    def leave(self, measure: Measure, remaining: int, now: int) -> None:
        self.left(measure, now)
        self.count = max(measure.limit - remaining, 0)


@dataclass(slots=True)
class SlidingWindow(Counter):
    """The moments not older than the window, each with how many requests came, and how many that are together."""

    moments: deque[tuple[int, int]] = field(default_factory=deque)
    count: int = 0

    def left(self, measure: Measure, now: int) -> int:
        moments = self.moments
        if moments and moments[-1][0] > now:  # the clock was set back
            moments.clear()
            self.count = 0
        while moments and moments[0][0] <= now - measure.window:
            self.count -= moments.popleft()[1]
        return measure.limit - self.count

    def opens(self, measure: Measure, now: int) -> int:
        return self.moments[0][0] + measure.window if self.moments else now

    def take(self, measure: Measure, now: int) -> None:
        moments = self.moments
        if moments and self._as_one(moments[-1][0], measure, now):
            moments[-1] = now, moments[-1][1] + 1
        else:
            moments.append((now, 1))
        self.count += 1

    def leave(self, measure: Measure, remaining: int, now: int) -> None:
        self.count = max(measure.limit - remaining, 0)
        self.moments = deque([(now, self.count)] if self.count else ())

    def copy(self) -> Self:
        return replace(self, moments=self.moments.copy())

    def _as_one(self, last: int, measure: Measure, now: int) -> bool:
        """Return whether a request counts as one of the last moment's: it is forgotten late, never too early."""
        if last == now:
            return True
        share = measure.window // MOST_MOMENTS
        return len(self.moments) >= MOST_MOMENTS and share > 0 and last // share == now // share


@dataclass(slots=True)
class TokenBucket(Counter):
    """How full the bucket was at a moment, in parts of a token: a token has as many as the window has microseconds."""

    parts: int = 0
    at: int = -1

    def left(self, measure: Measure, now: int) -> int:
        full = measure.capacity * measure.window
        # Like the windows it is as new where the clock was set back.
        known = 0 <= self.at <= now
        self.parts = min(self.parts + (now - self.at) * measure.limit, full) if known else full
        self.at = now
        return self.parts // measure.window

    def opens(self, measure: Measure, now: int) -> int:
        if self.parts >= measure.capacity * measure.window:
            return now
        missing = measure.window - self.parts % measure.window
        return now + -(-missing // measure.limit)

    def take(self, measure: Measure, now: int) -> None:
        self.parts -= measure.window

    def leave(self, measure: Measure, remaining: int, now: int) -> None:
        self.parts, self.at = min(remaining, measure.capacity) * measure.window, now


@dataclass(slots=True)
class Concurrency(Counter):
    """How many requests are not answered yet, and how many more are set to be."""

    running: int = 0
    held: int = 0

    def left(self, measure: Measure, now: int) -> int:
        return measure.limit - self.running - self.held

    def opens(self, measure: Measure, now: int) -> int:
        # The end of another one is unknown.
        return now + SECOND if self.running or self.held else now

    def take(self, measure: Measure, now: int) -> None:
        self.running += 1

    def leave(self, measure: Measure, remaining: int, now: int) -> None:
        self.held = max(measure.limit - self.running - remaining, 0)

    def release(self) -> None:
        """Count one request that is answered."""
        self.running -= 1

    @property
    def busy(self) -> bool:
        return self.running > 0


COUNTERS: Mapping[Algorithm, type[Counter]] = {
    "fixed_window": FixedWindow,
    "sliding_window": SlidingWindow,
    "token_bucket": TokenBucket,
    "concurrency": Concurrency,
}
