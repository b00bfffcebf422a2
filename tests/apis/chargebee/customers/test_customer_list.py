"""The list of customers: its pages, its orders and what is left out of it."""

import json
import re
from typing import Any

import pytest

from tests.apis.chargebee.customers.lists import ids, walk
from tests.clients import Chargebee

ALL = [f"c{number}" for number in range(13)]


@pytest.fixture
def thirteen(chargebee: Chargebee) -> Chargebee:
    """A site of thirteen customers, created a second apart, of whom some were changed since."""
    chargebee.admin("POST", "/clock/freeze", {"at": "2026-03-01T12:00:00Z"})
    for number, id in enumerate(ALL):
        chargebee.customer(id=id, email=f"{number % 2}@example.com", cf_team="red" if number % 3 else "blue")
        chargebee.admin("POST", "/clock/advance", {"by": "1s"})
    for id in ("c4", "c1", "c4"):
        assert chargebee.post(f"/customers/{id}", company="Moor Ltd").status == 200
        chargebee.admin("POST", "/clock/advance", {"by": "1s"})
    return chargebee


UPDATED = ["c0", "c2", "c3", *ALL[5:], "c1", "c4"]


def test_nobody_there(chargebee: Chargebee) -> None:
    """A site without customers has an empty list and no next page."""
    assert chargebee.get("/customers").json == {"list": []}


def test_the_first_page(thirteen: Chargebee) -> None:
    """Ten customers, as each is read alone, the newest first, and where the next page begins."""
    page = thirteen.get("/customers").json
    assert [row["customer"]["id"] for row in page["list"]] == ALL[:2:-1]
    assert page["list"][0] == thirteen.get("/customers/c12").json
    key, number = json.loads(page["next_offset"])
    assert key == f"{page['list'][-1]['customer']['created_at']}000"
    assert re.fullmatch("[0-9]+", number)


def test_the_last_page(thirteen: Chargebee) -> None:
    """It says nothing of a next one, even where it is full."""
    assert "next_offset" not in thirteen.get("/customers", limit=13).json
    assert "next_offset" in thirteen.get("/customers", limit=12).json


@pytest.mark.parametrize("limit", [1, 2, 5, 12, 13, 100])
@pytest.mark.parametrize(
    ("order", "expected"),
    [
        pytest.param({}, ALL[::-1], id="default"),
        pytest.param({"sort_by": {"desc": "created_at"}}, ALL[::-1], id="created_at desc"),
        pytest.param({"sort_by": {"asc": "created_at"}}, ALL, id="created_at asc"),
        pytest.param({"sort_by": {"ASC": "created_at"}}, ALL, id="created_at ASC"),
        pytest.param({"sort_by": {"asc": "updated_at"}}, UPDATED, id="updated_at asc"),
        pytest.param({"sort_by": {"desc": "updated_at"}}, UPDATED[::-1], id="updated_at desc"),
        pytest.param({"sort_by": {"asc": "", "desc": ""}}, ALL[::-1], id="blank"),
        pytest.param({"email": {"is": "0@example.com"}}, ALL[::-2], id="email"),
        pytest.param({"cf_team": {"is": "blue"}}, ALL[::-3], id="custom field"),
        pytest.param({"email": {"is": "1@example.com"}, "sort_by": {"asc": "created_at"}}, ALL[1::2], id="both"),
    ],
)
def test_pages_show_each_customer_once(
    thirteen: Chargebee, order: dict[str, Any], expected: list[str], limit: int
) -> None:
    """Whatever the order, the filter and the size of the pages."""
    assert walk(thirteen, "/customers", limit=limit, **order) == expected


def test_a_site_that_lists_the_oldest_first(thirteen: Chargebee) -> None:
    """It does so wherever a request does not say otherwise, with an index and without."""
    thirteen.set(list_order="oldest_first")
    assert walk(thirteen, "/customers", limit=2) == ALL
    assert walk(thirteen, "/customers", limit=2, email={"is": "0@example.com"}) == ALL[::2]
    assert walk(thirteen, "/customers", limit=2, sort_by={"desc": "created_at"}) == ALL[::-1]


def test_equal_times_keep_the_order_of_creation(chargebee: Chargebee) -> None:
    """What was created at one moment has a place among the others all the same."""
    chargebee.admin("POST", "/clock/freeze")
    for id in ALL:
        chargebee.customer(id=id)
    for member in ("created_at", "updated_at"):
        assert walk(chargebee, "/customers", limit=2, sort_by={"asc": member}) == ALL
        assert walk(chargebee, "/customers", limit=2, sort_by={"desc": member}) == ALL[::-1]


