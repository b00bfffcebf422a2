"""The control plane of a test's Stripe account: order something of it, and look at what reached it."""

from typing import Any

from tests.clients import Stripe

NOON = "2026-01-15T12:00:00Z"
NOON_IN_SECONDS = 1768478400


def order(account: Stripe, **rule: Any) -> None:
    """Add a rule about the account's requests."""
    answer = account.admin("POST", "/rules", {"api": "stripe", **rule})
    assert answer.status == 201, answer.content


def reached(account: Stripe) -> list[Any]:
    """Give the requests that reached the account, the first one first."""
    entries: list[Any] = account.admin("GET", "/requests?limit=1000").json["requests"]
    return entries[::-1]


def keys(account: Stripe) -> list[str]:
    """Give the idempotency keys of the requests that reached the account."""
    return [entry["request"]["headers"]["idempotency-key"] for entry in reached(account)]


def customers(account: Stripe) -> list[str]:
    """Give the ids of the account's customers as they are stored, newest first."""
    records = account.admin("GET", "/data/stripe/customers").json["records"]
    return [record["id"] for record in records]


def freeze(account: Stripe, at: str) -> None:
    """Stop the account's clock."""
    assert account.admin("POST", "/clock/freeze", {"at": at}).status == 200


def advance(account: Stripe, by: str) -> None:
    """Move the account's clock."""
    assert account.admin("POST", "/clock/advance", {"by": by}).status == 200
