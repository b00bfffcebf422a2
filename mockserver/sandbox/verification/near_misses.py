"""What came nearest to a request: rules that were not about it, and operations it did not lead to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from mockserver.core.api.model import ARGUMENT, Route
from mockserver.sandbox.journal import mask_reason, mask_text
from mockserver.sandbox.tenancy.tenant import Tenant
from mockserver.sandbox.verification.wanted import Heard
from mockserver.sandbox.verification.wanted import asked as asks
from mockserver.scenarios.rules.engine import candidates, explain, in_order_of, matches, misfit
from mockserver.scenarios.rules.matching import MOST_SEARCHED, Budget, Facts

MOST_RULES = 3
"""Rules that are listed as nearest to a request."""

MOST_OPERATIONS = 3
"""Operations that are listed as nearest to an address."""

LONGEST_PATH = 200
"""Characters of a path that is compared with addresses; the cost grows with their square."""

_ALIKE = 0.7
"""How alike two paths are, from 0 to 1, to be listed."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A rule that a request did not set off, and why; `distance` goes from 0 to 1, where nothing fits."""

    scenario: str
    rule: str
    reasons: Sequence[str]
    distance: float


@dataclass(frozen=True, slots=True)
class NearOperation:
    """An operation with an address like a request's, and the difference."""

    operation: str
    method: str
    path: str
    reasons: Sequence[str]


def near_rules(tenant: Tenant, each: Heard, seed: str, steps: Budget) -> list[NearMiss]:
    """Return the current rules that a request did not set off, the nearest first."""
    with tenant.lock:
        followed = tenant.considered(())
        steps.spend(sum(len(one.scenario.rules) for one in followed))
        told = explain(followed, _as_answered(each, steps), tenant.situation(seed))
    misses = []
    for (_, rule), found in zip(in_order_of(followed), told, strict=True):
        if found["outcome"] in ("no match", "silent"):
            reasons = [mask_reason(reason, each.entry.api) for reason in found["reasons"]]
            distance = 0.0 if found["outcome"] == "silent" else round(len(reasons) / max(asks(rule), 1), 3)
            names = mask_text(found["scenario"]), mask_text(rule.id)
            misses.append((bool(misfit(rule, each.exchange)), NearMiss(*names, reasons, distance)))
    misses.sort(key=lambda miss: (miss[0], miss[1].distance))
    return [miss for _, miss in misses[:MOST_RULES]]


def near_operations(each: Heard) -> list[NearOperation]:
    """Return the operations with addresses like that of a request without one, the likest first."""
    api, path = each.entry.api, each.exchange.path
    if each.exchange.route or len(path) > LONGEST_PATH:
        return []
    likest: list[tuple[float, str, Route]] = []
    for route in api.routes:
        alike, address = max((_alike(path, mount + route.path), mount + route.path) for mount in api.mounts_of(route))
        if alike >= _ALIKE:
            likest.append((alike, address, route))
    likest.sort(key=lambda found: (-found[0], found[2].method != each.entry.method))
    return [_near_operation(each, address, route) for _, address, route in likest[:MOST_OPERATIONS]]


def unmatched(tenant: Tenant, each: Heard, seed: str, steps: Budget) -> str:
    """Return what a request did not match: an `operation`, or any current `rule`; nothing where it did."""
    if not each.exchange.route:
        return "operation"
    if each.entry.rule is not None:
        return ""
    with tenant.lock:
        followed, situation = tenant.considered(()), tenant.situation(seed)
        if not any(one.scenario.rules for one in followed):
            return ""
        facts = _as_answered(each, steps)
        asked = [(one, rule) for one in followed for rule in candidates(one.scenario, each.exchange)]
        steps.spend_for_rules(len(asked))
        return "" if any(matches(rule, facts, one, situation) for one, rule in asked) else "rule"


def _as_answered(each: Heard, steps: Budget) -> Facts:
    """Return what rules find out about a request, which look as far as when it was answered."""
    return Facts(each.exchange, Budget(MOST_SEARCHED, whole=steps))


def _alike(path: str, address: str) -> float:
    """Return the likeness of a path to an address, whose arguments match anything."""
    matcher = SequenceMatcher(None, path, "/".join(_filled(path.split("/"), address.split("/"))), autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0


def _filled(given: Sequence[str], wanted: Sequence[str]) -> Iterator[str]:
    for index, part in enumerate(wanted):
        yield given[index] if ARGUMENT.search(part) and index < len(given) else part


def _near_operation(each: Heard, address: str, route: Route) -> NearOperation:
    entry, path = each.entry, each.exchange.path
    shown = ARGUMENT.sub(r"<\1>", address)
    reasons = []
    if entry.method != route.method:
        reasons.append(f"method is {entry.method}, expected {route.method}")
    if [*_filled(path.split("/"), address.split("/"))] != path.split("/"):
        reasons.append(f"path is {mask_text(path)}, expected {shown}")
    return NearOperation(route.operation, route.method, shown, reasons)
