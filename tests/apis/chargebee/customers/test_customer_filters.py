"""Filters of the list of customers: every operator, as both clients write it, against a plain model."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockserver.apis.chargebee.customers.operations import CustomerList
from mockserver.apis.chargebee.filters import Filter
from tests.apis.chargebee.customers.lists import ids
from tests.clients import Chargebee

NOON = "2026-03-01T12:00:00Z"
T = 1772366400
"""That noon, in seconds."""
DAY = 86_400


@pytest.fixture
def family(chargebee: Chargebee) -> Chargebee:
    """A site of a parent and two children, created at noon of three days."""
    chargebee.admin("POST", "/clock/freeze", {"at": NOON})
    chargebee.customer(
        id="parent", first_name="Ada", last_name="Moor", email="ada@example.com", company="Moor Ltd", phone="+43 1",
        cf_team="red", cf_Seats="7",
    )  # fmt: skip
    chargebee.admin("POST", "/clock/advance", {"by": "24h"})
    chargebee.customer(
        id="child/1", first_name="Adam", email="it's@example.com", auto_collection="off", taxability="exempt",
        offline_payment_method="cash", cf_team="redder",
    )  # fmt: skip
    chargebee.set(metered_billing=True, auto_close_invoices=True, business_entities=["be_1", "be_2"])
    chargebee.admin("POST", "/clock/advance", {"by": "24h"})
    chargebee.customer(id="child/2", last_name="Moor", auto_close_invoices=False, business_entity_id="be_1")
    chargebee.set(business_entities=[])
    answer = chargebee.post("/customers/child/1/relationships", parent_id="parent", invoice_owner_id="parent")
    assert answer.status == 200, answer.content
    return chargebee


P, C1, C2 = "parent", "child/1", "child/2"
EVERYBODY = [C2, C1, P]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("id[is]=parent", [P]),
        ("id[is_not]=parent", [C2, C1]),
        ("id[starts_with]=child/", [C2, C1]),
        ('id[in]=["parent","child/1","nobody"]', [C1, P]),
        ('id[not_in]=["parent","child/1"]', [C2]),
        ("id[in]=[]", EVERYBODY),
        ("id[not_in]=[]", EVERYBODY),
        ("id[is_present]=true", EVERYBODY),
        ("first_name[is]=Ada", [P]),
        ("first_name[is]=ada", []),
        ("first_name[is_not]=Ada", [C2, C1]),
        ("first_name[starts_with]=Ada", [C1, P]),
        ("first_name[is_present]=true", [C1, P]),
        ("first_name[is_present]=false", [C2]),
        ("last_name[is]=Moor", [C2, P]),
        ("company[starts_with]=Moor", [P]),
        ("phone[is]=%2B43+1", [P]),
        ("email[is]=ada@example.com", [P]),
        ("email[is]=nobody@example.com", []),
        ("email[is_not]=ada@example.com", [C2, C1]),
        ("email[starts_with]=ada@", [P]),
        ("email[is_present]=false", [C2]),
        ("auto_collection[is]=off", [C1]),
        ("auto_collection[is_not]=off", [C2, P]),
        ('auto_collection[in]=["on","off"]', EVERYBODY),
        ('auto_collection[not_in]=["on"]', [C1]),
        ("taxability[is]=exempt", [C1]),
        ("offline_payment_method[is]=cash", [C1]),
        ("offline_payment_method[is_present]=false", [C2, P]),
        ('offline_payment_method[not_in]=["cash"]', [C2, P]),
        ("channel[is]=web", []),
        ("auto_close_invoices[is]=false", [C2]),
        ("auto_close_invoices[is]=true", []),
        ("auto_close_invoices[is_present]=true", [C2]),
        ("business_entity_id[is]=be_1", [C2]),
        (f"created_at[after]={T}", [C2, C1]),
        (f"created_at[before]={T + DAY}", [P]),
        (f"created_at[on]={T + DAY}", [C1]),
        (f"created_at[on]={T + DAY + DAY // 2 - 1}", [C1]),
        (f"created_at[on]={T + DAY - DAY // 2}", [C1]),
        (f"created_at[on]={T + DAY + DAY // 2}", [C2]),
        (f"created_at[between]=[{T},{T + DAY}]", [C1, P]),
        (f"created_at[between]=[{T + 1},{T + DAY - 1}]", []),
        (f"updated_at[after]={T + DAY}", [C2, C1]),
        ("relationship[parent_id][is]=parent", [C1]),
        ("relationship[parent_id][is_not]=parent", [C2, P]),
        ("relationship[parent_id][starts_with]=par", [C1]),
        ("relationship[payment_owner_id][is]=parent", [C1]),
        ("relationship[invoice_owner_id][is]=parent", [C1]),
        ("relationship[invoice_owner_id][is_present]=false", [C2, P]),
        ("cf_team[is]=red", [P]),
        ("cf_team[starts_with]=red", [C1, P]),
        ("cf_team[is_present]=false", [C2]),
        ('cf_team[in]=["red"]', [P]),
        ("cf_Seats[is]=7", [P]),
        ("cf_seats[is]=7", []),
    ],
)
def test_what_an_operator_finds(family: Chargebee, said: str, expected: list[str]) -> None:
    """Each operator of each kind of member."""
    assert ids(family.send("GET", "/customers", said)) == expected


@pytest.mark.parametrize(
    ("pythons", "nodes", "expected"),
    [
        ("id[in]=%5B%27parent%27%2C+%27child%2F1%27%5D", 'id[in]=["parent","child/1"]', [C1, P]),
        ("email[in]=['ada@example.com', \"it's@example.com\"]", 'email[in]=["ada@example.com","it\'s@example.com"]',
         [C1, P]),
        ("id[not_in]=['parent']", 'id[not_in]=["parent"]', [C2, C1]),
        (f"created_at[between]=['{T}', '{T + 1}']", f"created_at[between]=[{T},{T + 1}]", [P]),
        ("taxability[in]=['exempt']", 'taxability[IN]=["exempt"]', [C1]),
        ("id[is]=&email[starts_with]=ada", "email[starts_with]=ada", [P]),
        ("first_name[is]=Ada", "first_name[is]=Ada&first_name[is][starts_with]=Adam", [P]),
        ("id[in]=[parent,child/1]", "id[in]=%5B parent , child/1 %5D", [C1, P]),
        ("id[not_in]=[parent]", "id[not_in]=[ 'parent' ]", [C2, C1]),
        ("taxability[in]=[exempt]", "taxability[not_in]=[taxable]", [C1]),
        (f"created_at[between]=[{T},{T + 1}]", f'created_at[between]=["{T}","{T + 1}"]', [P]),
        ("cf_team[in]=[red]", "cf_team[in]=['red',blue]", [P]),
        ('id[in]=[parent,"child/1"]', "id[in]=['parent','child/1']", [C1, P]),
    ],
)  # fmt: skip
def test_both_encodings(family: Chargebee, pythons: str, nodes: str, expected: list[str]) -> None:
    """What Python prints, and what people type, means the same as JSON."""
    assert ids(family.send("GET", "/customers", pythons)) == expected
    assert ids(family.send("GET", "/customers", nodes)) == expected


@pytest.mark.parametrize(
    "said",
    [
        "email=ada@example.com",
        "relationship=parent",
        "cf_team=red",
        "nonsense[is]=x",
        "email[like]=ada",
        "created_at[is]=1",
        "email[is]=",
        "id[in]=",
        "id[in][0]=parent&id[in][1]=child/1",
        "created_at[between][0]=1&created_at[between][1]=2",
        "created_at[between]=",
        "sort_by=created_at",
        "sort_by[up]=created_at",
        "deleted=true",
    ],
)
def test_what_filters_nothing(family: Chargebee, said: str) -> None:
    """A value without an operator, an operator nobody declared, and no value at all."""
    assert ids(family.send("GET", "/customers", said)) == EVERYBODY


@pytest.mark.parametrize(
    ("said", "param"),
    [
        ("nonsense[is]=x", "nonsense"),
        ("email[like]=ada", "email[like]"),
        ("relationship[child_id][is]=x", "relationship[child_id]"),
        ("relationship[parent_id][like]=x", "relationship[parent_id][like]"),
        ("sort_by[up]=created_at", "sort_by[up]"),
        ("id[in][0]=parent", "id[in][0]"),
    ],
)
def test_where_unknown_parameters_are_refused(family: Chargebee, said: str, param: str) -> None:
    """So are unknown operators."""
    family.set(strict_unknown_params=True)
    answer = family.send("GET", "/customers", said)
    assert (answer.status, answer.json["param"], answer.json["error_code"]) == (400, param, "param_should_not_be_sent")
    assert ids(family.send("GET", "/customers", "email[IS]=ada@example.com&cf_team[is]=red")) == [P]


@pytest.mark.parametrize(
    ("said", "param"),
    [
        ("id[in]=parent", "id[in]"),
        ("id[in]=parent,child/1", "id[in]"),
        ("id[in]=parent&id[in]=child/1", "id[in]"),
        ("id[in][]=parent", "id[in]"),
        ("id[in][]=parent&id[in][]=child/1", "id[in]"),
        ("id[not_in][]=parent&id[not_in][]=child/1", "id[not_in]"),
        ("created_at[between][]=1&created_at[between][]=2", "created_at[between]"),
        ("id[in]={}", "id[in]"),
        ("id[in]=[[1]]", "id[in]"),
        ('id[in]=["parent" "child/1"]', "id[in]"),
        ('id[in]=["parent""child/1"]', "id[in]"),
        ("id[in]=['parent' 'child/1']", "id[in]"),
        ('id[in]=["parent",child/1', "id[in]"),
        ('id[in]=["parent",,"child/1"]', "id[in]"),
        ('id[in]=["parent",]', "id[in]"),
        ('id[in]=["parent",""]', "id[in]"),
        ('id[in]=["parent"] and more', "id[in]"),
        ("id[in]=[parent]child/1]", "id[in]"),
        ('id[in]=[par"ent]', "id[in]"),
        ("id[in]=[,parent]", "id[in]"),
        ("id[in]=('parent',)", "id[in]"),
        ("sort_by[asc]=created_at&sort_by[desc]=updated_at", "sort_by"),
        ("sort_by[asc][]=created_at", "sort_by[asc]"),
        ('sort_by[asc]=["created_at"]', "sort_by[asc]"),
        ("auto_collection[is]=maybe", "auto_collection[is]"),
        ('taxability[in]=["maybe"]', "taxability[in]"),
        ("created_at[after]=noon", "created_at[after]"),
        ("created_at[between]=[2,1]", "created_at[between]"),
        ("created_at[between]=[1]", "created_at[between]"),
        ("created_at[between]=[1,2,3]", "created_at[between]"),
        ("auto_close_invoices[is]=maybe", "auto_close_invoices[is]"),
        ("email[is_present]=maybe", "email[is_present]"),
        ("relationship[parent_id][in]=x", "relationship[parent_id][in]"),
        ("cf_team[in]=x", "cf_team[in]"),
    ],
)
def test_what_an_operator_cannot_be_asked(family: Chargebee, said: str, param: str) -> None:
    """A value of another kind is wrong."""
    answer = family.send("GET", "/customers", said)
    assert (answer.status, answer.json["api_error_code"], answer.json["param"]) == (400, "param_wrong_value", param)


MODEL: Mapping[str, Callable[[Any, Any], bool]] = {
    "is": lambda has, said: has == said,
    "is_not": lambda has, said: has != said,
    "starts_with": lambda has, said: has is not None and has[: len(said)] == said,
    "in": lambda has, said: not said or any(has == one for one in said),
    "not_in": lambda has, said: all(has != one for one in said),
    "is_present": lambda has, said: said if has is not None else not said,
    "after": lambda has, said: has > said,
    "before": lambda has, said: has < said,
    "between": lambda has, said: min(said) <= has <= max(said),
}

words = st.text("ab'\"é/ ", min_size=1, max_size=3).map(lambda word: word.strip() or "a")
members = st.fixed_dictionaries(
    {},
    optional={
        "first_name": words,
        "company": words,
        "cf_team": words,
        "auto_collection": st.sampled_from(["on", "off"]),
        "taxability": st.sampled_from(["taxable", "exempt"]),
    },
)
text_operators = st.one_of(
    st.tuples(st.sampled_from(["is", "is_not", "starts_with"]), words),
    st.tuples(st.sampled_from(["in", "not_in"]), st.lists(words, max_size=3)),
    st.tuples(st.just("is_present"), st.booleans()),
)
times = st.integers(T - 2, T + 7)
filters = st.one_of(
    st.tuples(st.sampled_from(["first_name", "company", "cf_team"]), text_operators),
    st.tuples(st.just("auto_collection"), st.tuples(st.sampled_from(["is", "is_not"]), st.sampled_from(["on", "off"]))),
    st.tuples(
        st.just("taxability"),
        st.tuples(st.sampled_from(["in", "not_in"]), st.lists(st.sampled_from(["taxable", "exempt"]), max_size=2)),
    ),
    st.tuples(st.just("created_at"), st.tuples(st.sampled_from(["after", "before"]), times)),
    st.tuples(st.just("created_at"), st.tuples(st.just("between"), st.tuples(times, times).map(sorted))),
)
spellings = st.sampled_from([(json.dumps, str.lower), (repr, str.upper)])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(members, max_size=6),
    st.lists(st.tuples(filters, spellings), max_size=3),
    st.sampled_from([None, "asc", "desc"]),
    st.integers(1, 3),
)
def test_filters_find_what_a_plain_model_finds(
    chargebee: Chargebee, customers: list[dict[str, str]], asked: list[Any], direction: str | None, limit: int
) -> None:
    """Whatever is stored and asked, in every order and page by page."""
    chargebee.admin("POST", "/reset")
    chargebee.admin("POST", "/clock/freeze", {"at": NOON})
    for number, said in enumerate(customers):
        chargebee.customer(id=str(number), **said)
        chargebee.admin("POST", "/clock/advance", {"by": "1s"})
    form = [("limit", str(limit)), *([("sort_by[" + direction + "]", "created_at")] if direction else [])]
    for (member, (operator, value)), (write, spell) in asked:
        form.append((f"{member}[{spell(operator)}]", value if isinstance(value, str) else str(write(value))))
    # Of one operator that comes twice the last holds, as in every form.
    last = {(member, operator): value for (member, (operator, value)), _ in asked}

    def fits(number: int) -> bool:
        defaults = {"auto_collection": "on", "taxability": "taxable", "created_at": T + number}
        customer: dict[str, Any] = {**defaults, **customers[number]}
        return all(MODEL[operator](customer.get(member), value) for (member, operator), value in last.items())

    expected = [str(number) for number in range(len(customers)) if fits(number)]
    answer = chargebee.send("GET", "/customers", urlencode(form))
    found = ids(answer)
    while "next_offset" in answer.json:
        answer = chargebee.send("GET", "/customers", urlencode([*form, ("offset", answer.json["next_offset"])]))
        found += ids(answer)
    assert found == (expected if direction == "asc" else expected[::-1])


def test_of_an_operator_in_both_cases_the_last_holds(chargebee: Chargebee) -> None:
    """Even where it came before the other, too."""
    chargebee.customer(id="ada")
    operators = (("is", "ada"), ("IS", "grace"), ("is", "ada"))
    assert ids(chargebee.send("GET", "/customers", urlencode([(f"id[{name}]", id) for name, id in operators]))) == [
        "ada"
    ]


def test_the_parameters_of_the_client_are_declared() -> None:
    """Every filter of Chargebee's Python client has every operator that its kind has there."""
    from importlib import import_module
    from typing import get_args, get_type_hints

    customer, kinds = import_module("chargebee").Customer, import_module("chargebee.filters").Filters
    groups = [(CustomerList(), customer.ListParams), (_relationship(), customer.ListRelationshipParams)]
    for schema, params in groups:
        assert set(schema.parameters) == set(params.__annotations__)
        for name, hint in get_type_hints(params, {"Customer": customer, "Filters": kinds}).items():
            parameter = schema.parameters[name]
            if isinstance(parameter, Filter):
                declared = {operator.lower() for operator in (get_args(hint) or (hint,))[0].__annotations__}
                assert set(parameter.schema.parameters) == declared, name


def _relationship() -> Any:
    return CustomerList().parameters["relationship"].schema  # type: ignore[attr-defined]
