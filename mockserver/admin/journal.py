"""What was asked and answered."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask import Response, request

from mockserver.admin.call import LIMIT, Call, steps, whole
from mockserver.admin.filters import JOURNAL, MOST_LISTED, WAITING, Filter, read_filter, refuse_unknown, until
from mockserver.admin.operations import TEXT, operation
from mockserver.admin.problems import AdminProblem
from mockserver.sandbox.journal import Entry
from mockserver.sandbox.journal.shown import as_logged, brief, curl, described, refused
from mockserver.sandbox.tenancy.tenant import Tenant
from mockserver.sandbox.verification.near_misses import near_operations, near_rules, unmatched
from mockserver.sandbox.verification.wanted import Heard, hear
from mockserver.scenarios.rules.matching import Budget

_LISTED = ("requests", "meta")


@operation("GET", "/requests", answer=_LISTED, query={**JOURNAL, **WAITING})
def list_requests(call: Call) -> Mapping[str, Any]:
    """List what was asked and answered."""
    asked = read_filter(request.args, call.sandbox.apis)

    def ask(tenant: Tenant) -> tuple[bool, list[Entry]]:
        found = asked.of(tenant)
        return len(found) >= asked.count, found

    return _listed(until(call, asked.within, ask), asked)


@operation("GET", "/requests/without-tenant", answer=_LISTED, query=JOURNAL, of_server=True)
def list_without_tenant(call: Call) -> Mapping[str, Any]:
    """List the exchanges of no tenant.

    They were refused before anybody knew whose they were, or are public.
    """
    asked = read_filter(request.args, call.sandbox.apis)
    return _listed(asked.of(call.sandbox.defaults), asked)


@operation("DELETE", "/requests", status=204)
def delete_requests(call: Call) -> None:
    """Empty the journal."""
    call.tenant().journal.clear()


@operation("GET", "/requests/<int:id>", answer=("id", "time", "request", "response"))
def get_request(call: Call, id: int) -> Mapping[str, Any]:
    """Return one exchange."""
    return described(_entry(call, id))


@operation("GET", "/requests/<int:id>/curl", contents=TEXT)
def get_curl(call: Call, id: int) -> Response:
    """Write a request as a command line."""
    entry = _entry(call, id)
    if not entry.whole:
        raise AdminProblem(422, f"The journal does not hold all of the body of request {id}.")
    return Response(curl(entry, request.host_url.rstrip("/")), content_type="text/plain; charset=utf-8")


@operation("GET", "/requests/<int:id>/near-misses", answer=("request", "refusal", "operations", "nearMisses"))
def get_near_misses(call: Call, id: int) -> Mapping[str, Any]:
    """Return what came nearest to a request: rules and operations."""
    tenant = call.tenant()
    entry = _entry(call, id)
    budget = steps()
    each = hear(tenant, entry, budget)
    return {
        "request": brief(entry),
        "refusal": entry.refusal and refused(entry.refusal, entry.api),
        "operations": [asdict(near) for near in near_operations(each)],
        "nearMisses": _misses(tenant, each, call.sandbox.seed, budget),
    }


@operation("GET", "/requests/unmatched", answer=_LISTED, query=LIMIT)
def list_unmatched(call: Call) -> Mapping[str, Any]:
    """List requests that led to no operation or set off no rule."""
    limit = _limit(100)
    found = _unmatched(call.tenant(), call.sandbox.seed, steps())
    shown = [{**brief(each.entry), **as_logged(each.entry), "unmatched": why} for each, why in found[:limit]]
    return {"requests": shown, "meta": {"total": len(found)}}


@operation(
    "GET", "/requests/near-misses", "/requests/unmatched/near-misses", answer=("nearMisses", "meta"),
    query={"limit": "How many requests to tell of: 20, at most 10000."},
)  # fmt: skip
def list_near_misses(call: Call) -> Mapping[str, Any]:
    """Return the rules that came nearest to unmatched requests."""
    tenant, seed, limit, budget = call.tenant(), call.sandbox.seed, _limit(20), steps()
    found = _unmatched(tenant, seed, budget)
    misses = [miss for each, _ in found[:limit] for miss in _misses(tenant, each, seed, budget)]
    return {"nearMisses": misses, "meta": {"total": len(found)}}


def _entry(call: Call, id: int) -> Entry:
    entry = call.tenant().journal.get(id)
    if entry is None:
        raise AdminProblem(404, f"The journal holds no request {id}.")
    return entry


def _listed(found: list[Entry], asked: Filter) -> dict[str, Any]:
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
