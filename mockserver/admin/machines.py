"""The states of the machines of a tenant's scenarios, in the words of WireMock, which calls a machine a scenario."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Blueprint
from marshmallow import fields

from mockserver.admin.plane import Plane, Strict, object_body
from mockserver.admin.problems import AdminProblem
from mockserver.core.text import suggestion
from mockserver.sandbox.tenancy.tenant import Tenant
from mockserver.scenarios.rules.model import STARTED, Rule


class StateSchema(Strict):
    """The state to go to; the first one, if nothing is said."""

    state = fields.String()


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine of a scenario that a tenant follows; one without a name is called like its scenario."""

    scenario: str
    machine: str
    states: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.machine or self.scenario


def register(blueprint: Blueprint, plane: Plane) -> None:
    """Add `scenarios`, `scenarios/{name}/state` and `scenarios/reset`."""

    @blueprint.get("/scenarios")
    def list_machines() -> dict[str, Any]:
        tenant = plane.tenant()
        return {"scenarios": [_shown(tenant, machine) for machine in _machines(tenant)]}

    @blueprint.put("/scenarios/<name>/state")
    def put_state(name: str) -> dict[str, Any]:
        tenant, state = plane.tenant(), object_body(StateSchema()).get("state", STARTED)
        machine = _named(tenant, name)
        if state not in machine.states:
            known = f"there are {', '.join(machine.states)}"
            raise AdminProblem(422, f"{name} has no state {state!r}{suggestion(state, machine.states)}; {known}.")
        _enter(tenant, machine, state)
        return _shown(tenant, machine)

    @blueprint.post("/scenarios/reset")
    def reset_machines() -> dict[str, Any]:
        tenant = plane.tenant()
        for machine in _machines(tenant):
            _enter(tenant, machine, STARTED)
        return {}


def _machines(tenant: Tenant) -> list[Machine]:
    found: dict[tuple[str, str], dict[str, None]] = {}
    for each in tenant.considered(()):
        for rule in each.scenario.rules:
            for state in _states(rule):
                found.setdefault((each.scenario.name, rule.machine), {STARTED: None})[state] = None
    return [Machine(scenario, machine, tuple(states)) for (scenario, machine), states in found.items()]


def _states(rule: Rule) -> Iterator[str]:
    if rule.state is not None:
        yield rule.state
    yield from (step.next_state for step in rule.steps if step.next_state is not None)


def _named(tenant: Tenant, name: str) -> Machine:
    machines = _machines(tenant)
    found = [machine for machine in machines if machine.name == name]
    if not found:
        known = [machine.name for machine in machines]
        raise AdminProblem(404, f"There is no machine {name!r}{suggestion(name, known) or '.'}")
    if len(found) > 1:
        raise AdminProblem(409, f"There are {len(found)} machines {name!r}; give them different names.")
    return found[0]


def _enter(tenant: Tenant, machine: Machine, state: str) -> None:
    with tenant.lock:
        tenant.tallies.enter(machine.scenario, machine.machine, state)


def _shown(tenant: Tenant, machine: Machine) -> dict[str, Any]:
    return {
        "id": f"{machine.scenario}:{machine.machine}",
        "name": machine.name,
        "state": tenant.tallies.state(machine.scenario, machine.machine),
        "possibleStates": machine.states,
    }
