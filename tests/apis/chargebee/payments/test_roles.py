"""The roles of a customer's payment sources."""

from typing import Any

import pytest

from tests.apis.chargebee.payments.sources import add_bank_account, add_card, customer, ok, refusal, wrong
from tests.clients import Chargebee


@pytest.fixture
def sources(chargebee: Chargebee) -> list[str]:
    """The ids of a customer's sources: a card, which is the primary one, and two accounts."""
    chargebee.customer(id="ada")
    answers = [add_card(chargebee, "ada"), add_bank_account(chargebee, "ada"), add_bank_account(chargebee, "ada")]
    return [answered["payment_source"]["id"] for answered in answers]


def assign(chargebee: Chargebee, source: str, role: str) -> Any:
    """Give a source a role, and give the answer."""
    path = "/customers/ada/assign_payment_role"
    return ok(chargebee.post(path, payment_source_id=source, role=role))


def roles(chargebee: Chargebee) -> tuple[str | None, str | None]:
    """Give the ids of the customer's primary and backup source."""
    shown = customer(chargebee, "ada")
    return shown.get("primary_payment_source_id"), shown.get("backup_payment_source_id")


def test_another_source_becomes_the_primary_one(chargebee: Chargebee, sources: list[str]) -> None:
    """The customer pays with it, and the answer shows both."""
    answered = assign(chargebee, sources[1], "primary")
    assert answered["customer"] == customer(chargebee, "ada")
    assert answered["customer"]["payment_method"]["type"] == "direct_debit"
    assert answered["payment_source"] == ok(chargebee.get(f"/payment_sources/{sources[1]}"))["payment_source"]
    assert "card" not in answered
    assert roles(chargebee) == (sources[1], None)


def test_one_source_stands_by(chargebee: Chargebee, sources: list[str]) -> None:
    """Another one takes its place, and a source can lose its role."""
    assign(chargebee, sources[1], "backup")
    assert roles(chargebee) == (sources[0], sources[1])
    assign(chargebee, sources[2], "backup")
    assert roles(chargebee) == (sources[0], sources[2])
    assign(chargebee, sources[2], "none")
    assert roles(chargebee) == (sources[0], None)


def test_a_source_has_one_role(chargebee: Chargebee, sources: list[str]) -> None:
    """A backup that becomes the primary one stands by no more, and a primary one can be without a successor."""
    assign(chargebee, sources[1], "backup")
    assign(chargebee, sources[1], "primary")
    assert roles(chargebee) == (sources[1], None)
    assign(chargebee, sources[1], "none")
    assert roles(chargebee) == (None, None)
    assert customer(chargebee, "ada")["card_status"] == "no_card"


def test_a_deleted_backup_stands_by_no_more(chargebee: Chargebee, sources: list[str]) -> None:
    """The primary one stays."""
    assign(chargebee, sources[1], "backup")
    ok(chargebee.post(f"/payment_sources/{sources[1]}/delete"))
    assert roles(chargebee) == (sources[0], None)


def test_only_a_customers_own_sources_have_roles(chargebee: Chargebee, sources: list[str]) -> None:
    """Another customer's is not found, nor is a deleted one."""
    chargebee.customer(id="other")
    foreign = add_card(chargebee, "other")["payment_source"]["id"]
    ok(chargebee.post(f"/payment_sources/{sources[2]}/delete"))
    for id in (foreign, sources[2], "pm_unknown"):
        answer = chargebee.post("/customers/ada/assign_payment_role", payment_source_id=id, role="primary")
        assert refusal(answer) == (404, "invalid_request", "resource_not_found", "payment_source_id")


def test_a_role_is_one_of_three(chargebee: Chargebee, sources: list[str]) -> None:
    """The source and the role have to be told."""
    path = "/customers/ada/assign_payment_role"
    assert refusal(chargebee.post(path, role="primary")) == wrong("payment_source_id")
    assert refusal(chargebee.post(path, payment_source_id=sources[0])) == wrong("role")
    assert refusal(chargebee.post(path, payment_source_id=sources[0], role="spare")) == wrong("role")
    assert chargebee.post("/customers/nobody/assign_payment_role").status == 400
    gone = chargebee.post("/customers/nobody/assign_payment_role", payment_source_id=sources[0], role="none")
    assert refusal(gone) == (404, "invalid_request", "resource_not_found", None)
