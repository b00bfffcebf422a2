"""New contacts: what they can be made of, and what of it comes back."""

from typing import Any

import pytest

from tests.apis.chargeover.contacts.members import FIRST, ORDER, SENT, contact, refusal
from tests.clients import ChargeOver
from tests.tables import each_row


def test_everything_at_once_comes_back_in_its_order(chargeover: ChargeOver) -> None:
    """The whole of a contact, member by member."""
    chargeover.admin("POST", "/clock/freeze", {"at": "2026-03-10T06:01:49Z"})
    customer = chargeover.customer(company="Analytical Engines")
    user = chargeover.shown(f"/user/{contact(chargeover, **SENT, customer_id=customer)}")
    assert list(user) == list(ORDER)
    assert user == {
        **SENT,
        "user_id": FIRST,
        "token": user["token"],
        "write_datetime": "2026-03-10T01:01:49-05:00",
        "mod_datetime": "2026-03-10T01:01:49-05:00",
        "name": "Ada Augusta King II",
        "display_as": "Ada Augusta King II",
        "url_self": f"http://localhost/admin/r/contact/view/{FIRST}",
        "user_type_name": "Billing",
        "customer_id": customer,
        "customers": [{"customer_id": str(customer), "company": "Analytical Engines"}],
    }


def test_what_is_not_sent_is_empty_or_null(chargeover: ChargeOver) -> None:
    """Title, e-mail and telephone are never null; a contact needs no customer."""
    user = chargeover.shown(f"/user/{contact(chargeover, name='Grace')}")
    assert list(user) == list(ORDER)
    assert {name: user[name] for name in ORDER if user[name] in ("", None, [])} == {
        "external_key": None, "middle_name_glob": None, "last_name": "", "name_suffix": None, "title": "", "email": "",
        "phone": "", "mobile": None, **{f"custom_{n}": None for n in range(1, 21)}, "customer_id": None,
        "customers": [],
    }  # fmt: skip
    assert (user["user_type_id"], user["user_type_name"]) == (1, "Billing")


@each_row("name", SENT)
def test_each_member_can_come_alone(chargeover: ChargeOver, name: str) -> None:
    """Nothing needs anything else."""
    answer = chargeover.post("/user", {name: SENT[name]})
    assert chargeover.shown(f"/user/{answer.json['response']['id']}")[name] == SENT[name]


def test_a_new_contact_is_answered_with_its_id_and_place(chargeover: ChargeOver) -> None:
    """Ids count from 350."""
    for id in (FIRST, FIRST + 1):
        answer = chargeover.post("/user", {"name": "Grace Hopper"})
        assert (answer.status, answer.headers["location"]) == (201, f"http://localhost/api/v3/user/{id}")
        assert answer.json == {"code": 201, "status": "OK", "message": "", "details": {}, "response": {"id": id}}


@each_row(
    ("sent", "parts"),
    [
        ({"name": "Jane Doe"}, ("Jane", None, "Doe", None, "Jane Doe")),
        ({"name": "Jane"}, ("Jane", None, "", None, "Jane")),
        ({"name": "  Jane van  Doe "}, ("Jane", None, "van  Doe", None, "Jane van  Doe")),
        ({"name": "Jane Doe", "last_name": "Roe"}, ("Jane", None, "Roe", None, "Jane Roe")),
        ({"name": "Jane Doe", "name_suffix": "Jr."}, ("Jane", None, "Doe", "Jr.", "Jane Doe Jr.")),
        ({"first_name": "Jane", "middle_name_glob": "Q."}, ("Jane", "Q.", "", None, "Jane Q.")),
        ({"last_name": "Doe"}, ("", None, "Doe", None, "Doe")),
        ({"name": "", "email": "a@example.com"}, ("", None, "", None, "")),
    ],
)
def test_a_name_is_parted_and_joined(chargeover: ChargeOver, sent: Any, parts: tuple[str | None, ...]) -> None:
    """The first word is the first name; parts that are sent count more than the whole."""
    id = chargeover.post("/user", sent).json["response"]["id"]
    user = chargeover.shown(f"/user/{id}")
    names = ("first_name", "middle_name_glob", "last_name", "name_suffix", "name")
    assert tuple(user[name] for name in names) == parts
    assert user["display_as"] == user["name"]


