"""Values inside values are JSON or what Python prints for the same, and nothing that JSON cannot say."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.apis.chargebee.literals import LONGEST, literal
from tests.clients import Chargebee

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


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{'a'", id="broken"),
        pytest.param("{'a': {1, 2}}", id="a set"),
        pytest.param("{'a': (1, 2)}", id="a tuple"),
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
