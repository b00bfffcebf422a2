"""What the tests of payments share: cards, accounts, and how their requests are answered and refused."""

from typing import Any

from tests.clients import Answer, Chargebee

NOON = "2026-01-15T12:00:00Z"
AT_NOON = 1768478400

CARD = {"number": "4111 1111-1111 1111", "expiry_month": 8, "expiry_year": 2030, "cvv": "123"}
REFUSED_CARD = {**CARD, "number": "4119862760338320"}
BANK_ACCOUNT = {"account_number": "000222222227", "routing_number": "110000000", "first_name": "Ada"}

Refusal = tuple[int, str, str | None, str | None]
"""Status, type, code and parameter."""


def ok(answer: Answer) -> Any:
    """Give what was answered, which must be a success."""
    assert answer.status == 200, answer.content
    return answer.json


def refusal(answer: Answer) -> Refusal:
    """Give how a request was refused."""
    body = answer.json
    return answer.status, body["type"], body["api_error_code"], body.get("param")


def wrong(param: str) -> Refusal:
    """Give how a parameter is refused."""
    return 400, "invalid_request", "param_wrong_value", param


def add_card(chargebee: Chargebee, customer: str, **more: Any) -> Any:
    """Add a card to a customer, and give the answer."""
    return ok(chargebee.post("/payment_sources/create_card", customer_id=customer, **{"card": CARD, **more}))


def add_bank_account(chargebee: Chargebee, customer: str, **more: Any) -> Any:
    """Add an American bank account to a customer, and give the answer."""
    said = {"bank_account": BANK_ACCOUNT, "issuing_country": "US", **more}
    return ok(chargebee.post("/payment_sources/create_bank_account", customer_id=customer, **said))


def customer(chargebee: Chargebee, id: str) -> Any:
    """Give a customer as it is now."""
    return ok(chargebee.get(f"/customers/{id}"))["customer"]


def stored(chargebee: Chargebee, collection: str) -> list[Any]:
    """Give the records of a collection, newest first."""
    records: list[Any] = chargebee.admin("GET", f"/data/chargebee/{collection}").json["records"]
    return records


def freeze(chargebee: Chargebee, at: str = NOON) -> None:
    """Stop the site's clock."""
    assert chargebee.admin("POST", "/clock/freeze", {"at": at}).status == 200


def advance(chargebee: Chargebee, by: str) -> None:
    """Move the site's clock."""
    assert chargebee.admin("POST", "/clock/advance", {"by": by}).status == 200
