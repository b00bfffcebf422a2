"""Which rule decides about a request: a function of the rules, the request and what this tenant has counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from mockserver.core.draws import draw
from mockserver.core.exchange import Exchange
from mockserver.core.problems import Malformed
from mockserver.core.scenarios.model import ABSENT, Effect, Matcher, Respond, Rule, Scenario, Stored


@dataclass(slots=True)
class Tally:
    """What one tenant counted for one rule: requests it matched, and how often it fired."""

    matched: int = 0
    fired: int = 0


@dataclass(slots=True)
class Plan:
    """What the rules want of one request: wait `before` seconds, then answer or go on.

    `effect` and `store` say what becomes of the data and of an idempotency key beside `respond`.
    """

    before: float = 0.0
    rule: str | None = None
    respond: Respond | None = None
    effect: Effect = "skip"
    store: Stored = "genuine"

    @property
    def passes_keys_by(self) -> bool:
        """Say whether the answer leaves idempotency keys as they are."""
        return self.respond is not None and self.effect == "skip" and self.store == "genuine"


class Tallies:
    """The counters of a tenant's rules. The caller holds the tenant's lock."""

    def __init__(self) -> None:
        self._tallies: dict[tuple[str, str], Tally] = {}

    def of(self, scenario: str, rule: str) -> Tally:
        return self._tallies.setdefault((scenario, rule), Tally())

    def forget(self, scenario: str, rule: str) -> None:
        self._tallies.pop((scenario, rule), None)

    def clear(self) -> None:
        self._tallies.clear()


def decide(scenarios: Iterable[Scenario], exchange: Exchange, tallies: Tallies, tenant: str, seed: str) -> Plan:
    """Take the first rule that matches and fires; delays of the rules before it add up."""
    plan = Plan()
    for scenario in scenarios:
        for rule in scenario.rules:
            if not matches(rule, exchange):
                continue
            tally = tallies.of(scenario.name, rule.id)
            tally.matched += 1
            key = (seed, scenario.seed, rule.id, tenant, tally.matched)
            if not _fires(rule, tally, key):
                continue
            tally.fired += 1
            plan.rule = rule.id
            if rule.delay:
                plan.before += rule.delay.seconds(draw("delay", *key))
            if rule.respond:
                plan.respond, plan.effect, plan.store = rule.respond, rule.effect, rule.store
                return plan
    return plan


def matches(rule: Rule, exchange: Exchange) -> bool:
    """Say whether a request is one of those a rule is about."""
    if rule.api and rule.api != exchange.api.name:
        return False
    if rule.method and rule.method != exchange.method:
        return False
    if rule.path and not rule.path.fullmatch(exchange.path):
        return False
    if rule.operations and not _names(rule.operations, exchange):
        return False
    return all(_holds(matcher, exchange) for matcher in rule.match)


def _names(patterns: Sequence[str], exchange: Exchange) -> bool:
    if not exchange.route:
        return "*" in patterns
    return any(pattern == exchange.operation_id or fnmatchcase(exchange.operation, pattern) for pattern in patterns)


def _fires(rule: Rule, tally: Tally, key: tuple[str | int, ...]) -> bool:
    if rule.times is not None and tally.fired >= rule.times:
        return False
    if rule.calls and not any(
        first <= tally.matched and (last is None or tally.matched <= last) for first, last in rule.calls
    ):
        return False
    return rule.probability is None or draw("fires", *key) < rule.probability


def _holds(matcher: Matcher, exchange: Exchange) -> bool:
    value = _value(matcher, exchange)
    return all(test.holds(value) for test in matcher.tests)


def _value(matcher: Matcher, exchange: Exchange) -> Any:
    if matcher.part == "headers":
        return exchange.headers.get(matcher.key.lower(), ABSENT)
    if matcher.part == "query":
        return exchange.query.get(matcher.key, ABSENT)
    if matcher.part == "arguments":
        return exchange.match.arguments.get(matcher.key, ABSENT)
    try:
        return member(exchange.decoded(), matcher.key)
    except Malformed:
        return ABSENT


def member(value: Any, path: str) -> Any:
    """Follow a dotted path into a decoded body; list elements go by index, `ABSENT` where it leads nowhere.

    >>> member({"emails": [{"value": "ada@example.com"}]}, "emails.0.value")
    'ada@example.com'
    """
    for name in path.split("."):
        if isinstance(value, dict) and name in value:
            value = value[name]
        elif isinstance(value, list) and name.isdecimal() and int(name) < len(value):
            value = value[int(name)]
        else:
            return ABSENT
    return value
