"""Rate limits: what is left of each, on the tenant's own clock."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple, Self

from mockserver.core.limits.counters import COUNTERS, SECOND, Algorithm, Concurrency, Counter, Measure

Operations = Literal["all", "reads", "writes"]

Share = str
"""Who shares a count: `tenant`, `credential`, `ip`, `idempotency_key`, `header.NAME` or `argument.NAME`."""

Announced = Literal["vendor", "ietf", "none"] | Mapping[str, str]
"""The announcement of a limit: the vendor's, the IETF draft's, none, or in headers so named."""

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

MOST_SHARES = 10_000
"""Shares of one limit that are remembered; beyond, the one that was idle longest is forgotten."""


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most `limit` requests in `window` seconds, as the algorithm counts them, for each share.

    `fixed_window` opens with the first request; `sliding_window` looks back from each; `token_bucket` refills evenly
    and holds `burst`; `concurrency` has no window and counts requests that are not answered yet. A limit that is
    not `enforced` is counted and refuses no request.
    """

    id: str
    limit: int
    window: float
    operations: Operations | tuple[str, ...] = "all"
    algorithm: Algorithm = "fixed_window"
    burst: int | None = None
    per: Share = "tenant"
    announced: Announced = "vendor"
    enforced: bool = False
    measure: Measure = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        measure = Measure(self.limit, round(self.window * SECOND), self.burst or self.limit)
        object.__setattr__(self, "measure", measure)

    def covers(self, method: str, operation: str) -> bool:
        """Return whether a request counts for this limit."""
        if self.operations == "all":
            return True
        if self.operations == "reads":
            return method in READING_METHODS
        if self.operations == "writes":
            return method not in READING_METHODS
        return operation in self.operations


