"""Deleted customers, and what becomes of what they had."""

import pytest

from tests.clients import ChargeOver


def test_a_deleted_customer_does_not_exist(chargeover: ChargeOver) -> None:
    """Nobody reads, changes or deletes it again, by whatever name; the response of these refusals is null."""
    id = chargeover.customer(external_key="key")
    token = chargeover.shown(f"/customer/{id}")["token"]
    answer = chargeover.delete(f"/customer/{id}")
    assert answer.status == 200
    assert answer.json == {"code": 200, "status": "OK", "message": "", "details": {}, "response": True}
    for name in (str(id), "external_key:key", f"token:{token}"):
        for method, body in (("GET", None), ("PUT", {"company": "B"}), ("DELETE", None)):
            answer = chargeover.send(method, f"/customer/{name}", body)
            assert answer.status == 404
            assert answer.json == {
                "code": 404, "status": "Error", "message": "This customer does not exist.", "details": {},
                "response": None,
            }  # fmt: skip
    assert chargeover.shown("/customer") == []
    assert chargeover.shown("/customer/_count") == 0


def test_ids_are_not_used_again(chargeover: ChargeOver) -> None:
    for id in (1, 2, 3):
        assert chargeover.customer() == id
        chargeover.delete(f"/customer/{id}")
    assert chargeover.customer() == 4


def test_those_below_a_deleted_customer_stand_alone(chargeover: ChargeOver) -> None:
    first = chargeover.customer()
    second = chargeover.customer(parent_customer_id=first)
    third = chargeover.customer(parent_customer_id=second)
    chargeover.delete(f"/customer/{first}")
    rows = {row["customer_id"]: row["parent_customer_id"] for row in chargeover.shown("/customer")}
    assert rows == {second: None, third: second}


def test_a_contact_goes_with_its_last_customer(chargeover: ChargeOver) -> None:
    """One that is shared stays the other's."""
    first = chargeover.customer(superuser_username="ada", superuser_name="Ada King")
    second = chargeover.customer(superuser_id=350)
    chargeover.delete(f"/customer/{first}")
    assert chargeover.shown(f"/customer/{second}")["superuser_name"] == "Ada King"
    taken = {"company": "B", "superuser_username": "ada"}
    assert chargeover.post("/customer", taken).status == 400
    chargeover.delete(f"/customer/{second}")
    assert chargeover.post("/customer", taken).status == 201


@pytest.mark.parametrize("body", [b"{", b"[]", {"company": "B"}])
def test_the_body_of_a_deletion_means_nothing(chargeover: ChargeOver, body: object) -> None:
    """Some clients announce JSON with every request."""
    id = chargeover.customer()
    assert chargeover.send("DELETE", f"/customer/{id}", body).json["response"] is True
