"""A tenant: the whole state of one test or one developer, except for its records, which are in the store."""

import threading
from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mockserver.core.api.model import Api, Exchange
from mockserver.core.api.receivers import Delivered
from mockserver.core.clock import Clock
from mockserver.core.limits.limiter import Allowance, Counted, Limiter, RateLimit
from mockserver.core.problems import Misconfigured, TooManyRequests
from mockserver.sandbox.journal import Journal
from mockserver.sandbox.tenancy.state import OneOff, Snapshot, State
from mockserver.scenarios.directives import directed
from mockserver.scenarios.notation.counts import share_of
from mockserver.scenarios.rules.engine import Followed, Plan, Situation, decide, followed_by
from mockserver.scenarios.rules.matching import Budget, Facts
from mockserver.scenarios.rules.model import ClockWish, Scenario, limits_of
from mockserver.scenarios.rules.tallies import Tallies

MOST_DELIVERIES = 1_000
"""Deliveries whose outcome a tenant keeps."""

PARTS = ("data", "journal", "rules", "limits", "clock", "settings", "webhooks")
"""The parts of a tenant that can be reset."""

_UNSET = object()

Key = tuple[str, str]
"""An API, and an idempotency key that a client made up for it."""

Settings = dict[str, dict[str, Any]]
"""Values of settings by API and name."""


class Spent(TooManyRequests):
    """A limit of this sandbox's is spent; `counted` has the states of all limits."""

    def __init__(self, counted: Counted, refused: Allowance) -> None:
        super().__init__(retry_after=refused.retry_after, reset=refused.reset, limit=refused.limit.limit)
        self.counted = counted


