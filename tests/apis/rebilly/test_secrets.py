"""Card numbers and their like: taken, used and never shown again."""

from typing import Any

import pytest

from tests.apis.rebilly.instruments import PLAIN, deactivate, patch, pay
from tests.apis.rebilly.samples import PAN, TOKENS
from tests.clients import Rebilly
from tests.tables import each_row

SECRET_MEMBERS = {"pan", "cvv", "encryptedCvv", "accountNumber", "number", "payload", "linkToken"}
SECRET_TEXTS = (PAN, "000123456789", "DE89370400440532013000", "5000000000000611", "wallet-payload", "link-1")


def members(value: Any) -> list[tuple[str, Any]]:
    """Give every member at any depth."""
    if isinstance(value, dict):
        return [*value.items(), *(found for member in value.values() for found in members(member))]
    return [found for item in value for found in members(item)] if isinstance(value, list) else []


@each_row("kind", TOKENS)
def test_secrets_are_neither_answered_nor_stored(rebilly: Rebilly, kind: str) -> None:
    """Numbers, codes and sealed payloads are gone once a token is made; the journal masks the request."""
    created = rebilly.post("/tokens", TOKENS[kind])
    customer = rebilly.post("/customers?expand=defaultPaymentInstrument", {"paymentToken": created.json["id"]})
    seen = [
        created,
        customer,
        rebilly.get(f"/tokens/{created.json['id']}"),
        rebilly.get("/tokens"),
        rebilly.get("/payment-instruments"),
        rebilly.admin("GET", "/data/rebilly/tokens"),
        rebilly.admin("GET", "/data/rebilly/payment_instruments"),
    ]
    journal = rebilly.admin("GET", "/requests")
    for answer in seen:
        assert {name for name, _ in members(answer.json)} & SECRET_MEMBERS == set()
    assert {value for name, value in members(journal.json) if name in SECRET_MEMBERS} <= {"********"}
    assert [text for text in SECRET_TEXTS for answer in [*seen, journal] if text in answer.content.decode()] == []


@pytest.mark.parametrize("kind", ["payment-card", "ach by BBAN", "ach by IBAN"])
def test_plain_details_are_neither_answered_nor_stored(rebilly: Rebilly, kind: str) -> None:
    """Numbers and codes of plain instruments are gone, too, whichever operation brought them."""
    made = pay(rebilly, PLAIN[kind])
    id = made.json["id"]
    seen = [
        made,
        pay(rebilly, PLAIN[kind]),
        patch(rebilly, id, {"cvv": "737"} if kind == "payment-card" else {}),
        deactivate(rebilly, id),
        rebilly.admin("GET", "/data/rebilly/payment_instruments"),
    ]
    journal = rebilly.admin("GET", "/requests")
    for answer in seen:
        assert {name for name, _ in members(answer.json)} & SECRET_MEMBERS == set()
    assert {value for name, value in members(journal.json) if name in SECRET_MEMBERS} == {"********"}
    assert [text for text in SECRET_TEXTS for answer in [*seen, journal] if text in answer.content.decode()] == []


@pytest.mark.parametrize(
    "body",
    [
        b'{"method":"payment-card","paymentInstrument":{"pan":"4111111111111111","cvv":"737",',
        b'{"method":"payment-card","paymentInstrument":{"pan":"4111111111111111","cvv":"737"}}',
        b'{"pan":4111111111111111,"cvv":"737"}',
    ],
    ids=["broken", "refused", "misplaced"],
)
def test_the_journal_masks_secrets_of_requests_that_failed(rebilly: Rebilly, body: bytes) -> None:
    """Also what could not be read, or was refused, is written down without its secrets."""
    answer = rebilly.send("POST", "/tokens", body)
    journal = rebilly.admin("GET", "/requests").content.decode()
    assert answer.status in (400, 422)
    assert PAN not in journal + answer.content.decode()
    assert '"737"' not in journal.replace("\\", "")
