"""The states of machines, in the shape in which WireMock shows scenarios."""

import pytest

from tests.admin.conftest import Admin

DOORS = {
    "version": 1,
    "name": "doors",
    "rules": [
        {"operation": "customers.list", "state": "Started", "next_state": "Open"},
        {"operation": "customers.get", "machine": "gate", "state": "Ajar", "respond": {"error": "gone"}},
    ],
}


@pytest.fixture
def doors(admin: Admin) -> Admin:
    admin("PUT", "/scenario", DOORS)
    return admin


def test_every_machine_is_listed_with_its_states(doors: Admin) -> None:
    """One without a name is called like its scenario."""
    assert doors("GET", "/scenarios") == {
        "scenarios": [
            {"id": "doors:", "name": "doors", "state": "Started", "possibleStates": ["Started", "Open"]},
            {"id": "doors:gate", "name": "gate", "state": "Started", "possibleStates": ["Started", "Ajar"]},
        ]
    }


def test_a_machine_is_put_into_a_state(doors: Admin) -> None:
    assert doors("PUT", "/scenarios/gate/state", {"state": "Ajar"})["state"] == "Ajar"
    assert doors.rebilly.get("/customers/none").status == 410
    assert doors("PUT", "/scenarios/gate/state", {})["state"] == "Started"


def test_a_reset_concerns_all_machines(doors: Admin) -> None:
    doors("PUT", "/scenarios/gate/state", {"state": "Ajar"})
    doors("PUT", "/scenarios/doors/state", {"state": "Open"})
    assert doors("POST", "/scenarios/reset") == {}
    assert [machine["state"] for machine in doors("GET", "/scenarios")["scenarios"]] == ["Started", "Started"]


def test_a_state_or_machine_that_is_not_there_is_refused(doors: Admin) -> None:
    assert doors.refused("PUT", "/scenarios/gate/state", {"state": "Ajra"}) == (
        422, "gate has no state 'Ajra', did you mean 'Ajar'?; there are Started, Ajar.",
    )  # fmt: skip
    assert doors.refused("PUT", "/scenarios/gaet/state", {}) == (
        404, "There is no machine 'gaet', did you mean 'gate'?",
    )  # fmt: skip


def test_a_name_that_two_machines_have_is_refused(doors: Admin) -> None:
    doors("PUT", "/scenario", {**DOORS, "name": "gate"})
    assert doors.refused("PUT", "/scenarios/gate/state", {}) == (
        409,
        "There are 2 machines 'gate'; give them different names.",
    )
