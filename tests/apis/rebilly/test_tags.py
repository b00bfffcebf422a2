"""/tags: created, listed, read by name, renamed, deleted."""

from typing import Any

import pytest

from tests.apis.rebilly.samples import NOW, advance, freeze, tag, timeline
from tests.clients import Rebilly
from tests.tables import each_row

TAKEN = "A tag with this name exists already."


def names(rebilly: Rebilly, query: str = "") -> list[str]:
    return [one["name"] for one in rebilly.get(f"/tags{query}").json]


def carried(rebilly: Rebilly, customer: str) -> list[str]:
    """Give the names of a customer's tags."""
    return [one["name"] for one in rebilly.get(f"/customers/{customer}").json["tags"]]


def test_a_tag_is_created(rebilly: Rebilly) -> None:
    """201 with the tag, its address, which is its name's, and what is left of the limit."""
    freeze(rebilly)
    answer = rebilly.post("/tags", {"name": "Big spender+", "type": "customer"})
    own = f"http://localhost/organizations/{rebilly.organization}/tags/Big%20spender%2B"
    assert answer.status == 201
    assert answer.json == {
        "id": answer.json["id"],
        "name": "Big spender+",
        "type": "customer",
        "createdTime": NOW,
        "updatedTime": NOW,
        "_links": [{"rel": "self", "href": own}],
    }
    assert answer.json["id"].startswith("tag_")
    assert answer.headers["location"] == own
    assert (answer.headers["x-ratelimit-limit"], answer.headers["x-ratelimit-remaining"]) == ("3000", "2999")


@pytest.mark.parametrize("type", ["customer", "kyc-document", "aml-check"])
def test_a_tag_has_one_of_three_types(rebilly: Rebilly, type: str) -> None:
    """The type is what the tag can be put on."""
    assert tag(rebilly, "VIP", type)["type"] == type


@each_row(
    ("member", "value", "message"),
    [
        ("name", None, "Must not be null."),
        ("name", 7, "Must be a string."),
        ("name", "", "Must hold only letters, digits, spaces and the characters @ ~ - . _ +"),
        ("name", "a/b", "Must hold only letters, digits, spaces and the characters @ ~ - . _ +"),
        ("name", "été", "Must hold only letters, digits, spaces and the characters @ ~ - . _ +"),
        ("name", "x" * 256, "Must be at most 255 characters long."),
        ("type", "invoice", "Must be one of customer, kyc-document, aml-check."),
        ("type", None, "Must not be null."),
    ],
)
def test_a_tag_is_checked(rebilly: Rebilly, member: str, value: Any, message: str) -> None:
    """Each rule of a member has its own message, and nothing is stored."""
    answer = rebilly.post("/tags", {"name": "VIP", "type": "customer", member: value})
    assert (answer.status, answer.invalid_fields) == (422, {member: [message]})
    assert names(rebilly) == []


def test_what_a_tag_needs_is_named_at_once(rebilly: Rebilly) -> None:
    """Both members are required."""
    required = ["This member is required."]
    assert rebilly.post("/tags", {}).invalid_fields == {"name": required, "type": required}


@pytest.mark.parametrize("name", ["@~-._ +aZ9", "x" * 255], ids=["every kind of character", "the longest"])
def test_a_name_leads_to_its_tag(rebilly: Rebilly, name: str) -> None:
    """The address a tag is created at answers it, whatever its name is made of."""
    answer = rebilly.post("/tags", {"name": name, "type": "customer"})
    path = answer.headers["location"].removeprefix("http://localhost")
    assert rebilly.send("GET", path, raw=True).json == answer.json


@pytest.mark.parametrize("name", ["VIP", "vip"])
@each_row("type", ["customer", "aml-check"])
def test_a_name_is_taken_in_every_case(rebilly: Rebilly, name: str, type: str) -> None:
    """A second tag of the name is 409, of whatever type it is."""
    tag(rebilly, "VIP")
    answer = rebilly.post("/tags", {"name": name, "type": type})
    assert (answer.status, answer.json["detail"]) == (409, TAKEN)


