"""Payment details by method: what a token needs of them, and what is left of them to be seen."""

import re
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from mockserver.apis.rebilly.dialect import Body, read
from mockserver.core.fields.containers import OpenObject
from mockserver.core.fields.kinds import Choice, Number, Text, Whole
from mockserver.core.problems import FieldError

DIGITS = re.compile("[0-9]+")
ONLY_DIGITS = "Must hold only digits."

ACCOUNT_TYPES = ("checking", "savings", "other")
BANK_METHODS = ("ach", "echeck")


def pan() -> Text:
    """Return a field for the number of a card."""
    return Text(19, least=12, pattern=DIGITS, hint=ONLY_DIGITS, load_only=True)


def cvv() -> Text:
    """Return a field for the code on a card."""
    return Text(4, least=3, pattern=DIGITS, hint=ONLY_DIGITS, load_only=True)


def exp_month(**kwargs: Any) -> Whole:
    """Return a field for the month a card expires in."""
    return Whole(1, 12, **kwargs)


def exp_year(**kwargs: Any) -> Whole:
    """Return a field for the year a card expires in."""
    return Whole(1970, 9999, **kwargs)


class CardSchema(Body):
    """A payment card."""

    pan = pan()
    cvv = cvv()
    encryptedCvv = Text(255, least=100, load_only=True, allow_none=True)
    expMonth = exp_month(required=True)
    expYear = exp_year(required=True)


class PayPalSchema(Body):
    """A PayPal billing agreement."""

    paypalMerchantId = Text(required=True)
    billingAgreementToken = Text(required=True)


class BankAccountSchema(Body):
    """A bank account, by account and routing number (BBAN) or by IBAN."""

    accountNumberType = Choice(("BBAN", "IBAN"), required=True)
    accountNumber = Text(34, least=1, required=True, load_only=True)
    bic = Text(allow_none=True)
    bankName = Text(allow_none=True)


class DomesticAccountSchema(BankAccountSchema):
    """A bank account by account and routing number."""

    accountNumber = Text(34, pattern=DIGITS, hint=ONLY_DIGITS, required=True, load_only=True)
    routingNumber = Text(pattern=DIGITS, hint=ONLY_DIGITS, required=True)
    accountType = Choice(ACCOUNT_TYPES, required=True)


class DigitalWalletSchema(Body):
    """A wallet on a phone."""

    type = Choice(("Apple Pay", "Google Pay", "Samsung Pay"), required=True)
    amount = Number(required=True)
    currency = Text(3, least=3, required=True)
    descriptor = Text(required=True)
    payload = OpenObject(required=True, load_only=True)


class PlaidSchema(Body):
    """A bank account that Plaid linked."""

    linkToken = Text(required=True, load_only=True)
    publicToken = Text(required=True)
    accountId = Text(required=True)


class KhelocardSchema(Body):
    """A Khelocard."""

    number = Text(required=True, load_only=True)
    cvv = Text(required=True, load_only=True)
    expMonth = exp_month(required=True)
    expYear = exp_year(required=True)


class KlarnaSchema(Body):
    """A Klarna session."""

    klarnaAuthorizationToken = Text(required=True)
    klarnaSessionId = Text(required=True)


_SCHEMAS: Mapping[str, Body] = {
    "payment-card": CardSchema(),
    "paypal": PayPalSchema(),
    "digital-wallet": DigitalWalletSchema(),
    "plaid-account": PlaidSchema(),
    "Khelocard": KhelocardSchema(),
    "Klarna": KlarnaSchema(),
}
_IBAN, _BBAN = BankAccountSchema(), DomesticAccountSchema()
_HIDDEN = frozenset({"pan", "cvv", "encryptedCvv", "number", "accountNumber", "payload", "linkToken"})

METHODS = frozenset({*_SCHEMAS, *BANK_METHODS})
"""The methods that have details."""


def check(method: str, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[FieldError]]:
    """Check details by their method's own schema."""
    if method in BANK_METHODS:
        return read(_IBAN if given.get("accountNumberType") == "IBAN" else _BBAN, given)
    return read(_SCHEMAS[method], given)


def shown(method: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """Leave what may be seen of checked details."""
    left = {name: value for name, value in details.items() if name not in _HIDDEN}
    if method == "payment-card":
        number = details.get("pan")
        brand = brand_of(number) if number else None
        return {
            "bin": number[:6] if number else None,
            "last4": number[-4:] if number else None,
            **({"brand": brand} if brand else {}),
            **left,
        }
    number = details.get("number") or details.get("accountNumber")
    return {**left, "last4": number[-4:]} if number else left


def fingerprint(seed: str, method: str, details: Mapping[str, Any]) -> str | None:
    """Name a card or account by the parts of it that Rebilly documents, if there is a number."""
    if method == "payment-card" and "pan" in details:
        return _hashed(seed, details["pan"][:6], details["pan"][-4:])
    if method in BANK_METHODS:
        number = details["accountNumber"]
        return _hashed(seed, details.get("routingNumber", number[:8]), number[-4:])
    if method == "Khelocard":
        expiry = f"{details['expYear']}-{details['expMonth']}"
        return _hashed(seed, details["number"], details["cvv"], expiry)
    return None


_BRANDS = (
    ("Maestro", r"(50|5[6-8]|6304|6390|67)"),
    ("China UnionPay", r"62"),
    ("Discover", r"(6011|64[4-9]|65)"),
    ("Diners Club", r"(30[0-5]|36|38|39)"),
    ("JCB", r"35(2[89]|[3-8])"),
    ("American Express", r"3[47]"),
    ("MasterCard", r"(5[1-5]|2(22[1-9]|2[3-9]|[3-6]|7[01]|720))"),
    ("Visa", r"4"),
)

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


def brand_of(number: str) -> str | None:
    """Tell a card's brand by its first digits.

    >>> brand_of("4111111111111111")
    'Visa'
    """
    return next((name for name, prefix in _BRANDS if re.match(prefix, number)), None)


def _hashed(seed: str, *parts: str) -> str:
    """Name a card or account one way: 28 letters and digits, the same for the same parts on the same server."""
    text = "/".join(parts).encode("utf-8", "surrogatepass")
    value = int.from_bytes(blake2b(text, key=seed.encode()[:64], digest_size=24).digest())
    letters = []
    for _ in range(28):
        value, index = divmod(value, len(_LETTERS))
        letters.append(_LETTERS[index])
    return "".join(letters)
