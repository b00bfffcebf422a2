"""PUT /customers/{id}: created under an id of the caller's choice, replaced or merged when it exists."""

import json
from typing import Any

import pytest

from tests.apis.rebilly.samples import ADDRESS, CUSTOMER, NOW, advance, changed, configure, freeze, lead_source, token
from tests.clients import Rebilly
from tests.tables import each_row

LATER = "2026-01-15T10:00:05+00:00"

SAMPLES = {
    "customFields": {"plan": "silver"},
    "preferredPayoutInstrumentId": "inst_other",
    "primaryAddress": {"city": "York"},
    "websiteId": "web_other",
    "locale": "de",
    "taxNumbers": [],
    "personId": "prs_other",
    "notificationEmails": [],
}
"""Another value for each plain member."""


@each_row("id", ["ben-1706", "my-second-id", "foobar-001", "a@b~c-d.e_f", "x" * 50, "cus_1", ".", "0"])
def test_a_customer_can_be_created_under_a_chosen_id(rebilly: Rebilly, id: str) -> None:
    """An unknown id is created under itself: 201 with `Location` and the limit."""
    answer = rebilly.put(f"/customers/{id}", CUSTOMER)
    location = f"http://localhost/organizations/{rebilly.organization}/customers/{id}"
    assert (answer.status, answer.json["id"], answer.json["revision"]) == (201, id, 1)
    assert answer.headers["location"] == location
    assert (answer.headers["x-ratelimit-limit"], answer.headers["x-ratelimit-remaining"]) == ("3000", "2999")
    assert rebilly.get(f"/customers/{id}").json == answer.json


@each_row("id", ["x" * 51, "a%20b", "%C3%A9", "a%3Bb", "a,b", "%F0%9F%98%80", "a+b", "a%0Ab", "%00"])
def test_an_id_of_another_form_is_refused(rebilly: Rebilly, id: str) -> None:
    """An id has at most fifty letters, digits and `@ ~ - . _`; anything else is a validation error of `id`."""
    answer = rebilly.put(f"/customers/{id}", {})
    assert answer.status == 422
    assert answer.invalid_fields == {"id": ["Must be at most 50 letters, digits and the characters @ ~ - . _"]}


def test_an_existing_customer_is_replaced(rebilly: Rebilly) -> None:
    """A known id answers 200, without `Location` and without the limit, as Rebilly documents it."""
    rebilly.put("/customers/mara", {})
    answer = rebilly.put("/customers/mara", {"locale": "de"})
    assert (answer.status, answer.json["locale"]) == (200, "de")
    assert {"location", "x-ratelimit-limit", "x-ratelimit-remaining"}.isdisjoint(answer.headers)
    assert rebilly.get("/customers/mara").json == answer.json


def test_replacing_spends_of_the_limit_all_the_same(rebilly: Rebilly) -> None:
    """Every write counts, also one whose answer does not say so."""
    for _ in range(2):
        rebilly.put("/customers/mara", {})
    assert rebilly.post("/customers", {}).headers["x-ratelimit-remaining"] == "2997"


def test_the_id_of_the_body_means_nothing(rebilly: Rebilly) -> None:
    """The path names the customer."""
    assert rebilly.put("/customers/mara", {"id": "other"}).json["id"] == "mara"


def test_members_that_a_replacement_leaves_out_are_reset(rebilly: Rebilly) -> None:
    """What a body does not name goes back to its default; what belongs to the customer otherwise stays."""
    freeze(rebilly)
    rebilly.put("/customers/mara", {**CUSTOMER, "paymentToken": token(rebilly)})
    before, source = rebilly.get("/customers/mara").json, lead_source(rebilly, "mara")
    advance(rebilly, "5s")
    blank = rebilly.put("/customers/blank", {}).json
    assert rebilly.put("/customers/mara", {}).json == {
        **blank,
        "id": "mara",
        "createdTime": NOW,
        "updatedTime": LATER,
        "defaultPaymentInstrument": before["defaultPaymentInstrument"],
        "revision": 2,
        "_links": [entry for entry in before["_links"] if entry["rel"] != "website"],
    }
    assert lead_source(rebilly, "mara") == source


def test_merging_keeps_what_a_body_leaves_out(rebilly: Rebilly) -> None:
    """With `put: merge` a body changes the members it names, whole, and no others."""
    freeze(rebilly)
    configure(rebilly, put="merge")
    before = rebilly.put("/customers/mara", CUSTOMER).json
    advance(rebilly, "5s")
    after = rebilly.put("/customers/mara", {"locale": None, "customFields": {"colour": "red"}}).json
    assert after == {
        **before,
        "locale": None,
        "customFields": {"colour": "red"},
        "updatedTime": LATER,
        "revision": 2,
    }
    assert rebilly.put("/customers/mara", {}).json == after


