"""What was asked and answered."""

from typing import Any

from flask import Blueprint, request

from mockserver.admin.plane import Plane, whole
from mockserver.admin.problems import AdminProblem
from mockserver.core.journal import Entry, Journal
from mockserver.core.journal.shown import described

_FILTERS = ("api", "operation", "method", "status", "rule")


def register(blueprint: Blueprint, plane: Plane) -> None:
    """Add `requests`. `unmatched` are those that never reached a tenant: refused, or unknown to every API."""

    @blueprint.get("/requests")
    def list_requests() -> dict[str, Any]:
        return _listed(plane.tenant().journal)

    @blueprint.get("/requests/unmatched")
    def list_unmatched() -> dict[str, Any]:
        return _listed(plane.sandbox.defaults.journal)

    @blueprint.get("/requests/<int:id>")
    def get_request(id: int) -> dict[str, Any]:
        entry = plane.tenant().journal.get(id)
        if entry is None:
            raise AdminProblem(404, f"The journal holds no request {id}.")
        return described(entry)

    @blueprint.delete("/requests")
    def delete_requests() -> tuple[str, int]:
        plane.tenant().journal.clear()
        return "", 204


def _listed(journal: Journal) -> dict[str, Any]:
    unknown = set(request.args) - {*_FILTERS, "limit"}
    if unknown:
        known = ", ".join((*_FILTERS, "limit"))
        raise AdminProblem(400, f"{sorted(unknown)[0]!r} is no filter; there are {known}.")
    limit = whole("limit", 100, 10_000)
    found = [entry for entry in journal if _wanted(entry)]
    return {"requests": [described(entry) for entry in found[:limit]], "meta": {"total": len(found)}}


def _wanted(entry: Entry) -> bool:
    values = {
        "api": entry.api.name,
        "operation": entry.operation,
        "method": entry.method,
        "status": str(entry.status),
        "rule": entry.rule,
    }
    return all(values[name] == request.args[name] for name in _FILTERS if name in request.args)
