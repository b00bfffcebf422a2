"""Which customers a contact belongs to."""

from typing import Any

import pytest

from tests.apis.chargeover.contacts.members import FIRST, contact, refusal
from tests.clients import ChargeOver
from tests.tables import each_row


def customers_of(chargeover: ChargeOver, id: int) -> list[str]:
    """Give the companies a contact belongs to."""
    return [entry["company"] for entry in chargeover.shown(f"/user/{id}")["customers"]]


@pytest.fixture(params=["id", "external_key", "token"])
def engines(request: pytest.FixtureRequest, chargeover: ChargeOver) -> dict[str, Any]:
    """Name a customer in each of the ways a body can."""
    id = chargeover.customer(company="Engines", external_key="engines")
    return {f"customer_{request.param}": chargeover.shown(f"/customer/{id}")[{"id": "customer_id"}.get(
        request.param, request.param)]}  # fmt: skip


def test_a_customer_can_be_named_in_three_ways(chargeover: ChargeOver, engines: dict[str, Any]) -> None:
    """With a new contact, and to move one."""
    other = chargeover.customer(company="Mills")
    id = contact(chargeover, **engines)
    assert customers_of(chargeover, id) == ["Engines"]
    moved = contact(chargeover, customer_id=str(other))
    assert customers_of(chargeover, moved) == ["Mills"]
    assert chargeover.put(f"/user/{moved}", engines).status == 202
    user = chargeover.shown(f"/user/{moved}")
    assert (user["customer_id"], user["customers"]) == (1, [{"customer_id": "1", "company": "Engines"}])


@each_row(
    "reference",
    [{"customer_id": 9}, {"customer_id": -1}, {"customer_external_key": "x"}, {"customer_token": "x"}],
    ids=str,
)
def test_a_customer_that_does_not_exist_is_refused(chargeover: ChargeOver, reference: dict[str, Any]) -> None:
    """No contact is made, and none is moved."""
    [member] = reference
    refused = (400, f"Missing or invalid parameter. {member} names a customer that does not exist.", False)
    id = contact(chargeover, customer_id=chargeover.customer())
    assert refusal(chargeover.post("/user", {"name": "Ada", **reference})) == refused
    assert refusal(chargeover.put(f"/user/{id}", {"name": "Ada", **reference})) == refused
    assert chargeover.shown("/user/_count") == 1
    assert chargeover.shown(f"/user/{id}")["name"] == "Grace Hopper"


def test_null_takes_a_contact_away(chargeover: ChargeOver) -> None:
    """From all its customers; what is not sent changes nothing."""
    id = contact(chargeover, customer_id=chargeover.customer())
    chargeover.put(f"/user/{id}", {"name": "Ada"})
    assert customers_of(chargeover, id) == ["Analytical Engines"]
    assert chargeover.put(f"/user/{id}", {"customer_id": None}).status == 202
    assert customers_of(chargeover, id) == []


def test_a_new_contact_does_not_become_the_main_one(chargeover: ChargeOver) -> None:
    """A customer says itself who is."""
    id = chargeover.customer()
    contact(chargeover, customer_id=id)
    assert chargeover.shown(f"/customer/{id}")["superuser_id"] is None


def test_a_customer_takes_a_contact_for_its_main_one(chargeover: ChargeOver) -> None:
    """The contact then belongs to it, too."""
    contact(chargeover, customer_id=chargeover.customer(company="Engines"))
    mills = chargeover.customer(company="Mills", superuser_id=FIRST)
    assert customers_of(chargeover, FIRST) == ["Engines", "Mills"]
    assert chargeover.shown(f"/customer/{mills}")["superuser_name"] == "Grace Hopper"


def test_a_contact_that_moves_is_nobody_s_main_one_any_more(chargeover: ChargeOver) -> None:
    """Unless it belonged there already."""
    engines = chargeover.customer(company="Engines", superuser_name="Ada King")
    mills = chargeover.customer(company="Mills", superuser_id=FIRST)
    looms = chargeover.customer(company="Looms")
    chargeover.put(f"/user/{FIRST}", {"customer_id": mills})
    assert customers_of(chargeover, FIRST) == ["Engines", "Mills"]
    chargeover.put(f"/user/{FIRST}", {"customer_id": looms})
    assert customers_of(chargeover, FIRST) == ["Looms"]
    left = [chargeover.shown(f"/customer/{id}") for id in (engines, mills)]
    assert [(customer["superuser_id"], customer["superuser_name"]) for customer in left] == [(None, "")] * 2


def test_the_company_shown_is_the_present_one(chargeover: ChargeOver) -> None:
    """A customer that changes its name changes it inside of its contacts, too."""
    customer = chargeover.customer(company="Engines")
    id = contact(chargeover, customer_id=customer)
    chargeover.put(f"/customer/{customer}", {"company": "Mills"})
    assert customers_of(chargeover, id) == ["Mills"]
