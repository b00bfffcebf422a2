"""Tokens: payment details handed in once, of which only the harmless part is kept."""

import re
from typing import Any

import pytest

from tests.apis.rebilly.samples import ADDRESS, CARD, NOW, PAN, TOKENS, changed, freeze, token, without
from tests.clients import Rebilly
from tests.tables import each_row

SHOWN: dict[str, dict[str, Any]] = {
    "payment-card": {"bin": "411111", "last4": "1111", "brand": "Visa", "expMonth": 12, "expYear": 2030},
    "paypal": {"paypalMerchantId": "MERCHANT", "billingAgreementToken": "BA-1"},
    "ach by BBAN": {
        "accountNumberType": "BBAN",
        "routingNumber": "110000000",
        "accountType": "checking",
        "last4": "6789",
    },
    "ach by IBAN": {"accountNumberType": "IBAN", "last4": "3000"},
    "echeck": {"accountNumberType": "BBAN", "routingNumber": "110000000", "accountType": "savings", "last4": "6789"},
    "digital-wallet": {"type": "Apple Pay", "amount": 10.5, "currency": "USD", "descriptor": "Quill Bindery"},
    "plaid-account": {"publicToken": "public-1", "accountId": "account-1"},
    "Khelocard": {"last4": "0611", "expMonth": 1, "expYear": 2031},
    "Klarna": {"klarnaAuthorizationToken": "auth-1", "klarnaSessionId": "session-1"},
}
"""What a token shows of its payment instrument; the kinds that are left out show none."""


@each_row("kind", TOKENS)
def test_a_token_shows_what_may_be_seen(rebilly: Rebilly, kind: str) -> None:
    """A token of each kind answers its method's harmless members, and lives for thirty minutes."""
    freeze(rebilly)
    answer = rebilly.post("/tokens", TOKENS[kind])
    created = answer.json
    location = f"http://localhost/organizations/{rebilly.organization}/tokens/{created['id']}"
    wallet = {"walletName": "Mara", "walletAddress": None, "walletCurrency": "BTC", "walletNetwork": None}
    assert (answer.status, answer.headers["location"]) == (201, location)
    assert created == {
        "id": created["id"],
        "method": TOKENS[kind]["method"],
        **({"paymentInstrument": SHOWN[kind]} if kind in SHOWN else {}),
        **(wallet if kind == "cryptocurrency" else {}),
        "billingAddress": {**ADDRESS, "hash": created["billingAddress"]["hash"]}
        if TOKENS[kind].get("billingAddress")
        else None,
        "isUsed": False,
        "riskMetadata": None,
        "createdTime": NOW,
        "updatedTime": NOW,
        "usageTime": None,
        "expirationTime": "2026-01-15T10:30:00+00:00",
        "_links": [{"rel": "self", "href": location}],
    }
    assert rebilly.get(f"/tokens/{created['id']}").json == created


def test_the_id_of_a_token_looks_like_a_uuid(rebilly: Rebilly) -> None:
    """Token ids are opaque and have the form of a UUID."""
    form = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
    first, second = token(rebilly), token(rebilly)
    assert re.fullmatch(form, first)
    assert re.fullmatch(form, second)
    assert first != second


def test_creating_a_token_counts_as_a_write(rebilly: Rebilly) -> None:
    """Tokens spend of the same limit as every write."""
    answers = [rebilly.post("/tokens", CARD) for _ in range(2)]
    assert [answer.headers["x-ratelimit-remaining"] for answer in answers] == ["2999", "2998"]


def test_tokens_are_listed_newest_first(rebilly: Rebilly) -> None:
    """A list of tokens is paged like every collection."""
    ids = [token(rebilly) for _ in range(3)][::-1]
    answer = rebilly.get("/tokens?limit=2&offset=1")
    assert [one["id"] for one in answer.json] == ids[1:]
    assert answer.json[0] == rebilly.get(f"/tokens/{ids[1]}").json
    assert [answer.headers[f"pagination-{name}"] for name in ("total", "limit", "offset")] == ["3", "2", "1"]


@pytest.mark.parametrize("id", ["unknown", "4f6cf35a-2c4f-483a-a0a9-158621f77a21"])
def test_an_unknown_token_is_not_found(rebilly: Rebilly, id: str) -> None:
    """A token that nobody made is answered with 404."""
    answer = rebilly.get(f"/tokens/{id}")
    assert (answer.status, answer.json) == (
        404,
        {"type": "about:blank", "title": "Not Found", "status": 404, "detail": "Token not found."},
    )


