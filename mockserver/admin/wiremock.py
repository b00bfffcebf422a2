"""What client libraries of WireMock ask: requests that fit a pattern of theirs, and the states of machines.

WireMock calls a machine of a scenario a scenario.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import fields

from mockserver.admin.call import Call, Strict, json, steps
from mockserver.admin.operations import document_of, operation
from mockserver.admin.problems import AdminProblem, mistakes
from mockserver.core.documents import Document
from mockserver.core.text import suggestion
from mockserver.sandbox.journal.shown import as_logged, brief
from mockserver.sandbox.tenancy.tenant import Tenant
from mockserver.sandbox.verification.expectations import nearest
from mockserver.sandbox.verification.loading import load_wanted
from mockserver.sandbox.verification.wanted import Heard, Wanted, heard
from mockserver.scenarios.rules.model import STARTED, Rule

_PATTERN = document_of("A request pattern of WireMock's.")


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
        """Return the name of the machine, or of its scenario."""
        return self.machine or self.scenario


@operation("POST", "/requests/count", body=_PATTERN, answer=("count", "requestJournalDisabled"))
def count_requests(call: Call) -> Mapping[str, Any]:
    """Count requests, as WireMock does."""
    return {"count": len(_found(call)), "requestJournalDisabled": False}


@operation("POST", "/requests/find", body=_PATTERN, answer=("requests", "requestJournalDisabled"))
def find_requests(call: Call) -> Mapping[str, Any]:
    """Find requests, as WireMock does."""
    return {"requests": [_shown(each) for each in _found(call)], "requestJournalDisabled": False}


@operation("POST", "/requests/remove", body=_PATTERN, answer=("requests",))
def remove_requests(call: Call) -> Mapping[str, Any]:
    """Remove requests from the journal."""
    found = _found(call)
    call.tenant().journal.remove([each.entry for each in found])
    return {"requests": [_shown(each) for each in found]}


@operation("POST", "/requests/reset")
def reset_requests(call: Call) -> Mapping[str, Any]:
    """Empty the journal, as WireMock does."""
    call.tenant().journal.clear()
    return {}


@operation("POST", "/near-misses/request-pattern", body=_PATTERN, answer=("nearMisses",))
def near_misses(call: Call) -> Mapping[str, Any]:
    """Return the requests nearest to a pattern of WireMock's."""
    wanted, came = _pattern(call), heard(call.tenant(), steps())
    found = [each for each in came if wanted.holds(each)]
    misses = [
        {"request": _shown(each), "reasons": reasons, "matchResult": {"distance": wanted.share(each)}}
        for each, reasons in nearest(wanted, came, found)
    ]
    return {"nearMisses": misses}


@operation("GET", "/scenarios", answer=("scenarios",))
def list_machines(call: Call) -> Mapping[str, Any]:
    """List the state machines, as WireMock lists scenarios."""
    tenant = call.tenant()
    return {"scenarios": [_machine(tenant, machine) for machine in _machines(tenant)]}


@operation(
    "PUT", "/scenarios/<name>/state", body=StateSchema, required=False,
    answer=("id", "name", "state", "possibleStates"),
)  # fmt: skip
def put_state(call: Call, name: str) -> Mapping[str, Any]:
    """Let a state machine go to a state."""
    tenant, state = call.tenant(), call.body().get("state", STARTED)
    machine = _named(tenant, name)
    if state not in machine.states:
        known = f"there are {', '.join(machine.states)}"
        raise AdminProblem(422, f"{name} has no state {state!r}{suggestion(state, machine.states)}; {known}.")
    _enter(tenant, machine, state)
    return _machine(tenant, machine)


@operation("POST", "/scenarios/reset")
def reset_machines(call: Call) -> Mapping[str, Any]:
    """Let all state machines go to their first state."""
    tenant = call.tenant()
    for machine in _machines(tenant):
        _enter(tenant, machine, STARTED)
    return {}


def _found(call: Call) -> list[Heard]:
    wanted = _pattern(call)
    return [each for each in heard(call.tenant(), steps()) if wanted.holds(each)]


def _shown(each: Heard) -> dict[str, Any]:
    return {**brief(each.entry), **as_logged(each.entry)}


def _pattern(call: Call) -> Wanted:
    """Read a request pattern of WireMock's; what has no counterpart is refused, because it would mean another."""
    from mockserver.importers.wiremock.members import Members, Remarks, Unsayable
    from mockserver.importers.wiremock.requests import request

    try:
        keys = request(Members(json(), ""), Remarks())
    except Unsayable as error:
        path = error.member.split(".") if error.member else ()
        detail = f"{error.member or 'The body'} {error.reason}."
        raise AdminProblem(422, detail, mistakes([(path, error.reason)])) from None
    return load_wanted(Document("body", keys), call.sandbox.apis)


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


def _machine(tenant: Tenant, machine: Machine) -> dict[str, Any]:
    return {
        "id": f"{machine.scenario}:{machine.machine}",
        "name": machine.name,
        "state": tenant.tallies.state(machine.scenario, machine.machine),
        "possibleStates": machine.states,
    }
