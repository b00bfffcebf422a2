"""The table of cards for tests: what it holds, and which numbers are told apart."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.apis.stripe.payments.known_cards import (
    CARDS,
    KnownCard,
    brand_of,
    declined,
    named_card,
    numbered_card,
)
from mockserver.apis.stripe.problems import CardError
from mockserver.core.cards import passes_luhn
from tests.tables import each_row

EVERY = [pytest.param(card, id=card.names[0] if card.names else card.number) for card in CARDS]


@each_row("card", EVERY)
def test_a_card_for_tests_could_be_a_card(card: KnownCard) -> None:
    """Its number is one, and what it is declined with has words."""
    assert passes_luhn(card.number)
    for reason in filter(None, (card.attach, card.charge)):
        assert declined(reason).decline_code == reason


def test_a_name_stands_for_one_card() -> None:
    """No name is given twice, and each is found behind both prefixes."""
    counted = Counter(name for card in CARDS for name in card.names)
    assert [name for name, times in counted.items() if times > 1] == []
    assert all(named_card(f"tok_{name}", "tok_") for name in counted)
    assert named_card("pm_card_visa", "tok_") is None


@each_row(
    ("number", "brand"),
    [
        ("4000000000000002", "visa"),
        ("2221000000000009", "mastercard"),
        ("2720999999999996", "mastercard"),
        ("5100000000000008", "mastercard"),
        ("340000000000009", "amex"),
        ("30000000000004", "diners"),
        ("6011000000000004", "discover"),
        ("6441111111111117", "discover"),
        ("3528000000000007", "jcb"),
        ("6212345678901232", "unionpay"),
        ("2220999999999999", "unknown"),
        ("2721000000000004", "unknown"),
        ("9999999999999995", "unknown"),
    ],
)
def test_a_number_tells_its_brand(number: str, brand: str) -> None:
    """By its first digits."""
    assert brand_of(number) == brand


@pytest.mark.parametrize("written", ["4242424242424242", "4242 4242 4242 4242", "4242-4242-4242-4242"])
def test_a_number_can_be_spaced(written: str) -> None:
    """It is the same card."""
    assert numbered_card(written) == CARDS[0]


def test_the_number_alone_means_the_first_card_with_it() -> None:
    """Other cards with the same number are only known by their names."""
    assert numbered_card("4000000000000341").charge == "generic_decline"
    assert numbered_card("4100000000000019").attach == ""


def test_a_number_nobody_knows_is_an_ordinary_card() -> None:
    """It is of its brand, and nothing happens to it."""
    assert numbered_card("4111111111111111") == KnownCard("4111111111111111")


@given(st.text(max_size=40))
def test_any_text_is_a_card_or_refused(written: str) -> None:
    """No error shows what was sent."""
    outcome = read(written)
    if isinstance(outcome, CardError):
        assert (outcome.param, outcome.code in ("incorrect_number", "invalid_number")) == ("number", True)
        assert len(written) < 5 or written not in outcome.detail
    else:
        assert passes_luhn(outcome.number)


def read(written: str) -> KnownCard | CardError:
    """Give the card that a number is one of, or how it is refused."""
    try:
        return numbered_card(written)
    except CardError as error:
        return error
