"""Telling cards by their numbers."""

from hypothesis import given
from hypothesis import strategies as st

from mockserver.apis.chargebee.payments.cards import AT_STRIPE, REFUSED, VISA, brand_of, is_number, masked
from tests.tables import each_row


@each_row("number", sorted({VISA, *REFUSED, *AT_STRIPE.values(), "4005519200000004"}))
def test_a_card_for_tests_could_be_a_card(number: str) -> None:
    """Its number is one."""
    assert is_number(number)


@given(st.integers(10**11, 10**18 - 1), st.integers(0, 9))
def test_one_last_digit_makes_a_number(head: int, digit: int) -> None:
    """Of the ten last digits one is right, and another one never."""
    right = [last for last in range(10) if is_number(f"{head}{last}")]
    assert len(right) == 1
    assert is_number(f"{head}{digit}") == (digit in right)


@each_row(
    ("number", "brand"),
    [
        ("2221000000000009", "mastercard"),
        ("2720999999999996", "mastercard"),
        ("6759649826438453", "maestro"),
        ("6521111111111117", "discover"),
        ("6074819900004939", "rupay"),
        ("9999999999999999", "other"),
    ],
)
def test_brands_are_told_by_their_first_digits(number: str, brand: str) -> None:
    """Each brand has ranges of its own; what is in none is some other brand."""
    assert brand_of(number) == brand


@given(st.from_regex(r"[0-9]{12,19}", fullmatch=True))
def test_a_masked_number_shows_four_digits(number: str) -> None:
    """It is as long as the number, and only the end can be read."""
    shown = masked(number)
    assert (len(shown), shown[-4:], set(shown[:-4])) == (len(number), number[-4:], {"*"})
