"""The rule that decides about a request, and why: a function of the rules, the request and a tenant's counts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from mockserver.core.api.model import Exchange, Route
from mockserver.core.http.reply import Fault
from mockserver.core.ids import draw
from mockserver.scenarios.notation.counts import share_of
from mockserver.scenarios.notation.delays import LONGEST, Delay, Even
from mockserver.scenarios.rules.matching import Facts, Matcher
from mockserver.scenarios.rules.model import ALWAYS, Effect, Respond, Rule, Scenario, Step, Stored
from mockserver.scenarios.rules.tallies import Tallies, Tally


@dataclass(slots=True)
class Plan:
    """The plan for one request: wait `before` seconds, answer or go on, wait `after` seconds, and `fault`.

    `effect` and `store` decide about the data and the idempotency key beside `respond`. `values` are the names for
    templates of `respond` beside the request.
    """

    before: float = 0.0
    after: float = 0.0
    rule: str | None = None
    respond: Respond | None = None
    fault: Fault | None = None
    effect: Effect = "skip"
    store: Stored = "genuine"
    values: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    """Headers that the source of the plan adds to the answer."""

    @property
    def skips(self) -> bool:
        """Return whether the operation is not to run."""
        instead = self.respond is not None or (self.fault is not None and self.fault.silent)
        return instead and self.effect == "skip"

    @property
    def passes_keys_by(self) -> bool:
        """Return whether the answer leaves idempotency keys as they are."""
        return self.skips and self.store == "genuine"


@dataclass(frozen=True, slots=True)
class Followed:
    """A scenario that is followed, and the epoch second since which it is."""

    scenario: Scenario
    since: float


@dataclass(frozen=True, slots=True)
class Situation:
    """The inputs of a decision beside the rules and the request: tenant, counts, and time."""

    tallies: Tallies
    tenant: str
    seed: str
    now: float


def decide(followed: Sequence[Followed], facts: Facts, situation: Situation) -> Plan:
    """Take the first rule that fires and does more than wait; delays of the rules before it add up, to a bound."""
    plan, exchange, tallies = Plan(), facts.exchange, situation.tallies
    for each, rule in in_order(followed, exchange):
        if not matches(rule, facts, each, situation):
            continue
        scenario = each.scenario
        share = share_of(rule.when.per, exchange)
        tally = tallies.of(scenario.name, rule.id, share)
        tally.matched += 1
        key = draw_key(each, rule, situation, tally, share)
        if not fires(each, rule, tally, key, situation.now):
            continue
        tally.fired += 1
        step, over = place_of(rule, tally.fired)
        _follow(plan, step, rule, key)
        if over and step.next_state is not None:
            tallies.enter(scenario.name, rule.machine, step.next_state)
        if step.decides:
            plan.values = {"vars": scenario.vars, "call": tally.matched}
            return plan
    return plan


def in_order(followed: Sequence[Followed], exchange: Exchange) -> Iterator[tuple[Followed, Rule]]:
    """Yield the rules that can be about a request, by their priority and then as they are written."""
    found = [(each, rule) for each in followed for rule in candidates(each.scenario, exchange)]
    return iter(found if len(followed) == 1 else sorted(found, key=_priority))


def in_order_of(followed: Sequence[Followed]) -> Iterator[tuple[Followed, Rule]]:
    """Yield all rules in the order of their trial."""
    return iter(sorted(((each, rule) for each in followed for rule in each.scenario.rules), key=_priority))


def _priority(pair: tuple[Followed, Rule]) -> int:
    return pair[1].priority


def candidates(scenario: Scenario, exchange: Exchange) -> tuple[Rule, ...]:
    """Return the rules of a scenario that a request's API, method and operation do not rule out, by their priority.

    Found once for each operation, so that rules about others cost a request nothing.
    """
    key = (exchange.api.name, exchange.method, exchange.operation)
    known = scenario.chosen.get(key)
    if known is None:
        fitting = (rule for rule in scenario.rules if not misfit(rule, exchange))
        known = tuple(sorted(fitting, key=lambda rule: rule.priority))
        if exchange.route:  # of methods that no address takes, a client can make up as many as it likes
            scenario.chosen[key] = known
    return known


def misfit(rule: Rule, exchange: Exchange) -> str:
    """Return why a rule cannot match a request of this API, method and operation; nothing where it can."""
    if rule.api and rule.api != exchange.api.name:
        return f"api is {exchange.api.name}, expected {rule.api}"
    if rule.method and rule.method != exchange.method:
        return f"method is {exchange.method}, expected {rule.method}"
    route = exchange.route
    if rule.operations and not (stands_for(rule.operations, route) if route else "*" in rule.operations):
        return f"operation is {exchange.operation or 'unknown'}, expected {' or '.join(rule.operations)}"
    return ""


def matches(rule: Rule, facts: Facts, each: Followed, situation: Situation) -> bool:
    """Return whether a rule matches a request of its API, method and operation."""
    return (rule.unbounded or _applies(rule, facts.exchange, each, situation)) and _fits(rule.match, facts)


def mismatches(rule: Rule, facts: Facts, each: Followed, situation: Situation) -> Iterator[str]:
    """Return the reasons why a request is none of those a rule is about."""
    exchange = facts.exchange
    if reason := misfit(rule, exchange):
        yield reason
    if rule.path and not rule.path.fits(exchange.path):
        yield f"path is {exchange.path}, expected {rule.path.text}"
    if rule.expires and situation.now >= rule.expires.timestamp(each.since):
        yield "the rule has expired"
    state = situation.tallies.state(each.scenario.name, rule.machine)
    if rule.state is not None and state != rule.state:
        yield f"state is {state}, expected {rule.state}"
    yield from filter(None, (matcher.reason(facts) for matcher in rule.match))


def draw_key(each: Followed, rule: Rule, situation: Situation, tally: Tally, share: str) -> tuple[str | int, ...]:
    """Return what chance of this call is drawn from."""
    key = (situation.seed, each.scenario.seed, rule.id, situation.tenant, tally.matched)
    return (*key, share) if share else key


def fires(each: Followed, rule: Rule, tally: Tally, key: tuple[str | int, ...], now: float) -> bool:
    """Return whether a rule fires for a call that it matches and has counted."""
    if rule.when is ALWAYS and rule.times is None and rule.then != "pass":
        return True
    return not next(silences(each, rule, tally, key, now), "")


def silences(each: Followed, rule: Rule, tally: Tally, key: tuple[str | int, ...], now: float) -> Iterator[str]:
    """Return the reasons why a rule does not fire for a call that it matches and has counted."""
    when = rule.when
    if rule.times is not None and tally.fired >= rule.times:
        yield f"it has fired {rule.times} times, which is all it may"
    if rule.then == "pass" and tally.fired >= rule.length:
        yield "its sequence is over"
    if when.calls and not any(
        first <= tally.matched and (last is None or tally.matched <= last) for first, last in when.calls
    ):
        yield f"this is call {tally.matched}, it fires for {', '.join(map(_written, when.calls))}"
    if when.between:
        first, last = when.between
        begins, ends = first.timestamp(each.since), last.timestamp(each.since) if last else None
        if now < begins or (ends is not None and now >= ends):
            yield f"it is {now - each.since:+.1f}s since loading, outside of its time"
    if when.probability is not None:
        drawn = draw("fires", *key)
        if drawn >= when.probability:
            yield f"{drawn:.6f} was drawn, below {when.probability:g} it fires"


def place_of(rule: Rule, fired: int) -> tuple[Step, bool]:
    """Return what happens when a rule fires for the n-th time, from 1, and whether that was the last repetition."""
    index = fired - 1
    if rule.then == "cycle":
        index %= rule.length
    for step in rule.steps:
        if index < step.repeat:
            return step, index == step.repeat - 1
        index -= step.repeat
    return rule.steps[-1], True


def _follow(plan: Plan, step: Step, rule: Rule, key: tuple[str | int, ...]) -> None:
    plan.rule = rule.id
    if step.delay:
        plan.before = min(plan.before + _drawn(step.delay, "delay", key), LONGEST)
    if step.after:
        plan.after = min(plan.after + _drawn(step.after, "after", key), LONGEST)
    if step.decides:
        plan.respond, plan.fault, plan.effect, plan.store = step.respond, step.fault, step.effect, step.store


def _drawn(delay: Delay, what: str, key: tuple[str | int, ...]) -> float:
    """Draw a duration; a fixed one needs no chance."""
    return delay.least if isinstance(delay, Even) and delay.least == delay.most else delay.seconds(draw(what, *key))


def _applies(rule: Rule, exchange: Exchange, each: Followed, situation: Situation) -> bool:
    """Return whether a candidate holds here and now, whatever the members of the request."""
    if rule.path and not rule.path.fits(exchange.path):
        return False
    if rule.expires and situation.now >= rule.expires.timestamp(each.since):
        return False
    return rule.state is None or situation.tallies.state(each.scenario.name, rule.machine) == rule.state


def _fits(matchers: Sequence[Matcher], facts: Facts) -> bool:
    """Return whether a request fits all matchers: `reason` without its words, because every request pays it."""
    for matcher in matchers:  # noqa: SIM110  (a generator would cost as much as a matcher)
        if not matcher.holds(facts):
            return False
    return True


def stands_for(names: Sequence[str], route: Route) -> bool:
    """Return whether an operation has one of the names: ours, a provider's, or a pattern."""
    return any(name == route.operation_id or fnmatchcase(route.operation, name) for name in names)