@dataclass
class Tenant:
    """The state of one tenant but for its records."""

    name: str
    clock: Clock
    journal: Journal
    settings: Settings = field(default_factory=dict)
    followed: tuple[Followed, ...] = ()
    rules: dict[str, OneOff] = field(default_factory=dict)
    tallies: Tallies = field(default_factory=Tallies)
    limiter: Limiter = field(default_factory=Limiter)
    running: dict[Key, object] = field(default_factory=dict)
    """The holders of idempotency keys: requests that are not answered yet."""
    deliveries: deque[Delivered] = field(default_factory=lambda: deque(maxlen=MOST_DELIVERIES))
    began: float = 0.0
    """The epoch second, on its clock, at which the tenant came into being."""
    requests: int = 0
    """The number of its requests, which identifies each, the same on every run."""
    snapshots: dict[str, Snapshot] = field(default_factory=dict)
    under_way: int = 0
    """Exchanges that are not answered yet; the server's list of tenants counts them."""
    lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios this tenant follows."""
        return tuple(each.scenario for each in self.followed)

    def trace(self, seed: str) -> tuple[str, str, str]:
        """Count one more request, and return its unique parts among all of a server with this seed."""
        with self.lock:
            self.requests += 1
            return seed, self.name, str(self.requests)

    def count(self, exchange: Exchange, chosen: Sequence[Scenario]) -> Counted:
        """Count one request for its limits; the slots it takes have to be released.

        Raise `Spent` where an enforced limit is.
        """
        limits = self.counting(exchange, (*chosen, *self.scenarios))
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
        """Count one request for the rules, which search it within the budget; return their plan.

        With `directives`, those of the request come before all rules; raise `Malformed` for an unreadable one.
        """
        with self.lock:
            if directives and (plan := directed(exchange, self.tallies.of)):
                return plan
            considered = self.considered(chosen)
            return decide(considered, Facts(exchange, budget), self.situation(seed)) if considered else Plan()

    def considered(self, chosen: Sequence[Scenario]) -> Sequence[Followed]:
        """Return the sources of rules for a request: single rules, chosen scenarios, then the tenant's own."""
        one_by_one = [one.followed for one in self.rules.values()]
        if not chosen:
            return (*one_by_one, *self.followed)
        own = {each.scenario.name: each for each in self.followed}
        # A scenario that is both is asked once, before the others.
        asked = {scenario.name: own.get(scenario.name, Followed(scenario, self.began)) for scenario in chosen}
        return (*one_by_one, *({**asked, **own}).values())

    def situation(self, seed: str) -> Situation:
        """Return the inputs of a decision beside the rules and the request."""
        return Situation(self.tallies, self.name, seed, self.clock.timestamp())

    def release(self, counted: Counted) -> None:
        """Free the slots of a request that is answered."""
        if counted.slots:
            with self.lock:
                for slot in counted.slots:
                    slot.release()

    def hold(self, key: Key, holder: object) -> bool:
        """Hold an idempotency key, unless another request does; return whether this one holds it."""
        with self.lock:
            return self.running.setdefault(key, holder) is holder

    def let_go(self, key: Key, holder: object) -> None:
        """Free an idempotency key, if this one holds it."""
        with self.lock:
            if self.running.get(key) is holder:
                del self.running[key]

    def end(self, exchange: Exchange, counted: Counted, milliseconds: float) -> None:
        """Free the slots that an exchange held, and keep it in the journal."""
        self.release(counted)
        self.journal.add(exchange, self.clock.timestamp(), milliseconds)

    def load(self, scenarios: Sequence[Scenario]) -> None:
        """Follow these scenarios and no others; all counts are reset.

        Raise `Misconfigured` where two have the same name, under which both would be counted.
        """
        names = [scenario.name for scenario in scenarios]
        twins = [name for name in names if names.count(name) > 1]
        if twins:
            raise Misconfigured(f"scenario {twins[0]!r}", "there are two of that name, and they are counted by name")
        with self.lock:
            for scenario in scenarios:
                _set_clock(self.clock, scenario.clock)
                for api, values in scenario.settings.items():
                    self.settings.setdefault(api, {}).update(values)
            self.followed = tuple(followed_by(scenarios, self.clock.timestamp()))
            self.tallies.clear()

    def follow_change(self, old: Scenario, new: Scenario, changed: Collection[str]) -> None:
        """Follow the new version of a scenario, if this tenant follows it; only counts of changed rules are reset."""
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
        """Return an independent copy of this tenant, as it is before a request."""
        with self.lock:
            return replace(
                self,
                journal=Journal(0),
                followed=self.followed,
                rules=dict(self.rules),
                tallies=self.tallies.copy(),
                limiter=self.limiter.copy(self.counting(exchange, (*chosen, *self.scenarios))),
                running=dict(self.running),
                lock=threading.RLock(),
            )

    def child(self, name: str) -> "Tenant":
        """Return a new tenant with this one's state, without records."""
        clock = self.clock.copy()
        began = clock.timestamp()
        return Tenant(
            name=name,
            clock=clock,
            journal=self.journal.beside(),
            settings=_copied(self.settings),
            followed=tuple(Followed(each.scenario, began) for each in self.followed),
            rules=_since(self.rules, began),
            began=began,
        )

    def state(self) -> State:
        """Return a copy of the tenant's state; its lock is held."""
        return State(
            clock=self.clock.copy(),
            requests=self.requests,
            began=self.began,
            settings=_copied(self.settings),
            followed=self.followed,
            rules=dict(self.rules),
            tallies=self.tallies.copy(),
            limits=self.limiter.keep(),
        )

    def put_back(self, state: State) -> None:
        """Bring the tenant, whose lock is held, into a state."""
        self.clock = state.clock.copy()
        self.requests, self.began = state.requests, state.began
        self.settings = _copied(state.settings)
        self.followed, self.rules = state.followed, dict(state.rules)
        self.tallies = state.tallies.copy()
        self.limiter.put_back(state.limits)

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
                self.settings = _copied(defaults.settings)
            return dropped

    def setting(self, api: Api, chosen: Iterable[Scenario] = ()) -> Mapping[str, Any]:
        """Return the settings of an API, defaults included; those of scenarios chosen for one request lie on top."""
        values = {setting.name: setting.default for setting in api.settings}
        values.update(self.settings.get(api.name, {}))
        for scenario in chosen:
            values.update(scenario.settings.get(api.name, {}))
        return values

    @staticmethod
    def counting(exchange: Exchange, scenarios: Iterable[Scenario]) -> list[tuple[RateLimit, str]]:
        """Return the limits that a request counts for, each with its share; what leads nowhere counts for none."""
        if not exchange.route:
            return []
        return [
            (limit, share_of(limit.per, exchange))
            for limit in limits_of(scenarios, exchange.api)
            if limit.covers(exchange.method, exchange.operation)
        ]


def _since(rules: Mapping[str, OneOff], moment: float) -> dict[str, OneOff]:
    return {id: replace(one, since=moment) for id, one in rules.items()}


def _copied(settings: Mapping[str, Mapping[str, Any]]) -> Settings:
    return {api: dict(values) for api, values in settings.items()}


def _set_clock(clock: Clock, wish: ClockWish | None) -> None:
    if wish is None:
        return
    if wish.mode == "real":
        clock.clear()
    elif wish.mode == "frozen":
        clock.freeze(wish.start)
    elif wish.start:
        clock.run_from(wish.start)
