"""The rules of a scenario with their places in its files, and why one can never fire, or not as often as declared."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mockserver.core.api.model import ARGUMENT, Api, Route
from mockserver.core.documents import Document, Path_
from mockserver.core.text import suggestion
from mockserver.scenarios.format.includes import Part
from mockserver.scenarios.notation.moments import Instant
from mockserver.scenarios.rules.comparisons import ABSENT
from mockserver.scenarios.rules.engine import stands_for
from mockserver.scenarios.rules.matching import Matcher
from mockserver.scenarios.rules.model import STARTED, Rule, Scenario

LOADED = Instant(seconds=0.0)

Told = tuple[Path_, str]
"""The message, and the part of the rule."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A rule, its file, its place there, its source, and the operations it matches."""

    rule: Rule
    document: Document
    path: Path_
    written: Mapping[str, Any]
    routes: Sequence[tuple[Api, Route]]
    operations: frozenset[tuple[str, str]]
    """The names of these, each behind that of its API."""

    def steps(self) -> Iterator[tuple[Path_, Mapping[str, Any]]]:
        """Return the answers of the rule as they are written, each with its place in the rule."""
        if "responses" in self.written:
            for index, step in enumerate(self.written["responses"]):
                yield ("responses", index), step
        else:
            yield ("respond",), self.written.get("respond", {})


def placed(parts: Sequence[Part], apis: Mapping[str, Api]) -> list[Placed]:
    """Return the rules of all files of a scenario in the order they are asked in: of those with one id the first."""
    found: dict[str, Placed] = {}
    for part in parts:
        for index, rule in enumerate(part.scenario.rules):
            if rule.id not in found:
                routes = concerned(rule, apis)
                operations = frozenset((api.name, route.operation) for api, route in routes)
                written = part.document.value["rules"][index]
                found[rule.id] = Placed(rule, part.document, ("rules", index), written, routes, operations)
    return sorted(found.values(), key=lambda one: one.rule.priority)


def concerned(rule: Rule, apis: Mapping[str, Api]) -> list[tuple[Api, Route]]:
    """Return the operations that a rule can match by its API, its operations and its method."""
    chosen = [apis[rule.api]] if rule.api else [*apis.values()]
    return [
        (api, route)
        for api in chosen
        for route in api.routes
        if (not rule.operations or stands_for(rule.operations, route))
        and (rule.method is None or rule.method in _methods(route))
    ]


def _methods(route: Route) -> tuple[str, ...]:
    """Return the methods that lead to an operation."""
    return ("GET", "HEAD") if route.method == "GET" else (route.method,)


def never_fires(one: Placed, all_of_them: Sequence[Placed], scenario: Scenario, apis: Mapping[str, Api]) -> list[Told]:
    """Return why a rule can never fire; `all_of_them` are the rules of its scenario, in the order they are asked in."""
    told = [*_of_itself(one, apis), *_in_time(one.rule, scenario)]
    told += _in_state(one.rule, [other.rule for other in all_of_them])
    if not told and (other := _shadowed_by(one, all_of_them)):
        told.append(((), f"the rule {other.id!r} before it answers all it is about"))
    return [(path, f"never fires: {reason}") for path, reason in told]


def never_so_often(one: Placed) -> Iterator[Told]:
    """Return the calls and responses of a rule that are never reached."""
    rule, calls = one.rule, _how_many(one.rule.when.calls)
    if rule.times is not None and "times" in one.written and rule.times < calls < math.inf:
        yield ("when", "calls"), f"names {calls:g} calls, and times lets it fire {rule.times} times"
    most = min(calls, math.inf if rule.times is None else rule.times)
    if rule.then == "pass" and "times" in one.written and rule.times is not None and rule.length < rule.times:
        yield ("times",), f"is never reached: the responses are over after {rule.length}, and then: pass"
    begins = 0
    for (path, _), step in zip(one.steps(), rule.steps, strict=True):
        if begins >= most:
            yield path, f"is never reached: the rule fires {most:g} times"
        begins += step.repeat


