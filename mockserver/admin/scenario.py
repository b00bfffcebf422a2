"""The scenarios a tenant follows, and rules that come one by one: the next call fails, and that is all a test wanted.

Such rules go before the rules of every scenario, the oldest first.
"""

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from mockserver.admin.call import Call, document
from mockserver.admin.operations import document_of, operation
from mockserver.admin.problems import AdminProblem
from mockserver.core.documents import Document
from mockserver.sandbox.fixtures import follow
from mockserver.sandbox.tenancy.state import OneOff
from mockserver.sandbox.tenancy.tenant import Tenant
from mockserver.scenarios.format.includes import load_document
from mockserver.scenarios.format.loader import load_rule
from mockserver.scenarios.format.schema import MOST_RULES, RuleSchema
from mockserver.scenarios.rules.model import Scenario
from mockserver.scenarios.rules.tallies import ONE_OFF, Tallies, Tally

WHERE = "whose JSON Schema is at schema/scenario"

_RULE = ("id", "matched", "fired")


@operation("GET", "/scenario", answer=("tenant", "scenarios", "available", "broken"))
def get_scenario(call: Call) -> Mapping[str, Any]:
    """Return the scenarios the tenant follows."""
    library = call.sandbox.library
    broken = {str(path): message for path, message in library.broken.items()}
    return {**_state(call.tenant()), "available": library.names(), "broken": broken}


@operation(
    "PUT", "/scenario", answer=("tenant", "scenarios"),
    body=document_of(f'{{"name": …}}, {{"names": […]}} or a scenario, {WHERE}.'),
)  # fmt: skip
def put_scenario(call: Call) -> Mapping[str, Any]:
    """Follow scenarios by name, or one that comes inline."""
    scenarios = _chosen(call, document())
    tenant = call.tenant()
    follow(call.sandbox, tenant, scenarios)
    return _state(tenant)


@operation("DELETE", "/scenario", status=204)
def delete_scenario(call: Call) -> None:
    """Follow no scenario."""
    call.tenant().load(())


@operation("GET", "/rules", answer=("rules",))
def list_rules(call: Call) -> Mapping[str, Any]:
    """List the rules that came one by one."""
    tenant = call.tenant()
    return {"rules": [_rule(tenant, id) for id in tenant.rules]}


@operation("POST", "/rules", body=RuleSchema, answer=_RULE, status=201)
def create_rule(call: Call) -> Mapping[str, Any]:
    """Add a rule."""
    tenant = call.tenant()
    with tenant.lock:
        free = next(f"rule-{n}" for n in itertools.count(1) if f"rule-{n}" not in tenant.rules)
        given = document()
        rule = load_rule(given, free, call.sandbox.apis)
        if rule.id in tenant.rules:
            raise AdminProblem(409, f"There is a rule {rule.id!r} already.")
        if len(tenant.rules) >= MOST_RULES:
            raise AdminProblem(409, f"A tenant has at most {MOST_RULES} rules.")
        tenant.rules[rule.id] = OneOff(rule, given.value, tenant.clock.timestamp())
    return _rule(tenant, rule.id)


@operation("GET", "/rules/<id>", answer=_RULE)
def get_rule(call: Call, id: str) -> Mapping[str, Any]:
    """Return a rule."""
    return _rule(call.tenant(), id)


@operation("PUT", "/rules/<id>", body=RuleSchema, answer=_RULE)
def put_rule(call: Call, id: str) -> Mapping[str, Any]:
    """Replace a rule, or add it."""
    tenant, given = call.tenant(), document()
    rule = load_rule(given, id, call.sandbox.apis)
    if rule.id != id:
        raise AdminProblem(422, f"The id of the body must be {id!r} or be left out.")
    with tenant.lock:
        tenant.rules[id] = OneOff(rule, given.value, tenant.clock.timestamp())
        tenant.tallies.forget(ONE_OFF, (id,))
    return _rule(tenant, id)


@operation("DELETE", "/rules/<id>", status=204)
def delete_rule(call: Call, id: str) -> None:
    """Remove a rule."""
    tenant = call.tenant()
    with tenant.lock:
        if tenant.rules.pop(id, None) is None:
            raise AdminProblem(404, f"There is no rule {id!r}.")
        tenant.tallies.forget(ONE_OFF, (id,))


def _chosen(call: Call, given: Document) -> Sequence[Scenario]:
    body = given.value
    if isinstance(body, dict) and "version" in body:
        return [load_document(given, "inline", call.sandbox.apis, call.sandbox.library.find)]
    names = body.get("names", [body.get("name")]) if isinstance(body, dict) and set(body) <= {"name", "names"} else None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise AdminProblem(422, 'The body must be {"name": "…"}, {"names": ["…"]} or a scenario with version: 1.')
    return [call.sandbox.library.get(name) for name in names]


def _state(tenant: Tenant) -> dict[str, Any]:
    return {
        "tenant": tenant.name,
        "scenarios": [
            {
                "name": scenario.name,
                "seed": scenario.seed,
                "states": tenant.tallies.states(scenario.name),
                "rules": _rules(scenario, tenant.tallies),
            }
            for scenario in tenant.scenarios
        ],
    }


def _rules(scenario: Scenario, tallies: Tallies) -> list[dict[str, Any]]:
    totals = tallies.totals(scenario.name)
    counted = [(rule.id, totals.get(rule.id, Tally())) for rule in scenario.rules]
    return [{"id": id, "matched": tally.matched, "fired": tally.fired} for id, tally in counted]


def _rule(tenant: Tenant, id: str) -> dict[str, Any]:
    if id not in tenant.rules:
        raise AdminProblem(404, f"There is no rule {id!r}.")
    tally = tenant.tallies.total(ONE_OFF, id)
    return {**tenant.rules[id].source, "id": id, "matched": tally.matched, "fired": tally.fired}
