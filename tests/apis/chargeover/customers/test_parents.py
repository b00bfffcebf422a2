"""Customers below others."""

from typing import Any

import pytest

from tests.clients import ChargeOver


def parent(chargeover: ChargeOver, id: int) -> Any:
    return chargeover.shown(f"/customer/{id}")["parent_customer_id"]


def test_a_parent_is_named_in_three_ways(chargeover: ChargeOver) -> None:
    above = chargeover.customer(external_key="above")
    token = chargeover.shown(f"/customer/{above}")["token"]
    for name, value in (("id", above), ("id", str(above)), ("external_key", "above"), ("token", token)):
        assert parent(chargeover, chargeover.customer(**{f"parent_customer_{name}": value})) == above


@pytest.mark.parametrize(("name", "value"), [("id", 9), ("external_key", "nobody"), ("token", "nobody")])
def test_a_parent_has_to_exist(chargeover: ChargeOver, name: str, value: Any) -> None:
    id = chargeover.customer()
    body = {"company": "A", f"parent_customer_{name}": value}
    for answer in (chargeover.post("/customer", body), chargeover.put(f"/customer/{id}", body)):
        message = f"Missing or invalid parameter. parent_customer_{name} names a customer that does not exist."
        assert (answer.status, answer.json["message"]) == (400, message)


def test_nobody_is_below_itself(chargeover: ChargeOver) -> None:
    """Neither at once nor over others, and the refused change leaves everything as it was."""
    first = chargeover.customer()
    second = chargeover.customer(parent_customer_id=first)
    third = chargeover.customer(parent_customer_id=second)
    for below in (first, second, third):
        answer = chargeover.put(f"/customer/{first}", {"parent_customer_id": below, "company": "B"})
        message = "Missing or invalid parameter. parent_customer_id names the customer itself, or one below it."
        assert (answer.status, answer.json["message"]) == (400, message)
    assert [parent(chargeover, id) for id in (first, second, third)] == [None, first, second]
    assert chargeover.shown(f"/customer/{first}")["company"] == "Analytical Engines"


@pytest.mark.parametrize("nothing", [None, ""])
def test_null_sets_a_customer_free(chargeover: ChargeOver, nothing: Any) -> None:
    """And then it can stand above its parent."""
    first = chargeover.customer()
    second = chargeover.customer(parent_customer_id=first)
    assert chargeover.put(f"/customer/{second}", {"parent_customer_id": nothing}).status == 202
    assert chargeover.put(f"/customer/{first}", {"parent_customer_id": second}).status == 202
    assert [parent(chargeover, id) for id in (first, second)] == [second, None]
    assert [row["customer_id"] for row in chargeover.shown("/customer", where="parent_customer_id:EQUALS:2")] == [1]
    assert chargeover.shown("/customer", where="parent_customer_id:EQUALS:1") == []


def test_a_change_of_something_else_leaves_the_parent(chargeover: ChargeOver) -> None:
    first = chargeover.customer()
    second = chargeover.customer(parent_customer_id=first)
    chargeover.put(f"/customer/{second}", {"company": "B"})
    assert parent(chargeover, second) == first


def test_circles_that_the_control_plane_drew_end(chargeover: ChargeOver) -> None:
    """It writes what it is told; a request that meets a circle does not run round in it."""
    first, second, third = (chargeover.customer() for _ in range(3))
    for id, above in ((first, second), (second, first)):
        patch = {"parent_customer_id": above, "_parent": str(above)}
        assert chargeover.admin("PATCH", f"/data/chargeover/customers/{id}", patch).status == 200
    assert chargeover.put(f"/customer/{third}", {"parent_customer_id": first}).status == 202
    assert parent(chargeover, third) == first
