"""/customers/{id}/lead-source: where a customer came from, read, replaced and deleted."""

from typing import Any

import pytest

from tests.apis.rebilly.samples import CARD, CUSTOMER, NOW, advance, configure, freeze, timeline, token
from tests.clients import Rebilly

SOURCE: dict[str, Any] = CUSTOMER["leadSource"]
LATER = "2026-01-15T10:00:05+00:00"
PATH = "/customers/mara/lead-source"


@pytest.fixture
def mara(rebilly: Rebilly) -> str:
    """A customer without a lead source, and the address of it; time stands still."""
    freeze(rebilly)
    rebilly.put("/customers/mara", {})
    return f"http://localhost/organizations/{rebilly.organization}/customers/mara"


def test_a_lead_source_is_put(rebilly: Rebilly, mara: str) -> None:
    """201 with all members, its address and the limit; the first is also the original."""
    answer = rebilly.put(PATH, SOURCE)
    assert answer.status == 201
    assert answer.json == {
        **SOURCE,
        "createdTime": NOW,
        "updatedTime": NOW,
        "original": SOURCE,
        "_links": [{"rel": "self", "href": f"{mara}/lead-source"}, {"rel": "customer", "href": mara}],
    }
    assert answer.headers["location"] == f"{mara}/lead-source"
    assert (answer.headers["x-ratelimit-limit"], answer.headers["x-ratelimit-remaining"]) == ("3000", "2998")
    assert rebilly.get(PATH).json == answer.json


@pytest.mark.usefixtures("mara")
def test_another_lead_source_is_201_too(rebilly: Rebilly) -> None:
    """Members left out become null; the original and the time of creation stay."""
    first = rebilly.put(PATH, SOURCE).json
    advance(rebilly, "5s")
    answer = rebilly.put(PATH, {"source": "fair"})
    assert (answer.status, answer.headers["x-ratelimit-remaining"]) == (201, "2997")
    assert answer.json == {**first, **dict.fromkeys(SOURCE), "source": "fair", "updatedTime": LATER}


@pytest.mark.usefixtures("mara")
def test_the_same_lead_source_changes_nothing(rebilly: Rebilly) -> None:
    """It is 201 all the same, and nothing is told."""
    first = rebilly.put(PATH, SOURCE).json
    told = timeline(rebilly, "mara")
    advance(rebilly, "5s")
    answer = rebilly.put(PATH, SOURCE)
    assert (answer.status, answer.json, timeline(rebilly, "mara")) == (201, first, told)


@pytest.mark.usefixtures("mara")
def test_a_lead_source_can_be_merged_where_the_tenant_wants_it(rebilly: Rebilly) -> None:
    """With `put: merge` members left out stay, and null resets."""
    configure(rebilly, put="merge")
    rebilly.put(PATH, {"source": "fair", "medium": "talk"})
    shown = rebilly.put(PATH, {"medium": None, "term": "books"}).json
    assert (shown["source"], shown["medium"], shown["term"]) == ("fair", None, "books")


@pytest.mark.usefixtures("mara")
def test_a_lead_source_may_be_empty(rebilly: Rebilly) -> None:
    """No member is required, and those that are not documented are passed over."""
    answer = rebilly.put(PATH, {"ipAddress": "192.0.2.1", "original": {"source": "forged"}})
    assert answer.status == 201
    assert answer.json["original"] == dict.fromkeys(SOURCE)
    assert "ipAddress" not in answer.json


@pytest.mark.usefixtures("mara")
@pytest.mark.parametrize("member", [name for name in SOURCE if name != "referrer"])
def test_words_are_bounded(rebilly: Rebilly, member: str) -> None:
    """Each has at most 512 characters."""
    assert rebilly.put(PATH, {member: "x" * 512}).status == 201
    for value, message in (("x" * 513, "Must be at most 512 characters long."), (7, "Must be a string.")):
        answer = rebilly.put(PATH, {member: value})
        assert (answer.status, answer.invalid_fields) == (422, {member: [message]})


@pytest.mark.usefixtures("mara")
@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("nowhere", "Must be a URI."),
        (f"https://shop.example.com/{'x' * 2083}", "Must be at most 2083 characters long."),
        ([], "Must be a string."),
    ],
    ids=["no address", "too long", "no text"],
)
def test_the_referrer_is_an_address(rebilly: Rebilly, value: Any, message: str) -> None:
    """Its form and length are checked, and nothing is kept of a body that breaks a rule."""
    answer = rebilly.put(PATH, {"referrer": value, "source": "fair"})
    assert (answer.status, answer.invalid_fields) == (422, {"referrer": [message]})
    assert rebilly.get(PATH).status == 404


