r"""The language of `where`: operators, escapes, times, what is not set, and how a bad clause is refused."""

import os
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.clients import ChargeOver, InProcess

PEOPLE: tuple[dict[str, Any], ...] = (
    {"company": "Ada & Sons", "bill_state": "MN", "custom_1": "10", "superuser_email": "ada@example.com"},
    {"company": "Bobbins, Ltd", "bill_state": "mn", "ship_country": "US", "external_key": "Key-2"},
    {"company": "Cogs", "bill_state": "", "custom_1": "9", "parent_customer_id": 1, "superuser_name": "Cy"},
    {"company": "Dynamos: Big", "bill_country": "United States", "parent_customer_id": 2, "custom_50": "x"},
    {"company": "engines", "custom_1": "100%", "external_key": "key 5", "custom_20": "a:b:c"},
)  # fmt: skip
"""Customers 1 to 5, made a day apart from the first of March 2026 on, at noon in Chicago."""

EVERYBODY = [1, 2, 3, 4, 5]


@pytest.fixture(scope="module")
def people(application: InProcess) -> ChargeOver:
    """An account with five customers, which only ask."""
    chargeover = ChargeOver(application, f"where_{os.getpid()}")
    chargeover.admin("POST", "/clock/freeze", {"at": "2026-03-01T18:00:00Z"})
    for person in PEOPLE:
        chargeover.customer(**person)
        chargeover.admin("POST", "/clock/advance", {"by": "1d"})
    return chargeover


def found(chargeover: ChargeOver, where: str) -> list[int]:
    """Give the ids of the customers a `where` leaves; counting finds as many."""
    ids = [row["customer_id"] for row in chargeover.shown("/customer", where=where)]
    assert chargeover.shown("/customer/_count", where=where) == len(ids)
    return ids


