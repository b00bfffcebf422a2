"""Lists of contacts: what they can be looked for and sorted by."""

from typing import Any

import pytest

from tests.apis.chargeover.contacts.members import ORDER, contact, refusal
from tests.clients import ChargeOver
from tests.tables import each_row


@pytest.fixture
def people(chargeover: ChargeOver) -> ChargeOver:
    """Three contacts, a day apart: 350 of customer 1, 351 of customers 1 and 2, 352 of none."""
    chargeover.admin("POST", "/clock/freeze", {"at": "2026-03-10T12:00:00Z"})
    chargeover.set(user_types=[])
    chargeover.customer(company="Engines", superuser_username="Ada", superuser_name="Ada King",
                        superuser_email="Ada@Example.com")  # fmt: skip
    chargeover.admin("POST", "/clock/advance", {"by": "1d"})
    contact(chargeover, name="Grace Hopper", phone="1, 2", external_key="Grace 1", customer_id=1, user_type_id=2)
    chargeover.customer(company="Mills", superuser_id=351)
    chargeover.admin("POST", "/clock/advance", {"by": "1d"})
    contact(chargeover, name="Jane", email="jane@example.com", user_type_id=10)
    return chargeover


def ids(chargeover: ChargeOver, **query: Any) -> list[int]:
    """Give the ids of the contacts that are listed."""
    return [user["user_id"] for user in chargeover.shown("/user", **query)]


def test_a_row_is_a_contact_without_its_customers(people: ChargeOver) -> None:
    """In the same order; the id of its first customer is there."""
    rows = people.shown("/user")
    assert [list(row) for row in rows] == [list(ORDER[:-1])] * 3
    assert [row["customer_id"] for row in rows] == [1, 1, None]
    assert {**rows[1], "customers": people.shown("/user/351")["customers"]} == people.shown("/user/351")


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("user_id:EQUALS:351", [351]),
        ("user_id:GT:350", [351, 352]),
        ("user_id:EQUALS:9", []),
        ("external_key:EQUALS:grace 1", [351]),
        ("external_key:IS:NULL", [350, 352]),
        ("first_name:EQUALS:ada", [350]),
        ("first_name:CONTAINS:A", [350, 351, 352]),
        ("last_name:NOTEQUALS:King", [351]),
        ("last_name:IS:NULL", [352]),
        ("email:EQUALS:ada@example.COM", [350]),
        ("email:CONTAINS:example", [350, 352]),
        ("email:ISNOT:NULL", [350, 352]),
        ("email:EQUALS:", []),
        ("phone:EQUALS:1\\, 2", [351]),
        ("phone:IS:NULL", [350, 352]),
        ("user_type_id:EQUALS:2", [351]),
        ("user_type_id:GTE:2", [351, 352]),
        ("username:EQUALS:ada", [350]),
        ("username:EQUALS:nobody", []),
        ("customers.customer_id:EQUALS:1", [350, 351]),
        ("customers.customer_id:EQUALS:2", [351]),
        ("customers.customer_id:EQUALS:1limit=100?offset=0", [350, 351]),
        ("customers.customer_id:EQUALS:3", []),
        ("customers.customer_id:IS:NULL", [352]),
        ("customers.customer_id:GT:1", [351]),
        ("customers.customer_id:EQUALS:1,email:IS:NULL", [351]),
        ("write_datetime:LT:2026-03-11", [350]),
        ("write_datetime:GTE:2026-03-11,write_datetime:LTE:2026-03-12 00:00:00", [351]),
        ("mod_datetime:GT:2026-03-11T12:00:00-05:00", [352]),
    ],
)
def test_contacts_are_found(people: ChargeOver, where: str, expected: list[int]) -> None:
    """By every member there is, with each kind of comparison; a count counts the same."""
    assert ids(people, where=where) == expected
    assert people.shown("/user/_count", where=where) == len(expected)


def test_contacts_are_found_by_token(people: ChargeOver) -> None:
    """Which is random."""
    token = people.shown("/user/351")["token"]
    assert ids(people, where=f"token:EQUALS:{token.upper()}") == [351]


def test_what_is_found_follows_changes(people: ChargeOver) -> None:
    """Under the new value, and no longer under the old one."""
    people.put("/user/350", {"email": "king@example.com", "username": "king", "customer_id": 2})
    for where in (
        "email:EQUALS:king@example.com",
        "username:EQUALS:king",
        "customers.customer_id:EQUALS:2,email:ISNOT:NULL",
    ):
        assert ids(people, where=where) == [350]
    for where in ("email:EQUALS:ada@example.com", "username:EQUALS:ada"):
        assert ids(people, where=where) == []
    assert ids(people, where="customers.customer_id:EQUALS:1") == [351]


def test_case_counts_where_the_account_says_so(people: ChargeOver) -> None:
    """Also for what an index answers."""
    people.set(case_sensitive=True)
    assert ids(people, where="email:EQUALS:ada@example.com") == []
    assert ids(people, where="email:EQUALS:Ada@Example.com") == [350]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("", [350, 351, 352]),
        ("user_id:DESC", [352, 351, 350]),
        ("first_name:DESC", [352, 351, 350]),
        ("last_name:ASC", [352, 351, 350]),
        ("user_type_id:DESC", [352, 351, 350]),
        ("email:ASC,user_id:DESC", [351, 350, 352]),
        ("customers.customer_id:DESC", [351, 350, 352]),
        ("write_datetime:DESC", [352, 351, 350]),
    ],
)
def test_contacts_are_sorted(people: ChargeOver, order: str, expected: list[int]) -> None:
    """Those that lack a member come before all others."""
    assert ids(people, order=order) == expected


def test_contacts_come_in_pages(people: ChargeOver) -> None:
    """From an offset on, at most so many."""
    assert ids(people, limit=2) == [350, 351]
    assert ids(people, limit=2, offset=2) == [352]
    assert ids(people, offset=1, limit=1, order="user_id:DESC") == [351]
    assert ids(people, offset=3) == []
    people.delete("/user/350")
    assert ids(people, offset=1) == [352]
    assert people.shown("/user/_count") == 2


@each_row(
    ("query", "message"),
    [
        ({"where": "company:EQUALS:Engines"}, "where compares 'company', which nothing can be looked for by."),
        ({"where": "customer_id:EQUALS:1"}, "where compares 'customer_id', which nothing can be looked for by"),
        ({"order": "title:ASC"}, "order names 'title', which nothing can be sorted by."),
        ({"where": "write_datetime:GT:soon"}, "where compares write_datetime, whose value must be a date or a time"),
    ],
    ids=str,
)
def test_what_nothing_can_be_found_by_is_refused(chargeover: ChargeOver, query: Any, message: str) -> None:
    """An empty list would hide the mistake."""
    status, told, response = refusal(chargeover.get("/user", **query))
    assert (status, response) == (400, False)
    assert told.startswith(f"Missing or invalid parameter. {message}")