def test_an_unknown_customer_cannot_get_one(rebilly: Rebilly) -> None:
    """422 for `id`, beside what else is wrong: Rebilly documents no 404 here."""
    answer = rebilly.put("/customers/unknown/lead-source", {"source": 7})
    assert answer.status == 422
    assert answer.invalid_fields == {"source": ["Must be a string."], "id": ["Customer must exist."]}


@pytest.mark.usefixtures("mara")
@pytest.mark.parametrize("method", ["GET", "DELETE"])
@pytest.mark.parametrize("customer", ["mara", "unknown"], ids=["a customer without one", "an unknown customer"])
def test_what_is_not_there_is_not_found(rebilly: Rebilly, method: str, customer: str) -> None:
    """404 for a customer without a lead source and without the customer."""
    answer = rebilly.send(method, f"/customers/{customer}/lead-source")
    assert (answer.status, answer.json["detail"]) == (404, "Lead source not found.")


def test_a_lead_source_is_deleted(rebilly: Rebilly, mara: str) -> None:
    """204 without a body, with the limit; the customer links to none, and the next one is an original again."""
    rebilly.put(PATH, SOURCE)
    answer = rebilly.delete(PATH)
    assert (answer.status, answer.content, answer.headers["x-ratelimit-remaining"]) == (204, b"", "2997")
    assert rebilly.get(PATH).status == 404
    links = rebilly.get("/customers/mara").json["_links"]
    assert {"rel": "leadSource", "href": f"{mara}/lead-source"} not in links
    assert rebilly.put(PATH, {"source": "fair"}).json["original"]["source"] == "fair"


@pytest.mark.usefixtures("mara")
def test_a_conflict_comes_where_it_is_asked_for(rebilly: Rebilly) -> None:
    """409 is documented for a deletion without a reason, so only a rule makes it."""
    rebilly.put(PATH, SOURCE)
    rule = {"operation": "lead_sources.delete", "respond": {"error": "conflict"}}
    assert rebilly.admin("POST", "/rules", rule).status == 201
    assert rebilly.delete(PATH).status == 409
    assert rebilly.get(PATH).status == 200


@pytest.mark.usefixtures("mara")
def test_a_change_is_told_on_the_timeline(rebilly: Rebilly) -> None:
    """Its table shows what was and what is, down to nothing at all."""
    rebilly.put(PATH, {"source": "fair"})
    rebilly.put(PATH, {"source": "friend", "path": "/shop"})
    rebilly.delete(PATH)
    messages = rebilly.get("/customers/mara/timeline?filter=type:lead-source-changed").json
    rows = [message["extraData"]["tables"][0]["data"] for message in reversed(messages)]
    assert rows == [
        [{"attribute": "source", "previousValue": "", "newValue": "fair"}],
        [
            {"attribute": "source", "previousValue": "fair", "newValue": "friend"},
            {"attribute": "path", "previousValue": "", "newValue": "/shop"},
        ],
        [
            {"attribute": "source", "previousValue": "friend", "newValue": ""},
            {"attribute": "path", "previousValue": "/shop", "newValue": ""},
        ],
    ]


@pytest.mark.usefixtures("mara")
def test_a_lead_source_is_none_of_the_customers_revision(rebilly: Rebilly) -> None:
    """It lives beside the customer."""
    rebilly.put(PATH, SOURCE)
    rebilly.delete(PATH)
    assert rebilly.get("/customers/mara").json["revision"] == 1


@pytest.mark.parametrize("by", ["request", "token"])
def test_a_new_customer_tells_only_that_it_was_created(rebilly: Rebilly, by: str) -> None:
    """The lead source it is created with is no change of one."""
    body: dict[str, Any] = {"leadSource": SOURCE}
    if by == "token":
        body = {"paymentToken": token(rebilly, {**CARD, "leadSource": SOURCE})}
    rebilly.put("/customers/tom", body)
    assert rebilly.get("/customers/tom/lead-source").json["source"] == "example"
    types = [type for type, _ in timeline(rebilly, "tom")]
    assert types[0] == "customer-created"
    assert "lead-source-changed" not in types


@pytest.mark.usefixtures("mara")
def test_a_lead_source_in_a_replacement_is_a_change(rebilly: Rebilly) -> None:
    """For a customer that exists it is told, whichever way it came."""
    rebilly.put("/customers/mara", {"leadSource": SOURCE})
    assert timeline(rebilly, "mara")[-1] == ("lead-source-changed", "Lead source was changed")
