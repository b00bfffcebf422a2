"""Lists: their order, how long they are, and where they begin."""

import os
from typing import Any

import pytest

from tests.clients import ChargeOver, InProcess


def ids(chargeover: ChargeOver, **query: Any) -> list[int]:
    return [row["customer_id"] for row in chargeover.shown("/customer", **query)]


@pytest.fixture(scope="module")
def crowd(application: InProcess) -> ChargeOver:
    """An account with 503 customers, of whom nobody else takes any away."""
    chargeover = ChargeOver(application, f"listed_{os.getpid()}")
    for n in range(503):
        chargeover.customer(company=f"Company {n % 2}", bill_state="MN" if n >= 500 else None)
    return chargeover


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ({}, 1, 10),
        ({"limit": 0}, 1, 10),
        ({"limit": ""}, 1, 10),
        ({"limit": 1}, 1, 1),
        ({"limit": " 3 "}, 1, 3),
        ({"limit": 500}, 1, 500),
        ({"limit": 501}, 1, 500),
        ({"limit": 10**17}, 1, 500),
        ({"offset": 0}, 1, 10),
        ({"offset": 5, "limit": 0}, 6, 15),
        ({"offset": 10, "limit": 15}, 11, 25),
        ({"offset": 500, "limit": 500}, 501, 503),
        ({"offset": 500, "limit": 500, "order": "customer_id:ASC"}, 501, 503),
        ({"offset": 500, "limit": 500, "where": "customer_id:GTE:1"}, 501, 503),
        ({"limit": 500, "where": "customer_id:GTE:1"}, 1, 500),
        ({"limit": 600, "where": "customer_id:GTE:1"}, 1, 500),
    ],
)
def test_a_page_has_ten_or_what_is_asked_for_up_to_500(
    crowd: ChargeOver, query: dict[str, Any], first: int, last: int
) -> None:
    """By their ids, from the offset on, counted in customers."""
    assert ids(crowd, **query) == list(range(first, last + 1))


@pytest.mark.parametrize("offset", [503, 504, 10**17])
@pytest.mark.parametrize("more", [{}, {"where": "customer_id:GTE:1"}, {"order": "company"}])
def test_behind_the_last_there_is_nobody(crowd: ChargeOver, offset: int, more: dict[str, str]) -> None:
    """An empty page is no error: clients read on until they get one."""
    assert ids(crowd, offset=offset, **more) == []


@pytest.mark.parametrize("name", ["limit", "offset"])
@pytest.mark.parametrize("value", ["-1", "x", "1.5", "1" * 19, "\u0661"])
def test_a_page_is_counted_in_whole_numbers(crowd: ChargeOver, name: str, value: str) -> None:
    answer = crowd.get("/customer", **{name: value})
    message = f"Missing or invalid parameter. {name} must be a whole number from 0 on."
    assert (answer.status, answer.json["message"], answer.json["response"]) == (400, message, False)


def test_counting_counts_all(crowd: ChargeOver) -> None:
    """Whatever page is asked for."""
    for query, expected in (
        ({}, 503), ({"limit": 5, "offset": 7, "order": "company:DESC"}, 503), ({"where": "bill_state:EQUALS:MN"}, 3),
        ({"where": "company:EQUALS:Company 0"}, 252),
    ):  # fmt: skip
        answer = crowd.get("/customer/_count", **query)
        assert answer.json == {"code": 200, "status": "OK", "message": "", "details": {}, "response": expected}


def test_an_empty_account_lists_nothing(chargeover: ChargeOver) -> None:
    answer = chargeover.get("/customer", where="company:EQUALS:A")
    assert (answer.status, answer.json["response"]) == (200, [])
    assert chargeover.shown("/customer") == []
    assert chargeover.shown("/customer/_count") == 0


@pytest.fixture
def few(chargeover: ChargeOver) -> ChargeOver:
    """An account with four customers."""
    for company, state in (("b", "MN"), ("A", None), ("B", "AL"), ("c", None)):
        chargeover.customer(company=company, bill_state=state)
    return chargeover


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("", [1, 2, 3, 4]),
        (",", [1, 2, 3, 4]),
        ("customer_id", [1, 2, 3, 4]),
        ("customer_id:ASC", [1, 2, 3, 4]),
        ("customer_id:DESC", [4, 3, 2, 1]),
        ("customer_id:desc", [4, 3, 2, 1]),
        ("company:ASC", [2, 1, 3, 4]),
        ("company:DESC", [4, 1, 3, 2]),
        ("company:DESC,customer_id:DESC", [4, 3, 1, 2]),
        ("company:ASC,customer_id:DESC", [2, 3, 1, 4]),
        ("bill_state:ASC", [2, 4, 3, 1]),
        ("bill_state:DESC", [1, 3, 2, 4]),
        ("bill_state:ASC,company:DESC", [4, 2, 3, 1]),
        ("parent_customer_id:ASC,customer_id:DESC", [4, 3, 2, 1]),
        ("write_datetime:ASC,customer_id:ASC", [1, 2, 3, 4]),
        ("superuser_email", [1, 2, 3, 4]),
    ],
)
def test_a_list_is_sorted(few: ChargeOver, order: str, expected: list[int]) -> None:
    """By several members, each in its own direction; what is not set comes first, and ids break ties."""
    assert ids(few, order=order) == expected


def test_a_page_is_cut_out_of_what_is_sorted(few: ChargeOver) -> None:
    assert ids(few, order="company:DESC", limit=2, offset=1) == [1, 3]
    assert ids(few, order="company:DESC", limit=2, offset=1, where="bill_state:ISNOT:NULL") == [3]


@pytest.mark.parametrize(
    ("order", "complaint"),
    [
        ("bill_city:ASC", "names 'bill_city', which nothing can be sorted by"),
        ("compny", "names 'compny', which nothing can be sorted by, did you mean 'company'?"),
        ("company:UP", "sorts company by 'UP', which is neither ASC nor DESC"),
        ("company:ASC:", "sorts company by 'ASC:', which is neither ASC nor DESC"),
        (",".join(["company"] * 200), "names members more than once"),
    ],
)
def test_an_order_that_cannot_be_read_is_refused(few: ChargeOver, order: str, complaint: str) -> None:
    answer = few.get("/customer", order=order)
    assert answer.status == 400
    assert answer.json["message"].startswith(f"Missing or invalid parameter. order {complaint}")


def test_offsets_count_what_is_left(chargeover: ChargeOver) -> None:
    """Whether any was deleted before, behind or in between, and again after new ones came."""
    left = [chargeover.customer() for _ in range(8)]
    for deleted in (None, 3, 1, 8, 2):
        if deleted:
            chargeover.delete(f"/customer/{deleted}")
            left.remove(deleted)
        for offset in range(len(left) + 2):
            assert ids(chargeover, offset=offset, limit=3) == left[offset : offset + 3]
    left.append(chargeover.customer())
    assert left == [4, 5, 6, 7, 9]
    assert [ids(chargeover, offset=offset, limit=2) for offset in (0, 2, 4, 6)] == [[4, 5], [6, 7], [9], []]
