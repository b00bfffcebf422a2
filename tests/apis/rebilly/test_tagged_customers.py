"""/tags/{tag}/customers: customers are tagged and untagged, one or many at a time."""

from typing import Any

import pytest

from tests.apis.rebilly.samples import NOW, advance, freeze, tag, timeline
from tests.clients import Rebilly
from tests.tables import each_row

UNKNOWN = "Tag must exist and be of the type customer."


def customers(rebilly: Rebilly, *ids: str) -> None:
    for id in ids:
        assert rebilly.put(f"/customers/{id}", {}).status == 201


def carriers(rebilly: Rebilly, name: str) -> list[str]:
    """Give the ids of the customers that carry a tag."""
    return sorted(one["id"] for one in rebilly.get(f"/customers?filter=tags.name:{name}").json)


def test_a_customer_is_tagged(rebilly: Rebilly) -> None:
    """204 without a body, with the limit; the customer shows the tag as it is read itself."""
    freeze(rebilly)
    made = tag(rebilly, "Big spender")
    customers(rebilly, "mara")
    before = rebilly.get("/customers/mara").json
    advance(rebilly, "5s")
    answer = rebilly.post("/tags/big%20spender/customers/mara")
    assert (answer.status, answer.content, answer.headers["x-ratelimit-remaining"]) == (204, b"", "2997")
    later = "2026-01-15T10:00:05+00:00"
    assert rebilly.get("/customers/mara").json == {**before, "tags": [made], "revision": 2, "updatedTime": later}
    assert timeline(rebilly, "mara")[-1] == ("customer-tagged", "Tag Big spender was added")


def test_a_customer_is_untagged(rebilly: Rebilly) -> None:
    """204; the other tags stay in their order."""
    made = [tag(rebilly, name) for name in ("a", "b", "c")]
    customers(rebilly, "mara")
    for name in ("a", "b", "c"):
        rebilly.post(f"/tags/{name}/customers/mara")
    answer = rebilly.delete("/tags/B/customers/mara")
    shown = rebilly.get("/customers/mara").json
    assert (answer.status, answer.content, answer.headers["x-ratelimit-limit"]) == (204, b"", "3000")
    assert (shown["tags"], shown["revision"]) == ([made[0], made[2]], 5)
    assert timeline(rebilly, "mara")[-1] == ("customer-untagged", "Tag b was removed")


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_what_is_so_already_changes_nothing(rebilly: Rebilly, method: str) -> None:
    """A tag that is carried, or not, is passed over: 204, without a revision or a message."""
    freeze(rebilly)
    tag(rebilly, "VIP")
    customers(rebilly, "mara")
    rebilly.send(method, "/tags/VIP/customers/mara")
    before, told = rebilly.get("/customers/mara").json, timeline(rebilly, "mara")
    advance(rebilly, "5s")
    assert rebilly.send(method, "/tags/VIP/customers/mara").status == 204
    assert (rebilly.get("/customers/mara").json, timeline(rebilly, "mara")) == (before, told)


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@each_row(
    ("path", "detail"),
    [
        ("unknown/customers/mara", "Tag not found."),
        ("Checked/customers/mara", "Tag not found."),
        ("VIP/customers/unknown", "Customer not found."),
    ],
    ids=["the tag", "a tag of another type", "the customer"],
)
def test_tag_and_customer_must_exist(rebilly: Rebilly, method: str, path: str, detail: str) -> None:
    """404 says which of the two was not found; a tag for other records is none for customers."""
    tag(rebilly, "VIP")
    tag(rebilly, "Checked", "aml-check")
    customers(rebilly, "mara")
    answer = rebilly.send(method, f"/tags/{path}")
    assert (answer.status, answer.json["detail"]) == (404, detail)
    assert rebilly.get("/customers/mara").json["tags"] == []


