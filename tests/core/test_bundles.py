"""Expressions that are held against a text together fit what each of them fits alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.patterns import Bundle, compiled

TEXTS = [r"a+", r".*@example\.(com|org)", r"\d{2,3}", "", r"(?i)ada", r"[^x]*", "ä.", r"a|b|ab", r".+", r"(a+)+$"]


@given(value=st.text(st.sampled_from("abxADä1@example.comorg \n"), max_size=20) | st.text(max_size=5))
def test_a_bundle_agrees_with_its_expressions(value: str) -> None:
    """Also about text that no encoding has, which nothing fits."""
    expressions = [compiled(text) for text in TEXTS]
    fitting = Bundle(expressions).fitting(value)
    assert {number for number in fitting if number < len(TEXTS)} == {
        number for number, expression in enumerate(expressions) if expression.fits(value)
    }


@pytest.mark.parametrize("value", ["\ud800", "a\ud800"])
def test_text_that_cannot_be_encoded_fits_nothing(value: str) -> None:
    assert Bundle([compiled(".*"), compiled("a.*")]).fitting(value) == frozenset()


def test_a_bundle_of_a_thousand_is_one_walk() -> None:
    """The number that fits is the one of its place."""
    bundle = Bundle([compiled(rf".+@x{number}\.example") for number in range(1_000)])
    assert 777 in bundle.fitting("ada@x777.example")
    assert bundle.fitting("ada@y.example") <= {1_000}
