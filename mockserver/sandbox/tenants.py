"""A tenant: everything one test or one developer owns of a server, and the tenants a server knows."""

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from mockserver.core.api.model import Api, Exchange
from mockserver.core.api.receivers import Delivered
from mockserver.core.clock import Clock
from mockserver.core.limits.limiter import Allowance, Counted, Limiter, RateLimit
from mockserver.core.problems import IdempotencyInProgress, Misconfigured, TooManyRequests
from mockserver.sandbox.claims import Claim
from mockserver.sandbox.journal import Journal
from mockserver.scenarios.directives import directed
from mockserver.scenarios.notation.counts import share_of
from mockserver.scenarios.rules.engine import Followed, Plan, Situation, decide, followed_by
from mockserver.scenarios.rules.matching import Budget, Facts
from mockserver.scenarios.rules.model import ClockWish, Rule, Scenario, limits_of
from mockserver.scenarios.rules.tallies import ONE_OFF, Tallies

if TYPE_CHECKING:
    from mockserver.sandbox.snapshots import Snapshot

MOST_DELIVERIES = 1_000
"""Deliveries whose outcome a tenant remembers."""

_UNSET = object()

PARTS = ("data", "journal", "rules", "limits", "clock", "settings", "webhooks")
"""What of a tenant can be reset."""


@dataclass(frozen=True, slots=True)
class OneOff:
    """A rule that came over the control plane, the text it came as, and the epoch second at which it came."""

    rule: Rule
    source: Mapping[str, Any]
    since: float = 0.0
    followed: Followed = field(init=False, repr=False)
    """The scenario it makes by itself."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "followed", Followed(Scenario(ONE_OFF, ONE_OFF, (self.rule,)), self.since))


class Spent(TooManyRequests):
    """A limit of this sandbox's is spent; `counted` is what all of them said."""

    def __init__(self, counted: Counted, refused: Allowance) -> None:
        super().__init__(retry_after=refused.retry_after, reset=refused.reset, limit=refused.limit.limit)
        self.counted = counted