@each_row("member", SAMPLES)
def test_a_change_raises_the_revision_and_the_time(rebilly: Rebilly, member: str) -> None:
    """Every change of a member counts one up and moves `updatedTime`, never `createdTime`."""
    freeze(rebilly)
    before = rebilly.put("/customers/mara", CUSTOMER).json
    advance(rebilly, "5s")
    after = rebilly.put("/customers/mara", {**CUSTOMER, member: SAMPLES[member]}).json
    assert after[member] != before[member]
    assert (after["revision"], after["createdTime"], after["updatedTime"]) == (2, NOW, LATER)


def test_a_replacement_that_changes_nothing_leaves_the_revision(rebilly: Rebilly) -> None:
    """Putting the same body again is no modification."""
    freeze(rebilly)
    before = rebilly.put("/customers/mara", CUSTOMER).json
    advance(rebilly, "5s")
    assert rebilly.put("/customers/mara", CUSTOMER).json == before


@each_row(("before", "after"), [(1, True), (True, 1), (0, False), ({"a": [1]}, {"a": [True]})])
def test_a_flag_is_another_value_than_a_number(rebilly: Rebilly, before: Any, after: Any) -> None:
    """`1` and `true` are two values of a custom field."""
    rebilly.put("/customers/mara", {"customFields": {"a": before}})
    answer = rebilly.put("/customers/mara", {"customFields": {"a": after}})
    assert answer.json["revision"] == 2
    assert json.dumps(answer.json["customFields"]) == json.dumps({"a": after})
    assert rebilly.get("/customers/mara").content == answer.content


def test_the_order_of_custom_fields_is_no_change(rebilly: Rebilly) -> None:
    """The members of an object have no order."""
    rebilly.put("/customers/mara", {"customFields": {"a": 1, "b": 2}})
    assert rebilly.put("/customers/mara", {"customFields": {"b": 2, "a": 1}}).json["revision"] == 1


@each_row(
    "extra",
    [
        {},
        {"defaultPaymentInstrument": {"method": "cash", "receivedBy": "Tom"}},
        {"leadSource": {"source": "example"}},
    ],
    ids=["plain", "with an instrument", "with a lead source"],
)
@pytest.mark.parametrize("profile", ["current", "legacy-2026-05"])
def test_a_client_can_send_back_what_it_fetched(rebilly: Rebilly, extra: dict[str, Any], profile: str) -> None:
    """PHP clients put the whole object they fetched, read-only members included: nothing changes."""
    configure(rebilly, profile=profile)
    freeze(rebilly)
    fetched = rebilly.customer(**{**CUSTOMER, **extra})
    advance(rebilly, "5s")
    answer = rebilly.put(f"/customers/{fetched['id']}", fetched)
    assert (answer.status, answer.json) == (200, fetched)


def test_a_client_can_send_back_what_it_fetched_expanded(rebilly: Rebilly) -> None:
    """Embedded records of a request are passed over."""
    id = rebilly.customer(**CUSTOMER, defaultPaymentInstrument={"method": "check"})["id"]
    fetched = rebilly.get(f"/customers/{id}?expand=defaultPaymentInstrument,leadSource").json
    embedded = fetched.pop("_embedded")
    assert rebilly.put(f"/customers/{id}", {**fetched, "_embedded": embedded}).json == fetched


def test_a_lead_source_can_change_while_the_original_stays(rebilly: Rebilly) -> None:
    """The first lead source is kept beside the latest; a change of it is none of the customer."""
    freeze(rebilly)
    rebilly.put("/customers/mara", {"leadSource": {"source": "first", "medium": "search"}})
    original = lead_source(rebilly, "mara")["original"]
    advance(rebilly, "5s")
    assert rebilly.put("/customers/mara", {"leadSource": {"source": "second"}}).json["revision"] == 1
    later = lead_source(rebilly, "mara")
    assert (later["source"], later["medium"], later["original"]) == ("second", None, original)
    assert (later["createdTime"], later["updatedTime"]) == (NOW, LATER)


def test_a_refused_change_changes_nothing(rebilly: Rebilly) -> None:
    """A body with one error leaves the customer as it was, with every other member of the body."""
    before = rebilly.put("/customers/mara", CUSTOMER).json
    broken = {**changed(CUSTOMER, "primaryAddress.city", "York"), "locale": 7, "leadSource": {"source": "other"}}
    assert rebilly.put("/customers/mara", broken).status == 422
    assert rebilly.get("/customers/mara").json == before
    assert lead_source(rebilly, "mara")["source"] == "example"


def test_creating_can_embed_what_it_is_asked_to(rebilly: Rebilly) -> None:
    """`expand` works on PUT, where the JS client sends it."""
    answer = rebilly.put("/customers/mara?expand=leadSource", {"leadSource": {"source": "example"}})
    assert answer.json["_embedded"]["leadSource"] == lead_source(rebilly, "mara")


def test_the_address_is_derived_anew(rebilly: Rebilly) -> None:
    """Names and e-mail address follow the address of the latest body."""
    rebilly.put("/customers/mara", {"primaryAddress": ADDRESS})
    after = rebilly.put("/customers/mara", {"primaryAddress": {"firstName": "Mo"}}).json
    assert (after["firstName"], after["lastName"], after["email"]) == ("Mo", None, None)
