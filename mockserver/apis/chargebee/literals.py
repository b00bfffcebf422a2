"""Values inside values: what the clients write as JSON, or as Python prints it."""

import ast
import math
import re
from typing import Any

from mockserver.core.http.bodies import DEEPEST, decode_json, depth
from mockserver.core.problems import Malformed

LONGEST = 65_535
"""Characters of a value that are looked into."""

_LONGEST_NUMBER = 14_000
"""Bits of a whole number: Python reads longer ones in base 16, and then refuses to write them in base 10."""


def literal(text: str) -> Any:
    r"""Read JSON, or what Python's client writes in its place; raises `ValueError` for anything else.

    >>> literal('{"Plan": "gold", "seats": null}') == literal("{'Plan': 'gold', 'seats': None}")
    True
    >>> literal("['a', \"it's\"]")
    ['a', "it's"]
    """
    if len(text) > LONGEST:
        raise ValueError(f"is longer than {LONGEST} characters")
    try:
        return decode_json(text.encode("utf-8", "surrogatepass"))
    except Malformed:
        pass
    if not _PRINTED.fullmatch(text):
        raise ValueError("is not JSON")
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        raise ValueError("is not JSON") from None
    if depth(value) > DEEPEST:
        raise ValueError("is nested too deeply")
    if not _sayable(value):
        raise ValueError("is not JSON")
    return value


_QUOTED = r"""(?:"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+')"""

_PRINTED = re.compile(
    rf"""(?:\s|{_QUOTED}(?!\s*+["'])|[\[\]{{}},:]|True\b|False\b|None\b|-?(?:inf|nan|\d++(?:\.\d++)?(?:e[-+]\d++)?)\b)*+""",
    re.ASCII | re.DOTALL,
)
"""What Python prints of texts, numbers, lists and dictionaries; it reads more, and joins texts without a comma."""


def texts(text: str) -> list[str]:
    r"""Read a list of texts: quoted ones as JSON or Python writes them, or bare words as people type them.

    Nothing is read by halves: raises `ValueError` for anything that is not such a list from end to end.

    >>> texts('["a", "b"]') == texts("['a', 'b']") == texts("[a, b]") == ["a", "b"]
    True
    >>> texts("[01, 1.10, it-is]")
    ['01', '1.10', 'it-is']
    """
    if len(text) > LONGEST:
        raise ValueError(f"is longer than {LONGEST} characters")
    text = text.strip()
    if not text.startswith("["):
        raise ValueError("is not an array")
    if _EMPTY.fullmatch(text):
        return []
    found, position = [], 1
    while position < len(text):
        item = _ITEM.match(text, position)
        if item is None:
            raise ValueError("is not an array")
        quoted, bare = item["quoted"], item["bare"]
        found.append(literal(quoted) if quoted else bare.strip())
        position = item.end()
        if item["end"] == "]" and position == len(text):
            return found
        if item["end"] == "]":
            break
    raise ValueError("is not an array")


_EMPTY = re.compile(r"\[\s*+\]")

_ITEM = re.compile(
    rf"""\s*+(?:(?P<quoted>{_QUOTED})\s*+|(?P<bare>[^\s\[\]{{}},"'][^\[\]{{}},"']*+))(?P<end>[,\]])""", re.DOTALL
)


def _sayable(value: Any) -> bool:
    """Return whether JSON has the value; Python prints more kinds of them."""
    if isinstance(value, dict):
        return all(isinstance(name, str) and _sayable(member) for name, member in value.items())
    if isinstance(value, list):
        return all(_sayable(element) for element in value)
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, int):
        return value.bit_length() <= _LONGEST_NUMBER
    return value is None or isinstance(value, str)
