"""A tenant: everything one test or one developer owns of a server, and the tenants a server knows."""

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mockserver.core.api import Api
from mockserver.core.clock import Clock
from mockserver.core.deliveries import Delivered
from mockserver.core.exchange import Exchange
from mockserver.core.idempotency import Claim
from mockserver.core.journal import Journal
from mockserver.core.limiter import Allowance, Limiter, RateLimit
from mockserver.core.problems import IdempotencyInProgress, TooManyRequests
from mockserver.core.scenarios.engine import Plan, Tallies, decide
from mockserver.core.scenarios.model import LimitWish, Rule, Scenario

ONE_OFF = "one-off"
"""The name under which rules are counted that came one by one over the control plane."""

MOST_DELIVERIES = 1_000
"""Deliveries whose outcome a tenant remembers."""

PARTS = ("data", "journal", "rules", "limits", "clock", "settings")
"""What of a tenant can be reset."""


@dataclass(frozen=True, slots=True)
class OneOff:
    """A rule that came over the control plane, and the text it came as."""

    rule: Rule
    source: Mapping[str, Any]


@dataclass
class Tenant:
    """The state of one tenant but for its records, which the store keeps."""

    name: str
    clock: Clock
    journal: Journal
    settings: dict[str, dict[str, Any]] = field(default_factory=dict)
    scenarios: tuple[Scenario, ...] = ()
    rules: dict[str, OneOff] = field(default_factory=dict)
    tallies: Tallies = field(default_factory=Tallies)
    limiter: Limiter = field(default_factory=Limiter)
    running: dict[tuple[str, str], Claim] = field(default_factory=dict)
    """The requests with an idempotency key that are not answered yet, by API and key."""
    deliveries: deque[Delivered] = field(default_factory=lambda: deque(maxlen=MOST_DELIVERIES))
    lock: threading.RLock = field(default_factory=threading.RLock)

    def plan(self, exchange: Exchange, chosen: Sequence[Scenario], seed: str) -> tuple[Plan, Allowance | None]:
        """Count one request: what the rules want of it, and what its limits leave.

        Raises `TooManyRequests` where an enforced limit is spent.
        """
        with self.lock:
            scenarios = (*chosen, *self.scenarios)
            allowance = self._admit(exchange, scenarios)  # first: what is turned away here must spend no rule
            one_off = Scenario(ONE_OFF, seed, tuple(one.rule for one in self.rules.values()))
            considered = (one_off, *scenarios) if self.rules else scenarios
            plan = decide(considered, exchange, self.tallies, self.name, seed) if considered else Plan()
            return plan, allowance

    def begin(self, claim: Claim) -> None:
        """Hold an idempotency key; raises `IdempotencyInProgress` where another request does."""
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
        """Follow these scenarios and no others; counting begins anew."""
        with self.lock:
            self.scenarios = tuple(scenarios)
            self.tallies.clear()
            for scenario in scenarios:
                for api, values in scenario.settings.items():
                    self.settings.setdefault(api, {}).update(values)

    def learn(self, api: str, setting: str, secret: str) -> None:
        """Take a secret for this tenant's own, unless it has one."""
        values = self.settings.get(api, {})
        if secret and not values.get(setting):
            with self.lock:
                own = self.settings.setdefault(api, {})
                own[setting] = own.get(setting) or secret

    def forget(self, part: str, defaults: "Tenant") -> int:
        """Put one part back to how a new tenant has it; give how many things were dropped."""
        with self.lock:
            if part == "journal":
                dropped = len(self.journal)
                self.journal.clear()
                self.deliveries.clear()
            elif part == "rules":
                dropped = len(self.rules)
                self.rules = dict(defaults.rules) if defaults is not self else {}
                self.load(defaults.scenarios)
            elif part == "limits":
                dropped = len(self.limiter)
                self.limiter.clear()
            elif part == "clock":
                dropped = int(self.clock.mode != "real")
                self.clock.clear()
            else:
                dropped = len(self.settings)
                self.settings = {api: dict(values) for api, values in defaults.settings.items()}
            return dropped

    def limits(self, api: Api, scenarios: Iterable[Scenario]) -> list[tuple[RateLimit, bool]]:
        """Give the limits of an API for this tenant, each with whether it is enforced or only reported."""
        enforced = [
            (limit, True)
            for scenario in scenarios
            for wish in scenario.rate_limits
            if wish.api in (None, api.name)
            for limit in _granted(wish, api)
        ]
        return enforced or [(limit, False) for limit in api.published_limits]

    def setting(self, api: Api, chosen: Iterable[Scenario] = ()) -> Mapping[str, Any]:
        """Give the settings of an API, defaults included; those of scenarios chosen for one request lie on top."""
        values = {setting.name: setting.default for setting in api.settings}
        values.update(self.settings.get(api.name, {}))
        for scenario in chosen:
            values.update(scenario.settings.get(api.name, {}))
        return values

    def _admit(self, exchange: Exchange, scenarios: Iterable[Scenario]) -> Allowance | None:
        if not exchange.route:
            return None
        now = self.clock.timestamp()
        tightest: Allowance | None = None
        for limit, enforced in self.limits(exchange.api, scenarios):
            if not limit.covers(exchange.method, exchange.operation):
                continue
            allowance = self.limiter.admit(limit, now)
            if enforced and not allowance.admitted:
                raise TooManyRequests(
                    retry_after=allowance.retry_after, reset=allowance.reset, limit=allowance.limit.limit
                )
            if tightest is None or allowance.remaining < tightest.remaining:
                tightest = allowance
        return tightest


def _granted(wish: LimitWish, api: Api) -> list[RateLimit]:
    """Turn a wish into limits of one API; without numbers of its own it means the published ones."""
    id = wish.id if wish.api else f"{api.name}.{wish.id}"
    if wish.limit is not None and wish.window is not None:
        return [RateLimit(id, wish.limit, wish.window, wish.operations or "all")]
    return [
        replace(limit, id=f"{id}.{limit.id}", operations=wish.operations or limit.operations)
        for limit in api.published_limits
    ]


class Tenants:
    """The tenants in use. Beyond `most`, the one that was idle longest is forgotten (`on_forget` hears of it)."""

    def __init__(self, defaults: Tenant, most: int, on_forget: Callable[[str], None]) -> None:
        self.defaults = defaults
        self._most = most
        self._on_forget = on_forget
        self._tenants: OrderedDict[str, Tenant] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, name: str, journal_size: int) -> Tenant:
        """Give a tenant; a new one starts as the server's defaults stand now."""
        with self._lock:
            tenant = self._tenants.get(name)
            if tenant is None:
                tenant = self._tenants[name] = _like(self.defaults, name, journal_size)
                if len(self._tenants) > self._most:
                    self._on_forget(self._tenants.popitem(last=False)[0])
            else:
                self._tenants.move_to_end(name)
            return tenant

    def known(self, name: str) -> Tenant | None:
        return self._tenants.get(name)

    def names(self) -> list[str]:
        with self._lock:
            return sorted(self._tenants)

    def drop(self, name: str) -> None:
        with self._lock:
            self._tenants.pop(name, None)


def _like(defaults: Tenant, name: str, journal_size: int) -> Tenant:
    return Tenant(
        name=name,
        clock=defaults.clock.copy(),
        journal=Journal(journal_size),
        settings={api: dict(values) for api, values in defaults.settings.items()},
        scenarios=defaults.scenarios,
        rules=dict(defaults.rules),
    )
