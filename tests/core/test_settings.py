"""Switches of a tenant: which values one of them takes, and how it says no."""

from typing import Any

from mockserver.core.api.settings import Form, Setting
from tests.tables import each_row

FLAG = Setting("flag", False, (True, False), "")
WORD = Setting("word", "a", ("a", "b"), "")
TEXT = Setting("text", "", (), "")
SECRET = Setting("secret", "", (), "", secret=True)
DIGITS = Form("digits", str.isdigit)
NUMBER = Setting("number", "1", (), "", DIGITS)
TEXTS = Setting("texts", ("x",), (), "")
NUMBERS = Setting("numbers", (), (), "", DIGITS)
WORDS = Setting("words", ("a",), ("a", "b"), "")


@each_row(
    ("setting", "value"),
    [
        (FLAG, True), (FLAG, False), (WORD, "b"), (TEXT, ""), (TEXT, "anything"), (SECRET, "anything"),
        (NUMBER, "42"), (TEXTS, []), (TEXTS, ["a", ""]), (NUMBERS, []), (NUMBERS, ["1", "23"]), (WORDS, ["b", "a"]),
    ],
)  # fmt: skip
def test_a_value_is_taken(setting: Setting, value: Any) -> None:
    assert setting.refusal(value) == ""


@each_row(
    ("setting", "value", "expected"),
    [
        (FLAG, 1, "one of true, false"),
        (FLAG, "true", "one of true, false"),
        (FLAG, None, "one of true, false"),
        (WORD, "c", "one of a, b"),
        (WORD, ["a"], "one of a, b"),
        (TEXT, 1, "text"),
        (TEXT, None, "text"),
        (SECRET, ["x"], "text"),
        (NUMBER, "", "digits"),
        (NUMBER, "4x", "digits"),
        (NUMBER, 4, "digits"),
        (TEXTS, "a", "text"),
        (TEXTS, ["a", 1], "text"),
        (NUMBERS, ["1", "x"], "digits"),
        (NUMBERS, "1", "digits"),
        (NUMBERS, [1], "digits"),
        (WORDS, ["a", "c"], "one of a, b"),
    ],
)
def test_another_value_is_refused_with_what_was_expected(setting: Setting, value: Any, expected: str) -> None:
    assert expected in setting.refusal(value)
    assert setting.refusal(value).startswith("must be ")
