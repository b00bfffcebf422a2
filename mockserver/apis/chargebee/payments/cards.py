"""Cards: what a number says, reading a card, changing one, and when it expires; numbers are never kept."""

import re
from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargebee.problems import PaymentRefused, blank, inside, wrong
from mockserver.core.api.model import Call
from mockserver.core.cards import passes_luhn

VISA, AMERICAN_EXPRESS = "4111111111111111", "378282246310005"

REFUSED = frozenset({"4119862760338320"})
"""Cards that cannot be added. 4005519200000004 can: it is only charges that fail, and nothing is charged here."""

AT_STRIPE: Mapping[str, str] = {
    "tok_visa": "4242424242424242",
    "tok_mastercard": "5555555555554444",
    "tok_amex": AMERICAN_EXPRESS,
    "tok_discover": "6011111111111117",
    "tok_chargeDeclined": "4119862760338320",
}
"""Temporary tokens of a gateway that stand for a card; every other one stands for a Visa card."""

_BRANDS: Mapping[str, re.Pattern[str]] = {
    "maestro": re.compile(r"50|5[6-8]|6304|6390|67"),
    "american_express": re.compile(r"3[47]"),
    "diners_club": re.compile(r"3(0[0-5]|[689])"),
    "discover": re.compile(r"6(011|4[4-9]|5)"),
    "jcb": re.compile(r"35(2[89]|[3-8])"),
    "mastercard": re.compile(r"5[1-5]|2(22[1-9]|2[3-9]|[3-6]|7[01]|720)"),
    "rupay": re.compile(r"60|81|82|508"),
    "visa": re.compile(r"4"),
}

_NUMBER = re.compile(r"\d{12,19}", re.ASCII)


def brand_of(number: str) -> str:
    """Tell a card's brand by the beginning of its number.

    >>> brand_of("378282246310005")
    'american_express'
    """
    return next((brand for brand, begins in _BRANDS.items() if begins.match(number)), "other")


def is_number(number: str) -> bool:
    """Return whether digits could be the number of a card: their length and their last one are right.

    >>> is_number("4111111111111111"), is_number("4111111111111112")
    (True, False)
    """
    return bool(_NUMBER.fullmatch(number)) and passes_luhn(number)


def masked(number: str) -> str:
    """Write a number with stars for all but its last four digits.

    >>> masked("378282246310005")
    '***********0005'
    """
    return "*" * (len(number) - 4) + number[-4:]


CARD = "card"

_HOLDER = (
    "first_name", "last_name", "billing_addr1", "billing_addr2", "billing_city", "billing_state_code", "billing_state",
    "billing_zip", "billing_country",
)  # fmt: skip

_LAST_YEAR = 2100

Values = Mapping[str, Any]


def read_card(call: Call, values: Values, group: str) -> dict[str, Any]:
    """Read a card; raise `Wrong` for what cannot be one, and `PaymentRefused` for one that its bank refuses.

    Messages never repeat a number or a security code.
    """
    for name in ("number", "expiry_month", "expiry_year"):
        if values.get(name) is None:
            raise blank(inside(group, name))
    number = values["number"].replace(" ", "").replace("-", "")
    if not is_number(number):
        raise wrong(inside(group, "number"), "is not the number of a card", legacy="invalid_value")
    month, year = values["expiry_month"], values["expiry_year"]
    _check_expiry(call, month, year, group)
    _check_cvv(values.get("cvv"), brand_of(number), group)
    if number in REFUSED:
        raise refused()
    return {**_numbered(number, month, year), **_holder(values)}


def card_of_token(call: Call, token: str) -> dict[str, Any]:
    """Return the card that a gateway's token stands for; it expires next year. Raise `PaymentRefused`."""
    number = AT_STRIPE.get(token, VISA)
    if number in REFUSED:
        raise refused()
    return _numbered(number, call.now.month, call.now.year + 1)


def card_at_gateway(call: Call, reference: str, known: Values) -> dict[str, Any]:
    """Return the card that a gateway keeps, with what the request knows of it."""
    card = {**card_of_token(call, reference), **{name: value for name, value in known.items() if value is not None}}
    return {**card, "masked_number": card["masked_number"][:-4] + card["last4"]}


def changed_card(call: Call, before: Values, values: Values) -> dict[str, Any]:
    """Lay parameters over a card; raises `Wrong` for a time in the past."""
    card = {**before, **{name: values[name] for name in _HOLDER if name in values}}
    for name in ("expiry_month", "expiry_year"):
        card[name] = values.get(name) or before[name]
    if values.get("expiry_month") or values.get("expiry_year"):
        _check_expiry(call, card["expiry_month"], card["expiry_year"], CARD)
    return {name: value for name, value in card.items() if value is not None}


def expiry_status(call: Call, card: Values) -> str:
    """Return whether a card is valid: in its last month it is expiring."""
    left = 12 * (card["expiry_year"] - call.now.year) + card["expiry_month"] - call.now.month
    return "expired" if left < 0 else "valid" if left else "expiring"


def refused() -> PaymentRefused:
    """Refuse a payment method that its bank will not have."""
    code = "payment_method_verification_failed"
    text = "Payment method verification failed. Reason: (3009) Do not honour"
    return PaymentRefused(text, code=code, legacy=code, cause="gateway.do_not_honour")


def _numbered(number: str, month: int, year: int) -> dict[str, Any]:
    return {
        "iin": number[:6],
        "last4": number[-4:],
        "brand": brand_of(number),
        "funding_type": "credit",
        "expiry_month": month,
        "expiry_year": year,
        "masked_number": masked(number),
        "object": CARD,
    }


def _holder(values: Values) -> dict[str, Any]:
    return {name: values[name] for name in _HOLDER if values.get(name) is not None}


def _check_expiry(call: Call, month: int, year: int, group: str) -> None:
    if not call.now.year <= year <= _LAST_YEAR:
        raise wrong(inside(group, "expiry_year"), "should not be in the past", legacy="invalid_value")
    if year == call.now.year and month < call.now.month:
        raise wrong(inside(group, "expiry_month"), "should not be in the past", legacy="invalid_value")


def _check_cvv(cvv: str | None, brand: str, group: str) -> None:
    length = 4 if brand == "american_express" else 3
    if cvv is not None and not (cvv.isascii() and cvv.isdecimal() and len(cvv) == length):
        raise wrong(inside(group, "cvv"), f"should have {length} digits", legacy="invalid_value")
