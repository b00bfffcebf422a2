"""The control plane of a test's Chargebee site: order something of it, and look at what reached it."""

from typing import Any

from tests.clients import Chargebee

NOON = "2026-01-15T12:00:00Z"


def order(site: Chargebee, **rule: Any) -> None:
    """Add a rule about the site's requests."""
    answer = site.admin("POST", "/rules", {"api": "chargebee", **rule})
    assert answer.status == 201, answer.content


def reached(site: Chargebee) -> list[Any]:
    """Give the requests that reached the site, the first one first."""
    entries: list[Any] = site.admin("GET", "/requests?limit=1000").json["requests"]
    return entries[::-1]


def keys(site: Chargebee) -> list[str | None]:
    """Give the idempotency keys of the requests that reached the site."""
    return [entry["request"]["headers"].get("chargebee-idempotency-key") for entry in reached(site)]


def statuses(site: Chargebee) -> list[int]:
    """Give how the requests that reached the site were answered."""
    return [entry["response"]["status"] for entry in reached(site)]


def customers(site: Chargebee) -> list[str]:
    """Give the ids of the site's customers as they are stored, newest first."""
    records = site.admin("GET", "/data/chargebee/customers").json["records"]
    return [record["id"] for record in records]


def freeze(site: Chargebee, at: str) -> None:
    """Stop the site's clock."""
    assert site.admin("POST", "/clock/freeze", {"at": at}).status == 200


def advance(site: Chargebee, by: str) -> None:
    """Move the site's clock."""
    assert site.admin("POST", "/clock/advance", {"by": by}).status == 200