@dataclass
class Tenant:
    """The state of one tenant but for its records, which the store keeps."""

    name: str
    clock: Clock
    journal: Journal
    settings: dict[str, dict[str, Any]] = field(default_factory=dict)
    followed: tuple[Followed, ...] = ()
    rules: dict[str, OneOff] = field(default_factory=dict)
    tallies: Tallies = field(default_factory=Tallies)
    limiter: Limiter = field(default_factory=Limiter)
    running: dict[tuple[str, str], Claim] = field(default_factory=dict)
    """The requests with an idempotency key that are not answered yet, by API and key."""
    deliveries: deque[Delivered] = field(default_factory=lambda: deque(maxlen=MOST_DELIVERIES))
    began: float = 0.0
    """The epoch second, on its clock, at which the tenant came into being."""
    requests: int = 0
    """How many requests it sent: what tells each from the others, the same on every run."""
    snapshots: dict[str, "Snapshot"] = field(default_factory=dict)
    under_way: int = 0
    """Exchanges that are not answered yet; the server's list of tenants counts them."""
    lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios this tenant follows."""
        return tuple(each.scenario for each in self.followed)

    def next_request(self) -> int:
        """Return the number of one more request."""
        with self.lock:
            self.requests += 1
            return self.requests

    def count(self, exchange: Exchange, chosen: Sequence[Scenario]) -> Counted:
        """Count one request for its limits; the slots it takes have to be released.

        Raise `Spent` where an enforced limit is.
        """
        limits = self._counting(exchange, (*chosen, *self.scenarios))
        if not limits:
            return Counted()
        with self.lock:
            counted = self.limiter.admit(limits, self.clock.timestamp())
        if counted.refused:
            raise Spent(counted, counted.refused)
        return counted

    def plan(
        self,
        exchange: Exchange,
        chosen: Sequence[Scenario],
        seed: str,
        *,
        directives: bool,
        budget: Budget | None = None,
    ) -> Plan:
        """Count one request for the rules, which look at it as far as the budget goes: what they want of it.

        With `directives`, what the request asks for itself goes before all rules; raise `Malformed` where that cannot
        be read.
        """
        with self.lock:
            if directives and (plan := directed(exchange, self.tallies.of)):
                return plan
            considered = self.considered(chosen)
            return decide(considered, Facts(exchange, budget), self.situation(seed)) if considered else Plan()

    def considered(self, chosen: Sequence[Scenario]) -> Sequence[Followed]:
        """Return what is asked about a request: rules that came one by one, chosen scenarios, then the tenant's own."""
        one_by_one = [one.followed for one in self.rules.values()]
        if not chosen:
            return (*one_by_one, *self.followed)
        own = {each.scenario.name: each for each in self.followed}
        # A scenario that is both is asked once, before the others.
        asked = {scenario.name: own.get(scenario.name, Followed(scenario, self.began)) for scenario in chosen}
        return (*one_by_one, *({**asked, **own}).values())

    def levels(self, exchange: Exchange, scenarios: Iterable[Scenario]) -> list[dict[str, Any]]:
        """Return what is left of the limits that a request would count for."""
        now = self.clock.timestamp()
        looked = [self.limiter.look(limit, now, share) for limit, share in self._counting(exchange, scenarios)]
        return [
            {
                "id": allowance.limit.id,
                "algorithm": allowance.limit.algorithm,
                "per": allowance.limit.per,
                "limit": allowance.limit.limit,
                "remaining": allowance.remaining,
                "enforced": allowance.limit.enforced,
                "refuses": allowance.limit.enforced and not allowance.admitted,
            }
            for allowance in looked
        ]

    def situation(self, seed: str) -> Situation:
        """Return what a decision depends on beside the rules and the request."""
        return Situation(self.tallies, self.name, seed, self.clock.timestamp())

    def release(self, counted: Counted) -> None:
        """Let go of the slots of a request that is answered."""
        if counted.slots:
            with self.lock:
                for slot in counted.slots:
                    slot.release()

    def begin(self, claim: Claim) -> None:
        """Hold an idempotency key; raise `IdempotencyInProgress` where another request does."""
        with self.lock:
            if claim.name in self.running:
                raise IdempotencyInProgress(key=claim.key)
            self.running[claim.name] = claim

    def end(self, claim: Claim) -> None:
        """Let go of an idempotency key, if this request holds it."""
        with self.lock:
            if self.running.get(claim.name) is claim:
                del self.running[claim.name]

    def load(self, scenarios: Sequence[Scenario]) -> None:
        """Follow these scenarios and no others; counting begins anew.

        Raise `Misconfigured` where two have the same name, under which both would be counted.
        """
        names = [scenario.name for scenario in scenarios]
        twins = [name for name in names if names.count(name) > 1]
        if twins:
            raise Misconfigured(f"scenario {twins[0]!r}", "there are two of that name, and they are counted by name")
        with self.lock:
            for scenario in scenarios:
                if scenario.clock:
                    self._set_clock(scenario.clock)
                for api, values in scenario.settings.items():
                    self.settings.setdefault(api, {}).update(values)
            self.followed = tuple(followed_by(scenarios, self.clock.timestamp()))
            self.tallies.clear()

    def follow_change(self, old: Scenario, new: Scenario, changed: Collection[str]) -> None:
        """Follow a scenario as its file is now, if this tenant does; only the rules that changed are counted anew."""
        with self.lock:
            if all(each.scenario is not old for each in self.followed):
                return
            self.followed = tuple(Followed(new, each.since) if each.scenario is old else each for each in self.followed)
            self.tallies.forget(old.name, changed)
            for api, values in new.settings.items():
                before = old.settings.get(api, {})
                others = {name: value for name, value in values.items() if before.get(name, _UNSET) != value}
                self.settings.setdefault(api, {}).update(others)

    def copy(self, exchange: Exchange, chosen: Sequence[Scenario]) -> "Tenant":
        """Return a tenant that stands where this one does before a request, and counts for itself."""
        with self.lock:
            return replace(
                self,
                journal=Journal(0),
                followed=self.followed,
                rules=dict(self.rules),
                tallies=self.tallies.copy(),
                limiter=self.limiter.copy(self._counting(exchange, (*chosen, *self.scenarios))),
                running=dict(self.running),
                lock=threading.RLock(),
            )

    def _set_clock(self, wish: ClockWish) -> None:
        if wish.mode == "real":
            self.clock.clear()
        elif wish.mode == "frozen":
            self.clock.freeze(wish.start)
        elif wish.start:
            self.clock.run_from(wish.start)

    def learn(self, api: str, setting: str, secret: str) -> None:
        """Take a secret for this tenant's own, unless it has one."""
        values = self.settings.get(api, {})
        if secret and not values.get(setting):
            with self.lock:
                own = self.settings.setdefault(api, {})
                own[setting] = own.get(setting) or secret

    def forget(self, part: str, defaults: "Tenant") -> int:
        """Put one part back to how a new tenant has it; return how many things were dropped."""
        with self.lock:
            if part == "journal":
                dropped = len(self.journal)
                self.journal.clear()
            elif part == "webhooks":
                dropped = len(self.deliveries)
                self.deliveries = deque(maxlen=MOST_DELIVERIES)  # the courier still has the one before
            elif part == "rules":
                dropped = len(self.rules)
                self.began = self.clock.timestamp()
                self.rules = _since(defaults.rules, self.began) if defaults is not self else {}
                self.followed = tuple(followed_by(defaults.scenarios, self.began))
                self.tallies.clear()
            elif part == "limits":
                dropped = len(self.limiter)
                self.limiter.clear()
            elif part == "clock":
                dropped = int(self.clock.mode != "real")
                self.clock = defaults.clock.copy()
                if defaults is self:
                    self.clock.clear()
            else:
                dropped = len(self.settings)
                self.settings = {api: dict(values) for api, values in defaults.settings.items()}
            return dropped

    def setting(self, api: Api, chosen: Iterable[Scenario] = ()) -> Mapping[str, Any]:
        """Return the settings of an API, defaults included; those of scenarios chosen for one request lie on top."""
        values = {setting.name: setting.default for setting in api.settings}
        values.update(self.settings.get(api.name, {}))
        for scenario in chosen:
            values.update(scenario.settings.get(api.name, {}))
        return values

    @staticmethod
    def _counting(exchange: Exchange, scenarios: Iterable[Scenario]) -> list[tuple[RateLimit, str]]:
        """Return the limits that a request counts for, each with its share; what leads nowhere counts for none."""
        if not exchange.route:
            return []
        return [
            (limit, share_of(limit.per, exchange))
            for limit in limits_of(scenarios, exchange.api)
            if limit.covers(exchange.method, exchange.operation)
        ]