def refused(chargeover: ChargeOver, where: str) -> str:
    """Ask what is refused, in lists as in counts, and give the message behind ChargeOver's own sentence."""
    for path in ("/customer", "/customer/_count"):
        answer = chargeover.get(path, where=where)
        assert (answer.status, answer.json["response"]) == (400, False)
    message: str = answer.json["message"]
    assert message.startswith("Missing or invalid parameter. where ")
    return message.removeprefix("Missing or invalid parameter. where ")


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("", EVERYBODY),
        ("company:EQUALS:Cogs", [3]),
        ("company:EQUALS:cOGS", [3]),
        ("company:equals:Cogs", [3]),
        ("company:EQUALS:Cog", []),
        ("company:EQUALS:", []),
        ("company:NOTEQUALS:Cogs", [1, 2, 4, 5]),
        ("company:CONTAINS:o", [1, 2, 3, 4]),
        ("company:CONTAINS:O", [1, 2, 3, 4]),
        ("company:CONTAINS:", EVERYBODY),
        ("company:GT:Cogs", [4, 5]),
        ("company:GTE:cogs", [3, 4, 5]),
        ("company:LT:Cogs", [1, 2]),
        ("company:LTE:Cogs", [1, 2, 3]),
        ("bill_state:EQUALS:MN", [1, 2]),
        ("bill_state:EQUALS:", [3]),
        ("bill_state:NOTEQUALS:MN", [3]),
        ("bill_state:IS:NULL", [4, 5]),
        ("bill_state:is:null", [4, 5]),
        ("bill_state:ISNOT:NULL", [1, 2, 3]),
        ("bill_country:EQUALS:United States", [4]),
        ("ship_country:EQUALS:us", [2]),
        ("ship_state:ISNOT:NULL", []),
        ("external_key:EQUALS:key-2", [2]),
        ("external_key:CONTAINS:key", [2, 5]),
        ("external_key:IS:NULL", [1, 3, 4]),
        ("superuser_email:EQUALS:ADA@example.com", [1]),
        ("superuser_email:IS:NULL", [2, 3, 4, 5]),
        ("superuser_id:EQUALS:351", [3]),
        ("superuser_id:GTE:350", [1, 3]),
        ("superuser_id:IS:NULL", [2, 4, 5]),
        ("custom_1:GT:10", [3, 5]),  # "9" stands behind "10"
        ("custom_20:EQUALS:a:b:c", [5]),
        ("custom_50:EQUALS:x", [4]),
        ("custom_50:IS:NULL", [1, 2, 3, 5]),
        ("customer_status_state:EQUALS:a", EVERYBODY),
        ("customer_status_str:EQUALS:active-overdue", []),
        ("customer_status_str:EQUALS:active-current", EVERYBODY),
    ],
)
def test_text_compares_by_letters_whatever_their_case(people: ChargeOver, where: str, expected: list[int]) -> None:
    """What is not set fulfils nothing but that it is not set."""
    assert found(people, where) == expected


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("customer_id:EQUALS:2", [2]),
        ("customer_id:EQUALS:02", [2]),
        ("customer_id:EQUALS: 2", [2]),
        ("customer_id:EQUALS:2.0", [2]),
        ("customer_id:EQUALS:1.5", []),
        ("customer_id:EQUALS:2.5", []),
        ("customer_id:EQUALS:99", []),
        ("customer_id:EQUALS:-1", []),
        ("customer_id:EQUALS:two", []),
        ("customer_id:EQUALS:", []),
        ("customer_id:EQUALS:2limit=100?offset=0", [2]),
        ("customer_id:NOTEQUALS:2", [1, 3, 4, 5]),
        ("customer_id:GT:3", [4, 5]),
        ("customer_id:GT:3.5", [4, 5]),
        ("customer_id:GTE:3,customer_id:LT:5", [3, 4]),
        ("customer_id:LTE:1", [1]),
        ("customer_id:CONTAINS:3", [3]),
        ("customer_id:ISNOT:NULL", EVERYBODY),
        ("parent_customer_id:EQUALS:1", [3]),
        ("parent_customer_id:GT:0", [3, 4]),
        ("parent_customer_id:IS:NULL", [1, 2, 5]),
        (f"customer_id:LT:{'9' * 18}", EVERYBODY),
    ],
)
def test_a_number_compares_with_the_digits_a_value_begins_with(
    people: ChargeOver, where: str, expected: list[int]
) -> None:
    """Also where a parameter was glued to it for want of a separator."""
    assert found(people, where) == expected


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("write_datetime:EQUALS:2026-03-02T12:00:00-06:00", [2]),
        ("write_datetime:EQUALS:2026-03-02 12:00:00", [2]),
        ("write_datetime:EQUALS:2026-03-02T18:00:00Z", [2]),
        ("write_datetime:EQUALS:2026-03-02", []),
        ("write_datetime:NOTEQUALS:2026-03-02 12:00", [1, 3, 4, 5]),
        ("write_datetime:GTE:2026-03-04", [4, 5]),
        ("write_datetime:GT:2026-03-04 12:00:00", [5]),
        ("write_datetime:GT:2026-03-04T11:59:59.5", [4, 5]),
        ("write_datetime:LT:2026-03-02T12:00:00-06:00", [1]),
        ("write_datetime:LTE:2026-03-02T12:00:00-06:00", [1, 2]),
        ("write_datetime:GTE:2026-03-02,write_datetime:LTE:2026-03-04", [2, 3]),
        ("write_datetime:CONTAINS:2026-03-03", [3]),
        ("mod_datetime:GTE:2026-03-05T00:00:00-06:00", [5]),
        ("mod_datetime:IS:NULL", []),
        ("mod_datetime:GTE:2026-03-04T18%3A00%3A00%2B00%3A00", [4, 5]),
    ],
)
def test_times_are_read_in_the_zone_of_the_account(people: ChargeOver, where: str, expected: list[int]) -> None:
    """With colons, with or without an offset, as dates, and encoded once more than was needed."""
    assert found(people, where) == expected


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (r"company:EQUALS:Bobbins\, Ltd", [2]),
        (r"company:EQUALS:Bobbins\, Ltd,bill_state:EQUALS:MN", [2]),
        (r"bill_state:EQUALS:MN,company:CONTAINS:\,", [2]),
        ("company:EQUALS:Dynamos: Big", [4]),
        ("company:EQUALS:Ada & Sons", [1]),
        ("company:EQUALS:Ada%20%26%20Sons", [1]),
        ("custom_1:EQUALS:100%", [5]),
        ("custom_1:EQUALS:100%25", [5]),
        ("bill_state:EQUALS:MN,company:CONTAINS:ada,customer_id:GTE:1", [1]),
        ("bill_state:EQUALS:MN,bill_state:IS:NULL", []),
        ("external_key:EQUALS:key-2,customer_id:EQUALS:3", []),
        ("customer_id:EQUALS:2,external_key:EQUALS:key-2", [2]),
        (",".join(["customer_id:GTE:1"] * 100), EVERYBODY),
    ],
)
def test_clauses_hold_all_at_once(people: ChargeOver, where: str, expected: list[int]) -> None:
    """Commas part them but where they are escaped; a value may have colons, and percent signs of its own."""
    assert found(people, where) == expected


