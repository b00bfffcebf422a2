"""Changes of contacts, by their own address and by their customer's."""

import pytest

from tests.apis.chargeover.contacts.members import FIRST, SENT, contact, refusal
from tests.clients import ChargeOver
from tests.tables import each_row


def test_only_what_is_sent_changes(chargeover: ChargeOver) -> None:
    """All else stays, but for the time of the last change."""
    chargeover.admin("POST", "/clock/freeze", {"at": "2026-03-10T06:01:49Z"})
    id = contact(chargeover, **SENT)
    before = chargeover.shown(f"/user/{id}")
    chargeover.admin("POST", "/clock/freeze", {"at": "2026-07-01T00:00:00Z"})
    answer = chargeover.put(f"/user/{id}", {"email": "king@example.com"})
    assert (answer.status, answer.headers["location"]) == (202, f"http://localhost/api/v3/user/{id}")
    assert answer.json == {"code": 202, "status": "OK", "message": "", "details": {}, "response": {"id": id}}
    changed = {"email": "king@example.com", "mod_datetime": "2026-06-30T19:00:00-05:00"}
    assert chargeover.shown(f"/user/{id}") == {**before, **changed}


@each_row("name", [name for name in SENT if name != "user_type_id"])
def test_each_member_can_change_alone(chargeover: ChargeOver, name: str) -> None:
    """To another value than it had."""
    id = contact(chargeover, **SENT)
    assert chargeover.put(f"/user/{id}", {name: "changed"}).status == 202
    assert chargeover.shown(f"/user/{id}")[name] == "changed"


@each_row("name", [name for name in SENT if name not in ("username", "user_type_id")])
def test_null_takes_a_value_away(chargeover: ChargeOver, name: str) -> None:
    """What is never null gets empty."""
    id = contact(chargeover, **SENT)
    assert chargeover.put(f"/user/{id}", {name: None}).status == 202
    empty = "" if name in ("first_name", "last_name", "title", "email", "phone") else None
    assert chargeover.shown(f"/user/{id}")[name] == empty


@pytest.mark.parametrize("username", [None, ""])
def test_a_username_cannot_be_taken_away(chargeover: ChargeOver, username: str | None) -> None:
    """Every contact has one."""
    id = contact(chargeover, username="ada")
    assert chargeover.put(f"/user/{id}", {"username": username}).status == 202
    assert chargeover.shown(f"/user/{id}")["username"] == "ada"


def test_a_contact_keeps_its_own_username(chargeover: ChargeOver) -> None:
    """Sending what it has is no clash, and its case may change."""
    id = contact(chargeover, username="ada")
    assert chargeover.put(f"/user/{id}", {"username": "Ada"}).status == 202
    assert chargeover.shown(f"/user/{id}")["username"] == "Ada"


def test_names_are_made_anew(chargeover: ChargeOver) -> None:
    """A whole name replaces all parts, a part only itself."""
    id = contact(chargeover, first_name="Ada", middle_name_glob="Augusta", last_name="King", name_suffix="II")
    chargeover.put(f"/user/{id}", {"last_name": "Byron"})
    assert chargeover.shown(f"/user/{id}")["name"] == "Ada Augusta Byron II"
    chargeover.put(f"/user/{id}", {"name": "Jane Doe"})
    user = chargeover.shown(f"/user/{id}")
    assert [user[name] for name in ("first_name", "middle_name_glob", "last_name", "name_suffix")] == [
        "Jane", None, "Doe", None,
    ]  # fmt: skip
    assert (user["name"], user["display_as"]) == ("Jane Doe", "Jane Doe")


def test_a_contact_can_be_sent_back_whole(chargeover: ChargeOver) -> None:
    """Clients do; nothing changes then."""
    chargeover.admin("POST", "/clock/freeze")
    id = contact(chargeover, **SENT, customer_id=chargeover.customer())
    user = chargeover.shown(f"/user/{id}")
    assert chargeover.put(f"/user/{id}", user).status == 202
    assert chargeover.shown(f"/user/{id}") == user


def test_a_customer_changes_its_main_contact_in_place(chargeover: ChargeOver) -> None:
    """Id, token and username stay; names are made anew."""
    id = chargeover.customer(superuser_name="Ada King", superuser_email="ada@example.com")
    before = chargeover.shown(f"/user/{FIRST}")
    changes = {"superuser_name": "Grace Hopper", "superuser_email": "grace@example.com", "superuser_phone": "1"}
    assert chargeover.put(f"/customer/{id}", changes).status == 202
    after = chargeover.shown(f"/user/{FIRST}")
    assert after == {
        **before, "first_name": "Grace", "last_name": "Hopper", "name": "Grace Hopper", "display_as": "Grace Hopper",
        "email": "grace@example.com", "phone": "1", "mod_datetime": after["mod_datetime"],
    }  # fmt: skip
    assert chargeover.shown("/user/_count") == 1


def test_a_customer_follows_its_main_contact(chargeover: ChargeOver) -> None:
    """What it shows of the contact is the contact's."""
    id = chargeover.customer(superuser_name="Ada King")
    changes = {"first_name": "Grace", "last_name": "Hopper", "email": "grace@example.com", "phone": "1",
               "title": "Admiral", "username": "grace"}  # fmt: skip
    assert chargeover.put(f"/user/{FIRST}", changes).status == 202
    customer = chargeover.shown(f"/customer/{id}")
    token = chargeover.shown(f"/user/{FIRST}")["token"]
    assert {name: value for name, value in customer.items() if name.startswith("superuser_")} == {
        **{f"superuser_{name}": value for name, value in changes.items()},
        "superuser_id": FIRST, "superuser_name": "Grace Hopper", "superuser_token": token,
    }  # fmt: skip


@pytest.mark.parametrize("body", [None, {}])
def test_a_change_of_nothing_is_refused(chargeover: ChargeOver, body: object) -> None:
    """As everywhere."""
    answer = chargeover.put(f"/user/{contact(chargeover)}", body)
    assert refusal(answer) == (400, "A required parameter was missing: No data.", False)
