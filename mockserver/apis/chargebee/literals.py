"""Values inside values: what the clients write as JSON, or as Python prints it."""

import ast
import math
from typing import Any

from mockserver.core.bodies import DEEPEST, decode_json, depth
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
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        raise ValueError("is not JSON") from None
    if depth(value) > DEEPEST:
        raise ValueError("is nested too deeply")
    if not _sayable(value):
        raise ValueError("is not JSON")
    return value


def _sayable(value: Any) -> bool:
    """Say whether JSON has the value; Python prints more kinds of them."""
    if isinstance(value, dict):
        return all(isinstance(name, str) and _sayable(member) for name, member in value.items())
    if isinstance(value, list):
        return all(_sayable(element) for element in value)
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, int):
        return value.bit_length() <= _LONGEST_NUMBER
    return value is None or isinstance(value, str)