def test_a_username_is_made_up_where_none_is_sent(chargeover: ChargeOver) -> None:
    """It looks like a token, and is another one than the contact's."""
    user = chargeover.shown(f"/user/{contact(chargeover)}")
    assert len(user["username"]) == len(user["token"]) == 12
    assert user["username"] != user["token"]


@pytest.mark.parametrize("username", ["ada", "ADA"])
def test_a_username_is_one_contact_s(chargeover: ChargeOver, username: str) -> None:
    """Whatever its case; a refused contact takes no id."""
    contact(chargeover, username="ada")
    other = contact(chargeover)
    taken = (400, f"Missing or invalid parameter. username {username!r} is taken.", False)
    assert refusal(chargeover.post("/user", {"username": username})) == taken
    assert refusal(chargeover.put(f"/user/{other}", {"username": username})) == taken
    assert contact(chargeover) == other + 1


def test_the_username_of_a_deleted_contact_is_free(chargeover: ChargeOver) -> None:
    """Only external keys are spent."""
    assert chargeover.delete(f"/user/{contact(chargeover, username='ada')}").status == 200
    assert chargeover.shown(f"/user/{contact(chargeover, username='ada')}")["username"] == "ada"


def test_an_external_key_is_one_contact_s_for_ever(chargeover: ChargeOver) -> None:
    """Also a deleted one's; a customer may have the same."""
    id = contact(chargeover, external_key="k 1")
    other = contact(chargeover)
    chargeover.customer(external_key="k 1")
    taken = (400, "A contact with the external_key 'K 1' already exists.", False)
    assert refusal(chargeover.post("/user", {"external_key": "K 1"})) == taken
    assert refusal(chargeover.put(f"/user/{other}", {"external_key": "K 1"})) == taken
    assert chargeover.put(f"/user/{id}", {"external_key": "K 1"}).status == 202
    chargeover.delete(f"/user/{id}")
    assert refusal(chargeover.post("/user", {"external_key": "K 1"})) == taken
    chargeover.set(external_key_reuse=True)
    assert chargeover.post("/user", {"external_key": "K 1"}).status == 201


def test_types_come_from_the_list_of_the_account(chargeover: ChargeOver) -> None:
    """An id that is not in it is refused; with an empty one every id will do, and has no name."""
    refused = (400, "Missing or invalid parameter. user_type_id must be one of 1.", False)
    assert refusal(chargeover.post("/user", {"user_type_id": 2})) == refused
    chargeover.set(user_types=["1|Billing", "2|Technical"])
    id = contact(chargeover, user_type_id="2")
    assert chargeover.shown(f"/user/{id}")["user_type_name"] == "Technical"
    chargeover.set(user_types=[])
    assert chargeover.put(f"/user/{id}", {"user_type_id": 7}).status == 202
    user = chargeover.shown(f"/user/{id}")
    assert (user["user_type_id"], user["user_type_name"]) == (7, "")


@pytest.mark.parametrize("body", [None, {}, []])
def test_a_contact_of_nothing_is_refused(chargeover: ChargeOver, body: Any) -> None:
    """There has to be something to make one of."""
    answer = chargeover.post("/user", body)
    assert refusal(answer) == (400, "A required parameter was missing: No data.", False)


@each_row(
    ("body", "message"),
    [
        ({"user_type_id": "first"}, "user_type_id must be a whole number."),
        ({"customer_id": True}, "customer_id must be a whole number."),
        ({"email": ["a@example.com"], "custom_20": {}}, "email must be text; custom_20 must be text."),
        ({"password": 1.5, "phone": False}, "phone must be text."),
    ],
)
def test_values_of_another_type_are_refused(chargeover: ChargeOver, body: Any, message: str) -> None:
    """All that are wrong are named."""
    refused = (400, f"Missing or invalid parameter. {message}", False)
    assert refusal(chargeover.post("/user", body)) == refused
    assert refusal(chargeover.put(f"/user/{contact(chargeover)}", body)) == refused


def test_what_is_not_declared_is_passed_over(chargeover: ChargeOver) -> None:
    """As is what can only be read."""
    id = contact(chargeover, user_id=9, token="abc", display_as="Nobody", customers=[{"customer_id": "1"}], nonsense=1)
    user = chargeover.shown(f"/user/{id}")
    assert (user["user_id"], user["display_as"], user["customers"]) == (FIRST, "Grace Hopper", [])
    assert user["token"] != "abc"