@pytest.mark.parametrize("path", ["Big%20Spender", "big%20spender", "BIG SPENDER"])
def test_a_tag_is_read_by_its_name_in_any_case(rebilly: Rebilly, path: str) -> None:
    """Names are unique without regard to case, so an address needs none either."""
    made = tag(rebilly, "Big Spender")
    answer = rebilly.get(f"/tags/{path}")
    assert (answer.status, answer.json) == (200, made)


@pytest.mark.parametrize("path", ["a+b", "a%2Bb"])
def test_a_plus_in_an_address_is_a_plus(rebilly: Rebilly, path: str) -> None:
    """`a+b` and `a b` are two tags."""
    tag(rebilly, "a b")
    made = tag(rebilly, "a+b")
    assert rebilly.get(f"/tags/{path}").json == made


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_an_unknown_tag_is_not_found(rebilly: Rebilly, method: str) -> None:
    """A tag's id is no name of it."""
    id = tag(rebilly, "VIP")["id"]
    answer = rebilly.send(method, f"/tags/{id}", {"name": "Other"} if method == "PATCH" else None)
    assert (answer.status, answer.json["detail"]) == (404, "Tag not found.")


def test_tags_are_listed_newest_first(rebilly: Rebilly) -> None:
    """A page is a bare list with its pagination headers."""
    made = [tag(rebilly, name) for name in ("a", "b", "c")]
    answer = rebilly.get("/tags?limit=2&offset=1")
    assert (answer.status, answer.json) == (200, [made[1], made[0]])
    assert [answer.headers[f"pagination-{name}"] for name in ("total", "limit", "offset")] == ["3", "2", "1"]


@each_row(
    ("query", "found"),
    [
        ("?filter=type:customer&sort=name", ["Gold", "Silver"]),
        ("?filter=name:gold", ["Gold"]),
        ("?q=IL", ["Silver"]),
        ("?sort=name", ["Checked", "Gold", "Silver"]),
        ("?sort=-name", ["Silver", "Gold", "Checked"]),
    ],
    ids=["by type", "by name in any case", "by a part", "sorted", "sorted downwards"],
)
def test_tags_are_found(rebilly: Rebilly, query: str, found: list[str]) -> None:
    """Tags are filtered, searched and sorted like other collections."""
    tag(rebilly, "Gold")
    tag(rebilly, "Silver")
    tag(rebilly, "Checked", "aml-check")
    assert names(rebilly, query) == found


def test_what_is_kept_beside_a_tag_cannot_be_filtered_by(rebilly: Rebilly) -> None:
    """Members of ours are no part of a tag."""
    assert rebilly.get("/tags?filter=_name:vip").status == 400


def test_a_tag_is_renamed(rebilly: Rebilly) -> None:
    """200 with the limit; the tag keeps its id and place, and its old name is free."""
    freeze(rebilly)
    before = tag(rebilly, "VIP")
    tag(rebilly, "Other")
    advance(rebilly, "5s")
    answer = rebilly.send("PATCH", "/tags/vip", {"name": "Gold", "type": "aml-check"})
    own = f"http://localhost/organizations/{rebilly.organization}/tags/Gold"
    assert answer.status == 200
    assert answer.json == {
        **before,
        "name": "Gold",
        "updatedTime": "2026-01-15T10:00:05+00:00",
        "_links": [{"rel": "self", "href": own}],
    }
    assert answer.headers["x-ratelimit-remaining"] == "2997"
    assert names(rebilly) == ["Other", "Gold"]
    assert rebilly.get("/tags/VIP").status == 404
    assert tag(rebilly, "VIP")["id"] != before["id"]