@pytest.mark.parametrize("order", [{}, {"email": {"is": "0@example.com"}}, {"sort_by": {"desc": "created_at"}}])
def test_a_customer_that_changes_while_a_list_is_read(thirteen: Chargebee, order: dict[str, Any]) -> None:
    """The next page begins where the last one ended, whether or not that customer still fits."""
    first = thirteen.get("/customers", limit=3, **order)
    rest = walk(thirteen, "/customers", limit=3, **order)[3:]
    last = ids(first)[-1]
    thirteen.post(f"/customers/{last}", email="other@example.com")
    thirteen.post(f"/customers/{last}/delete")
    assert ids(thirteen.get("/customers", limit=100, **order, offset=first.json["next_offset"])) == rest


def test_what_is_updated_moves_to_the_end(thirteen: Chargebee) -> None:
    """A reader of changes in their order sees what changed meanwhile once more, and misses nothing."""
    first = thirteen.get("/customers", limit=3, sort_by={"asc": "updated_at"})
    thirteen.post("/customers/c3", company="Moor & Moor")
    rest = thirteen.get("/customers", limit=100, sort_by={"asc": "updated_at"}, offset=first.json["next_offset"])
    assert ids(first) + ids(rest) == [*UPDATED, "c3"]


def test_a_blank_offset_is_none(thirteen: Chargebee) -> None:
    """Python's client sends one."""
    assert ids(thirteen.send("GET", "/customers", "offset=&limit=")) == ALL[:2:-1]


@pytest.mark.parametrize(
    ("said", "param"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=-1", "limit"),
        ("limit=ten", "limit"),
        ("limit[]=1", "limit"),
        ("offset=c3", "offset"),
        ('offset=["1","99"]', "offset"),
        ('offset=["1","c3"]', "offset"),
        ('offset=["1","-3"]', "offset"),
        ('offset=["1","٣"]', "offset"),
        ('offset=["1",""]', "offset"),
        ('offset=["x","c3"]', "offset"),
        ('offset=[1,"c3"]', "offset"),
        ('offset=["1","c3","c4"]', "offset"),
        ('offset={"1":"c3"}', "offset"),
        (f"offset={'[' * 1000}", "offset"),
        (f"offset={'1' * 1001}", "offset"),
        ("include_deleted=maybe", "include_deleted"),
        ("sort_by[asc]=email", "sort_by[asc]"),
        ("sort_by[DESC]=id", "sort_by[desc]"),
    ],
)
def test_what_no_page_has(thirteen: Chargebee, said: str, param: str) -> None:
    """A size out of bounds, and a beginning or an order that nobody declared, are wrong values."""
    answer = thirteen.send("GET", "/customers", said)
    assert (answer.status, answer.json["api_error_code"], answer.json["param"]) == (400, "param_wrong_value", param)


def test_deleted_customers_are_left_out(thirteen: Chargebee) -> None:
    """Unless they are asked for."""
    thirteen.post("/customers/c7/delete")
    without = [id for id in reversed(ALL) if id != "c7"]
    assert walk(thirteen, "/customers", limit=4) == without
    assert walk(thirteen, "/customers", limit=4, include_deleted=False) == without
    assert walk(thirteen, "/customers", limit=4, include_deleted=True) == ALL[::-1]
    assert ids(thirteen.get("/customers", id={"is": "c7"})) == []
    found = thirteen.get("/customers", id={"is": "c7"}, include_deleted=True).json["list"]
    assert [row["customer"]["deleted"] for row in found] == [True]


def test_a_customer_with_a_card(chargebee: Chargebee) -> None:
    """Its row has the card beside it, and others' rows have none."""
    card = {"number": "4111111111111111", "expiry_month": 12, "expiry_year": 2040}
    chargebee.customer(id="payer", card=card)
    chargebee.customer(id="other")
    other, payer = chargebee.get("/customers").json["list"]
    assert sorted(other) == ["customer"]
    assert payer == chargebee.get("/customers/payer").json
    assert payer["card"]["masked_number"] == "************1111"


def test_ids_with_slashes(chargebee: Chargebee) -> None:
    """An id may have any character, in a path and in an offset."""
    for id in ("a/b", 'é"ü', "a b", "[]"):
        chargebee.customer(id=id)
    assert walk(chargebee, "/customers", limit=1) == ["[]", "a b", 'é"ü', "a/b"]


def test_sites_do_not_see_each_other(chargebee: Chargebee) -> None:
    """A list has the customers of the key's site."""
    chargebee.customer(id="mine")
    other = Chargebee(chargebee.caller, f"{chargebee.site}-2")
    other.customer(id="theirs")
    assert ids(chargebee.get("/customers")) == ["mine"]
    assert ids(other.get("/customers")) == ["theirs"]
