"""Websites: created, listed, read, replaced and deleted."""

from typing import Any

import pytest

from tests.apis.rebilly.samples import NOW, advance, changed, configure, freeze, without
from tests.clients import Rebilly
from tests.tables import each_row

WEBSITE: dict[str, Any] = {
    "name": "Quill Bindery",
    "url": "https://shop.example.com",
    "servicePhone": "+44 20 7946 0018",
    "serviceEmail": "help@example.com",
}

FULL: dict[str, Any] = {
    **WEBSITE,
    "customFields": {"region": "north"},
    "settings": {
        "depositForm": {"theme": {"colorPrimary": "0044d4", "colorSecondary": None, "buttonTemplate": "Pay"}},
        "paymentForm": {
            "css": None,
            "theme": {"colorPrimary": "#504CCA"},
            "features": {"showCoupons": ["books"], "fullPageRedirect": True},
        },
        "amplitude": {"tracking": True, "apiKey": "invented-for-tests-only"},
        "payoutRequest": {
            "automaticReadinessEnabled": True,
            "pendingPeriodHours": 48,
            "automaticReadinessTime": "10:00:00Z",
        },
    },
    "logoId": "file_logo",
}


def shown(rebilly: Rebilly, id: str, **members: Any) -> dict[str, Any]:
    """Give a website as it is answered at the frozen moment."""
    return {
        "id": id,
        "createdTime": NOW,
        "updatedTime": NOW,
        "customFields": {},
        "settings": {},
        "logoId": None,
        "logoUrl": None,
        "organizationId": rebilly.organization,
        "_links": [
            {"rel": "self", "href": f"http://localhost/organizations/{rebilly.organization}/websites/{id}"},
        ],
        **members,
    }


@pytest.mark.parametrize("body", [WEBSITE, FULL], ids=["required members", "every member"])
@each_row("path", ["/websites", "/websites/"])
def test_create_answers_the_website(rebilly: Rebilly, path: str, body: dict[str, Any]) -> None:
    """A website has a new id and what the body said; what is left out is empty."""
    freeze(rebilly)
    answer = rebilly.post(path, body)
    id = answer.json["id"]
    assert (answer.status, id[:6], len(id)) == (201, "web_01", 30)
    assert answer.json == shown(rebilly, id, **body)
    assert answer.headers["location"] == answer.json["_links"][0]["href"]
    assert (answer.headers["x-ratelimit-limit"], answer.headers["x-ratelimit-remaining"]) == ("3000", "2999")
    assert rebilly.get(f"/websites/{id}").json == answer.json


@each_row(
    ("path", "value", "field", "message"),
    [
        ("name", 7, "name", "Must be a string."),
        ("url", None, "url", "Must not be null."),
        ("servicePhone", [], "servicePhone", "Must be a string."),
        ("serviceEmail", "nobody", "serviceEmail", "Must be a valid e-mail address."),
        ("customFields", "x", "customFields", "Must be an object."),
        ("settings", None, "settings", "Must not be null."),
        ("settings.depositForm", 7, "settings.depositForm", "Must be an object."),
        (
            "settings.depositForm.theme.colorPrimary", "#0044d4", "settings.depositForm.theme.colorPrimary",
            "Must be at most 6 characters long.",
        ),
        (
            "settings.depositForm.theme.buttonTemplate", "x" * 101, "settings.depositForm.theme.buttonTemplate",
            "Must be at most 100 characters long.",
        ),
        (
            "settings.paymentForm.features.showCoupons", [1], "settings.paymentForm.features.showCoupons.0",
            "Must be a string.",
        ),
        (
            "settings.paymentForm.features.fullPageRedirect", "yes", "settings.paymentForm.features.fullPageRedirect",
            "Must be true or false.",
        ),
        ("settings.amplitude.tracking", None, "settings.amplitude.tracking", "Must not be null."),
        (
            "settings.amplitude.apiKey", "x" * 19, "settings.amplitude.apiKey",
            "Must be at least 20 characters long.",
        ),
        (
            "settings.payoutRequest.pendingPeriodHours", 8761, "settings.payoutRequest.pendingPeriodHours",
            "Must be a whole number from 1 to 8760.",
        ),
        ("logoId", "a b", "logoId", "Must hold only letters, digits and the characters @ ~ - . _"),
    ],
)  # fmt: skip
def test_a_wrong_member_is_named(rebilly: Rebilly, path: str, value: Any, field: str, message: str) -> None:
    """Each rule is checked for a new website and for one that is put."""
    body = changed(FULL, path, value)
    for answer in (rebilly.post("/websites", body), rebilly.put("/websites/shop", body)):
        assert (answer.status, answer.invalid_fields) == (422, {field: [message]})


@each_row("name", WEBSITE)
def test_required_members_are_required(rebilly: Rebilly, name: str) -> None:
    """Name, address, phone and e-mail have to come with every body."""
    answer = rebilly.post("/websites", without(WEBSITE, name))
    assert (answer.status, answer.invalid_fields) == (422, {name: ["This member is required."]})


