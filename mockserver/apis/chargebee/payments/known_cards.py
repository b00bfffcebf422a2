"""What a card number says, and what becomes of the test gateway's own cards; the numbers are never kept."""

import re
from collections.abc import Mapping

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
