"""Verification: whether the requests that came are those a test expected."""

from typing import Any

from flask import Blueprint

from mockserver.admin.plane import Plane, document, steps
from mockserver.admin.problems import AdminProblem
from mockserver.admin.waiting import until
from mockserver.sandbox.journal.shown import brief
from mockserver.sandbox.tenancy.tenant import Tenant
from mockserver.sandbox.verification.expectations import MOST_SHOWN, Outcome, judge, picture, sentence
from mockserver.sandbox.verification.wanted import heard


def register(blueprint: Blueprint, plane: Plane) -> None:
    """Add `verify`: 200 where it holds, 406 and a picture where it does not."""

    @blueprint.post("/verify")
    def verify() -> dict[str, Any]:
        from mockserver.sandbox.verification.loading import load_expectation

        expectation, within = load_expectation(document(), plane.sandbox.apis)

        def ask(tenant: Tenant) -> tuple[bool, Outcome]:
            outcome = judge(expectation, heard(tenant, steps()))
            return outcome.holds or outcome.too_many, outcome

        outcome = until(plane, within, ask)
        if not outcome.holds:
            raise AdminProblem(406, sentence(outcome), {**_found(outcome), **_missed(outcome)})
        return {"holds": True, **_found(outcome)}


def _found(outcome: Outcome) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if outcome.expectation.wanted:
        requests = [brief(each.entry) for each in outcome.found[:MOST_SHOWN]]
        told = {"calls": len(outcome.found), "requests": requests}
    if outcome.expectation.order:
        told["order"] = [brief(each.entry) for each in outcome.steps]
    return told


def _missed(outcome: Outcome) -> dict[str, Any]:
    nearest = [{**brief(each.entry), "reasons": reasons} for each, reasons in outcome.nearest]
    return {"nearest": nearest, "diff": picture(outcome)}
