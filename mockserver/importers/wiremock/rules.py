"""One stub mapping, as one rule, with short and plain names for what is any text there."""

import re
from dataclasses import dataclass
from typing import Any

from mockserver.importers.wiremock.answers import answer
from mockserver.importers.wiremock.files import Files
from mockserver.importers.wiremock.members import Members, Remarks, Unsayable
from mockserver.importers.wiremock.requests import request

_OTHERS = re.compile(r"[^A-Za-z0-9_.-]+")
LONGEST = 100


def plain_name(text: str) -> str:
    """Write a text as a name, which may be empty.

    >>> plain_name("Cancel item (1)")
    'Cancel-item-1'
    """
    return _OTHERS.sub("-", text).strip("-")[:LONGEST]


class Names:
    """Gives texts names, different ones to different texts, the same to the same."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def of(self, text: str) -> str:
        """Return the name of a text."""
        if text not in self._names:
            self._names[text] = self.new(plain_name(text) or "unnamed")
        return self._names[text]

    def new(self, wish: str) -> str:
        """Return an unused name, the wished one if it is free."""
        taken, name, number = set(self._names.values()), wish, 2
        while name in taken:
            ending = f"-{number}"
            name, number = wish[: LONGEST - len(ending)] + ending, number + 1
        self._names.setdefault(f"\0{name}", name)
        return name


def rule_wish(members: Members, otherwise: str) -> str:
    """Return the best name of a mapping's rule: its name, its id, or its place."""
    names = [members.text("name"), members.text("id"), members.text("uuid"), otherwise]
    return next(filter(None, (plain_name(name or "") for name in names)), "rule")


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
