"""Regular expressions of other people: what they hold for, and that none takes for ever."""

import pytest

from mockserver.core.patterns import LONGEST, compiled
from tests.tables import each_row


@each_row(
    ("text", "value", "fits", "occurs"),
    [
        (r"\d+", "123", True, True),
        (r"\d+", "a123", False, True),
        (r"ada|bob", "bobby", False, True),
        (r".*", "a\nb", False, True),
        (r"(?s).*", "a\nb", True, True),
        (r"(?i)ada", "ADA", True, True),
        (r"\w+@example\.com", "ada@example.com", True, True),
        (r"\p{Greek}+", "αβγ", True, True),
        (r"", "", True, True),
        (r".", "\udc80", False, False),
    ],
)
def test_an_expression_fits_all_of_a_text_or_a_part(text: str, value: str, fits: bool, occurs: bool) -> None:
    expression = compiled(text)
    assert (expression.fits(value), expression.occurs(value)) == (fits, occurs)


def test_an_expression_can_leave_case_aside() -> None:
    assert compiled("(?i)ada").fits("ADA")
    assert not compiled("ada").fits("ADA")


@each_row(
    ("text", "value"),
    [
        (r"(a+)+b", "a"),
        (r"(a|a)*b", "a"),
        (r"(a|aa)+c", "a"),
        (r"(.*a){20}b", "a"),
        (r"(x+x+)+y", "x"),
        (r"([a-z]+)*\d", "a"),
        (r"^(([a-z])+.)+[A-Z]([a-z])+$", "a"),
        (r"(.*,){50}P", ","),
        (r"a?" * 60 + r"a{60}b", "a"),
        (r".*" * 60 + r"b", "a"),
        (r"(?:[^<]+|<(?:[^>]*)>?)+b", "<"),
    ],
    ids=lambda text: text[:30],
)
def test_what_makes_others_run_for_ever_comes_to_an_end(text: str, value: str) -> None:
    """Held against fifty thousand characters, each of which doubles the work of an engine that goes back."""
    expression = compiled(text)
    assert not expression.fits(value * 50_000)
    assert not expression.occurs(value * 50_000)


@each_row(
    ("text", "reason"),
    [
        ("(", "missing )"),
        ("a**", "bad repetition operator"),
        ("[z-a]", "invalid character class range"),
        (r"(a)\1", "invalid escape sequence"),
        ("(?=a)", "invalid perl operator"),
        ("(?<!a)b", "invalid perl operator"),
        ("(?>a)", "invalid perl operator"),
        ("a{1001}", "invalid repetition size"),
        ("((a{100}){100}){100}", "invalid repetition size"),
        (r"(\pL{1,1000})b", "pattern too large"),
        ("(" * 5000, f"at most {LONGEST} characters"),
        ("\udc80", "is not text that can be encoded"),
    ],
    ids=lambda text: ascii(text[:30]),
)
def test_what_is_too_large_or_wants_to_go_back_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the reason is looked at
        compiled(text)
    assert reason in str(refused.value)
