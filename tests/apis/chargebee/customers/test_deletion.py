"""Deleting customers: at once or a few minutes later, and what is left of them."""

from typing import Any

import pytest

from tests.apis.chargebee.customers.lists import ids
from tests.clients import Chargebee

CARD = {"number": "4111111111111111", "expiry_month": 12, "expiry_year": 2040}


@pytest.fixture
def site(chargebee: Chargebee) -> Chargebee:
    """A site whose clock stands, with a customer that pays with a card."""
    chargebee.admin("POST", "/clock/freeze", {"at": "2026-03-01T12:00:00Z"})
    chargebee.customer(id="acme", email="ada@example.com", card=CARD)
    return chargebee


def test_a_deleted_customer(site: Chargebee) -> None:
    """The answer shows it as it was; from then on it is marked, has no way to pay, and can only be read."""
    before = site.get("/customers/acme").json
    source = before["customer"]["primary_payment_source_id"]
    assert site.post("/customers/acme/delete").json == before
    after = site.get("/customers/acme").json
    expected: dict[str, Any] = {
        **before["customer"],
        "deleted": True,
        "resource_version": before["customer"]["resource_version"] + 1,
        "card_status": "no_card",
    }
    del expected["primary_payment_source_id"], expected["payment_method"]
    assert after == {"customer": expected}
    assert site.send("HEAD", "/customers/acme").status == 200
    assert ids(site.get("/customers")) == []
    assert ids(site.get("/customers", include_deleted=True)) == ["acme"]
    assert site.get(f"/payment_sources/{source}").json["payment_source"]["deleted"] is True


def test_deleted_at_the_beginning_of_time(site: Chargebee) -> None:
    """A clock that stands at 0 delays nothing."""
    site.admin("POST", "/clock/freeze", {"at": "1970-01-01T00:00:00Z"})
    site.post("/customers/acme/delete")
    assert site.get("/customers/acme").json["customer"]["deleted"] is True


@pytest.mark.parametrize("delete_payment_method", [True, False])
def test_payment_sources_go_in_either_case(site: Chargebee, delete_payment_method: bool) -> None:
    """What is said of payment methods is about the gateway."""
    source = site.get("/customers/acme").json["customer"]["primary_payment_source_id"]
    site.post("/customers/acme/delete", delete_payment_method=delete_payment_method)
    assert site.get(f"/payment_sources/{source}").json["payment_source"]["deleted"] is True


def test_a_payment_source_that_was_deleted_before(site: Chargebee) -> None:
    """It is not deleted again."""
    source = site.get("/customers/acme").json["customer"]["primary_payment_source_id"]
    gone = site.post(f"/payment_sources/{source}/delete").json["payment_source"]
    site.post("/customers/acme/delete")
    assert site.get(f"/payment_sources/{source}").json["payment_source"] == gone


@pytest.mark.parametrize(
    "operation",
    [
        "", "/update_billing_info", "/add_contact", "/delete", "/clear_personal_data", "/relationships",
        "/delete_relationship", "/update_hierarchy_settings", "/change_billing_date", "/add_promotional_credits",
    ],
)  # fmt: skip
def test_a_deleted_customer_is_not_changed(site: Chargebee, operation: str) -> None:
    """To what changes customers it is not there."""
    site.post("/customers/acme/delete")
    before = site.get("/customers/acme").json
    said: dict[str, Any] = {"contact": {"email": "a@example.com"}, "amount": 1, "description": "x", "parent_id": "acme"}
    answer = site.post(f"/customers/acme{operation}", **said)
    assert (answer.status, answer.json["api_error_code"]) == (404, "resource_not_found")
    assert site.get("/customers/acme").json == before


def test_the_id_stays_taken(site: Chargebee) -> None:
    """A deleted customer keeps its id."""
    site.post("/customers/acme/delete")
    answer = site.post("/customers", id="acme")
    assert (answer.status, answer.json["api_error_code"]) == (400, "duplicate_entry")


def test_a_site_that_takes_its_time(site: Chargebee) -> None:
    """The customer is as it was for five minutes of the clock, and can be changed until then."""
    site.set(deletion="delayed")
    site.post("/customers/acme/delete")
    site.admin("POST", "/clock/advance", {"by": "299s"})
    assert site.post("/customers/acme", company="Moor Ltd").json["customer"]["deleted"] is False
    assert ids(site.get("/customers")) == ["acme"]
    site.admin("POST", "/clock/advance", {"by": "1s"})
    customer = site.get("/customers/acme").json["customer"]
    assert (customer["deleted"], customer["company"]) == (True, "Moor Ltd")
    assert ids(site.get("/customers")) == []


def test_it_is_done_as_of_its_time(site: Chargebee) -> None:
    """Whenever somebody looks, the deletion happened when it was due."""
    site.set(deletion="delayed")
    created = site.get("/customers/acme").json["customer"]["created_at"]
    site.post("/customers/acme/delete")
    site.admin("POST", "/clock/advance", {"by": "24h"})
    customer = site.get("/customers/acme", include_deleted=True).json["customer"]
    assert customer["updated_at"] == created + 300


def test_deletions_are_done_by_their_time(site: Chargebee) -> None:
    """What is not due yet waits on, whatever was asked for in between."""
    site.set(deletion="delayed")
    for id in ("b", "c"):
        site.customer(id=id)
    for id in ("c", "acme", "b", "c"):
        site.post(f"/customers/{id}/delete")
        site.admin("POST", "/clock/advance", {"by": "2m"})
    assert ids(site.get("/customers")) == ["b"]
    site.admin("POST", "/clock/advance", {"by": "61s"})
    assert ids(site.get("/customers")) == []
    deleted = {
        row["customer"]["id"]: row["customer"]["updated_at"] - row["customer"]["created_at"]
        for row in site.get("/customers", include_deleted=True).json["list"]
    }
    assert deleted == {"c": 300, "acme": 420, "b": 540}


def test_a_customer_of_a_hierarchy(site: Chargebee) -> None:
    """Neither a parent nor a child can be deleted before it is taken out."""
    site.customer(id="child")
    site.post("/customers/child/relationships", parent_id="acme")
    for id in ("acme", "child"):
        answer = site.post(f"/customers/{id}/delete")
        assert (answer.status, answer.json["api_error_code"]) == (409, "invalid_state_for_request")
    site.post("/customers/child/delete_relationship")
    assert site.post("/customers/child/delete").status == 200


def test_a_child_that_comes_before_the_deletion(site: Chargebee) -> None:
    """It is in no hierarchy any more once its parent is gone."""
    site.set(deletion="delayed")
    site.customer(id="child")
    site.post("/customers/acme/delete")
    assert site.post("/customers/child/relationships", parent_id="acme").status == 200
    site.admin("POST", "/clock/advance", {"by": "5m"})
    assert "relationship" not in site.get("/customers/child").json["customer"]


def test_nobody_to_delete(site: Chargebee) -> None:
    """A customer nobody created, and a flag that is none."""
    assert site.post("/customers/nobody/delete").status == 404
    assert site.post("/customers/acme/delete", delete_payment_method="maybe").json["param"] == "delete_payment_method"
