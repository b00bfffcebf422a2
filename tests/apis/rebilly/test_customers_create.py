"""POST /customers: what a new customer looks like."""

import re

import pytest

from tests.apis.rebilly.samples import ADDRESS, CUSTOMER, NOW, changed, freeze, lead_source, without
from tests.clients import Rebilly
from tests.tables import each_row


def test_an_empty_body_makes_a_customer_with_every_member_unset(rebilly: Rebilly) -> None:
    """Nothing is required; unset members are null, unset lists empty, and every count stands at zero."""
    freeze(rebilly)
    created = rebilly.post("/customers", {}).json
    own = f"http://localhost/organizations/{rebilly.organization}/customers/{created['id']}"
    attached = f"relatedType%3Acustomer%3BrelatedId%3A{created['id']}"
    assert created == {
        "id": created["id"],
        "email": None,
        "firstName": None,
        "lastName": None,
        "createdTime": NOW,
        "updatedTime": NOW,
        "customFields": {},
        "defaultPaymentInstrument": None,
        "preferredPayoutInstrumentId": None,
        "primaryAddress": None,
        "company": None,
        "lifetimeRevenue": {"currency": "USD", "amount": 0, "amountUsd": 0},
        "invoiceCount": 0,
        "averageValue": {"currency": "USD", "amount": 0, "amountUsd": 0},
        "paymentCount": 0,
        "lastPaymentTime": None,
        "revision": 1,
        "tags": [],
        "organizationId": rebilly.organization,
        "locale": None,
        "hasFulfilledKyc": False,
        "taxNumbers": [],
        "personId": None,
        "notificationEmails": [],
        "_links": [
            {"rel": "self", "href": own},
            {
                "rel": "attachments",
                "href": f"http://localhost/organizations/{rebilly.organization}/attachments?filter={attached}",
            },
        ],
    }


def test_what_a_request_sets_is_answered(rebilly: Rebilly) -> None:
    """Every writable member comes back as it was sent, completed by what is derived from it."""
    freeze(rebilly)
    created = rebilly.customer(**CUSTOMER)
    base = f"http://localhost/organizations/{rebilly.organization}"
    own = f"{base}/customers/{created['id']}"
    unset = {name: created[name] for name in ("company", "lifetimeRevenue", "averageValue", "lastPaymentTime", "tags")}
    assert created == {
        **unset,
        "id": created["id"],
        "email": "mara@example.com",
        "firstName": "Mara",
        "lastName": "Quill",
        "createdTime": NOW,
        "updatedTime": NOW,
        "customFields": {"plan": "gold"},
        "defaultPaymentInstrument": None,
        "preferredPayoutInstrumentId": "inst_payout",
        "primaryAddress": {**ADDRESS, "hash": created["primaryAddress"]["hash"]},
        "invoiceCount": 0,
        "paymentCount": 0,
        "revision": 1,
        "websiteId": "web_shop",
        "organizationId": rebilly.organization,
        "locale": "en-GB",
        "hasFulfilledKyc": False,
        "taxNumbers": [{"type": "eu-vat", "value": "GB123456789", "isDefault": True, "isValid": None}],
        "personId": "prs_mara",
        "notificationEmails": ["billing@example.com"],
        "_links": [
            {"rel": "self", "href": own},
            {
                "rel": "attachments",
                "href": f"{base}/attachments?filter=relatedType%3Acustomer%3BrelatedId%3A{created['id']}",
            },
            {"rel": "leadSource", "href": f"{own}/lead-source"},
            {"rel": "website", "href": f"{base}/websites/web_shop"},
        ],
    }


def test_members_come_in_the_order_of_real_answers(rebilly: Rebilly) -> None:
    """A customer's members, and its address's, follow one another as Rebilly sends them."""
    created = rebilly.customer(**CUSTOMER)
    assert list(created) == [
        "id", "email", "firstName", "lastName", "createdTime", "updatedTime", "customFields",
        "defaultPaymentInstrument", "preferredPayoutInstrumentId", "primaryAddress", "company", "lifetimeRevenue",
        "invoiceCount", "averageValue", "paymentCount", "lastPaymentTime", "revision", "tags", "websiteId",
        "organizationId", "locale", "hasFulfilledKyc", "taxNumbers", "personId", "notificationEmails", "_links",
    ]  # fmt: skip
    assert list(created["primaryAddress"]) == [
        "country", "firstName", "lastName", "organization", "address", "address2", "city", "region", "postalCode",
        "phoneNumbers", "emails", "dob", "jobTitle", "hash",
    ]  # fmt: skip


def test_a_new_customer_is_there_to_get(rebilly: Rebilly) -> None:
    """What creation answered is what reading answers."""
    created = rebilly.customer(**CUSTOMER)
    assert rebilly.get(f"/customers/{created['id']}").json == created


def test_creation_says_where_the_customer_lives(rebilly: Rebilly) -> None:
    """`Location` has the organization in its path: PHP v2 finds out what it received by it."""
    answer = rebilly.post("/customers", {})
    path = f"/organizations/{rebilly.organization}/customers/{answer.json['id']}"
    assert answer.headers["location"] == f"http://localhost{path}"
    assert rebilly.send("GET", path, raw=True).json == answer.json


def test_addresses_name_the_host_the_client_used(rebilly: Rebilly) -> None:
    """Links and `Location` start with the request's own host, so that clients stay on this server."""
    answer = rebilly.send("POST", "/customers", {}, {"Host": "127.0.0.1:9999"})
    own = f"http://127.0.0.1:9999/organizations/{rebilly.organization}/customers/{answer.json['id']}"
    assert answer.headers["location"] == own
    assert answer.json["_links"][0] == {"rel": "self", "href": own}


