"""Values inside values: what the clients write as JSON, or as Python prints it."""

import ast
import json
from typing import Any

from mockserver.core.bodies import DEEPEST, depth

LONGEST = 65_535
"""Characters of a value that are looked into."""


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
        return _plain(json.loads(text))
    except RecursionError:
        raise ValueError("is nested too deeply") from None
    except json.JSONDecodeError:
        pass
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        raise ValueError("is not JSON") from None
    if isinstance(value, tuple):
        raise ValueError("is not JSON")
    return _plain(value)


def _plain(value: Any) -> Any:
    """Give a value as JSON has it, because Python has more kinds of values; raises `ValueError` for the others."""
    if depth(value) > DEEPEST:
        raise ValueError("is nested too deeply")
    try:
        return json.loads(json.dumps(value, allow_nan=False))
    except (TypeError, ValueError):
        raise ValueError("is not JSON") from None