def test_a_query_is_written_in_many_ways(people: ChargeOver) -> None:
    """Clauses encoded each by itself, colons raw, spaces as `+` or `%20`; and what nobody knows is passed over."""
    for query in (
        "where=company%3AEQUALS%3ABobbins%5C%2C+Ltd,bill_state%3AEQUALS%3AMN",
        "_dummy=1&where=company:EQUALS:Bobbins%5C,%20Ltd&_flag_emails=0&debug=1&x",
        "where=customer_id:EQUALS:1&where=customer_id:EQUALS:2",
        "where%5Bcompany%5D=Cogs&where=customer_id:EQUALS:2",
    ):
        assert [row["customer_id"] for row in people.shown(f"/customer?{query}")] == [2], query


@pytest.mark.parametrize(
    ("where", "complaint"),
    [
        ("bill_city:EQUALS:Bath", "compares 'bill_city', which nothing can be looked for by"),
        ("compny:EQUALS:A", "compares 'compny', which nothing can be looked for by, did you mean 'company'?"),
        ("custom_51:IS:NULL", "compares 'custom_51'"),
        ("company", "compares company with '', which is none of EQUALS, NOTEQUALS, GT, LT, GTE, LTE, CONTAINS, IS"),
        ("company:", "compares company with '', which is none of EQUALS"),
        ("company:EQUALS", "compares company with EQUALS, and no value behind it"),
        ("company:CONTAINS", "compares company with CONTAINS, and no value behind it"),
        ("customer_id:gt", "compares customer_id with GT, and no value behind it"),
        ("company:IS", "compares company with IS, which goes with NULL only"),
        ("company:EQUALS:Cogs,bill_state:NOTEQUALS", "compares bill_state with NOTEQUALS, and no value behind it"),
        ("company:LIKE:A", "compares company with 'LIKE'"),
        ("company:IS:", "compares company with IS, which goes with NULL only"),
        ("company:ISNOT:Cogs", "compares company with ISNOT, which goes with NULL only"),
        (",", "compares ''"),
        ("company:EQUALS:A,", "compares ''"),
        ("Bobbins, Ltd", "compares 'Bobbins'"),
        ("company:EQUALS:Bobbins, Ltd", "compares ' Ltd'"),
        ("write_datetime:GT:yesterday", "compares write_datetime, whose value must be a date or a time"),
        ("write_datetime:EQUALS:", "compares write_datetime, whose value must be a date or a time"),
        ("write_datetime:GT:2026-02-30", "compares write_datetime, whose value must be a date or a time"),
        (",".join(["customer_id:GTE:1"] * 101), "must have at most 100 clauses"),
    ],
)
def test_a_clause_that_cannot_be_read_is_refused(people: ChargeOver, where: str, complaint: str) -> None:
    """With what is wrong with it."""
    assert refused(people, where).startswith(complaint)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.sampled_from(["company:EQUALS:Cogs", "customer_id:GTE:1", "bill_state:IS:NULL"]), max_size=3),
    st.sampled_from(
        [
            "",
            "company",
            "company:",
            "company:EQUALS",
            "company:IS",
            "company:IS:",
            ":EQUALS:a",
            "x:EQUALS:a",
            "company:A:a",
        ]
    ),
    st.integers(0, 3),
)
@example(["company:EQUALS:Cogs"], "", 1)
def test_one_broken_clause_breaks_the_whole(application: InProcess, clauses: list[str], broken: str, at: int) -> None:
    """A query that is not of the grammar is never read by halves."""
    where = ",".join([*clauses[:at], broken, *clauses[at:]])
    if where:
        refused(ChargeOver(application, "broken_where"), where)


def test_an_account_can_keep_case(chargeover: ChargeOver) -> None:
    """In what an index finds as in what is looked at."""
    chargeover.set(case_sensitive=True)
    for key, state in (("k", "MN"), ("K", "mn")):
        chargeover.customer(external_key=key, bill_state=state)
    for where, expected in {
        "external_key:EQUALS:k": [1], "external_key:EQUALS:K": [2], "bill_state:EQUALS:mn": [2],
        "bill_state:CONTAINS:M": [1], "bill_state:NOTEQUALS:MN": [2], "company:CONTAINS:analytical": [],
    }.items():  # fmt: skip
        assert found(chargeover, where) == expected, where


