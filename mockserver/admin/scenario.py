"""The scenarios a tenant follows."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint

from mockserver.admin.plane import Plane, document
from mockserver.admin.problems import AdminProblem
from mockserver.core.documents import Document
from mockserver.sandbox.fixtures import follow
from mockserver.sandbox.tenancy.tenant import Tenant
from mockserver.scenarios.format.includes import load_document
from mockserver.scenarios.rules.model import Scenario
from mockserver.scenarios.rules.tallies import Tallies, Tally


def register(blueprint: Blueprint, plane: Plane) -> None:
    """Add `scenario`: by name (`{"name": …}`, `{"names": […]}`) or the whole document inline."""

    @blueprint.get("/scenario")
    def get_scenario() -> dict[str, Any]:
        library = plane.sandbox.library
        broken = {str(path): message for path, message in library.broken.items()}
        return {**_state(plane.tenant()), "available": library.names(), "broken": broken}

    @blueprint.put("/scenario")
    def put_scenario() -> dict[str, Any]:
        scenarios = _chosen(plane, document())
        tenant = plane.tenant()
        follow(plane.sandbox, tenant, scenarios)
        return _state(tenant)

    @blueprint.delete("/scenario")
    def delete_scenario() -> tuple[str, int]:
        plane.tenant().load(())
        return "", 204


def _chosen(plane: Plane, given: Document) -> Sequence[Scenario]:
    body = given.value
    if isinstance(body, dict) and "version" in body:
        return [load_document(given, "inline", plane.sandbox.apis, plane.sandbox.library.find)]
    names = body.get("names", [body.get("name")]) if isinstance(body, dict) and set(body) <= {"name", "names"} else None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise AdminProblem(422, 'The body must be {"name": "…"}, {"names": ["…"]} or a scenario with version: 1.')
    return [plane.sandbox.library.get(name) for name in names]


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
