"""GET /customers: pages, their headers, order, search and the members asked for."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import pytest

from tests.apis.rebilly.samples import CUSTOMER, advance, configure, freeze
from tests.clients import Answer, Rebilly
from tests.tables import each_row


@pytest.fixture
def five(rebilly: Rebilly) -> list[str]:
    """Five customers, newest first."""
    return [rebilly.customer()["id"] for _ in range(5)][::-1]


def pagination(answer: Answer) -> list[str]:
    """Give total, limit and offset as the headers tell them."""
    return [answer.headers[f"pagination-{name}"] for name in ("total", "limit", "offset")]


def ids(answer: Answer) -> list[str]:
    """Give the ids of a page in its order."""
    assert answer.status == 200, answer.content
    return [record["id"] for record in answer.json]


def test_an_empty_collection_is_an_empty_list(rebilly: Rebilly) -> None:
    """A list is a bare array with three headers, even where there is nothing."""
    answer = rebilly.get("/customers")
    assert (answer.status, answer.json, pagination(answer)) == (200, [], ["0", "100", "0"])


def test_a_page_holds_whole_customers(rebilly: Rebilly) -> None:
    """What a list shows of a customer is what reading it alone shows."""
    created = rebilly.customer(**CUSTOMER)
    assert rebilly.get("/customers").json == [created]


def test_the_newest_come_first(rebilly: Rebilly, five: list[str]) -> None:
    """Without a wish for an order the latest customer leads."""
    assert ids(rebilly.get("/customers")) == five


def test_a_changed_customer_keeps_its_place(rebilly: Rebilly, five: list[str]) -> None:
    """The order is that of creation, not of change."""
    rebilly.put(f"/customers/{five[3]}", {"locale": "en"})
    assert ids(rebilly.get("/customers")) == five


@pytest.mark.parametrize(
    ("query", "first", "last", "told"),
    [
        ("limit=2", 0, 2, ["5", "2", "0"]),
        ("limit=2&offset=2", 2, 4, ["5", "2", "2"]),
        ("limit=2&offset=4", 4, 5, ["5", "2", "4"]),
        ("offset=5", 5, 5, ["5", "100", "5"]),
        ("offset=2000", 5, 5, ["5", "100", "2000"]),
        ("limit=0", 0, 0, ["5", "0", "0"]),
        ("limit=0&offset=0", 0, 0, ["5", "0", "0"]),
        ("limit=1000", 0, 5, ["5", "1000", "0"]),
        ("limit=1001", 0, 5, ["5", "1000", "0"]),
        ("limit=99999999999999999999999", 0, 5, ["5", "1000", "0"]),
        ("limit=-1", 0, 0, ["5", "0", "0"]),
        ("limit=--1", 0, 5, ["5", "100", "0"]),
        ("limit=ten", 0, 5, ["5", "100", "0"]),
        ("limit=1.5", 0, 5, ["5", "100", "0"]),
        ("limit=%D9%A3", 0, 5, ["5", "100", "0"]),
        ("limit=&offset=", 0, 5, ["5", "100", "0"]),
        ("offset=-3", 0, 5, ["5", "100", "0"]),
        ("offset=99999999999999999999999", 5, 5, ["5", "100", "1000000000000000"]),
        (f"limit={'9' * 5000}", 0, 5, ["5", "100", "0"]),
        ("limit=1&limit=3", 0, 3, ["5", "3", "0"]),
    ],
)
def test_a_page_is_cut_by_limit_and_offset(
    rebilly: Rebilly, five: list[str], query: str, first: int, last: int, told: list[str]
) -> None:
    """A limit out of bounds means the bound, one that is no number the default; the headers say what was meant."""
    answer = rebilly.get(f"/customers?{query}")
    assert (ids(answer), pagination(answer)) == (five[first:last], told)


def test_pages_of_a_filtered_list_count_what_was_found(rebilly: Rebilly) -> None:
    """The total is that of the filter, whatever the page holds of it."""
    wanted = [rebilly.customer(locale=locale)["id"] for locale in ("en", "de", "en", "en")]
    answer = rebilly.get("/customers?filter=locale:en&limit=1&offset=1")
    assert (ids(answer), pagination(answer)) == ([wanted[2]], ["3", "1", "1"])


def test_fields_and_expand_work_on_lists(rebilly: Rebilly) -> None:
    """Every record of a page is cut to the members asked for, with what was embedded among them."""
    id = rebilly.customer(**CUSTOMER)["id"]
    (shown,) = rebilly.get("/customers?fields=locale,_embedded.leadSource.source&expand=leadSource").json
    assert shown == {"id": id, "locale": "en-GB", "_embedded": {"leadSource": {"source": "example"}}}


def people(rebilly: Rebilly) -> dict[str, str]:
    """Create a few customers, a second apart; give their names by id."""
    freeze(rebilly)
    names = {}
    for first, last, level in [("Ann", "berg", 10), ("Bo", "Adler", 9.5), ("Cy", None, None), ("Di", "Adler", "high")]:
        emails = [
            {"label": "old", "value": f"z{first}@example.com"},
            {"label": "main", "value": f"{first}@example.com", "primary": True},
        ]
        address = {"firstName": first, "lastName": last, "emails": emails if last else []}
        created = rebilly.customer(primaryAddress=address, customFields={"level": level})
        names[created["id"]] = first
        advance(rebilly, "1s")
    return names


@each_row(
    ("sort", "expected"),
    [
        ("createdTime", "Ann Bo Cy Di"),
        ("-createdTime", "Di Cy Bo Ann"),
        ("lastName", "Cy Di Bo Ann"),
        ("-lastName", "Ann Di Bo Cy"),
        ("lastName,firstName", "Cy Bo Di Ann"),
        ("lastName,-firstName", "Cy Di Bo Ann"),
        ("-lastName,firstName", "Ann Bo Di Cy"),
        (" lastName , firstName ", "Cy Bo Di Ann"),
        ("email", "Cy Ann Bo Di"),
        ("invoiceCount", "Di Cy Bo Ann"),
        ("averageValue.amount,createdTime", "Ann Bo Cy Di"),
        ("lifetimeRevenue.currency,createdTime", "Ann Bo Cy Di"),
        ("lastPaymentTime,createdTime", "Ann Bo Cy Di"),
        ("websiteId,paymentCount,updatedTime", "Ann Bo Cy Di"),
        ("customFields.level", "Cy Bo Ann Di"),
        ("-customFields.level", "Di Ann Bo Cy"),
        (",", "Di Cy Bo Ann"),
    ],
)
def test_a_list_is_sorted_by_members(rebilly: Rebilly, sort: str, expected: str) -> None:
    """Text sorts without regard to case, numbers by value, nothing before something, ties newest first."""
    names = people(rebilly)
    assert [names[id] for id in ids(rebilly.get(f"/customers?sort={quote(sort)}"))] == expected.split()


@each_row("sort", ["none", "-none", "primaryAddress.emails", "paymentToken", "_links", "-", "a b"])
def test_an_unknown_member_to_sort_by_is_refused(rebilly: Rebilly, sort: str) -> None:
    """Rather than answer in some order, the server says what it does not know."""
    answer = rebilly.get(f"/customers?sort={quote(sort)}")
    assert (answer.status, answer.json["title"], [*answer.invalid_fields]) == (400, "Bad request", ["sort"])


@each_row(
    ("q", "found"),
    [
        ("mara", True),
        ("MARA", True),
        ("uil", True),
        ("bindery", True),
        ("ra@exam", True),
        ("7946", True),
        ("paper lane", False),
        ("mara quill", False),
        ("none", False),
        ("", True),
    ],
)
def test_free_text_is_looked_for_in_the_main_members(rebilly: Rebilly, q: str, found: bool) -> None:
    """`q` finds part of an id, a name, an e-mail address, an organization or a phone number, whatever its case."""
    id = rebilly.customer(**CUSTOMER)["id"]
    assert ids(rebilly.get(f"/customers?q={quote(q)}")) == ([id] if found else [])


def test_free_text_finds_part_of_an_id(rebilly: Rebilly) -> None:
    """`q` looks at ids too."""
    rebilly.customer()
    rebilly.put("/customers/shop-1706", {})
    assert ids(rebilly.get("/customers?q=P-17")) == ["shop-1706"]


def test_search_filter_and_sort_join(rebilly: Rebilly) -> None:
    """What fulfils the filter and holds the text is sorted."""
    names = people(rebilly)
    found = ids(rebilly.get("/customers?q=example&filter=lastName:adler&sort=firstName"))
    assert [names[id] for id in found] == ["Bo", "Di"]


STRICT: Sequence[Any] = (
    ("limit", "1001"), ("limit", "-1"), ("limit", "ten"), ("limit", "1.5"), ("offset", "1001"), ("offset", "-1"),
    ("offset", "9" * 30),
)  # fmt: skip


@each_row(("name", "value"), STRICT)
def test_strict_pagination_refuses_what_is_out_of_bounds(rebilly: Rebilly, name: str, value: str) -> None:
    """With `pagination: strict` a limit or offset that is no number from 0 to 1000 is an error of that parameter."""
    configure(rebilly, pagination="strict")
    answer = rebilly.get(f"/customers?{name}={value}")
    assert answer.status == 400
    assert answer.invalid_fields == {name: ["Must be a whole number from 0 to 1000."]}


def test_strict_pagination_accepts_the_bounds(rebilly: Rebilly, five: list[str]) -> None:
    """With `pagination: strict` 0 and 1000 are still inside."""
    configure(rebilly, pagination="strict")
    assert pagination(rebilly.get("/customers?limit=1000&offset=1000")) == ["5", "1000", "1000"]
    assert pagination(rebilly.get("/customers?limit=0&offset=0")) == ["5", "0", "0"]
