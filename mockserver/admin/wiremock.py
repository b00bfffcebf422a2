"""What client libraries of WireMock ask a journal: requests that fit a pattern of theirs, counted, found or removed."""

from typing import Any

from flask import Blueprint

from mockserver.admin.plane import Plane, body, steps
from mockserver.admin.problems import AdminProblem
from mockserver.core.documents import Document
from mockserver.sandbox.journal.shown import as_logged, brief
from mockserver.sandbox.verification.expectations import nearest
from mockserver.sandbox.verification.loading import load_wanted
from mockserver.sandbox.verification.wanted import Heard, Wanted, heard


def register(blueprint: Blueprint, plane: Plane) -> None:
    """Add `requests/count`, `find`, `remove` and `reset`, and `near-misses/request-pattern`."""

    @blueprint.post("/requests/count")
    def count_requests() -> dict[str, Any]:
        return {"count": len(_found(plane)), "requestJournalDisabled": False}

    @blueprint.post("/requests/find")
    def find_requests() -> dict[str, Any]:
        return {"requests": [_shown(each) for each in _found(plane)], "requestJournalDisabled": False}

    @blueprint.post("/requests/remove")
    def remove_requests() -> dict[str, Any]:
        found = _found(plane)
        plane.tenant().journal.remove([each.entry for each in found])
        return {"requests": [_shown(each) for each in found]}

    @blueprint.post("/requests/reset")
    def reset_requests() -> dict[str, Any]:
        plane.tenant().journal.clear()
        return {}

    @blueprint.post("/near-misses/request-pattern")
    def near_misses() -> dict[str, Any]:
        wanted, came = _pattern(plane), heard(plane.tenant(), steps())
        found = [each for each in came if wanted.holds(each)]
        misses = [
            {"request": _shown(each), "reasons": reasons, "matchResult": {"distance": wanted.share(each)}}
            for each, reasons in nearest(wanted, came, found)
        ]
        return {"nearMisses": misses}


def _found(plane: Plane) -> list[Heard]:
    wanted = _pattern(plane)
    return [each for each in heard(plane.tenant(), steps()) if wanted.holds(each)]


def _shown(each: Heard) -> dict[str, Any]:
    return {**brief(each.entry), **as_logged(each.entry)}


def _pattern(plane: Plane) -> Wanted:
    """Read a request pattern of WireMock's; what has no counterpart is refused, because it would mean another."""
    from mockserver.importers.wiremock.members import Members, Remarks, Unsayable
    from mockserver.importers.wiremock.requests import request

    try:
        keys = request(Members(body(), ""), Remarks())
    except Unsayable as error:
        told = [{"path": error.member.split(".") if error.member else [], "message": error.reason}]
        raise AdminProblem(422, f"{error.member or 'The body'} {error.reason}.", {"errors": told}) from None
    return load_wanted(Document("body", keys), plane.sandbox.apis)