@pytest.mark.parametrize("encrypted", [None, "x" * 100, "x" * 255], ids=["null", "the shortest", "the longest"])
def test_an_encrypted_cvv_may_stand_for_the_cvv(rebilly: Rebilly, encrypted: str | None) -> None:
    """`encryptedCvv` is null or has 100 to 255 characters."""
    body = changed(without(CARD, "paymentInstrument.cvv"), "paymentInstrument.encryptedCvv", encrypted)
    assert rebilly.post("/tokens", body).json["paymentInstrument"] == SHOWN["payment-card"]


def test_a_card_without_a_number_shows_none(rebilly: Rebilly) -> None:
    """The number is only needed to pay; without it nothing can be derived."""
    answer = rebilly.post("/tokens", without(CARD, "paymentInstrument.pan"))
    assert (answer.status, answer.json["paymentInstrument"]) == (
        201,
        {"bin": None, "last4": None, "expMonth": 12, "expYear": 2030},
    )
    customer = rebilly.customer(paymentToken=answer.json["id"])
    id = customer["defaultPaymentInstrument"]["paymentInstrumentId"]
    assert {"bin", "last4", "brand", "fingerprint"}.isdisjoint(rebilly.get(f"/payment-instruments/{id}").json)


@each_row(
    ("pan", "brand"),
    [
        ("4111111111111111", "Visa"),
        ("4000000000000002", "Visa"),
        ("5555555555554444", "MasterCard"),
        ("5105105105105100", "MasterCard"),
        ("2221000000000009", "MasterCard"),
        ("2720990000000007", "MasterCard"),
        ("378282246310005", "American Express"),
        ("371449635398431", "American Express"),
        ("6011111111111117", "Discover"),
        ("6011000990139424", "Discover"),
        ("30569309025904", "Diners Club"),
        ("38520000023237", "Diners Club"),
        ("3530111333300000", "JCB"),
        ("3566002020360505", "JCB"),
        ("6253111111111114", "China UnionPay"),
        ("6243030000000001", "China UnionPay"),
        ("6759641111111119", "Maestro"),
        ("6771790000000018", "Maestro"),
        ("9999999999999995", None),
    ],
)
def test_the_number_tells_the_brand(rebilly: Rebilly, pan: str, brand: str | None) -> None:
    """`brand`, `bin` and `last4` are derived from the number; Rebilly's test cards have their documented brands."""
    answer = rebilly.post("/tokens", changed(CARD, "paymentInstrument.pan", pan))
    assert answer.json["paymentInstrument"] == {
        "bin": pan[:6],
        "last4": pan[-4:],
        **({"brand": brand} if brand else {}),
        "expMonth": 12,
        "expYear": 2030,
    }


def test_one_number_has_one_fingerprint(rebilly: Rebilly) -> None:
    """Instruments of the same number can be told by their fingerprint, which is no part of it."""

    def fingerprint(pan: str) -> str:
        default = rebilly.customer(paymentToken=token(rebilly, changed(CARD, "paymentInstrument.pan", pan)))
        id = default["defaultPaymentInstrument"]["paymentInstrumentId"]
        return str(rebilly.get(f"/payment-instruments/{id}").json["fingerprint"])

    assert fingerprint(PAN) == fingerprint(PAN)
    assert fingerprint(PAN) != fingerprint("4000000000000002")
    assert re.fullmatch("[A-Za-z0-9]{28}", fingerprint(PAN))


def test_risk_metadata_is_kept(rebilly: Rebilly) -> None:
    """What a browser tells about itself comes back as it was sent."""
    risk = {"ipAddress": "192.0.2.1", "browserData": {"language": "en"}}
    assert rebilly.post("/tokens", {**CARD, "riskMetadata": risk}).json["riskMetadata"] == risk


def test_the_lead_source_of_a_token_is_write_only(rebilly: Rebilly) -> None:
    """`leadSource` is kept for the customer to come and never answered."""
    created = rebilly.post("/tokens", {**CARD, "leadSource": {"source": "checkout"}}).json
    assert "leadSource" not in created
    assert rebilly.get("/tokens").json == [created]
