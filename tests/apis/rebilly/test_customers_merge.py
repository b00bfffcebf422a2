"""DELETE /customers/{id}?targetCustomerId=…: a duplicate is merged into another customer, and gone."""

import pytest

from tests.apis.rebilly.samples import CUSTOMER, NOW, advance, freeze, lead_source, tag, timeline, token
from tests.clients import Rebilly

CASH = {"defaultPaymentInstrument": {"method": "cash"}}


def instruments(rebilly: Rebilly, customer: str) -> list[str]:
    """Give the ids of a customer's instruments."""
    return [record["id"] for record in rebilly.get(f"/payment-instruments?filter=customerId:{customer}").json]


def test_a_merged_duplicate_is_gone(rebilly: Rebilly) -> None:
    """The customer of the path is merged into the target and deleted: 204 without a body, with the limit."""
    rebilly.put("/customers/double", CUSTOMER)
    rebilly.put("/customers/mara", {})
    answer = rebilly.delete("/customers/double?targetCustomerId=mara")
    assert (answer.status, answer.content) == (204, b"")
    assert (answer.headers["x-ratelimit-limit"], answer.headers["x-ratelimit-remaining"]) == ("3000", "2997")
    assert "content-type" not in answer.headers
    assert rebilly.get("/customers/double").status == 404
    assert [record["id"] for record in rebilly.get("/customers").json] == ["mara"]
    assert rebilly.get("/customers/double/lead-source").status == 404


def test_the_target_takes_over_the_instruments(rebilly: Rebilly) -> None:
    """What the duplicate paid with belongs to the target, whose own default stays."""
    freeze(rebilly)
    mine = rebilly.put("/customers/mara", CASH).json["defaultPaymentInstrument"]
    other = rebilly.put("/customers/double", {"paymentToken": token(rebilly)}).json["defaultPaymentInstrument"]
    moved_before = rebilly.get(f"/payment-instruments/{other['paymentInstrumentId']}").json
    target_before = rebilly.get("/customers/mara").json
    advance(rebilly, "5s")
    rebilly.delete("/customers/double?targetCustomerId=mara")
    later = "2026-01-15T10:00:05+00:00"
    assert instruments(rebilly, "mara") == [other["paymentInstrumentId"], mine["paymentInstrumentId"]]
    assert instruments(rebilly, "double") == []
    assert rebilly.get("/customers/mara").json == {**target_before, "revision": 2, "updatedTime": later}
    base = f"http://localhost/organizations/{rebilly.organization}"
    assert rebilly.get(f"/payment-instruments/{other['paymentInstrumentId']}").json == {
        **moved_before,
        "customerId": "mara",
        "revision": 2,
        "updatedTime": later,
        "_links": [moved_before["_links"][0], {"rel": "customer", "href": f"{base}/customers/mara"}],
    }


def test_a_target_without_a_default_takes_over_that_too(rebilly: Rebilly) -> None:
    """Where the target has no default instrument, it takes the duplicate's."""
    default = rebilly.put("/customers/double", CASH).json["defaultPaymentInstrument"]
    rebilly.put("/customers/mara", {})
    rebilly.delete("/customers/double?targetCustomerId=mara")
    assert rebilly.get("/customers/mara").json["defaultPaymentInstrument"] == default


def test_the_target_keeps_its_own_data(rebilly: Rebilly) -> None:
    """Address, custom fields and lead source of the target are not touched."""
    freeze(rebilly)
    before = rebilly.put("/customers/mara", CUSTOMER).json
    rebilly.put("/customers/double", {"locale": "fr", "leadSource": {"source": "other"}})
    rebilly.delete("/customers/double?targetCustomerId=mara")
    assert rebilly.get("/customers/mara").json == {**before, "revision": 2, "updatedTime": NOW}
    assert lead_source(rebilly, "mara")["source"] == "example"