def _of_itself(one: Placed, apis: Mapping[str, Api]) -> Iterator[Told]:
    rule = one.rule
    if rule.when.probability == 0:
        yield ("when", "probability"), "its chance is 0"
    if rule.path and rule.path.text[:1] not in ("/", "*", "?", "[") and isinstance(one.written.get("path"), str):
        yield ("path",), "a path begins with /"
    routes = one.routes
    if rule.operations and "*" not in rule.operations and not routes:
        yield _reason_of_none(rule, apis)
        return
    arguments = {name for api, route in routes for mount in api.mounts for name in ARGUMENT.findall(mount + route.path)}
    for matcher in rule.match:
        if matcher.part == "arguments" and matcher.key not in arguments and not _takes_absence(matcher):
            yield (
                ("match", "arguments", matcher.key),
                f"no path it is about has the argument {matcher.key!r}{suggestion(matcher.key, arguments)}",
            )


def _reason_of_none(rule: Rule, apis: Mapping[str, Api]) -> Told:
    """Return why none of the operations that a rule names is left."""
    if rule.api and not concerned(Rule("", api=rule.api, operations=rule.operations), apis):
        return ("operation",), f"{apis[rule.api].title} has no such operation"
    return ("method",), f"none of its operations is a {rule.method}"


def _in_time(rule: Rule, scenario: Scenario) -> Iterator[Told]:
    clock = scenario.clock
    since = clock.start.timestamp() if clock and clock.start else None
    first, last = rule.when.between or (LOADED, None)
    if last and _not_after(last, first, since):
        yield ("when", "between"), "it ends before it begins"
    elif last and _not_after(last, LOADED, since):
        yield ("when", "between"), "it is over when the scenario's clock starts"
    if rule.expires and _not_after(rule.expires, LOADED, since):
        yield ("expires",), "it has expired when the scenario begins"
    elif rule.expires and _not_after(rule.expires, first, since):
        yield ("expires",), "it has expired before its time begins"


def _not_after(moment: Instant, other: Instant, since: float | None) -> bool:
    """Return whether a moment is no later than another, as far as that is known before the scenario is loaded."""
    known = since is not None or (moment.at is None) == (other.at is None)
    return known and moment.timestamp(since or 0.0) <= other.timestamp(since or 0.0)


def _in_state(rule: Rule, rules: Sequence[Rule]) -> Iterator[Told]:
    if rule.state in (None, STARTED):
        return
    entered = {step.next_state for other in rules if other.machine == rule.machine for step in other.steps}
    if rule.state not in entered:
        known = [state for state in (STARTED, *entered) if state]
        yield ("state",), f"no rule leads to the state {rule.state!r}{suggestion(rule.state or '', known)}"


def _shadowed_by(one: Placed, all_of_them: Sequence[Placed]) -> Rule | None:
    """Find a rule that is asked before another and always answers where that one could."""
    for other in all_of_them:
        if other is one:
            return None
        if _always_answers(other.rule, one.rule) and _covers(other, one):
            return other.rule
    return None


def _always_answers(rule: Rule, other: Rule) -> bool:
    """Return whether a rule fires and decides each time it is asked, in the states that another rule is about."""
    when = rule.when
    always = rule.times is None and not when.calls and not when.between and when.probability in (None, 1)
    stays = rule.then != "pass" and rule.expires is None and all(step.decides for step in rule.steps)
    return always and stays and (rule.state is None or (rule.machine, rule.state) == (other.machine, other.state))


def _covers(one: Placed, another: Placed) -> bool:
    """Return whether all requests that another rule is about are among those of a rule."""
    rule, other = one.rule, another.rule
    if rule.api not in (None, other.api) or rule.method not in (None, other.method):
        return False
    if rule.path not in (None, other.path) or not all(_within(matcher, other.match) for matcher in rule.match):
        return False
    if not rule.operations or "*" in rule.operations:
        return True
    if not other.operations or "*" in other.operations:
        return False
    return another.operations <= one.operations


def _within(matcher: Matcher, others: Sequence[Matcher]) -> bool:
    same = [other for other in others if (other.part, other.key) == (matcher.part, matcher.key)]
    return any(all(test in other.tests for test in matcher.tests) for other in same)


def _takes_absence(matcher: Matcher) -> bool:
    return all(test.holds(ABSENT) for test in matcher.tests)


def _how_many(calls: Sequence[tuple[int, int | None]]) -> float:
    """Count the calls that ranges name; without any it is all of them."""
    if not calls:
        return math.inf
    total, reached = 0.0, 0
    for first, last in sorted(calls, key=lambda call: call[0]):
        if last is None:
            return math.inf
        total += max(last - max(first - 1, reached), 0)
        reached = max(reached, last)
    return total
