"""What came from outside is shown as text, and as nothing else."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.text import printable, printable_lines
from tests.tables import each_row

ANYTHING = st.text(st.characters(exclude_categories=[]), max_size=60)


@each_row(
    ("text", "shown"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("Zoë 東京 🍵", "Zoë 東京 🍵"),
        ("a\r\nERROR b", "a\\r\\nERROR b"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("\x9b2J", "\\x9b2J"),
        ("\u202egpj\u2066", "\\u202egpj\\u2066"),
        ("a\u2028b\u2029c\x85d", "a\\u2028b\\u2029c\\x85d"),
        ("\ud800", "\\ud800"),
        ("\ufeff\u200b", "\\ufeff\\u200b"),
    ],
)
def test_what_is_more_than_text_is_escaped(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(ANYTHING)
def test_every_text_becomes_one_line_that_can_be_written(text: str) -> None:
    """Of letters, marks, numbers, signs and spaces: nothing moves a cursor, ends a line or turns its direction."""
    shown = printable(text)
    assert len(shown.splitlines()) <= 1
    assert shown.encode().decode() == shown
    assert not {unicodedata.category(one) for one in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@given(ANYTHING, st.integers(2, 20))
def test_a_long_text_is_cut(text: str, longest: int) -> None:
    assert len(printable(text, longest)) <= longest * len("\\U0010ffff")
    assert printable("x" * 1000, longest) == "x" * (longest - 1) + "…"


def test_lines_that_are_wanted_stay() -> None:
    assert printable_lines("a\n\x1bb\r\n") == "a\n\\x1bb\\r\n"