class Allowance(NamedTuple):
    """The state of one limit for one request: whether it is admitted, what is left, and when there is more (`opens`).

    Moments are in microseconds since the epoch.
    """

    limit: RateLimit
    admitted: bool
    remaining: int
    now: int
    opens: int

    @property
    def reset(self) -> int:
        """The epoch second at which it opens again."""
        return -(-self.opens // SECOND)

    @property
    def retry_after(self) -> float:
        """Seconds until it opens again."""
        return (self.opens - self.now) / SECOND


@dataclass(frozen=True, slots=True)
class Counted:
    """The states of the limits for one request, and the slots it holds until it is answered.

    `refused` is the refusing limit: of several spent ones, the one that opens last.
    """

    allowances: Sequence[Allowance] = ()
    slots: Sequence[Concurrency] = ()
    refused: Allowance | None = None

    @property
    def tightest(self) -> Allowance | None:
        """The limit in the vendor's headers: of those announced there, the one with least left."""
        told = [allowance for allowance in self.allowances if allowance.limit.announced == "vendor"]
        return min(told, key=lambda allowance: allowance.remaining, default=None)


LimitKey = tuple[str, Algorithm, Measure]
"""The identity of a limit: its id and its numbers, so that a changed one starts afresh."""


@dataclass(slots=True)
class Shares:
    """The counters of one limit; those of new shares begin with the rest that was set for all, if any."""

    counters: OrderedDict[str, Counter] = field(default_factory=OrderedDict)
    start: tuple[int, int] | None = None

    def counter(self, limit: RateLimit, share: str) -> Counter:
        """Return the counter of a share, made on first use."""
        counter = self.counters.get(share)
        if counter is not None:
            self.counters.move_to_end(share)
            return counter
        if len(self.counters) >= MOST_SHARES:
            self._forget_one()
        counter = self.counters[share] = self._new(limit)
        return counter

    def known(self, limit: RateLimit, share: str) -> Counter:
        """Return the counter of a share, or a new one."""
        return self.counters.get(share) or self._new(limit)

    def copy(self) -> Self:
        """Return an independent copy of the counters, with all slots free."""
        counters = OrderedDict((share, counter.copy()) for share, counter in self.counters.items())
        for counter in counters.values():
            if isinstance(counter, Concurrency):
                counter.running = 0
        return replace(self, counters=counters)

    def _new(self, limit: RateLimit) -> Counter:
        counter = COUNTERS[limit.algorithm]()
        if self.start:
            counter.leave(limit.measure, *self.start)
        return counter

    def _forget_one(self) -> None:
        """Forget the share that was idle longest; one with requests under way is not idle."""
        idle = next((share for share, counter in self.counters.items() if not counter.busy), None)
        if idle is not None:
            del self.counters[idle]


@dataclass(slots=True)
class Limiter:
    """Counts the requests of one tenant, for each limit and share. The caller holds the tenant's lock."""

    _limits: dict[LimitKey, Shares] = field(default_factory=dict)

    def admit(self, limits: Sequence[tuple[RateLimit, str]], now: float) -> Counted:
        """Count one request for limits, each with its share; where an enforced one is spent, for none of them."""
        moment = round(now * SECOND)
        found = []
        turned_away = False
        for limit, share in limits:
            counter = self._shares(limit).counter(limit, share)
            left = counter.left(limit.measure, moment)
            found.append((limit, counter, left))
            turned_away = turned_away or (left <= 0 and limit.enforced)
        if turned_away:
            allowances = [_allowance(limit, counter, left > 0, left, moment) for limit, counter, left in found]
            spent = [allowance for allowance in allowances if allowance.limit.enforced and not allowance.admitted]
            return Counted(allowances, refused=max(spent, key=lambda allowance: allowance.opens))
        allowances, slots = [], []
        for limit, counter, left in found:
            if left > 0:
                counter.take(limit.measure, moment)
                if isinstance(counter, Concurrency):
                    slots.append(counter)
            allowances.append(_allowance(limit, counter, left > 0, left - 1, moment))
        return Counted(allowances, slots)

    def look(self, limit: RateLimit, now: float, share: str = "") -> Allowance:
        """Return what is left for a share, without counting."""
        return self._look(limit, self._shares(limit).known(limit, share), round(now * SECOND))

    def levels(self, limit: RateLimit, now: float) -> list[tuple[str, Allowance]]:
        """Return what is left for each known share, the tightest first."""
        moment = round(now * SECOND)
        seen = self._shares(limit).counters.items()
        levels = [(share, self._look(limit, counter, moment)) for share, counter in seen]
        return sorted(levels, key=lambda level: level[1].remaining)

    def leave(self, limit: RateLimit, remaining: int, now: float, share: str | None = None) -> None:
        """Set how many requests are left: for one share, or for all, those included that were not seen yet."""
        moment, shares = round(now * SECOND), self._shares(limit)
        if share is not None:
            shares.counter(limit, share).leave(limit.measure, remaining, moment)
            return
        shares.start = (remaining, moment) if remaining < limit.measure.capacity else None
        for counter in shares.counters.values():
            counter.leave(limit.measure, remaining, moment)

    def copy(self, limits: Sequence[tuple[RateLimit, str]]) -> "Limiter":
        """Return an independent copy of the limiter, for some limits and shares."""
        copy = Limiter()
        for limit, share in limits:
            if known := self._limits.get(_key(limit)):
                copy._shares(limit).counters[share] = known.known(limit, share).copy()
        return copy

    def keep(self) -> dict[LimitKey, Shares]:
        """Return the counts without slots: their holders are gone when the counts are restored."""
        return {key: shares.copy() for key, shares in self._limits.items()}

    def put_back(self, kept: Mapping[LimitKey, Shares]) -> None:
        """Count on from what was kept; requests under way hold no slot of it."""
        self._limits = {key: shares.copy() for key, shares in kept.items()}

    def __len__(self) -> int:
        return sum(len(shares.counters) for shares in self._limits.values())

    def clear(self) -> None:
        self._limits.clear()

    def _shares(self, limit: RateLimit) -> Shares:
        shares = self._limits.get(_key(limit))
        if shares is None:
            shares = self._limits[_key(limit)] = Shares()
        return shares

    @staticmethod
    def _look(limit: RateLimit, counter: Counter, moment: int) -> Allowance:
        left = counter.left(limit.measure, moment)
        return _allowance(limit, counter, left > 0, left, moment)


def _key(limit: RateLimit) -> LimitKey:
    return limit.id, limit.algorithm, limit.measure


def _allowance(limit: RateLimit, counter: Counter, admitted: bool, left: int, now: int) -> Allowance:
    return Allowance(limit, admitted, max(left, 0), now, counter.opens(limit.measure, now))