class Tenants:
    """The tenants in use. Beyond `most`, the one that was idle longest is forgotten; one that is served is not idle.

    `on_forget` hears of a tenant that is forgotten, `on_drop` of one that is to leave nothing behind.
    """

    def __init__(
        self, defaults: Tenant, most: int, on_forget: Callable[[str], object], on_drop: Callable[[str], object]
    ) -> None:
        self.defaults = defaults
        self._most = most
        self._on_forget = on_forget
        self._on_drop = on_drop
        self._tenants: OrderedDict[str, Tenant] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, name: str, journal_size: int) -> Tenant:
        """Return a tenant; a new one starts as the server's defaults stand now."""
        with self._lock:
            return self._of(name, journal_size)

    def enter(self, name: str, journal_size: int) -> Tenant:
        """Return a tenant that has an exchange under way from now on; it has to leave."""
        with self._lock:
            tenant = self._of(name, journal_size)
            tenant.under_way += 1
            return tenant

    def leave(self, tenant: Tenant) -> None:
        """End an exchange. What it did for a tenant that was dropped meanwhile goes after the tenant."""
        if tenant is self.defaults:
            return
        with self._lock:
            tenant.under_way -= 1
            if not tenant.under_way and tenant.name not in self._tenants:
                self._on_drop(tenant.name)

    def _of(self, name: str, journal_size: int) -> Tenant:
        tenant = self._tenants.get(name)
        if tenant is None:
            self._make_room()
            tenant = self._tenants[name] = _like(self.defaults, name, journal_size)
        else:
            self._tenants.move_to_end(name)
        return tenant

    def _make_room(self) -> None:
        """Forget who was idle longest, until there is room for one more or all are busy."""
        while len(self._tenants) >= self._most:
            idle = next((name for name, tenant in self._tenants.items() if not tenant.under_way), None)
            if idle is None:
                return
            del self._tenants[idle]
            self._on_forget(idle)

    def new(self, name: str, journal_size: int) -> Tenant:
        """Return a tenant as it would be were it new, without keeping it."""
        return _like(self.defaults, name, journal_size)

    def known(self, name: str) -> Tenant | None:
        return self._tenants.get(name)

    def names(self) -> list[str]:
        with self._lock:
            return sorted(self._tenants)

    def all(self) -> list[Tenant]:
        with self._lock:
            return [*self._tenants.values()]

    def drop(self, name: str) -> None:
        """Let a tenant go with all it has."""
        with self._lock:
            self._on_drop(name)
            self._tenants.pop(name, None)


def _since(rules: Mapping[str, OneOff], moment: float) -> dict[str, OneOff]:
    return {id: replace(one, since=moment) for id, one in rules.items()}


def _like(defaults: Tenant, name: str, journal_size: int) -> Tenant:
    clock = defaults.clock.copy()
    began = clock.timestamp()
    return Tenant(
        name=name,
        clock=clock,
        journal=defaults.journal.beside(journal_size),
        settings={api: dict(values) for api, values in defaults.settings.items()},
        followed=tuple(Followed(each.scenario, began) for each in defaults.followed),
        rules=_since(defaults.rules, began),
        began=began,
    )
