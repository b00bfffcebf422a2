"""What the tests of ways to pay share: cards and tokens, how they are stored, and how they are refused."""

from typing import Any

from tests.clients import ChargeOver

MOMENT, WRITTEN = "2026-03-10T06:01:49Z", "2026-03-10T01:01:49-05:00"

VISA, MASTERCARD, AMEX, DISCOVER = "4111111111111111", "5555555555554444", "378282246310005", "6011111111111117"

CARD = {"number": VISA, "expdate": "2030-08-31"}


def card(chargeover: ChargeOver, customer_id: int, **members: Any) -> int:
    """Store a card and give its id."""
    return _stored(chargeover, "/creditcard", {"customer_id": customer_id, **CARD, **members})


def token(chargeover: ChargeOver, customer_id: int, **members: Any) -> int:
    """Store a token and give its id."""
    return _stored(chargeover, "/tokenized", {"customer_id": customer_id, "token": "abcd1234", **members})


def refusal(chargeover: ChargeOver, path: str, body: Any) -> str:
    """Send what is refused with 400, and give the message."""
    answer = chargeover.post(path, body)
    assert (answer.status, answer.json["response"]) == (400, False), answer.content
    return str(answer.json["message"])


def wrong(particulars: str) -> str:
    """Give the message of a refusal of members."""
    return f"Missing or invalid parameter. {particulars}."


def freeze(chargeover: ChargeOver, at: str = MOMENT) -> None:
    """Stop the account's clock."""
    assert chargeover.admin("POST", "/clock/freeze", {"at": at}).status == 200


def _stored(chargeover: ChargeOver, path: str, body: Any) -> int:
    answer = chargeover.post(path, body)
    assert answer.status == 201, answer.content
    return int(answer.json["response"]["id"])
