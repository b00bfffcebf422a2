"""Values inside values are JSON or what Python prints for the same, and nothing that JSON cannot say."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.apis.chargebee.literals import LONGEST, literal, texts
from tests.clients import Chargebee
from tests.tables import each_row

_TEXT = st.text(st.characters(codec="utf-8"), max_size=8) | st.text(st.sampled_from("a'\"\\\n\0{}[],:é🐍\u2028"))
_PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | _TEXT
VALUES = st.recursive(
    _PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3), max_leaves=8
)


@given(VALUES)
def test_both_ways_of_writing_are_read(value: Any) -> None:
    """Whatever JSON can say is read from JSON, with escapes or without, and from what Python prints."""
    for text in (json.dumps(value), json.dumps(value, ensure_ascii=False), repr(value)):
        assert literal(text) == value


@each_row(
    "text",
    [
        pytest.param("{'a'", id="broken"),
        pytest.param("{'a': {1, 2}}", id="a set"),
        pytest.param("{'a': (1, 2)}", id="a tuple"),
        pytest.param("{'a': 'b' 'c'}", id="two texts"),
        pytest.param("{'a': 'b''c'}", id="two texts without a space"),
        pytest.param("{'a': '''b'''}", id="three quotes"),
        pytest.param("{'a': r'b'}", id="a raw text"),
        pytest.param("{'a': ('b')}", id="parentheses"),
        pytest.param("{'a': 1_000}", id="a number with an underscore"),
        pytest.param("{'a': 1  # one\n}", id="a comment"),
        pytest.param("{'a': b'b'}", id="bytes"),
        pytest.param("{'a': 1j}", id="a complex number"),
        pytest.param("{'a': ...}", id="an ellipsis"),
        pytest.param("{1: 'a'}", id="a name that is a number"),
        pytest.param('{"a": NaN}', id="no number"),
        pytest.param('{"a": 1e999}', id="a number beyond a double"),
        pytest.param("{'a': 1e999}", id="a number beyond a double, as Python prints it"),
        pytest.param('{"a": ' + "1" * 5000 + "}", id="a number of many digits"),
        pytest.param("{'a': 0x" + "f" * 4000 + "}", id="a number of many digits in base 16"),
        pytest.param("[" * 100 + "]" * 100, id="deep"),
        pytest.param("[" * 9999, id="deeper"),
        pytest.param("-" * 9999 + "1", id="many signs"),
        pytest.param("1+" * 9999 + "1", id="a long sum"),
        pytest.param("__import__('os')", id="a call"),
        pytest.param('"' + "a" * LONGEST + '"', id="long"),
    ],
)
def test_what_json_cannot_say_is_refused(chargebee: Chargebee, text: str) -> None:
    """It is a wrong value, wherever it stands."""
    with pytest.raises(ValueError, match="is "):
        literal(text)
    answer = chargebee.post("/customers", meta_data=text)
    assert (answer.status, answer.json["api_error_code"], answer.json["param"]) == (
        400,
        "param_wrong_value",
        "meta_data",
    )


_WORD = st.text(st.characters(codec="utf-8", exclude_characters="[]{},\"'", exclude_categories=["C", "Z"]), min_size=1)


@given(st.lists(_TEXT, max_size=4), st.sampled_from([json.dumps, repr]))
def test_a_list_of_quoted_texts(value: list[str], write: Callable[[list[str]], str]) -> None:
    """Both ways of writing give every text back."""
    assert texts(write(value)) == value


@given(st.lists(_WORD, max_size=4), st.sampled_from([",", ", ", " ,"]))
def test_a_list_of_bare_words(words: list[str], comma: str) -> None:
    """Words are taken as they stand, numbers among them."""
    assert texts(f"[{comma.join(words)}]") == words


@given(st.text(st.sampled_from("ab\"'[],\\ "), max_size=12))
def test_no_list_is_read_by_halves(text: str) -> None:
    """What is taken for a list holds every letter of it, in their order, and a comma between any two texts."""
    try:
        read = texts(text)
    except ValueError:
        return
    letters = [letter for word in read for letter in word if letter in "a"]
    assert letters == [letter for letter in text if letter in "a"]
    assert len(read) <= text.count(",") + 1


@each_row(
    ("named", "path"),
    [
        ("meta_data[plan]=gold", "meta_data"),
        ("meta_data[]=gold", "meta_data"),
        ("meta_data[plan][seats]=3", "meta_data"),
        ("exemption_details[0][jurisdiction]=AT", "exemption_details"),
        ("exemption_details[][jurisdiction]=AT", "exemption_details"),
    ],
)
def test_what_stands_in_brackets_behind_a_json_text_is_passed_over(chargebee: Chargebee, named: str, path: str) -> None:
    """A JSON text is one text: other spellings say nothing, and take nothing away; a strict site refuses them."""
    created = chargebee.send("POST", "/customers", f"id=ada&{named}")
    assert created.status == 200
    assert path not in created.json["customer"]
    chargebee.post("/customers/ada", meta_data='{"plan": "silver"}')
    changed = chargebee.send("POST", "/customers/ada", named)
    assert changed.json["customer"]["meta_data"] == {"plan": "silver"}
    chargebee.set(strict_unknown_params=True)
    refused = chargebee.send("POST", "/customers", named)
    assert (refused.status, refused.json["param"], refused.json["error_code"]) == (
        400,
        path,
        "param_should_not_be_sent",
    )


def test_a_json_text_inside_a_group(chargebee: Chargebee) -> None:
    """The same holds there."""
    chargebee.customer(id="ada")
    card = "card[number]=4111111111111111&card[expiry_month]=12&card[expiry_year]=2040&card[cvv]=100"
    more = "card[additional_information][x]=1"
    answer = chargebee.send("POST", "/payment_sources/create_card", f"customer_id=ada&{card}&{more}")
    assert answer.status == 200