def _written(calls: tuple[int, int | None]) -> str:
    first, last = calls
    return str(first) if first == last else f"{first}..{last or ''}"


def followed_by(scenarios: Iterable[Scenario], since: float) -> list[Followed]:
    """Return scenarios as they are followed since a moment."""
    return [Followed(scenario, since) for scenario in scenarios]


def explain(
    followed: Sequence[Followed], facts: Facts, situation: Situation, instead: str = ""
) -> list[dict[str, Any]]:
    """Return the outcome of each rule, in the order of their trial; `instead` is why none of them is tried.

    `outcome` is `decides`, `waits` (its delay counts, others are tried), `silent` (it matches and does not fire),
    `no match`, or `not asked` behind one that decides; `reasons` explain it, `drawn` is the draw of chance.
    """
    told = []
    for each, rule in in_order_of(followed):
        found = _tell(each, rule, facts, situation, instead)
        if found["outcome"] == "decides":
            instead = f"the rule {rule.id} before it decides"
        told.append({"scenario": each.scenario.name, "rule": rule.id, **found})
    return told


def _tell(each: Followed, rule: Rule, facts: Facts, situation: Situation, instead: str) -> dict[str, Any]:
    exchange = facts.exchange
    if misfit(rule, exchange) or not matches(rule, facts, each, situation):
        return {"outcome": "no match", "reasons": [*mismatches(rule, facts, each, situation)]}
    if instead:
        return {"outcome": "not asked", "reasons": [instead]}
    share = share_of(rule.when.per, exchange)
    tally = situation.tallies.known(each.scenario.name, rule.id, share)
    tally.matched += 1
    key = draw_key(each, rule, situation, tally, share)
    told: dict[str, Any] = {"call": tally.matched, **({"per": rule.when.per} if share else {})}
    if rule.when.probability is not None:
        told |= {"drawn": draw("fires", *key), "probability": rule.when.probability}
    if reasons := [*silences(each, rule, tally, key, situation.now)]:
        return {"outcome": "silent", "reasons": reasons, **told}
    step, over = place_of(rule, tally.fired + 1)
    return {"outcome": "decides" if step.decides else "waits", "reasons": [], **told, **_wish(step, key, over)}


def _wish(step: Step, key: tuple[str | int, ...], over: bool) -> dict[str, Any]:
    """Return the effect of a step; its state is entered with the last of its repetitions."""
    wish: dict[str, Any] = {}
    if step.respond:
        wish["answers"] = step.respond.error or step.respond.status
    elif step.decides and not step.fault:
        wish["answers"] = "as the operation does"
    if step.fault:
        wish["fault"] = step.fault.kind
    if step.respond or step.fault:
        wish["effect"] = step.effect
    if step.delay:
        wish["delay"] = round(step.delay.seconds(draw("delay", *key)), 6)
    if step.after:
        wish["after"] = round(step.after.seconds(draw("after", *key)), 6)
    if step.next_state and over:
        wish["next_state"] = step.next_state
    return wish
