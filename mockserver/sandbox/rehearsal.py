"""What would become of a request: a copy of its tenant is asked, and nothing is counted or carried out."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from mockserver.core.api.model import Exchange
from mockserver.core.problems import Problem
from mockserver.sandbox.execution import not_served
from mockserver.sandbox.journal import mask_reason, mask_text
from mockserver.sandbox.tenancy.tenant import Spent, Tenant
from mockserver.scenarios.directives import directed
from mockserver.scenarios.rules.engine import Plan, explain
from mockserver.scenarios.rules.matching import MOST_SEARCHED, Budget, Facts
from mockserver.scenarios.rules.model import Scenario

MOST_CALLS = 1_000
"""The greatest number of a call that can be asked about."""

AS_IT_DOES = "as the operation does"

Replays = Callable[[Tenant, Plan], bool]
"""Return whether an idempotency key replays an answer under a plan; raise `Problem` where the key is refused."""


def rehearse(
    tenant: Tenant, exchange: Exchange, chosen: Sequence[Scenario], seed: str, replays: Replays, *, directives: bool,
    call: int, steps: Budget | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return the limits left for a request, the outcome of each rule, and the decision.

    With `call` it is the last of so many equal requests. All of them share `steps`; each request can search as far as a
    real one.
    """
    copy = tenant.copy(exchange, chosen)
    for _ in range(call - 1):
        _pass(copy, exchange, chosen, seed, _of_one(steps, copy, chosen), directives=directives)
    levels = _levels(copy, exchange, (*chosen, *copy.scenarios))
    instead, decision = _before_rules(copy, exchange, chosen, directives=directives)
    facts = Facts(exchange, _of_one(steps, copy, chosen))
    rules = explain(copy.considered(chosen), facts, copy.situation(seed), instead)
    for rule in rules:
        rule |= {"scenario": mask_text(rule["scenario"]), "rule": mask_text(rule["rule"])}
        rule["reasons"] = [mask_reason(reason, exchange.api) for reason in rule["reasons"]]
    if decision is None:
        plan = copy.plan(exchange, chosen, seed, directives=False, budget=_of_one(steps, copy, chosen))
        decision = _by_rules(plan, rules, copy, replays)
    if exchange.match.route is None:
        decision = _unserved(decision, exchange)
    return {"limits": levels, "rules": rules, "decision": decision}


def refusal(problem: Problem) -> dict[str, Any]:
    """Describe a request that is refused before anything is counted."""
    return {"by": "refusal", "answers": problem.kind, "detail": mask_text(problem.detail)}


def _of_one(steps: Budget | None, copy: Tenant, chosen: Sequence[Scenario]) -> Budget:
    """Return what one request may look at, and count the rules that it may be asked by."""
    if steps:
        steps.spend_for_rules(sum(len(each.scenario.rules) for each in copy.considered(chosen)))
    return Budget(MOST_SEARCHED, whole=steps)


def _pass(
    copy: Tenant, exchange: Exchange, chosen: Sequence[Scenario], seed: str, budget: Budget, *, directives: bool
) -> None:
    """Count one request that came before."""
    try:
        copy.release(copy.count(exchange, chosen))
        copy.plan(exchange, chosen, seed, directives=directives, budget=budget)
    except Problem:
        pass


def _before_rules(
    copy: Tenant, exchange: Exchange, chosen: Sequence[Scenario], *, directives: bool
) -> tuple[str, dict[str, Any] | None]:
    """Return why no rules are tried, and the decision instead."""
    try:
        copy.release(copy.count(exchange, chosen))
        plan = directed(exchange, copy.tallies.known) if directives else None
    except Spent as spent:
        decision = {"by": "limit", "answers": spent.kind, "retry_after": round(spent.retry_after, 6)}
        limit = spent.counted.refused
        return "a limit turns the request away", {**decision, "limit": limit.limit.id if limit else None}
    except Problem as problem:
        return "what the request orders cannot be read", refusal(problem)
    if plan is None:
        return "", None
    return "the request orders what becomes of it", {
        "by": "request",
        "rule": mask_text(plan.rule or ""),
        **_planned(plan),
    }


def _by_rules(plan: Plan, rules: Sequence[dict[str, Any]], copy: Tenant, replays: Replays) -> dict[str, Any]:
    try:
        if replays(copy, plan) and plan.respond is None:
            return {"by": "idempotency_key", **_planned(plan), "answers": "as the key remembers", "runs": False}
    except Problem as problem:
        return {"by": "idempotency_key", "answers": problem.kind, "runs": False}
    told = next((rule for rule in rules if rule["outcome"] == "decides"), None)
    if told is None:
        return {"by": "operation", **_planned(plan)}
    return {"by": "rule", "scenario": told["scenario"], "rule": told["rule"], **_planned(plan)}


def _unserved(decision: dict[str, Any], exchange: Exchange) -> dict[str, Any]:
    """Return the provider's answer at an unknown address, if that is the decision."""
    problem = not_served(exchange)
    if decision["by"] == "operation":
        decision = {**decision, "by": "address"}
    if decision.get("answers") == AS_IT_DOES:
        decision = {**decision, "answers": problem.kind, "status": exchange.api.render(problem, exchange).status}
    return {**decision, "runs": False} if "runs" in decision else decision


def _levels(tenant: Tenant, exchange: Exchange, scenarios: Iterable[Scenario]) -> list[dict[str, Any]]:
    """Return the rest of the limits that a request would count for."""
    now = tenant.clock.timestamp()
    looked = [tenant.limiter.look(limit, now, share) for limit, share in tenant.counting(exchange, scenarios)]
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


def _planned(plan: Plan) -> dict[str, Any]:
    """Return the effects of a plan: the answer, whether the operation runs, the fault and the delays."""
    respond = plan.respond
    answers = (respond.error or respond.status) if respond else None if plan.skips else AS_IT_DOES
    told: dict[str, Any] = {"answers": answers, "runs": not plan.skips}
    if plan.fault:
        told["fault"] = plan.fault.kind
    waits = {"delay": plan.before, "after": plan.after}
    return {**told, **{name: round(seconds, 6) for name, seconds in waits.items() if seconds}}
