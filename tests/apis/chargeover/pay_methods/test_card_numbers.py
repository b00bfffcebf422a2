"""Card numbers, whatever is between their digits."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.apis.chargeover.pay_methods.numbers import read_number, type_of
from mockserver.core.cards import passes_luhn

EXAMPLES = settings(max_examples=200, derandomize=True, database=None, deadline=None)

PREFIXES = [("visa", "4", 16), ("mast", "51", 16), ("mast", "2720", 16), ("amex", "34", 15), ("disc", "6011", 16),
            ("disc", "649", 19), ("visa", "4", 13)]  # fmt: skip


@st.composite
def numbers(draw: st.DrawFn) -> tuple[str, str]:
    """Give a number that can be one, and its type."""
    type, prefix, length = draw(st.sampled_from(PREFIXES))
    begin = prefix + draw(st.text("0123456789", min_size=length - len(prefix) - 1, max_size=length - len(prefix) - 1))
    return next(begin + digit for digit in "0123456789" if passes_luhn(begin + digit)), type


@EXAMPLES
@given(numbers(), st.lists(st.sampled_from(["", " ", "-", " - "]), min_size=20, max_size=20))
def test_whatever_parts_the_digits_they_are_read(number: tuple[str, str], parting: list[str]) -> None:
    digits, type = number
    assert read_number("".join(map("".join, zip(parting, digits, strict=False)))) == digits
    assert type_of(digits) == type


@EXAMPLES
@given(numbers(), st.integers(0, 18), st.integers(1, 9))
def test_one_mistyped_digit_is_noticed(number: tuple[str, str], at: int, by: int) -> None:
    digits = number[0]
    at %= len(digits)
    mistyped = digits[:at] + str((int(digits[at]) + by) % 10) + digits[at + 1 :]
    with pytest.raises(ValueError, match="does not fit"):
        read_number(mistyped)


@EXAMPLES
@given(st.text("0123456789 -x\u0663", max_size=24))
def test_no_refusal_repeats_a_number(text: str) -> None:
    """It counts digits, and has none of what was sent."""
    assert re.findall(r"\d{3,}", complaint(text)) == []


def complaint(text: str) -> str:
    """Give what is said of text that is refused; nothing of a number."""
    try:
        read_number(text)
    except ValueError as error:
        return str(error)
    return ""
