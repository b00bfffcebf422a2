"""Rules that come one by one: the next call fails, and that is all a test wanted."""

import itertools
from typing import Any

from flask import Blueprint

from mockserver.admin.plane import Plane, document
from mockserver.admin.problems import AdminProblem
from mockserver.sandbox.tenancy.state import OneOff
from mockserver.sandbox.tenancy.tenant import Tenant
from mockserver.scenarios.format.loader import load_rule
from mockserver.scenarios.format.schema import MOST_RULES
from mockserver.scenarios.rules.tallies import ONE_OFF


def register(blueprint: Blueprint, plane: Plane) -> None:
    """Add `rules` and `rules/{id}`. They go before the rules of every scenario, oldest first."""

    @blueprint.get("/rules")
    def list_rules() -> dict[str, Any]:
        tenant = plane.tenant()
        return {"rules": [_shown(tenant, id) for id in tenant.rules]}

    @blueprint.post("/rules")
    def create_rule() -> tuple[dict[str, Any], int]:
        tenant = plane.tenant()
        with tenant.lock:
            free = next(f"rule-{n}" for n in itertools.count(1) if f"rule-{n}" not in tenant.rules)
            given = document()
            rule = load_rule(given, free, plane.sandbox.apis)
            if rule.id in tenant.rules:
                raise AdminProblem(409, f"There is a rule {rule.id!r} already.")
            if len(tenant.rules) >= MOST_RULES:
                raise AdminProblem(409, f"A tenant has at most {MOST_RULES} rules.")
            tenant.rules[rule.id] = OneOff(rule, given.value, tenant.clock.timestamp())
        return _shown(tenant, rule.id), 201

    @blueprint.get("/rules/<id>")
    def get_rule(id: str) -> dict[str, Any]:
        return _shown(plane.tenant(), id)

    @blueprint.put("/rules/<id>")
    def put_rule(id: str) -> dict[str, Any]:
        tenant, given = plane.tenant(), document()
        rule = load_rule(given, id, plane.sandbox.apis)
        if rule.id != id:
            raise AdminProblem(422, f"The id of the body must be {id!r} or be left out.")
        with tenant.lock:
            tenant.rules[id] = OneOff(rule, given.value, tenant.clock.timestamp())
            tenant.tallies.forget(ONE_OFF, (id,))
        return _shown(tenant, id)

    @blueprint.delete("/rules/<id>")
    def delete_rule(id: str) -> tuple[str, int]:
        tenant = plane.tenant()
        with tenant.lock:
            if tenant.rules.pop(id, None) is None:
                raise AdminProblem(404, f"There is no rule {id!r}.")
            tenant.tallies.forget(ONE_OFF, (id,))
        return "", 204


def _shown(tenant: Tenant, id: str) -> dict[str, Any]:
    if id not in tenant.rules:
        raise AdminProblem(404, f"There is no rule {id!r}.")
    tally = tenant.tallies.total(ONE_OFF, id)
    return {**tenant.rules[id].source, "id": id, "matched": tally.matched, "fired": tally.fired}
