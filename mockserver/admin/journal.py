"""What was asked and answered."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, request

from mockserver.admin.filters import MOST_LISTED, Filter, read_filter, refuse_unknown
from mockserver.admin.plane import Plane, steps, whole
from mockserver.admin.problems import AdminProblem
from mockserver.admin.waiting import until
from mockserver.sandbox.journal import Entry
from mockserver.sandbox.journal.curl import curl
from mockserver.sandbox.journal.shown import as_logged, brief, described, refused
from mockserver.sandbox.tenants import Tenant
from mockserver.sandbox.verification.near_misses import near_operations, near_rules, unmatched
from mockserver.sandbox.verification.wanted import Heard, hear
from mockserver.scenarios.rules.matching import Budget


def register(blueprint: Blueprint, plane: Plane) -> None:
    """Add `requests`."""
    seed = plane.sandbox.seed

    @blueprint.get("/requests")
    def list_requests() -> dict[str, Any]:
        asked = read_filter(request.args, plane.sandbox.apis)

        def ask(tenant: Tenant) -> tuple[bool, list[Entry]]:
            found = asked.of(tenant)
            return len(found) >= asked.count, found

        return listed(until(plane, asked.within, ask), asked)

    @blueprint.delete("/requests")
    def delete_requests() -> tuple[str, int]:
        plane.tenant().journal.clear()
        return "", 204

    @blueprint.get("/requests/<int:id>")
    def get_request(id: int) -> dict[str, Any]:
        return described(_entry(plane, id))

    @blueprint.get("/requests/<int:id>/curl")
    def get_curl(id: int) -> Response:
        entry = _entry(plane, id)
        if not entry.whole:
            raise AdminProblem(422, f"The journal does not hold all of the body of request {id}.")
        return Response(curl(entry, request.host_url.rstrip("/")), content_type="text/plain; charset=utf-8")

    @blueprint.get("/requests/<int:id>/near-misses")
    def get_near_misses(id: int) -> dict[str, Any]:
        tenant = plane.tenant()
        entry = _entry(plane, id)
        budget = steps()
        each = hear(tenant, entry, budget)
        return {
            "request": brief(entry),
            "refusal": entry.refusal and refused(entry.refusal, entry.api),
            "operations": [asdict(operation) for operation in near_operations(each)],
            "nearMisses": _misses(tenant, each, seed, budget),
        }

    @blueprint.get("/requests/unmatched")
    def list_unmatched() -> dict[str, Any]:
        limit = _limit(100)
        found = _unmatched(plane.tenant(), seed, steps())
        shown = [{**brief(each.entry), **as_logged(each.entry), "unmatched": why} for each, why in found[:limit]]
        return {"requests": shown, "meta": {"total": len(found)}}

    @blueprint.get("/requests/near-misses")
    @blueprint.get("/requests/unmatched/near-misses")
    def list_near_misses() -> dict[str, Any]:
        tenant, limit, budget = plane.tenant(), _limit(20), steps()
        found = _unmatched(tenant, seed, budget)
        misses = [miss for each, _ in found[:limit] for miss in _misses(tenant, each, seed, budget)]
        return {"nearMisses": misses, "meta": {"total": len(found)}}


def _entry(plane: Plane, id: int) -> Entry:
    entry = plane.tenant().journal.get(id)
    if entry is None:
        raise AdminProblem(404, f"The journal holds no request {id}.")
    return entry


def listed(found: list[Entry], asked: Filter) -> dict[str, Any]:
    """Show as many entries as asked for, and say how many there are."""
    return {"requests": [described(entry) for entry in found[: asked.limit]], "meta": {"total": len(found)}}


def _limit(default: int) -> int:
    refuse_unknown(("limit",))
    return whole("limit", default, MOST_LISTED)


def _unmatched(tenant: Tenant, seed: str, budget: Budget) -> list[tuple[Heard, str]]:
    """Return the requests that led to no operation or set off no rule, newest first, each with which of both."""
    entries = (hear(tenant, entry, budget) for entry in tenant.journal)
    asked = ((each, unmatched(tenant, each, seed, budget)) for each in entries)
    return [(each, why) for each, why in asked if why]


def _misses(tenant: Tenant, each: Heard, seed: str, budget: Budget) -> list[dict[str, Any]]:
    return [
        {
            "request": brief(each.entry),
            "scenario": miss.scenario,
            "rule": miss.rule,
            "reasons": miss.reasons,
            "matchResult": {"distance": miss.distance},
        }
        for miss in near_rules(tenant, each, seed, budget)
    ]
