"""The main contact of a customer, which comes and changes with members of the customer."""

from typing import Any

import pytest

from tests.clients import ChargeOver
from tests.tables import each_row

NOBODY = {
    "superuser_id": None, "superuser_name": "", "superuser_first_name": "", "superuser_last_name": "",
    "superuser_phone": "", "superuser_email": "", "superuser_token": "", "superuser_title": "",
    "superuser_username": "",
}  # fmt: skip


def contact(chargeover: ChargeOver, id: int) -> dict[str, Any]:
    """Give what a customer says of its main contact."""
    customer = chargeover.shown(f"/customer/{id}")
    return {name: value for name, value in customer.items() if name.startswith("superuser_")}


@pytest.mark.parametrize("sent", [{}, {"superuser_email": ""}, {"superuser_name": None, "superuser_id": None}])
def test_without_a_word_of_it_there_is_none(chargeover: ChargeOver, sent: dict[str, Any]) -> None:
    assert contact(chargeover, chargeover.customer(**sent)) == NOBODY


@each_row(
    ("sent", "name", "first", "last"),
    [
        ({"superuser_name": "Ada King"}, "Ada King", "Ada", "King"),
        ({"superuser_name": "Ada"}, "Ada", "Ada", ""),
        ({"superuser_name": "Ada King Lovelace"}, "Ada King Lovelace", "Ada", "King Lovelace"),
        ({"superuser_name": "  Ada   King "}, "Ada King", "Ada", "King"),
        ({"superuser_first_name": "Ada"}, "Ada", "Ada", ""),
        ({"superuser_last_name": "King"}, "King", "", "King"),
        ({"superuser_name": "Ada King", "superuser_last_name": "Lovelace"}, "Ada Lovelace", "Ada", "Lovelace"),
    ],
)
def test_a_name_is_first_and_last(
    chargeover: ChargeOver, sent: dict[str, Any], name: str, first: str, last: str
) -> None:
    """A whole name parts at its first space; a part that is sent itself counts more."""
    made = contact(chargeover, chargeover.customer(**sent))
    shown = (made["superuser_name"], made["superuser_first_name"], made["superuser_last_name"])
    assert shown == (name, first, last)


def test_any_word_of_it_makes_one(chargeover: ChargeOver) -> None:
    """Ids count from 350, and what was not sent is empty."""
    sent = ("email", "ada@example.com"), ("phone", "123"), ("username", "ada"), ("name", "Ada")
    for id, (name, value) in enumerate(sent, start=350):
        made = contact(chargeover, chargeover.customer(**{f"superuser_{name}": value}))
        assert (made["superuser_id"], made[f"superuser_{name}"]) == (id, value)
        assert made["superuser_title"] == ""


def test_whoever_names_none_logs_in_with_twelve_characters(chargeover: ChargeOver) -> None:
    names = {contact(chargeover, chargeover.customer(superuser_name="Ada"))["superuser_username"] for _ in range(3)}
    assert len(names) == 3
    assert all(len(name) == 12 and name.isalnum() for name in names)


@pytest.mark.parametrize("again", ["ada", "ADA"])
def test_two_contacts_do_not_log_in_with_one_name(chargeover: ChargeOver, again: str) -> None:
    """Nothing of the second customer is kept."""
    chargeover.customer(superuser_username="ada")
    answer = chargeover.post("/customer", {"company": "B", "superuser_username": again})
    assert (answer.status, answer.json["response"]) == (400, False)
    assert f" superuser_username '{again}' is taken" in answer.json["message"]
    assert chargeover.shown("/customer/_count") == 1


def test_a_change_changes_the_contact_in_place(chargeover: ChargeOver) -> None:
    """It stays the same one, with the name it logs in with, whatever its address is now."""
    id = chargeover.customer(superuser_email="ada@example.com", superuser_name="Ada King", superuser_phone="1")
    before = contact(chargeover, id)
    assert chargeover.put(f"/customer/{id}", {"superuser_email": "lovelace@example.com"}).status == 202
    assert contact(chargeover, id) == {**before, "superuser_email": "lovelace@example.com"}
    chargeover.put(f"/customer/{id}", {"superuser_last_name": "Lovelace"})
    assert contact(chargeover, id) == {
        **before, "superuser_email": "lovelace@example.com", "superuser_last_name": "Lovelace",
        "superuser_name": "Ada Lovelace",
    }  # fmt: skip


