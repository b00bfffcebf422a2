"""Promotional credits: added, deducted and set, with a note of each change."""

from typing import Any

import pytest

from tests.apis.chargebee.customers.lists import walk
from tests.clients import Answer, Chargebee


@pytest.fixture
def site(chargebee: Chargebee) -> Chargebee:
    """A site whose clock stands, with a customer."""
    chargebee.admin("POST", "/clock/freeze", {"at": "2026-03-01T12:00:00Z"})
    chargebee.customer(id="acme")
    return chargebee


def change(site: Chargebee, verb: str, **said: Any) -> Answer:
    return site.post(f"/promotional_credits/{verb}", **{"customer_id": "acme", "description": "Welcome", **said})


def balances(site: Chargebee) -> dict[str, int]:
    found = site.get("/customers/acme").json["customer"].get("balances", [])
    return {balance["currency_code"]: balance["promotional_credits"] for balance in found}


def test_added(site: Chargebee) -> None:
    """The balance grows, and the change is noted."""
    answer = change(site, "add", amount=500, reference="spring", credit_type="referral_rewards").json
    credit = answer["promotional_credit"]
    assert credit["id"].startswith("pc_")
    assert credit == {
        "id": credit["id"], "customer_id": "acme", "type": "increment", "amount": 500, "currency_code": "USD",
        "description": "Welcome", "credit_type": "referral_rewards", "reference": "spring", "closing_balance": 500,
        "created_at": 1772366400, "object": "promotional_credit",
    }  # fmt: skip
    customer = answer["customer"]
    assert customer == site.get("/customers/acme").json["customer"]
    assert customer["promotional_credits"] == 500
    assert customer["balances"] == [
        {
            "promotional_credits": 500, "excess_payments": 0, "refundable_credits": 0, "unbilled_charges": 0,
            "currency_code": "USD", "object": "customer_balance",
        }
    ]  # fmt: skip
    assert site.get(f"/promotional_credits/{credit['id']}").json == {"promotional_credit": credit}


@pytest.mark.parametrize(
    ("verb", "said", "type", "amount", "closing"),
    [
        ("add", {"amount": 5}, "increment", 5, 105),
        ("add", {"amount": 0}, "increment", 0, 100),
        ("deduct", {"amount": 30}, "decrement", 30, 70),
        ("deduct", {"amount": 100}, "decrement", 100, 0),
        ("deduct", {}, "decrement", 100, 0),
        ("set", {"amount": 130}, "increment", 30, 130),
        ("set", {"amount": 10}, "decrement", 90, 10),
        ("set", {"amount": 0}, "decrement", 100, 0),
    ],
)
@pytest.mark.parametrize("door", ["customers", "promotional_credits"])
def test_a_change(
    site: Chargebee, door: str, verb: str, said: dict[str, int], type: str, amount: int, closing: int
) -> None:
    """Both doors do the same; a balance of nothing is not shown."""
    change(site, "add", amount=100)
    if door == "customers":
        answer = site.post(f"/customers/acme/{verb}_promotional_credits", description="x", **said)
        assert sorted(answer.json) == ["customer"]
    else:
        answer = change(site, verb, **said)
    noted = site.get("/promotional_credits", limit=1).json["list"][0]["promotional_credit"]
    assert (noted["type"], noted["amount"], noted["closing_balance"]) == (type, amount, closing)
    assert answer.json["customer"]["promotional_credits"] == closing
    assert balances(site) == ({"USD": closing} if closing else {})


def test_other_currencies(site: Chargebee) -> None:
    """Each has a balance of its own; the customer itself shows that in its preferred one."""
    change(site, "add", amount=100, currency_code="EUR")
    answer = change(site, "add", amount=7)
    assert balances(site) == {"EUR": 100, "USD": 7}
    assert answer.json["customer"]["promotional_credits"] == 7
    refused = change(site, "deduct", amount=8)
    assert (refused.status, refused.json["api_error_code"], refused.json["param"]) == (400, "invalid_request", "amount")
    site.set(multi_currency=False)
    assert change(site, "add", amount=1, currency_code="EUR").json["param"] == "currency_code"


def test_another_preferred_currency(site: Chargebee) -> None:
    """The customer shows its balance in the new one, and keeps what it has in the old one."""
    id = change(site, "add", amount=7).json["customer"]["id"]
    changed = site.post(f"/customers/{id}", preferred_currency_code="EUR").json["customer"]
    assert (changed["promotional_credits"], balances(site)) == (0, {"USD": 7})
    back = site.post(f"/customers/{id}", preferred_currency_code="USD").json["customer"]
    assert back["promotional_credits"] == 7


def test_the_list(site: Chargebee) -> None:
    """The newest change first, filtered as all lists are."""
    site.customer(id="other")
    found = [change(site, "add", amount=1).json["promotional_credit"]["id"] for _ in range(3)]
    found.append(change(site, "deduct", amount=2).json["promotional_credit"]["id"])
    theirs = change(site, "add", amount=1, customer_id="other").json["promotional_credit"]["id"]
    name = "promotional_credit"
    assert walk(site, "/promotional_credits", name, limit=2) == [theirs, *found[::-1]]
    assert walk(site, "/promotional_credits", name, limit=2, customer_id={"is": "acme"}) == found[::-1]
    assert walk(site, "/promotional_credits", name, type={"is": "decrement"}) == [found[3]]
    assert walk(site, "/promotional_credits", name, id={"in": found[:2]}) == [found[1], found[0]]
    assert walk(site, "/promotional_credits", name, created_at={"before": 1772366400}) == []


@pytest.mark.parametrize(
    ("said", "status", "param"),
    [
        ({}, 400, "amount"),
        ({"amount": -1}, 400, "amount"),
        ({"amount": "1.5"}, 400, "amount"),
        ({"amount": 1, "description": ""}, 400, "description"),
        ({"amount": 1, "credit_type": "gift"}, 400, "credit_type"),
        ({"amount": 1, "currency_code": "JPY"}, 400, "currency_code"),
        ({"amount": 1, "customer_id": ""}, 400, "customer_id"),
        ({"amount": 1, "customer_id": "nobody"}, 404, "customer_id"),
    ],
)
def test_what_is_refused(site: Chargebee, said: dict[str, Any], status: int, param: str) -> None:
    """A refused change is not noted."""
    answer = change(site, "add", **said)
    assert (answer.status, answer.json["param"]) == (status, param)
    assert site.get("/promotional_credits").json == {"list": []}


def test_a_change_nobody_made(site: Chargebee) -> None:
    """It is not found, and neither is a customer nobody created."""
    assert site.get("/promotional_credits/pc_nothing").status == 404
    assert site.post("/customers/nobody/add_promotional_credits", amount=1, description="x").status == 404
