"""What a journal keeps, what it lets go of, and what it never shows."""

from typing import Any

from mockserver.apis.stripe.api import api as stripe
from mockserver.core.api.model import Exchange, Match
from mockserver.sandbox.journal import Journal, Room, mask_reason, mask_text
from mockserver.sandbox.journal.masking import masked, masked_target, masked_text
from tests.core.toy import toy
from tests.tables import each_row

SECRET = frozenset({"number", "cvv", "token"})


def said(journal: Journal, body: bytes = b"") -> None:
    """Put one exchange into a journal."""
    exchange = Exchange("POST", "/toys", "/toys", "", {}, body, "", Match(toy))
    exchange.number = next(journal.numbers)
    journal.add(exchange, 0.0, 1.0)


def numbers(journal: Journal) -> list[int]:
    return [entry.id for entry in journal]


def test_a_journal_keeps_the_last_of_its_size() -> None:
    journal = Journal(3)
    for _ in range(5):
        said(journal)
    assert (numbers(journal), len(journal)) == ([5, 4, 3], 3)


def test_a_journal_keeps_no_more_bytes_than_it_may() -> None:
    """However few exchanges that are; small ones are not driven out by their number."""
    journal = Journal(1000, largest=50_000)
    for _ in range(10):
        said(journal, b"x" * 10_000)
    assert numbers(journal) == [10, 9, 8, 7]
    assert journal.held <= 50_000


def test_journals_share_memory_and_the_fullest_gives_way() -> None:
    """A tenant that says much drives out its own entries, not those of others."""
    loud = Journal(1000, Room(100_000))
    quiet = loud.beside()
    said(quiet)
    for _ in range(50):
        said(loud, b"x" * 8_000)
    assert numbers(quiet) == [1]
    assert numbers(loud)[0] == 50
    assert loud.held + quiet.held <= 100_000


def test_memory_of_a_journal_that_is_gone_is_free_again() -> None:
    room = Room(60_000)
    for _ in range(20):
        said(Journal(1000, room), b"x" * 20_000)
    last = Journal(1000, room)
    for _ in range(4):
        said(last, b"x" * 10_000)
    assert numbers(last) == [4, 3, 2, 1]


def test_a_long_body_is_cut_and_known_to_be() -> None:
    journal = Journal(10)
    for size in (262_144, 262_145):
        said(journal, b"x" * size)
    assert [(len(entry.body), entry.whole) for entry in journal] == [(262_144, False), (262_144, True)]


def test_what_is_cleared_is_forgotten_and_numbers_go_on() -> None:
    journal = Journal(10)
    said(journal)
    journal.clear()
    said(journal)
    assert numbers(journal) == [2]


def test_who_listens_hears_of_each_exchange_while_listening() -> None:
    journal, heard = Journal(10), list[int]()
    with journal.heard_by(lambda: heard.append(len(journal))):
        said(journal)
        said(journal)
    said(journal)
    assert heard == [1, 2]


@each_row(
    ("text", "shown"),
    [
        ("4111111111111111", "********1111"),
        ("4111 1111 1111 1111", "********1111"),
        ("4111-1111-1111-1111", "********1111"),
        ("4111+1111+1111+1111", "********1111"),
        ("4111%201111%201111%201111", "********1111"),
        ("3782 822463 10005 and 12/30", "********0005 and 12/30"),
        ("call 00441234567", "call 00441234567"),
        ("12345678901234567890", "12345678901234567890"),
        ("a4111111111111111b", "a4111111111111111b"),
    ],
)
def test_what_looks_like_a_card_number_is_masked(text: str, shown: str) -> None:
    assert mask_text(text) == shown


@each_row(
    ("target", "shown"),
    [
        ("/x?q=4111+1111+1111+1111&limit=1", "/x?q=%2A%2A%2A%2A%2A%2A%2A%2A1111&limit=1"),
        ("/x?q=%34111111111111111", "/x?q=********1111"),
        ("/x?card[number]=4111&a=b+c", "/x?card[number]=********&a=b+c"),
        ("/x?card%5BNumber%5D=4111", "/x?card%5BNumber%5D=********"),
        ("/x/4111%201111%201111%201111/y", "/x/********1111/y"),
        ("/x?url=https%3A%2F%2Fshop%3Ftoken%3Dabc%26a%3D1", "/x?url=https%3A%2F%2Fshop%3Ftoken%3D********%26a%3D1"),
        ("http://ada:pass@127.0.0.1/x?a=1", "http://********@127.0.0.1/x?a=1"),
        ("/x?4111111111111111", "/x?********1111"),
        ("/x?4111111111111111=1", "/x?********1111=1"),
        ("/x?a=1&&b", "/x?a=1&&b"),
    ],
)
def test_an_address_is_masked_however_it_is_written(target: str, shown: str) -> None:
    """What holds nothing to mask stays as it was sent."""
    assert masked_target(target, SECRET) == shown.replace("%2A", "*")


@each_row(
    ("value", "shown"),
    [
        ({"cvv": "737", "a": [{"Number": 1}]}, {"cvv": "********", "a": [{"Number": "********"}]}),
        ({"cvv": None}, {"cvv": None}),
        ({"payload": '{"cvv": "737", "b": 1}'}, {"payload": '{"cvv": "********", "b": 1}'}),
        ({"payload": "cvv=737&b=1"}, {"payload": "cvv=********&b=1"}),
        ({"uri": "/card?cvv=737&b=1"}, {"uri": "/card?cvv=********&b=1"}),
        ([{"url": "https://me:secret@shop/x?token=abc"}], [{"url": "https://********@shop/x?token=********"}]),
        ({"reply_to": "https://shop/?to=ada@example.com"}, {"reply_to": "https://shop/?to=ada@example.com"}),
        ({"n": 4111111111111111, "on": True}, {"n": "********1111", "on": True}),
        ({"ms": 1768471890000}, {"ms": 1768471890000}),
        ({"4111111111111111": 1}, {"********1111": 1}),
    ],
)  # fmt: skip
def test_a_body_is_masked_however_deep(value: Any, shown: Any) -> None:
    """In JSON, in text that holds JSON or a form, and in addresses: what an entry of a bulk, or a webhook, holds."""
    assert masked(value, SECRET) == shown


def test_forms_inside_forms_are_looked_into_without_end_being_a_danger() -> None:
    """Three deep, and no deeper: who nests thousands is not followed."""
    nested = "cvv=737"
    for _ in range(2):
        nested = "a=" + nested.replace("%", "%25").replace("=", "%3D")
    assert "737" not in masked_text(nested, SECRET)
    assert masked_text("a=" * 50_000, SECRET)


@each_row(
    ("member", "value", "shown"),
    [
        ("body card[cvc]", "'737'", "********"),
        ("headers authorization", "'Bearer x'", "********"),
        ("cookies session", "'abc'", "********"),
        ("jsonpath $[?@.cvc == 1].cvc", "'737'", "********"),
        ("request url", "'/x?cvc=737&a=1'", "'/x?cvc=********&a=1'"),
        ("request body", "'cvc=737&a=1'", "'cvc=********&a=1'"),
        ("body name", "'Ada'", "'Ada'"),
    ],
)
def test_a_reason_tells_no_secret(member: str, value: str, shown: str) -> None:
    assert mask_reason(f"{member} is {value}, expected absent", stripe) == f"{member} is {shown}, expected absent"
