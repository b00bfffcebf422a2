"""Contacts that are deleted, and contacts that never were."""

import pytest

from tests.apis.chargeover.contacts.members import FIRST, contact, refusal
from tests.clients import ChargeOver
from tests.tables import each_row

NO_SUCH = (404, "This user does not exist.", None)


def test_a_deleted_contact_is_gone(chargeover: ChargeOver) -> None:
    """Its id does not come again."""
    id = contact(chargeover)
    answer = chargeover.delete(f"/user/{id}")
    assert (answer.status, answer.json["response"]) == (200, True)
    assert refusal(chargeover.get(f"/user/{id}")) == NO_SUCH
    assert refusal(chargeover.delete(f"/user/{id}")) == NO_SUCH
    assert chargeover.shown("/user") == []
    assert contact(chargeover) == id + 1


def test_the_main_contact_of_a_customer_can_be_deleted(chargeover: ChargeOver) -> None:
    """The customers it was the main one of have none then; another one can come."""
    ids = [chargeover.customer(superuser_name="Ada King"), chargeover.customer(superuser_id=FIRST)]
    other = chargeover.customer(superuser_name="Grace Hopper")
    chargeover.delete(f"/user/{FIRST}")
    for id in ids:
        customer = chargeover.shown(f"/customer/{id}")
        shown = {name: value for name, value in customer.items() if name.startswith("superuser_")}
        assert shown.pop("superuser_id") is None
        assert set(shown.values()) == {""}
    assert chargeover.shown(f"/customer/{other}")["superuser_name"] == "Grace Hopper"
    chargeover.put(f"/customer/{ids[0]}", {"superuser_name": "Jane Doe"})
    assert chargeover.shown(f"/customer/{ids[0]}")["superuser_id"] == FIRST + 2


def test_the_contacts_of_a_deleted_customer_go_with_it(chargeover: ChargeOver) -> None:
    """But not those that are another customer's, too."""
    engines, mills = chargeover.customer(company="Engines"), chargeover.customer(company="Mills")
    only = contact(chargeover, customer_id=engines)
    shared = contact(chargeover, customer_id=engines)
    chargeover.put(f"/customer/{mills}", {"superuser_id": shared})
    chargeover.delete(f"/customer/{engines}")
    assert refusal(chargeover.get(f"/user/{only}")) == NO_SUCH
    user = chargeover.shown(f"/user/{shared}")
    assert (user["customer_id"], user["customers"]) == (mills, [{"customer_id": str(mills), "company": "Mills"}])


@each_row("id", ["1", "349", "351", "x", "token:x", "external_key:x", "name:x"])
def test_a_contact_that_does_not_exist_is_not_found(chargeover: ChargeOver, id: str) -> None:
    """By no verb and no action."""
    contact(chargeover)
    answers = [
        chargeover.get(f"/user/{id}"),
        chargeover.put(f"/user/{id}", {"name": "Ada"}),
        chargeover.delete(f"/user/{id}"),
        chargeover.post(f"/user/{id}?action=login"),
        chargeover.post(f"/user/{id}/_action/password", {"password": "invented"}),
    ]
    assert [refusal(answer) for answer in answers] == [NO_SUCH] * 5


@pytest.mark.parametrize("name", ["external_key", "token"])
def test_a_contact_can_be_named_in_other_ways(chargeover: ChargeOver, name: str) -> None:
    """By its external key and its token, for every verb."""
    id = contact(chargeover, external_key="grace 1")
    reference = f"{name}:{chargeover.shown(f'/user/{id}')[name]}".replace(" ", "%20")
    assert chargeover.put(f"/user/{reference}", {"title": "Admiral"}).json["response"] == {"id": id}
    assert chargeover.post(f"/user/{reference}?action=reset_password").json["response"] is True
    assert chargeover.shown(f"/user/{reference}")["title"] == "Admiral"
    assert chargeover.delete(f"/user/{reference}").json["response"] is True
