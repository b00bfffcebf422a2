"""What a card number says about its card; the number itself is never kept."""

import re
from hashlib import blake2b

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


def brand(number: str) -> str | None:
    """Tell a card's brand by its first digits.

    >>> brand("4111111111111111")
    'Visa'
    """
    return next((name for name, prefix in _BRANDS if re.match(prefix, number)), None)


def fingerprint(seed: str, *parts: str) -> str:
    """Name a card or account one way: 28 letters and digits, the same for the same parts on the same server."""
    text = "/".join(parts).encode("utf-8", "surrogatepass")
    value = int.from_bytes(blake2b(text, key=seed.encode()[:64], digest_size=24).digest())
    letters = []
    for _ in range(28):
        value, index = divmod(value, len(_LETTERS))
        letters.append(_LETTERS[index])
    return "".join(letters)