def test_many_customers_are_tagged_and_untagged(rebilly: Rebilly) -> None:
    """204 for each; customers of which it is so already are passed over."""
    tag(rebilly, "VIP")
    customers(rebilly, "mara", "tom", "una")
    rebilly.post("/tags/VIP/customers/mara")
    tagged = rebilly.post("/tags/vip/customers", {"customerIds": ["mara", "tom", "una", "tom"]})
    assert (tagged.status, tagged.content, tagged.headers["x-ratelimit-remaining"]) == (204, b"", "2994")
    assert carriers(rebilly, "VIP") == ["mara", "tom", "una"]
    assert [rebilly.get(f"/customers/{id}").json["revision"] for id in ("mara", "tom", "una")] == [2, 2, 2]
    untagged = rebilly.send("DELETE", "/tags/VIP/customers", {"customerIds": ["mara", "una"]})
    assert (untagged.status, untagged.content, untagged.headers["x-ratelimit-remaining"]) == (204, b"", "2993")
    assert carriers(rebilly, "VIP") == ["tom"]
    assert timeline(rebilly, "una") == [
        ("customer-created", "Customer was created"),
        ("customer-tagged", "Tag VIP was added"),
        ("customer-untagged", "Tag VIP was removed"),
    ]


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@each_row(
    ("body", "fields"),
    [
        ({}, {"customerIds": ["This member is required."]}),
        ({"customerIds": None}, {"customerIds": ["Must not be null."]}),
        ({"customerIds": "mara"}, {"customerIds": ["Must be a list."]}),
        ({"customerIds": []}, {"customerIds": ["Must have from 1 to 1000 elements."]}),
        ({"customerIds": ["mara"] * 1001}, {"customerIds": ["Must have from 1 to 1000 elements."]}),
        ({"customerIds": ["mara", 7]}, {"customerIds.1": ["Must be a string."]}),
        (
            {"customerIds": ["unknown", "mara", "nobody"]},
            {"customerIds.0": ["Customer must exist."], "customerIds.2": ["Customer must exist."]},
        ),
    ],
    ids=["absent", "null", "a text", "none", "too many", "no text", "unknown customers"],
)
def test_the_customers_are_checked(rebilly: Rebilly, method: str, body: Any, fields: dict[str, list[str]]) -> None:
    """Each wrong member is named, and no customer is changed."""
    tag(rebilly, "VIP")
    customers(rebilly, "mara", "tom")
    rebilly.post("/tags/VIP/customers/tom")
    answer = rebilly.send(method, "/tags/VIP/customers", body)
    assert (answer.status, answer.invalid_fields) == (422, fields)
    assert carriers(rebilly, "VIP") == ["tom"]


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@each_row("name", ["unknown", "Checked"])
def test_for_many_customers_an_unknown_tag_is_invalid(rebilly: Rebilly, method: str, name: str) -> None:
    """422 for `tag`: Rebilly documents no 404 here."""
    tag(rebilly, "Checked", "kyc-document")
    customers(rebilly, "mara")
    answer = rebilly.send(method, f"/tags/{name}/customers", {"customerIds": ["mara"]})
    assert (answer.status, answer.invalid_fields) == (422, {"tag": [UNKNOWN]})


def test_a_thousand_customers_are_tagged_at_once(rebilly: Rebilly) -> None:
    """The largest list is taken whole."""
    tag(rebilly, "VIP")
    ids = [rebilly.customer()["id"] for _ in range(1000)]
    assert rebilly.post("/tags/VIP/customers", {"customerIds": ids}).status == 204
    answer = rebilly.get("/customers?filter=tags.name:vip&limit=0")
    assert answer.headers["pagination-total"] == "1000"


def test_a_replaced_customer_keeps_its_tags(rebilly: Rebilly) -> None:
    """Tags are put on by their own operations; a PUT neither gives nor takes them."""
    freeze(rebilly)
    made = tag(rebilly, "VIP")
    customers(rebilly, "mara")
    rebilly.post("/tags/VIP/customers/mara")
    answer = rebilly.put("/customers/mara", {"locale": "en", "tags": []})
    assert (answer.json["tags"], answer.json["updatedTime"]) == ([made], NOW)
