"""External keys: whose they are, and for how long."""

from typing import Any

import pytest

from tests.clients import Answer, ChargeOver

REFUSED = "A customer with the external_key {!r} already exists."


def create(chargeover: ChargeOver, key: str) -> Answer:
    return chargeover.post("/customer", {"company": "A", "external_key": key})


def refused(key: str) -> dict[str, Any]:
    return {"code": 400, "status": "Error", "message": REFUSED.format(key), "details": {}, "response": False}


@pytest.mark.parametrize("again", ["key 1", "KEY 1"])
def test_a_key_is_one_customers(chargeover: ChargeOver, again: str) -> None:
    """Capital letters make no other key."""
    assert create(chargeover, "key 1").status == 201
    answer = create(chargeover, again)
    assert (answer.status, answer.json) == (400, refused(again))
    assert chargeover.shown("/customer/_count") == 1


def test_customers_without_a_key_are_many(chargeover: ChargeOver) -> None:
    for key in ("", ""):
        assert create(chargeover, key).status == 201
    assert [row["external_key"] for row in chargeover.shown("/customer")] == [None, None]


def test_a_change_gives_takes_and_keeps_a_key(chargeover: ChargeOver) -> None:
    """A customer's own key is no other's, whatever its case; a key that is given up is free."""
    first, second = chargeover.customer(external_key="a"), chargeover.customer()
    assert chargeover.put(f"/customer/{second}", {"external_key": "A"}).json == refused("A")
    for key in ("a", "A"):
        assert chargeover.put(f"/customer/{first}", {"external_key": key}).status == 202
        assert chargeover.shown(f"/customer/{first}")["external_key"] == key
    for other in (None, "b"):
        assert chargeover.put(f"/customer/{first}", {"external_key": other}).status == 202
        assert chargeover.shown(f"/customer/{first}")["external_key"] == other
    assert chargeover.put(f"/customer/{second}", {"external_key": "a"}).status == 202


def test_a_deleted_customers_key_is_spent(chargeover: ChargeOver) -> None:
    """For new customers and for changed ones, whatever its case."""
    chargeover.delete(f"/customer/{chargeover.customer(external_key='Key')}")
    other = chargeover.customer()
    for key in ("Key", "key"):
        assert create(chargeover, key).json == refused(key)
        assert chargeover.put(f"/customer/{other}", {"external_key": key}).json == refused(key)


def test_an_account_can_let_spent_keys_be_used_again(chargeover: ChargeOver) -> None:
    """Whoever got one then keeps it when the account changes its mind."""
    chargeover.delete(f"/customer/{chargeover.customer(external_key='key')}")
    chargeover.set(external_key_reuse=True)
    id = chargeover.customer(external_key="key")
    assert create(chargeover, "key").json == refused("key")
    chargeover.set(external_key_reuse=False)
    assert chargeover.put(f"/customer/{id}", {"external_key": "key", "company": "B"}).status == 202
    assert chargeover.shown("/customer/external_key:key")["company"] == "B"


def test_where_case_counts_keys_of_other_cases_are_others(chargeover: ChargeOver) -> None:
    chargeover.set(case_sensitive=True)
    small, capital = chargeover.customer(external_key="key"), chargeover.customer(external_key="KEY")
    assert create(chargeover, "KEY").json == refused("KEY")
    assert chargeover.shown("/customer/external_key:key")["customer_id"] == small
    assert chargeover.shown("/customer/external_key:KEY")["customer_id"] == capital
    assert chargeover.get("/customer/external_key:Key").status == 404
    chargeover.delete(f"/customer/{small}")
    assert create(chargeover, "key").json == refused("key")
    assert create(chargeover, "Key").status == 201
