"""Searching customers: by what, page by page, and how it is refused."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.clients import Answer, Stripe
from tests.tables import each_row

NOON = 1_768_478_400

NOT_PARSABLE = (
    'We were unable to parse your search query. Try using the format `metadata["key"]:"value"` to query for metadata '
    'or key:"value" to query for other fields.'
)


@pytest.fixture
def people(stripe: Stripe) -> Stripe:
    """An account with three customers, an hour between one and the next, from noon on."""
    stripe.admin("POST", "/clock/freeze", {"at": "2026-01-15T12:00:00Z"})
    stripe.customer(name="Ada Sandbox", email="ada@example.com", metadata={"plan": "Gold", "vip": "1"})
    stripe.admin("POST", "/clock/advance", {"by": "1h"})
    stripe.customer(name="Grace Sandbox", email="grace@example.com", phone="+44 20 0000", metadata={"plan": "silver"})
    stripe.admin("POST", "/clock/advance", {"by": "1h"})
    stripe.customer(name="Alan de la Box", email="alan@example.org")
    return stripe


def search(stripe: Stripe, query: str, **parameters: Any) -> Answer:
    """Search customers."""
    return stripe.get("/customers/search", query=query, **parameters)


def names(answer: Answer) -> list[str]:
    """Give the first names of what was found."""
    assert answer.status == 200, answer.content
    return [row["name"].split()[0] for row in answer.json["data"]]


def pages(stripe: Stripe, query: str, limit: int) -> Iterator[Answer]:
    """Walk the pages of a search."""
    answer = search(stripe, query, limit=limit)
    yield answer
    while answer.json["has_more"]:
        answer = search(stripe, query, limit=limit, page=answer.json["next_page"])
        yield answer


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('email:"ada@example.com"', ["Ada"]),
        ("email:'ADA@example.com'", ["Ada"]),
        ('email:"ada"', []),
        ('email~"EXAMPLE.com"', ["Grace", "Ada"]),
        ('name:"sandbox"', ["Grace", "Ada"]),
        ('name:"de la"', ["Alan"]),
        ('name:"la de"', []),
        ('-name~"box"', []),
        ('-name:"Sandbox"', ["Alan"]),
        ('phone:"+44 20 0000"', ["Grace"]),
        ("phone:null", ["Alan", "Ada"]),
        ("-phone:NULL", ["Grace"]),
        ('metadata["plan"]:"gold"', ["Ada"]),
        ("metadata['vip']:1", ["Ada"]),
        ("-metadata['plan']:null", ["Grace", "Ada"]),
        ("metadata['plan']:null", ["Alan"]),
        ('-metadata["plan"]:"gold"', ["Alan", "Grace"]),
        (f"created:{NOON}", ["Ada"]),
        (f"created>{NOON}", ["Alan", "Grace"]),
        (f'created>="{NOON}" created<{NOON + 7200}', ["Grace", "Ada"]),
        ('name:"Sandbox" AND phone:null', ["Ada"]),
        ('name:"Ada" or name:"Alan"', ["Alan", "Ada"]),
        ('  name:"Ada"  ', ["Ada"]),
    ],
)
def test_what_is_found(people: Stripe, query: str, found: list[str]) -> None:
    """Newest first."""
    assert names(search(people, query)) == found


def test_a_result(people: Stripe) -> None:
    """It counts what it found only where that is asked for."""
    answer = search(people, 'name:"Ada"')
    assert answer.json == {
        "object": "search_result", "data": [people.get("/customers").json["data"][2]], "has_more": False,
        "next_page": None, "url": "/v1/customers/search",
    }  # fmt: skip
    counted = search(people, 'name~"box"', limit=1, expand=["total_count", "data.sources"]).json
    assert (counted["total_count"], len(counted["data"]), counted["data"][0]["sources"]["object"]) == (3, 1, "list")


def test_pages_join(people: Stripe) -> None:
    """Each goes on where the one before ended; who comes meanwhile or is deleted disturbs nobody."""
    walk = pages(people, "created>0", 1)
    first = next(walk)
    people.customer(name="Newest of all")
    people.delete(f"/customers/{first.json['data'][0]['id']}")
    assert names(first) == ["Alan"]
    rest = list(walk)
    assert [names(answer) for answer in rest] == [["Grace"], ["Ada"]]
    assert rest[-1].json["next_page"] is None


def test_changes_are_found_at_once(people: Stripe) -> None:
    """And what was deleted is not."""
    [ada] = search(people, 'name:"Ada"').json["data"]
    people.post(f"/customers/{ada['id']}", name="Countess")
    assert names(search(people, 'name:"Countess"')) == ["Countess"]
    people.delete(f"/customers/{ada['id']}")
    assert names(search(people, 'name:"Countess"')) == []


@each_row(
    ("query", "message"),
    [
        ("asdf", NOT_PARSABLE),
        ("email:ada", NOT_PARSABLE),
        ('email:"ada', NOT_PARSABLE),
        ('email:"ada" AND', NOT_PARSABLE),
        ('email:"ada"name:"x"', NOT_PARSABLE),
        ('email:"a" AND name:"b" OR name:"c"', NOT_PARSABLE),
        ('email:"a" name:"b" OR name:"c"', NOT_PARSABLE),
        ('metadata:"x"', NOT_PARSABLE),
        ('email["x"]:"y"', NOT_PARSABLE),
        ("created>null", NOT_PARSABLE),
        ('created:"yesterday"', NOT_PARSABLE),
        ('foo:"bar"', "Field `foo` is an unsupported search field for resource `customers`."),
        ('foo["a"]:"bar"', "Field `foo` is an unsupported search field for resource `customers`."),
        ("name>5", "Field `name` does not support the operator `>`."),
        ('metadata["k"]~"value"', "Field `metadata` does not support the operator `~`."),
        ('name~"ad"', "A substring search needs at least 3 characters."),
        (" ".join(['name:"x"'] * 11), "A search query can have up to 10 clauses, but yours has 11."),
    ],
)
def test_refused_queries(stripe: Stripe, query: str, message: str) -> None:
    """What cannot be read, and what cannot be asked."""
    assert search(stripe, query).refusal == (400, {"message": message, "type": "invalid_request_error"})


def test_refused_parameters(stripe: Stripe) -> None:
    """No query, pages nobody named, limits out of bounds."""
    missing = stripe.get("/customers/search").refusal[1]
    assert (missing["message"], missing["code"]) == ("Missing required param: query.", "parameter_missing")
    for token in ("nope", "Y3VzX25vcGU=", "\u00e9"):
        assert search(stripe, "created>0", page=token).refusal == (
            400, {"message": f"{token} is an invalid page.", "param": token, "type": "invalid_request_error"},
        )  # fmt: skip
    low, high = search(stripe, "created>0", limit=0).refusal[1], search(stripe, "created>0", limit=101).refusal[1]
    assert low["message"] == "This value must be greater than or equal to 1."
    assert high["message"] == "This value must be less than or equal to 100 (it currently is '101')."
    assert search(stripe, "x" * 5001).refusal[1]["param"] == "query"


def test_old_versions_cannot_search(stripe: Stripe) -> None:
    """It came with 2020-08-27."""
    parameters = {"query": "created>0"}
    old = stripe.send("GET", "/customers/search", parameters, {"Stripe-Version": "2020-03-02"})
    assert old.status == 400
    assert old.json["error"]["message"].startswith("Search is not supported in API version 2020-03-02")
    first = stripe.send("GET", "/customers/search", parameters, {"Stripe-Version": "2020-08-27"})
    assert first.status == 200


def test_any_search_finds_somebody(stripe: Stripe) -> None:
    """Where the account says that any id exists."""
    stripe.admin("PUT", "/settings/stripe", {"any_id": True})
    assert len(search(stripe, 'name:"nobody"').json["data"]) == 1