def test_an_index_follows_changes(chargeover: ChargeOver) -> None:
    """What was changed or deleted is found as it is now, oldest first."""
    for key in ("a", "b", "c"):
        chargeover.customer(external_key=key)
    for id in (3, 2):
        chargeover.put(f"/customer/{id}", {"parent_customer_id": 1, "external_key": f"new-{id}"})
    assert found(chargeover, "parent_customer_id:EQUALS:1") == [2, 3]
    assert found(chargeover, "external_key:EQUALS:b") == []
    assert found(chargeover, "external_key:EQUALS:new-2") == [2]
    token = chargeover.shown("/customer/2")["token"]
    assert found(chargeover, f"token:EQUALS:{token.upper()}") == [2]
    chargeover.delete("/customer/2")
    assert found(chargeover, f"token:EQUALS:{token}") == []
    assert found(chargeover, "parent_customer_id:EQUALS:1") == [3]


WORDS = ("", "a", "A", "ab", "b", "a,b", "B:a", "10", "9", "é")
COLUMNS = ("company", "bill_state", "custom_1", "external_key", "customer_id", "parent_customer_id", "superuser_id")
NUMBERS = COLUMNS[4:]


@pytest.fixture(scope="module")
def crowd(application: InProcess) -> tuple[ChargeOver, list[dict[str, Any]]]:
    """An account with four dozen customers of few words, and how they are shown."""
    chargeover = ChargeOver(application, f"crowd_{os.getpid()}")
    for n in range(48):
        chargeover.customer(
            company=WORDS[1 + n % 9],
            bill_state=(None, *WORDS)[n % 11],
            custom_1=(None, *WORDS)[n * 7 % 11],
            external_key=f"a{n}" if n % 3 else None,
            parent_customer_id=n // 4 or None,
            superuser_name="Ada" if n % 5 == 0 else None,
        )
    return chargeover, chargeover.shown("/customer", limit=500)


Clause = tuple[str, str, str]

_COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "EQUALS": lambda value, operand: bool(value == operand),
    "NOTEQUALS": lambda value, operand: bool(value != operand),
    "GT": lambda value, operand: bool(value > operand),
    "LT": lambda value, operand: bool(value < operand),
    "GTE": lambda value, operand: bool(value >= operand),
    "LTE": lambda value, operand: bool(value <= operand),
}


def holds(row: Mapping[str, Any], clause: Clause) -> bool:
    """Say by plain comparison whether a customer fulfils a clause."""
    name, operator, text = clause
    value = row[name]
    if operator in ("IS", "ISNOT"):
        return (value is None) is (operator == "IS")
    if value is None:
        return False
    if operator == "CONTAINS":
        return text.lower() in str(value).lower()
    if name in NUMBERS:
        return _COMPARED[operator](value, int(text))
    return _COMPARED[operator](value.lower(), text.lower())


def _clauses(name: str) -> st.SearchStrategy[Clause]:
    texts = st.integers(0, 60).map(str) if name in NUMBERS else st.sampled_from((*WORDS, "a1", "A2"))
    compared = st.tuples(st.just(name), st.sampled_from((*_COMPARED, "CONTAINS")), texts)
    return compared | st.tuples(st.just(name), st.sampled_from(("IS", "ISNOT")), st.just("NULL"))


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(clauses=st.lists(st.sampled_from(COLUMNS).flatmap(_clauses), min_size=1, max_size=3), offset=st.integers(0, 3))
@example(clauses=[("external_key", "EQUALS", "A1"), ("customer_id", "EQUALS", "2")], offset=0)
def test_where_finds_what_plain_comparison_finds(
    crowd: tuple[ChargeOver, list[dict[str, Any]]], clauses: list[Clause], offset: int
) -> None:
    """In the order of the ids, in pages and in counts."""
    chargeover, rows = crowd
    expected = [row for row in rows if all(holds(row, clause) for clause in clauses)]
    where = ",".join(f"{name}:{operator}:" + text.replace(",", r"\,") for name, operator, text in clauses)
    assert chargeover.shown(f"/customer?where={quote(where)}&limit=500&offset={offset}") == expected[offset:]
    assert chargeover.shown("/customer/_count", where=where) == len(expected)
