"""What a card number says about its card, and what of it may be shown; the number itself is never kept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mockserver.core.cards import passes_luhn


@dataclass(frozen=True, slots=True)
class CardType:
    """A type of card: its name for people, and what its numbers look like."""

    name: str
    numbers: re.Pattern[str]


TYPES: Mapping[str, CardType] = {
    "visa": CardType("Visa", re.compile(r"4(\d{12}|\d{15}|\d{18})")),
    "mast": CardType(
        "MasterCard", re.compile(r"(5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}")
    ),
    "amex": CardType("American Express", re.compile(r"3[47]\d{13}")),
    "disc": CardType("Discover", re.compile(r"(6011|64[4-9]\d|65\d\d)\d{12,15}")),
}  # fmt: skip
"""The types there is a word for."""

_DIGITS = re.compile(r"[0-9]{12,19}")


def read_number(text: str) -> str:
    """Return the digits of a card number; raises `ValueError` for what cannot be one.

    >>> read_number("4111 1111-1111 1111")
    '4111111111111111'
    """
    number = text.replace(" ", "").replace("-", "")
    if not _DIGITS.fullmatch(number):
        raise ValueError("must be 12 to 19 digits, which spaces and dashes may part")
    if not passes_luhn(number):
        raise ValueError("is not a card number: its last digit does not fit the others")
    if not any(type.numbers.fullmatch(number) for type in TYPES.values()):
        raise ValueError(f"is a number of none of {', '.join(type.name for type in TYPES.values())}")
    return number


def type_of(number: str) -> str:
    """Return the word for the type of a card.

    >>> type_of("378282246310005")
    'amex'
    """
    return next(word for word, type in TYPES.items() if type.numbers.fullmatch(number))


def masks(number: str) -> dict[str, str]:
    """Return what may be shown of a number.

    >>> masks("4111111111111111")
    {'mask_number': 'x1111', 'mask_and_bin_number': '411111xxx1111'}
    """
    return {"mask_number": f"x{number[-4:]}", "mask_and_bin_number": f"{number[:6]}xxx{number[-4:]}"}