def test_an_address_is_completed_with_null_and_empty_lists(rebilly: Rebilly) -> None:
    """Members of an address that nobody set are null, its lists are empty."""
    created = rebilly.customer(primaryAddress={"city": "York"})
    address = created["primaryAddress"]
    assert address == {
        **dict.fromkeys(ADDRESS),
        "city": "York",
        "phoneNumbers": [],
        "emails": [],
        "hash": address["hash"],
    }


def test_an_address_of_null_leaves_nothing_to_derive(rebilly: Rebilly) -> None:
    """Without an address there is neither a name nor an e-mail address."""
    created = rebilly.customer(primaryAddress=None)
    assert [created[name] for name in ("primaryAddress", "email", "firstName", "lastName")] == [None] * 4


@each_row(
    ("entries", "expected"),
    [
        pytest.param([("a@example.com", None)], "a@example.com", id="the only one"),
        pytest.param([("a@example.com", None), ("b@example.com", None)], "a@example.com", id="the first of two"),
        pytest.param([("a@example.com", False), ("b@example.com", True)], "b@example.com", id="the one marked"),
        pytest.param([("a@example.com", True), ("b@example.com", True)], "a@example.com", id="the first marked of two"),
        pytest.param([], None, id="nothing of an empty list"),
    ],
)  # fmt: skip
def test_the_email_is_that_of_the_primary_entry(
    rebilly: Rebilly, entries: list[tuple[str, bool | None]], expected: str | None
) -> None:
    """`email` is the first address marked primary, else the first of all."""
    emails = [
        {"label": "main", "value": value, **({} if primary is None else {"primary": primary})}
        for value, primary in entries
    ]
    assert rebilly.customer(primaryAddress={"emails": emails})["email"] == expected


@pytest.mark.parametrize("member", ["emails", "phoneNumbers"])
def test_the_first_entry_is_primary_where_none_is_marked(rebilly: Rebilly, member: str) -> None:
    """A list of which nobody said which entry is primary starts with the primary one."""
    entries = [{"label": name, "value": f"{name}@example.com"} for name in ("main", "work")]
    address = rebilly.customer(primaryAddress={member: entries})["primaryAddress"]
    assert address[member] == [{**entries[0], "primary": True}, {**entries[1], "primary": False}]


def test_the_hash_is_forty_hex_digits_and_equal_for_equal_contacts(rebilly: Rebilly) -> None:
    """Contacts with equal attributes share a hash, others do not."""
    first, twin = (rebilly.customer(primaryAddress=ADDRESS)["primaryAddress"]["hash"] for _ in range(2))
    other = rebilly.customer(primaryAddress=changed(ADDRESS, "city", "York"))["primaryAddress"]["hash"]
    assert re.fullmatch("[0-9a-f]{40}", first)
    assert twin == first
    assert other != first


def test_a_customer_without_a_website_has_no_such_member(rebilly: Rebilly) -> None:
    """`websiteId` is not nullable, so it is left out while it is unset."""
    assert "websiteId" not in rebilly.customer(**without(CUSTOMER, "websiteId"))


def test_tax_numbers_may_be_null(rebilly: Rebilly) -> None:
    """`taxNumbers` is a list or null, and stays what it was set to."""
    assert rebilly.customer(taxNumbers=None)["taxNumbers"] is None


def test_the_lead_source_is_kept_and_never_answered_with_the_customer(rebilly: Rebilly) -> None:
    """`leadSource` is write-only; it lives beside the customer, with the first one as its original."""
    freeze(rebilly)
    created = rebilly.customer(leadSource={"source": "example"})
    own = f"http://localhost/organizations/{rebilly.organization}/customers/{created['id']}"
    data = {**dict.fromkeys(CUSTOMER["leadSource"]), "source": "example"}
    assert "leadSource" not in created
    assert lead_source(rebilly, created["id"]) == {
        **data,
        "createdTime": NOW,
        "updatedTime": NOW,
        "original": data,
        "_links": [{"rel": "self", "href": f"{own}/lead-source"}, {"rel": "customer", "href": own}],
    }


def test_creation_can_embed_what_it_is_asked_to(rebilly: Rebilly) -> None:
    """`expand` works on writes too: the JS client sends it there."""
    answer = rebilly.post("/customers?expand=leadSource,website", {"leadSource": {"source": "example"}})
    assert answer.status == 201
    assert answer.json["_embedded"] == {"leadSource": lead_source(rebilly, answer.json["id"])}


def test_the_limit_counts_down_with_every_creation(rebilly: Rebilly) -> None:
    """Each write reports the limit of the sandbox and what is left of it."""
    told = [rebilly.post("/customers", {}).headers for _ in range(3)]
    assert [(one["x-ratelimit-limit"], one["x-ratelimit-remaining"]) for one in told] == [
        ("3000", "2999"),
        ("3000", "2998"),
        ("3000", "2997"),
    ]


def test_a_refused_creation_stores_nothing(rebilly: Rebilly) -> None:
    """A refusal leaves no record behind, neither of the customer nor of what belongs to it."""
    rebilly.post("/customers", {"locale": 7, "leadSource": {"source": "example"}})
    assert rebilly.get("/customers").json == []
    assert rebilly.admin("GET", "/data/rebilly/lead_sources").json["records"] == []