def test_no_change_of_a_customer_says_who_logs_in(chargeover: ChargeOver) -> None:
    id = chargeover.customer(superuser_username="ada")
    assert chargeover.put(f"/customer/{id}", {"superuser_username": "bob"}).status == 202
    assert contact(chargeover, id)["superuser_username"] == "ada"


@pytest.mark.parametrize("sent", [{"superuser_email": None}, {"superuser_email": ""}])
def test_a_part_of_a_contact_can_be_taken_away(chargeover: ChargeOver, sent: dict[str, Any]) -> None:
    id = chargeover.customer(superuser_email="ada@example.com")
    before = contact(chargeover, id)
    chargeover.put(f"/customer/{id}", sent)
    assert contact(chargeover, id) == {**before, "superuser_email": ""}


def test_a_change_can_bring_the_first_contact(chargeover: ChargeOver) -> None:
    """Also where it says, as whole objects that are sent back do, that there was none before."""
    ids = []
    for sent in ({}, {"superuser_id": None, "superuser_token": ""}):
        id = chargeover.customer()
        assert chargeover.put(f"/customer/{id}", {"superuser_name": "Ada King", **sent}).status == 202
        assert contact(chargeover, id)["superuser_name"] == "Ada King"
        ids.append(contact(chargeover, id)["superuser_id"])
    assert ids == [350, 351]


def test_another_contact_can_become_the_main_one(chargeover: ChargeOver) -> None:
    """By its id or its token; two customers then share it, and a change on one side is seen on the other."""
    ada = contact(chargeover, chargeover.customer(superuser_name="Ada King"))
    other = chargeover.customer(superuser_name="Bob")
    for reference in ({"superuser_id": ada["superuser_id"]}, {"superuser_token": ada["superuser_token"]}):
        third = chargeover.customer(**reference)
        assert contact(chargeover, third) == ada
    assert chargeover.put(f"/customer/{other}", {"superuser_id": str(ada["superuser_id"])}).status == 202
    assert contact(chargeover, other) == ada
    chargeover.put(f"/customer/{other}", {"superuser_phone": "7"})
    assert contact(chargeover, 1) == {**ada, "superuser_phone": "7"}


def test_a_contact_can_be_let_go(chargeover: ChargeOver) -> None:
    id = chargeover.customer(superuser_name="Ada King")
    assert chargeover.put(f"/customer/{id}", {"superuser_id": None}).status == 202
    assert contact(chargeover, id) == NOBODY


@pytest.mark.parametrize(
    ("name", "value"), [("superuser_id", 999), ("superuser_token", "nobody"), ("superuser_external_key", "nobody")]
)
def test_a_main_contact_has_to_exist(chargeover: ChargeOver, name: str, value: Any) -> None:
    id = chargeover.customer(superuser_name="Ada King")
    for answer in (
        chargeover.post("/customer", {"company": "A", name: value}),
        chargeover.put(f"/customer/{id}", {name: value}),
    ):
        message = f"Missing or invalid parameter. {name} names a contact that does not exist."
        assert (answer.status, answer.json["message"]) == (400, message)
    assert contact(chargeover, id)["superuser_name"] == "Ada King"


def test_a_customer_calls_its_main_contact_by_first_and_last_name(chargeover: ChargeOver) -> None:
    """Sending that back leaves the other parts of the name, another name does not."""
    id = chargeover.customer(superuser_name="Ada King")
    user = f"/user/{contact(chargeover, id)['superuser_id']}"
    chargeover.put(user, {"middle_name_glob": "Augusta", "name_suffix": "II"})
    assert contact(chargeover, id)["superuser_name"] == "Ada King"
    for change, name in (
        ({}, "Ada Augusta King II"),
        ({"superuser_first_name": "Eva"}, "Eva Augusta King II"),
        ({"superuser_name": "Eva Byron"}, "Eva Byron"),
    ):
        chargeover.put(f"/customer/{id}", {**chargeover.shown(f"/customer/{id}"), **change})
        assert chargeover.shown(user)["name"] == name
