"""Values inside values: what the clients write as JSON, or as Python prints it."""

import ast
import json
from typing import Any

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
        return json.loads(text)
    except RecursionError:
        raise ValueError("is nested too deeply") from None
    except ValueError:
        pass
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        raise ValueError("is not JSON") from None
    if not isinstance(value, (dict, list, str, int, float, bool, type(None))):
        raise ValueError("is not JSON")  # Python has more kinds of values
    return value
