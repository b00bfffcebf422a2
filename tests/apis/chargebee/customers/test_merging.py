"""Merging customers: ways to pay and balances go from one to the other."""

from typing import Any

import pytest

from tests.apis.chargebee.customers.lists import ids
from tests.clients import Answer, Chargebee

CARD = {"number": "4111111111111111", "expiry_month": 12, "expiry_year": 2040}


@pytest.fixture
def site(chargebee: Chargebee) -> Chargebee:
    """A site whose clock stands, with a customer that has a card, a contact and credits, and one that has nothing."""
    chargebee.admin("POST", "/clock/freeze")
    chargebee.customer(id="from", card=CARD)
    chargebee.customer(id="to")
    chargebee.post("/customers/from/add_contact", contact={"email": "grace@example.com"})
    credit(chargebee, "from", 500)
    credit(chargebee, "from", 70, "EUR")
    return chargebee


def credit(site: Chargebee, id: str, amount: int, currency: str = "USD") -> None:
    said: dict[str, Any] = {"amount": amount, "currency_code": currency, "description": "Welcome"}
    answer = site.post(f"/customers/{id}/add_promotional_credits", **said)
    assert answer.status == 200, answer.content


def merge(site: Chargebee, gone: str = "from", target: str = "to") -> Answer:
    return site.post("/customers/merge", from_customer_id=gone, to_customer_id=target)


def test_what_goes_over(site: Chargebee) -> None:
    """The target is answered as it is; then it has the card and the credits, and the other is deleted."""
    source = site.get("/customers/from").json["customer"]["primary_payment_source_id"]
    before = site.get("/customers/to").json
    assert merge(site).json == before
    target, gone = (site.get(f"/customers/{id}").json for id in ("to", "from"))
    assert target["customer"]["primary_payment_source_id"] == source
    assert target["card"]["customer_id"] == "to"
    assert target["customer"]["promotional_credits"] == 500
    assert {each["currency_code"]: each["promotional_credits"] for each in target["customer"]["balances"]} == {
        "USD": 500,
        "EUR": 70,
    }
    assert "contacts" not in target["customer"]
    assert sorted(gone) == ["customer"]
    assert (gone["customer"]["deleted"], gone["customer"]["promotional_credits"]) == (True, 0)
    assert {"balances", "primary_payment_source_id"}.isdisjoint(gone["customer"])
    assert len(gone["customer"]["contacts"]) == 1
    assert ids(site.get("/customers")) == ["to"]


def test_a_target_that_has_something_already(site: Chargebee) -> None:
    """It keeps paying as before, and what comes is added to its own."""
    site.post("/payment_sources/create_card", customer_id="to", card={**CARD, "number": "378282246310005"})
    credit(site, "to", 30)
    own, others = (site.get(f"/customers/{id}").json["customer"]["primary_payment_source_id"] for id in ("to", "from"))
    merge(site)
    customer = site.get("/customers/to").json["customer"]
    assert customer["primary_payment_source_id"] == own
    assert customer["promotional_credits"] == 530
    assert site.get(f"/payment_sources/{others}").json["payment_source"]["customer_id"] == "to"


def test_a_target_with_nothing_but_a_backup(site: Chargebee) -> None:
    """What stands by goes on doing so; the primary payment source comes from the other one."""
    answer = site.post("/payment_sources/create_card", customer_id="to", card=CARD)
    own = answer.json["payment_source"]["id"]
    site.post("/customers/to/assign_payment_role", payment_source_id=own, role="backup")
    others = site.get("/customers/from").json["customer"]["primary_payment_source_id"]
    merge(site)
    customer = site.get("/customers/to").json["customer"]
    assert (customer["primary_payment_source_id"], customer["backup_payment_source_id"]) == (others, own)


def test_a_site_that_takes_its_time(site: Chargebee) -> None:
    """Nothing is merged for five minutes of the clock; what comes meanwhile goes over, too."""
    site.set(deletion="delayed")
    merge(site)
    credit(site, "from", 1)
    assert site.get("/customers/to").json["customer"]["promotional_credits"] == 0
    site.admin("POST", "/clock/advance", {"by": "5m"})
    assert site.get("/customers/to").json["customer"]["promotional_credits"] == 501
    assert site.get("/customers/from").json["customer"]["deleted"] is True


def test_a_customer_that_is_gone_when_it_is_time(site: Chargebee) -> None:
    """Who was deleted before is not merged."""
    site.set(deletion="delayed")
    site.post("/customers/to/delete")
    merge(site)
    site.admin("POST", "/clock/advance", {"by": "5m"})
    assert site.get("/customers/from").json["customer"]["promotional_credits"] == 500
    assert ids(site.get("/customers")) == ["from"]


@pytest.mark.parametrize(
    ("gone", "target", "status", "code", "param"),
    [
        ("", "to", 400, "param_wrong_value", "from_customer_id"),
        ("from", "", 400, "param_wrong_value", "to_customer_id"),
        ("nobody", "to", 404, "resource_not_found", "from_customer_id"),
        ("from", "nobody", 404, "resource_not_found", "to_customer_id"),
        ("from", "deleted", 404, "resource_not_found", "to_customer_id"),
        ("from", "from", 400, "invalid_request", "to_customer_id"),
        ("from", "elsewhere", 400, "invalid_request", "to_customer_id"),
        ("child", "to", 409, "invalid_state_for_request", None),
    ],
)
def test_who_is_not_merged(site: Chargebee, gone: str, target: str, status: int, code: str, param: str | None) -> None:
    """Customers that are not there, of another business entity, or part of a hierarchy."""
    site.set(business_entities=["be_1", "be_2"])
    site.customer(id="elsewhere", business_entity_id="be_1")
    site.customer(id="child")
    site.post("/customers/child/relationships", parent_id="to")
    site.customer(id="deleted")
    site.post("/customers/deleted/delete")
    before = site.get("/customers", limit=100).json
    answer = merge(site, gone, target)
    assert (answer.status, answer.json["api_error_code"], answer.json.get("param")) == (status, code, param)
    assert site.get("/customers", limit=100).json == before
