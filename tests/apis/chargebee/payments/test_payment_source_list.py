"""The list of payment sources."""

from typing import Any

import pytest

from tests.apis.chargebee.payments.sources import (
    CARD,
    add_bank_account,
    add_card,
    advance,
    freeze,
    ok,
    refusal,
    wrong,
)
from tests.clients import Chargebee
from tests.tables import each_row


@pytest.fixture
def sources(chargebee: Chargebee) -> dict[str, Any]:
    """Sources of two customers by name, made a minute after each other; one of them is deleted, one expires soon."""
    freeze(chargebee, "2026-01-31T12:00:00Z")
    chargebee.customer(id="ada")
    chargebee.customer(id="bob")
    made = {}
    for name, customer, change in (
        ("card", "ada", {}),
        ("soon", "ada", {"expiry_month": 2, "expiry_year": 2026}),
        ("bank", "ada", None),
        ("gone", "bob", {}),
        ("other", "bob", {}),
    ):
        add = add_bank_account(chargebee, customer) if change is None else None
        answered = add or add_card(chargebee, customer, card={**CARD, **(change or {})})
        made[name] = answered["payment_source"]
        advance(chargebee, "1m")
    deleted = ok(chargebee.post(f"/payment_sources/{made['gone']['id']}/delete"))
    return {**made, "gone": deleted["payment_source"]}


def listed(chargebee: Chargebee, sources: dict[str, Any], **asked: Any) -> list[str]:
    """Give the names of the sources on a page."""
    names = {source["id"]: name for name, source in sources.items()}
    return [names[row["payment_source"]["id"]] for row in ok(chargebee.get("/payment_sources", **asked))["list"]]


def test_sources_are_listed_newest_first(chargebee: Chargebee, sources: dict[str, Any]) -> None:
    """A row is what reading the source answers; deleted ones are there on demand only."""
    rows = ok(chargebee.get("/payment_sources"))
    names = ["other", "bank", "soon", "card"]
    assert rows == {"list": [ok(chargebee.get(f"/payment_sources/{sources[name]['id']}")) for name in names]}
    assert listed(chargebee, sources, include_deleted=True) == ["other", "gone", "bank", "soon", "card"]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"customer_id": {"is": "ada"}}, ["bank", "soon", "card"]),
        ({"customer_id": {"is_not": "ada"}}, ["other"]),
        ({"customer_id": {"in": ["bob", "carl"]}, "include_deleted": True}, ["other", "gone"]),
        ({"customer_id": {"starts_with": "a"}, "type": {"is": "card"}}, ["soon", "card"]),
        ({"type": {"in": ["direct_debit"]}}, ["bank"]),
        ({"status": {"is": "valid"}}, ["other", "bank", "soon", "card"]),
        ({"created_at": {"after": 1769860860}}, ["other", "bank"]),
        ({"sort_by": {"asc": "created_at"}}, ["card", "soon", "bank", "other"]),
        ({"sort_by": {"desc": "updated_at"}, "include_deleted": True}, ["gone", "other", "bank", "soon", "card"]),
        ({"subscription_id": "sub_1"}, ["other", "bank", "soon", "card"]),
    ],
)
def test_sources_can_be_filtered_and_sorted(
    chargebee: Chargebee, sources: dict[str, Any], asked: dict[str, Any], names: list[str]
) -> None:
    """By their customer, type, status and times; there are no subscriptions to belong to."""
    assert listed(chargebee, sources, **asked) == names


def test_a_status_is_that_of_the_clock(chargebee: Chargebee, sources: dict[str, Any]) -> None:
    """A card that expires meanwhile is found among the expired ones."""
    found = []
    for moment in ("2026-02-10T12:00:00Z", "2026-03-10T12:00:00Z"):
        freeze(chargebee, moment)
        found.append([listed(chargebee, sources, status={"is": status}) for status in ("expiring", "expired")])
    assert found == [[["soon"], []], [[], ["soon"]]]
    [row] = ok(chargebee.get("/payment_sources", status={"is": "expired"}))["list"]
    assert row["payment_source"]["status"] == "expired"


def test_sources_come_page_by_page(chargebee: Chargebee, sources: dict[str, Any]) -> None:
    """An offset leads on, until there is none."""
    first = ok(chargebee.get("/payment_sources", limit=3))
    second = ok(chargebee.get("/payment_sources", limit=3, offset=first["next_offset"]))
    assert (len(first["list"]), len(second["list"]), "next_offset" in second) == (3, 1, False)
    assert first["list"] + second["list"] == ok(chargebee.get("/payment_sources"))["list"]


@each_row(
    ("asked", "param"),
    [
        ({"status": {"is": "fine"}}, "status[is]"),
        ({"type": {"in": ["cash"]}}, "type[in]"),
        ({"limit": 101}, "limit"),
        ({"offset": "x"}, "offset"),
    ],
)
def test_what_cannot_be_asked_of_sources(chargebee: Chargebee, asked: dict[str, Any], param: str) -> None:
    """Filters know the words of their member."""
    assert refusal(chargebee.get("/payment_sources", **asked)) == wrong(param)
