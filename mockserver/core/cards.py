"""Numbers of payment cards in texts: an issuer's prefix and length, a valid check digit, and nothing around.

A number of 12 or 13 digits that carries the check digit of a trade item (UPC, EAN, ISBN) is taken for one.
"""

import re
from collections.abc import Callable, Iterator, Sequence

ISSUERS: Sequence[tuple[str, str, int, int]] = (
    ("Visa", "4", 13, 13), ("Visa", "4", 16, 16), ("Visa", "4", 19, 19),
    ("Mastercard", "51-55", 16, 16), ("Mastercard", "2221-2720", 16, 16),
    ("American Express", "34", 15, 15), ("American Express", "37", 15, 15),
    ("Discover", "6011", 16, 19), ("Discover", "644-649", 16, 19), ("Discover", "65", 16, 19),
    ("Diners Club", "300-305", 14, 19), ("Diners Club", "3095", 14, 19), ("Diners Club", "36", 14, 19),
    ("Diners Club", "38-39", 14, 19),
    ("JCB", "3528-3589", 16, 19),
    ("UnionPay", "62", 16, 19), ("UnionPay", "81", 16, 19),
    ("Maestro", "50", 12, 19), ("Maestro", "56-69", 12, 19),
)  # fmt: skip
"""Issuers by what their numbers begin with, from and to, and by the fewest and most digits of these (ISO/IEC 7812)."""

LONGEST = 19
"""Digits of a number at most."""

LONGEST_RUN = 10_000
"""Characters of digits in parts that are looked through; more of them are shown as one number, without its digits."""

FEWEST = min(least for _, _, least, _ in ISSUERS)


def _prefixes(length: int) -> re.Pattern[str]:
    """Return what numbers of so many digits begin with."""
    ranges = (prefix.split("-") for _, prefix, least, most in ISSUERS if least <= length <= most)
    first = (str(number) for each in ranges for number in range(int(each[0]), int(each[-1]) + 1))
    return re.compile("|".join(first) or "(?!)")


_ISSUED = {length: _prefixes(length) for length in range(FEWEST, LONGEST + 1)}

_SHORTEST_GROUP = 3
"""Digits of each part of a number but the last, where it is written in parts."""

_SEPARATOR = r"(?:[ \t\u00a0]{1,2}|[+-]|(?:%20|%C2%A0){1,2}|%2[Bb]|%2[Dd])"
"""A blank as it is typed or pasted, twice at most, or a dash; also as forms and addresses write it."""

_RUN = re.compile(
    # An escape such as `%20` ends before a digit, and is none itself.
    rf"(?:(?<=%[0-9A-Fa-f]{{2}})|(?<![\w-]))(?<!%)[0-9]++(?:{_SEPARATOR}[0-9]++)*(?![\w-])",
    re.ASCII,
)
_PART = re.compile(rf"({_SEPARATOR}?)([0-9]+)")
_DASHES = frozenset({"-", "%2d", "%2D"})


def is_card(digits: str) -> bool:
    """Return whether digits are a number of a card.

    >>> is_card("4242424242424242"), is_card("4242424242424241"), is_card("1234567812345670")
    (True, False, False)
    """
    length = len(digits)
    if not FEWEST <= length <= LONGEST or not _ISSUED[length].match(digits) or not passes_luhn(digits):
        return False
    return length > 13 or not _is_trade_item(digits)


def replace_cards(text: str, shown: Callable[[str], str]) -> str:
    """Return a text with each number of a card, given by its digits, as it is to be shown.

    It may be parted by blanks or single dashes. A letter, digit, dash or underscore next to it makes it something else.

    >>> replace_cards("pan 4111 1111 1111 1111, order-4111111111111111", lambda digits: digits[-4:])
    'pan 1111, order-4111111111111111'
    """
    return _RUN.sub(lambda run: _replaced(run[0], shown), text)


def _replaced(run: str, shown: Callable[[str], str]) -> str:
    """Replace the numbers in parted digits; a part inside of dashes is no number by itself."""
    if len(run) < FEWEST:
        return run
    if len(run) > LONGEST_RUN:
        return shown("")  # to look for numbers that begin at each of its parts would take seconds
    parts = [*_PART.finditer(run)]
    written, index = [], 0
    while index < len(parts):
        end, digits = next(_cards_from(parts, index), (index + 1, ""))
        first = parts[index]
        written.append(first[1] + shown(digits) if digits else first[0])
        index = end
    return "".join(written)


def _cards_from(parts: Sequence[re.Match[str]], start: int) -> Iterator[tuple[int, str]]:
    """Return the numbers that begin with a part, each with the part behind it."""
    if parts[start][1] in _DASHES:
        return
    digits = ""
    for index in range(start, len(parts)):
        digits += parts[index][2]
        if len(digits) > LONGEST:
            return
        ends = index + 1 == len(parts) or parts[index + 1][1] not in _DASHES
        if ends and is_card(digits):
            yield index + 1, digits
        if len(parts[index][2]) < _SHORTEST_GROUP:
            return


def _is_trade_item(digits: str) -> bool:
    """Return whether the last digit is the check digit of a GTIN (GS1 General Specifications)."""
    threefold = sum(map(int, digits[-2::-2]))
    return (threefold * 3 + sum(map(int, digits[-1::-2]))) % 10 == 0


_DOUBLED = str.maketrans("0123456789", "0246813579")
"""The digit sum of a digit's double."""


def passes_luhn(number: str) -> bool:
    """Return whether the last digit of a number fits the others.

    >>> passes_luhn("4242424242424242"), passes_luhn("4242424242424241")
    (True, False)
    """
    return (sum(map(int, number[-1::-2])) + sum(map(int, number[-2::-2].translate(_DOUBLED)))) % 10 == 0