def test_a_tag_may_change_the_case_of_its_name(rebilly: Rebilly) -> None:
    """Its own name is not taken by another."""
    tag(rebilly, "VIP")
    assert rebilly.send("PATCH", "/tags/VIP", {"name": "Vip"}).json["name"] == "Vip"


def test_a_name_that_stays_is_no_change(rebilly: Rebilly) -> None:
    """The time of the last change stays, too."""
    freeze(rebilly)
    before = tag(rebilly, "VIP")
    advance(rebilly, "5s")
    assert rebilly.send("PATCH", "/tags/VIP", {"name": "VIP"}).json == before


def test_a_tag_cannot_take_anothers_name(rebilly: Rebilly) -> None:
    """409, and both stay as they are."""
    tag(rebilly, "VIP")
    tag(rebilly, "Gold")
    answer = rebilly.send("PATCH", "/tags/VIP", {"name": "gold"})
    assert (answer.status, answer.json["detail"]) == (409, TAKEN)
    assert names(rebilly) == ["Gold", "VIP"]


@each_row(
    ("body", "message"),
    [
        ({}, "This member is required."),
        ({"name": None}, "Must not be null."),
        ({"name": "a,b"}, "Must hold only letters, digits, spaces and the characters @ ~ - . _ +"),
        ({"name": "x" * 256}, "Must be at most 255 characters long."),
    ],
    ids=["absent", "null", "a comma", "too long"],
)
def test_a_new_name_is_checked(rebilly: Rebilly, body: Any, message: str) -> None:
    """A new name keeps to the rules of the first."""
    tag(rebilly, "VIP")
    answer = rebilly.send("PATCH", "/tags/VIP", body)
    assert (answer.status, answer.invalid_fields) == (422, {"name": [message]})


def test_a_new_name_reaches_the_customers(rebilly: Rebilly) -> None:
    """Customers show it at its place among their tags; nothing about them has changed."""
    for name in ("VIP", "Gold"):
        tag(rebilly, name)
    for name in ("VIP", "Gold"):
        rebilly.put("/customers/mara", {})
        rebilly.post(f"/tags/{name}/customers/mara")
    before, told = rebilly.get("/customers/mara").json, timeline(rebilly, "mara")
    renamed = rebilly.send("PATCH", "/tags/VIP", {"name": "Platinum"}).json
    assert rebilly.get("/customers/mara").json == {**before, "tags": [renamed, before["tags"][1]]}
    assert timeline(rebilly, "mara") == told


def test_a_tag_is_deleted(rebilly: Rebilly) -> None:
    """204 without a body, with the limit; the name is free."""
    tag(rebilly, "VIP")
    answer = rebilly.delete("/tags/vip")
    assert (answer.status, answer.content, answer.headers["x-ratelimit-remaining"]) == (204, b"", "2998")
    assert rebilly.get("/tags/VIP").status == 404
    assert tag(rebilly, "VIP")["name"] == "VIP"


def test_customers_lose_a_deleted_tag(rebilly: Rebilly) -> None:
    """It is as if it had been taken off each of them; other tags stay."""
    for name in ("VIP", "Gold"):
        tag(rebilly, name)
    for id in ("mara", "tom"):
        rebilly.put(f"/customers/{id}", {})
        rebilly.post(f"/tags/VIP/customers/{id}")
    rebilly.post("/tags/Gold/customers/mara")
    rebilly.delete("/tags/VIP")
    assert (carried(rebilly, "mara"), carried(rebilly, "tom")) == (["Gold"], [])
    assert rebilly.get("/customers/tom").json["revision"] == 3
    assert timeline(rebilly, "tom")[-1] == ("customer-untagged", "Tag VIP was removed")


def test_a_tag_belongs_to_one_organization(rebilly: Rebilly) -> None:
    """The same name can be used elsewhere."""
    tag(rebilly, "VIP")
    other = Rebilly(rebilly.caller, f"{rebilly.organization}_other")
    assert other.get("/tags/VIP").status == 404
    assert tag(other, "VIP")["name"] == "VIP"
