"""One stub mapping, as one rule."""

from dataclasses import dataclass
from typing import Any

from mockserver.importers.wiremock.answers import answer
from mockserver.importers.wiremock.files import Files
from mockserver.importers.wiremock.members import Members, Unsayable
from mockserver.importers.wiremock.names import Names
from mockserver.importers.wiremock.remarks import Remarks
from mockserver.importers.wiremock.requests import request

_OF_NO_CONSEQUENCE = ("persistent", "insertionIndex", "$schema", "metadata")
LEAST, USUAL, MOST = 1, 5, 1000
"""Priorities of a rule."""


@dataclass(frozen=True, slots=True)
class States:
    """How the scenarios of WireMock and their states are called here."""

    machines: Names
    states: Names


def rule(members: Members, states: States, files: Files, remarks: Remarks) -> dict[str, Any]:
    """Read a mapping but for its name; raise `Unsayable` where a rule would match more, or answer nothing."""
    keys = request(Members(members.mapping("request"), "request"), remarks)
    given = answer(Members(members.mapping("response"), "response"), files, remarks)
    state = _state(members, states, remarks)
    priority = _priority(members, remarks)
    for name in _OF_NO_CONSEQUENCE:
        members.take(name)
    for name in members.left():
        value = members.take(name)
        if value not in ([], {}):
            remarks.say(name, "has no counterpart")
    return {**keys, **state, **given, "times": "forever", **priority}


def _state(members: Members, states: States, remarks: Remarks) -> dict[str, Any]:
    name = members.text("scenarioName")
    wishes = {"state": members.text("requiredScenarioState"), "next_state": members.text("newScenarioState")}
    known = {key: states.states.of(text) for key, text in wishes.items() if text}
    if name is None:
        if known:
            remarks.say("scenarioName", "is missing, so the states mean nothing")
        return {}
    return {"machine": states.machines.of(name), **known} if known else {}


def _priority(members: Members, remarks: Remarks) -> dict[str, Any]:
    value = members.number("priority")
    if value is None or value == USUAL:
        return {}
    if not isinstance(value, int):
        raise Unsayable("priority", "must be a whole number")
    kept = min(max(value, LEAST), MOST)
    if kept != value:
        remarks.say("priority", f"must be from {LEAST} to {MOST} here, so it becomes {kept}")
    return {} if kept == USUAL else {"priority": kept}