def test_put_creates_under_an_own_id(rebilly: Rebilly) -> None:
    """The id of the path becomes the website's."""
    freeze(rebilly)
    answer = rebilly.put("/websites/shop", WEBSITE)
    assert (answer.status, answer.json) == (201, shown(rebilly, "shop", **WEBSITE))
    assert answer.headers["location"] == answer.json["_links"][0]["href"]
    assert answer.headers["x-ratelimit-remaining"] == "2999"


def test_put_replaces_a_website(rebilly: Rebilly) -> None:
    """Members left out are reset, the time of creation stays; the answer reports the limit."""
    freeze(rebilly)
    rebilly.put("/websites/shop", FULL)
    advance(rebilly, "1h")
    answer = rebilly.put("/websites/shop", WEBSITE)
    later = "2026-01-15T11:00:00+00:00"
    assert (answer.status, answer.json) == (200, shown(rebilly, "shop", **WEBSITE, updatedTime=later))
    assert answer.headers["x-ratelimit-remaining"] == "2999"
    assert "location" not in answer.headers


def test_put_can_keep_what_is_left_out(rebilly: Rebilly) -> None:
    """Where PUT merges, what a body leaves out stays."""
    configure(rebilly, put="merge")
    rebilly.put("/websites/shop", FULL)
    merged = rebilly.put("/websites/shop", {**WEBSITE, "logoId": None}).json
    assert {name: merged[name] for name in FULL} == {**FULL, "logoId": None}


@pytest.mark.parametrize("id", ["a b", "x" * 51, "é"])
def test_put_refuses_what_cannot_be_an_id(rebilly: Rebilly, id: str) -> None:
    """An id has at most fifty letters, digits and a few characters."""
    answer = rebilly.put(f"/websites/{id}", WEBSITE)
    message = "Must be at most 50 letters, digits and the characters @ ~ - . _"
    assert (answer.status, answer.invalid_fields) == (422, {"id": [message]})


def test_list_answers_pages(rebilly: Rebilly) -> None:
    """The newest comes first, and the headers count."""
    for id in ("one", "two", "three"):
        rebilly.put(f"/websites/{id}", {**WEBSITE, "name": id})
    answer = rebilly.get("/websites?limit=2")
    assert [site["id"] for site in answer.json] == ["three", "two"]
    assert [answer.headers[f"pagination-{name}"] for name in ("total", "limit", "offset")] == ["3", "2", "0"]


@each_row("query", ["filter=name:TWO", "q=wo", "sort=-name&limit=1", "filter=customFields.n:2"])
def test_list_can_be_narrowed(rebilly: Rebilly, query: str) -> None:
    """Websites are filtered, searched and sorted by their members."""
    for number, id in enumerate(("one", "two", "three")):
        rebilly.put(f"/websites/{id}", {**WEBSITE, "name": id, "customFields": {"n": number + 1}})
    assert [site["id"] for site in rebilly.get(f"/websites?{query}").json] == ["two"]


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_an_unknown_website_is_not_found(rebilly: Rebilly, method: str) -> None:
    """404 says what was not found."""
    answer = rebilly.send(method, "/websites/none")
    assert (answer.status, answer.json["detail"]) == (404, "Website not found.")


def test_delete_forgets_a_website(rebilly: Rebilly) -> None:
    """The answer is empty and reports no limit."""
    rebilly.put("/websites/shop", WEBSITE)
    answer = rebilly.delete("/websites/shop")
    assert (answer.status, answer.content) == (204, b"")
    assert [name for name in answer.headers if name.startswith("x-ratelimit")] == []
    assert rebilly.get("/websites/shop").status == 404


def test_a_website_with_customers_cannot_be_deleted(rebilly: Rebilly) -> None:
    """It can as soon as no customer belongs to it."""
    rebilly.put("/websites/shop", WEBSITE)
    rebilly.put("/customers/mara", {"websiteId": "shop"})
    answer = rebilly.delete("/websites/shop")
    assert (answer.status, answer.json["detail"]) == (409, "Website has customers and cannot be deleted.")
    rebilly.put("/customers/mara", {})
    assert rebilly.delete("/websites/shop").status == 204


def test_a_customer_embeds_its_website(rebilly: Rebilly) -> None:
    """`expand=website` shows the website as it is answered by itself; one that is unknown is left out."""
    site = rebilly.put("/websites/shop", WEBSITE).json
    customer, other = rebilly.customer(websiteId="shop"), rebilly.customer(websiteId="none")
    assert rebilly.get(f"/customers/{customer['id']}?expand=website").json["_embedded"] == {"website": site}
    assert "_embedded" not in rebilly.get(f"/customers/{other['id']}?expand=website").json
    assert customer["_links"][-1] == {"rel": "website", "href": site["_links"][0]["href"]}


def test_websites_can_be_fixtures(rebilly: Rebilly) -> None:
    """A fixture file fills websites before the customers that belong to them."""
    configure(rebilly, references="strict")
    records = {"customers": [{"websiteId": "shop"}], "websites": [{"id": "shop", **WEBSITE}]}
    fixture = {"version": 1, "rebilly": {"organizations": {rebilly.organization: records}}}
    answer = rebilly.send("POST", "/__admin/data", fixture, raw=True)
    assert answer.status == 200, answer.content
    assert [customer["websiteId"] for customer in rebilly.get("/customers").json] == ["shop"]