def test_the_target_takes_over_the_tags(rebilly: Rebilly) -> None:
    """It carries its own and then the duplicate's, each once, in one revision."""
    made = [tag(rebilly, name) for name in ("own", "both", "new")]
    for id, names in (("mara", ("own", "both")), ("double", ("new", "both"))):
        rebilly.put(f"/customers/{id}", {})
        for name in names:
            rebilly.post(f"/tags/{name}/customers/{id}")
    rebilly.delete("/customers/double?targetCustomerId=mara")
    merged = rebilly.get("/customers/mara").json
    assert (merged["tags"], merged["revision"]) == (made, 4)
    assert [one["id"] for one in rebilly.get("/customers?filter=tags.name:new").json] == ["mara"]


def test_the_target_takes_over_the_timeline(rebilly: Rebilly) -> None:
    """The messages of both stand in the order in which they were written, those of the duplicate at a new address."""
    for id in ("mara", "double"):
        rebilly.put(f"/customers/{id}", {})
    posted = [
        rebilly.post(f"/customers/{id}/timeline", {"message": f"of {id}"}).json for id in ("double", "mara", "double")
    ]
    rebilly.delete("/customers/double?targetCustomerId=mara")
    assert timeline(rebilly, "mara") == [
        ("customer-created", "Customer was created"),
        ("customer-created", "Customer was created"),
        ("customer-comment-created", "of double"),
        ("customer-comment-created", "of mara"),
        ("customer-comment-created", "of double"),
        ("customer-merged", "Customer double was merged into this customer"),
    ]
    assert timeline(rebilly, "double") == []
    own = f"/customers/mara/timeline/{posted[0]['id']}"
    links = [{"rel": "self", "href": f"http://localhost/organizations/{rebilly.organization}{own}"}]
    assert rebilly.get(own).json == {**posted[0], "_links": links}
    assert rebilly.delete(own).status == 204


def test_a_target_without_a_lead_source_takes_over_that_too(rebilly: Rebilly) -> None:
    """With its original and its times; the merge is all that is told."""
    rebilly.put("/customers/double", {"leadSource": {"source": "first"}})
    rebilly.put("/customers/double/lead-source", {"source": "second"})
    rebilly.put("/customers/mara", {})
    before = lead_source(rebilly, "double")
    rebilly.delete("/customers/double?targetCustomerId=mara")
    after = rebilly.get("/customers/mara/lead-source").json
    assert {**after, "_links": []} == {**before, "_links": []}
    assert (after["source"], after["original"]["source"]) == ("second", "first")
    assert rebilly.get("/customers/double/lead-source").status == 404


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "This parameter is required."),
        ("?targetCustomerId=", "This parameter is required."),
        ("?targetCustomerId=double", "Must be another customer."),
    ],
    ids=["no target", "an empty target", "itself"],
)
def test_merging_needs_another_customer(rebilly: Rebilly, query: str, message: str) -> None:
    """Without a target, or into itself, nothing can be merged: 422, and the customer stays."""
    rebilly.put("/customers/double", {})
    answer = rebilly.delete(f"/customers/double{query}")
    assert (answer.status, answer.invalid_fields) == (422, {"targetCustomerId": [message]})
    assert rebilly.get("/customers/double").status == 200


@pytest.mark.parametrize("path", ["unknown?targetCustomerId=mara", "mara?targetCustomerId=unknown"])
def test_both_customers_must_exist(rebilly: Rebilly, path: str) -> None:
    """An unknown duplicate or target is not found, and nothing happens."""
    before = rebilly.put("/customers/mara", {}).json
    answer = rebilly.delete(f"/customers/{path}")
    assert (answer.status, answer.json["detail"]) == (404, "Customer not found.")
    assert rebilly.get("/customers/mara").json == before


def test_an_id_that_was_merged_away_can_be_used_again(rebilly: Rebilly) -> None:
    """A chosen id is free once its customer is gone; the new one starts anew."""
    for id in ("double", "mara"):
        rebilly.put(f"/customers/{id}", {})
    rebilly.delete("/customers/double?targetCustomerId=mara")
    answer = rebilly.put("/customers/double", {})
    assert (answer.status, answer.json["revision"]) == (201, 1)
