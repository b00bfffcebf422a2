"""Verification: whether the requests that came are those a test expected."""

from collections.abc import Mapping
from typing import Any

from mockserver.admin.call import Call, document, steps
from mockserver.admin.filters import until
from mockserver.admin.operations import operation
from mockserver.admin.problems import AdminProblem
from mockserver.sandbox.journal.shown import brief
from mockserver.sandbox.tenancy.tenant import Tenant
from mockserver.sandbox.verification.expectations import MOST_SHOWN, Outcome, judge, picture, sentence
from mockserver.sandbox.verification.loading import VerifySchema, load_expectation
from mockserver.sandbox.verification.wanted import heard


@operation("POST", "/verify", body=VerifySchema, answer=("holds",))
def verify(call: Call) -> Mapping[str, Any]:
    """Hold expectations against the requests that came.

    Raise `AdminProblem` of 406 with a picture where they do not hold.
    """
    expectation, within = load_expectation(document(), call.sandbox.apis)

    def ask(tenant: Tenant) -> tuple[bool, Outcome]:
        outcome = judge(expectation, heard(tenant, steps()))
        return outcome.holds or outcome.too_many, outcome

    outcome = until(call, within, ask)
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
