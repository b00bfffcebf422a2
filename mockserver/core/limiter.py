"""Rate limits: what is left of each, on the tenant's own clock."""

import math
from abc import abstractmethod
from collections import OrderedDict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Operations = Literal["all", "reads", "writes"]

Algorithm = Literal["fixed_window", "sliding_window", "token_bucket", "concurrency"]

Share = str
"""Who shares a count: `tenant`, `credential`, `ip`, `idempotency_key`, `header.NAME` or `argument.NAME`."""

Announced = Literal["vendor", "ietf", "none"] | Mapping[str, str]
"""How answers tell of a limit: as the vendor does, as the IETF's draft does, not at all, or in headers so named."""

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

MOST_COUNTERS = 10_000
"""Counters of one tenant; beyond, the one that was idle longest is forgotten."""

LONGEST_LOG = 100_000
"""Requests a sliding window remembers at most, and so the greatest limit it can have."""


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most `limit` requests in `window` seconds, as the algorithm counts them, for each share.

    `fixed_window` opens with the first request; `sliding_window` looks back from each; `token_bucket` refills evenly
    and holds `burst`; `concurrency` knows no window and counts requests that are not answered yet.
    """

    id: str
    limit: int
    window: float
    operations: Operations | tuple[str, ...] = "all"
    algorithm: Algorithm = "fixed_window"
    burst: int | None = None
    per: Share = "tenant"
    announced: Announced = "vendor"

    @property
    def capacity(self) -> int:
        """How many requests are admitted at once where none came before."""
        return self.burst or self.limit

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


class Counter:
    """What one limit remembers of one share."""

    @abstractmethod
    def left(self, limit: RateLimit, now: float) -> int:
        """Say how many requests would be admitted now."""

    @abstractmethod
    def opens(self, limit: RateLimit, now: float) -> float:
        """Give the epoch second at which more will be admitted than now."""

    @abstractmethod
    def take(self, now: float) -> None:
        """Count one request that is admitted."""

    @abstractmethod
    def leave(self, limit: RateLimit, remaining: int, now: float) -> None:
        """Set how many requests are left."""

    def release(self) -> None:
        """Count one request that is answered."""


@dataclass(slots=True)
class FixedWindow(Counter):
    """When the window opened and how many came in."""

    opened: float = -math.inf
    count: int = 0

    def left(self, limit: RateLimit, now: float) -> int:
        # A clock that was set back would otherwise keep a window closed for as long as it went back.
        if not self.opened <= now < self.opened + limit.window:
            self.opened, self.count = now, 0
        return limit.limit - self.count

    def opens(self, limit: RateLimit, now: float) -> float:
        return self.opened + limit.window

    def take(self, now: float) -> None:
        self.count += 1

    def leave(self, limit: RateLimit, remaining: int, now: float) -> None:
        self.left(limit, now)
        self.count = max(limit.limit - remaining, 0)


@dataclass(slots=True)
class SlidingWindow(Counter):
    """When the requests came that are not older than the window."""

    times: deque[float] = field(default_factory=deque)

    def left(self, limit: RateLimit, now: float) -> int:
        if self.times and self.times[-1] > now:
            self.times.clear()  # the clock was set back
        while self.times and self.times[0] <= now - limit.window:
            self.times.popleft()
        return limit.limit - len(self.times)

    def opens(self, limit: RateLimit, now: float) -> float:
        return (self.times[0] if self.times else now) + limit.window

    def take(self, now: float) -> None:
        self.times.append(now)

    def leave(self, limit: RateLimit, remaining: int, now: float) -> None:
        self.times = deque([now] * max(limit.limit - remaining, 0))


@dataclass(slots=True)
class TokenBucket(Counter):
    """How many tokens there were at a moment."""

    tokens: float = math.inf
    at: float = -math.inf

    def left(self, limit: RateLimit, now: float) -> int:
        refilled = max(now - self.at, 0.0) * limit.limit / limit.window
        self.tokens, self.at = min(self.tokens + refilled, float(limit.capacity)), now
        return math.floor(self.tokens + 1e-9)  # what rounding took away is no reason to refuse

    def opens(self, limit: RateLimit, now: float) -> float:
        missing = 1.0 - (self.tokens - math.floor(self.tokens))
        return now + missing * limit.window / limit.limit

    def take(self, now: float) -> None:
        self.tokens = max(self.tokens - 1.0, 0.0)

    def leave(self, limit: RateLimit, remaining: int, now: float) -> None:
        self.tokens, self.at = float(min(remaining, limit.capacity)), now


@dataclass(slots=True)
class Concurrency(Counter):
    """How many requests are not answered yet."""

    running: int = 0

    def left(self, limit: RateLimit, now: float) -> int:
        return limit.limit - self.running

    def opens(self, limit: RateLimit, now: float) -> float:
        return now + 1.0  # when another one ends, nobody knows

    def take(self, now: float) -> None:
        self.running += 1

    def leave(self, limit: RateLimit, remaining: int, now: float) -> None:
        self.running = max(limit.limit - remaining, 0)

    def release(self) -> None:
        self.running = max(self.running - 1, 0)


_COUNTERS: Mapping[Algorithm, type[Counter]] = {
    "fixed_window": FixedWindow,
    "sliding_window": SlidingWindow,
    "token_bucket": TokenBucket,
    "concurrency": Concurrency,
}


@dataclass(slots=True)
class Limiter:
    """Counts the requests of one tenant, for each limit and share. The caller holds the tenant's lock."""

    _counters: OrderedDict[tuple[str, str], Counter] = field(default_factory=OrderedDict)

    def admit(self, limits: Sequence[tuple[RateLimit, str, bool]], now: float) -> list[Allowance]:
        """Count one request for limits, each with its share and whether it is enforced.

        Where an enforced one is spent, the request counts for none of them, and its allowance says so.
        """
        allowances = [self.look(limit, now, share) for limit, share, _ in limits]
        refused = [
            enforced and not allowance.admitted for allowance, (_, _, enforced) in zip(allowances, limits, strict=True)
        ]
        if any(refused):
            return allowances
        admitted = []
        for (limit, share, _), allowance in zip(limits, allowances, strict=True):
            if allowance.admitted:
                self._counter(limit, share).take(now)
            admitted.append(self._allowance(limit, now, share, admitted=allowance.admitted))
        return admitted

    def release(self, limit: RateLimit, share: str) -> None:
        """Count one admitted request that is answered."""
        if counter := self._counters.get((limit.id, share)):
            counter.release()

    def look(self, limit: RateLimit, now: float, share: str = "") -> Allowance:
        """Say what is left without counting."""
        admitted = self._counter(limit, share).left(limit, now) > 0
        return self._allowance(limit, now, share, admitted=admitted)

    def leave(self, limit: RateLimit, remaining: int, now: float) -> None:
        """Set how many requests are left, for everybody who was seen."""
        shares = [share for id, share in self._counters if id == limit.id] or [""]
        for share in shares:
            self._counter(limit, share).leave(limit, remaining, now)

    def tightest(self, limit: RateLimit, now: float) -> Allowance:
        """Say what the one has left who has least."""
        shares = [share for id, share in self._counters if id == limit.id] or [""]
        return min((self.look(limit, now, share) for share in shares), key=lambda found: found.remaining)

    def __len__(self) -> int:
        return len(self._counters)

    def clear(self) -> None:
        self._counters.clear()

    def _counter(self, limit: RateLimit, share: str) -> Counter:
        key = (limit.id, share)
        counter = self._counters.get(key)
        if counter is None or not isinstance(counter, _COUNTERS[limit.algorithm]):
            counter = self._counters[key] = _COUNTERS[limit.algorithm]()
            if len(self._counters) > MOST_COUNTERS:
                self._counters.popitem(last=False)
        elif share:
            self._counters.move_to_end(key)
        return counter

    def _allowance(self, limit: RateLimit, now: float, share: str, *, admitted: bool) -> Allowance:
        counter = self._counter(limit, share)
        left, opens = counter.left(limit, now), counter.opens(limit, now)
        return Allowance(
            limit=limit,
            remaining=max(left, 0),
            reset=math.ceil(opens),
            retry_after=max(opens - now, 0.0),
            admitted=admitted,
        )
