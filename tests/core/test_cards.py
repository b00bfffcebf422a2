"""Numbers of cards in texts: all that the providers publish are found, and what only looks like one is left alone."""

import random  # noqa: TID251 - seeded, and for tests alone
import uuid
from collections.abc import Iterator

import pytest

from mockserver.apis.chargebee.payments import cards as chargebee
from mockserver.apis.stripe.payments import known_cards as stripe
from mockserver.core import ids
from mockserver.core.cards import LONGEST_RUN, passes_luhn, replace_cards
from mockserver.sandbox.journal.masking import masked, masked_target
from tests.tables import each_row

NOTHING: frozenset[str] = frozenset()

PUBLISHED = sorted({
    *(card.number for card in stripe.CARDS), *chargebee.REFUSED, *chargebee.AT_STRIPE.values(),
    "4111111111111111", "4242424242424242", "5555555555554444", "2223003122003222", "378282246310005",
    "371449635398431", "6011111111111117", "6011000990139424", "3056930009020004", "30569309025904", "38520000023237",
    "36227206271667", "3566002020360505", "3530111333300000", "6200000000000005", "6205500000000000004",
    "5019717010103742", "4222222222222", "4000000000000010", "4012888888881881", "5105105105105100",
})  # fmt: skip
"""Numbers that Stripe, Chargebee, Rebilly and ChargeOver publish for tests, and others of each length."""


def ways(number: str) -> Iterator[str]:
    """Write a number as people do."""
    sizes = {14: (4, 6, 4), 15: (4, 6, 5)}.get(len(number), (4, 4, 4, 4, 4))
    groups, rest = [], number
    for size in sizes:
        groups.append(rest[:size])
        rest = rest[size:]
    yield number
    yield " ".join(filter(None, groups))
    yield "-".join(filter(None, groups))


@each_row("number", PUBLISHED)
def test_a_number_is_masked_wherever_it_stands(number: str) -> None:
    shown = f"********{number[-4:]}"
    for written in ways(number):
        assert masked({"note": f"pan {written}, thanks"}, NOTHING) == {"note": f"pan {shown}, thanks"}
        assert masked([{written: written}], NOTHING) == [{shown: shown}]
        assert masked(f"2 of {written} 12/30", NOTHING) == f"2 of {shown} 12/30"
        path = written.replace(" ", "%20")
        assert masked_target(f"/v1/customers/{path}/x?q={path}", NOTHING) == f"/v1/customers/{shown}/x?q={shown}"
    assert masked(int(number), NOTHING) == shown


@pytest.mark.parametrize("number", ["4242424242424242", "378282246310005"])
@each_row("around", ["a{}", "{}b", "1{}", "{}1", "-{}", "{}-", "_{}", "{}_", "order-{}-x"])
def test_letters_digits_and_dashes_around_make_it_something_else(number: str, around: str) -> None:
    text = around.format(number)
    assert masked(text, NOTHING) == text


@each_row(
    "text",
    [
        "4242424242424241",  # its check digit is wrong
        "1234567812345670",  # nobody issues such a number
        "4242 4242 42",
        "5901234123457",  # an EAN
        "9780306406157",  # an ISBN
        "490154203237518",  # an IMEI
        "350000000000006",  # another
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert masked(text, NOTHING) == text


def _others(chance: random.Random) -> Iterator[str]:
    """Make what only looks like a number of a card: ids, moments, numbers of things."""
    id = uuid.UUID(int=chance.getrandbits(128), version=4)
    yield str(id)
    yield id.hex
    yield str(uuid.UUID(int=int("".join(str(chance.randrange(10)) for _ in range(30)))))
    count, millisecond = chance.randrange(10**6), chance.randrange(1_400_000_000_000, 2_000_000_000_000)
    yield f"cus_{ids.ulid('0', 'acme', count, millisecond)}"
    yield ids.opaque_uuid("0", "acme", count)
    yield str(millisecond)
    yield str(millisecond * 1000)
    yield f"2026-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}T10:00:00.{count:06}+00:00"
    yield f"2026-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02} 10:00:00"
    yield f"ada.{chance.randrange(10**16)}x@example.com"
    ean = "".join(str(chance.randrange(10)) for _ in range(12))
    yield ean + str(-sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(ean)) % 10)
    imei = chance.choice(("35", "86", "01", "99")) + "".join(str(chance.randrange(10)) for _ in range(12))
    yield next(imei + str(digit) for digit in range(10) if passes_luhn(imei + str(digit)))


def test_what_only_looks_like_one_stays_in_bodies_and_paths() -> None:
    """200,000 identifiers, each from a seed of its own run."""
    chance = random.Random(15)
    texts = [text for _ in range(17_000) for text in _others(chance)]
    assert len(texts) > 200_000
    assert [text for text in texts if masked(text, NOTHING) != text] == []
    sample = texts[:20_000]
    paths = [f"/v1/customers/{text.replace(' ', '%20')}?after={text.replace(' ', '%20')}" for text in sample]
    assert [path for path in paths if masked_target(path, NOTHING) != path] == []
    numbers = [int(text) for text in texts if text.isdecimal()]
    assert [number for number in numbers if masked(number, NOTHING) != number] == []


def test_digits_without_end_are_hidden_as_a_whole() -> None:
    """A body of nothing but groups of digits could hold a number at each of them, and its journal is shown at once."""
    groups = "4111 " * (LONGEST_RUN // 5)
    assert replace_cards(f"{groups}4111 of these", "<{}>".format) == "<> of these"
    assert replace_cards(f"{groups[:500]}, and 4242424242424242", "<{}>".format)[-18:] == "<4242424242424242>"


@each_row("blank", ["\u00a0", "  ", "\t", "%C2%A0", "%20%20"], ids=ascii)
def test_a_number_may_be_parted_by_blanks_as_they_are_pasted(blank: str) -> None:
    assert replace_cards(blank.join(["4242"] * 4), "<{}>".format) == "<4242424242424242>"
