"""Reading a body: JSON, bounded, with an error that says where it broke."""

import json
from typing import Any

from mockserver.core.problems import Malformed

DEEPEST = 64
"""Levels of nesting a body may have; far above every provider's schema, far below Python's own bound."""


_ENCODER = json.JSONEncoder(separators=(",", ":"))


def decode_json(body: bytes) -> Any:
    """Read JSON whatever its declared content type; `None` for an empty body.

    Raises `Malformed` with the line and column, and for what JSON cannot say (NaN, numbers beyond a double).
    """
    if not body or body.isspace():
        return None
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed(f"Request body is not valid JSON: byte {error.start} is not UTF-8.") from None
    try:
        value = json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno} column {error.colno}"
        raise Malformed(f"Request body is not valid JSON: {error.msg} at {where}.") from None
    except RecursionError:
        raise Malformed("Request body is nested too deeply.") from None
    except ValueError as error:
        raise Malformed(f"Request body is not valid JSON: {error}.") from None
    if text.count("{") + text.count("[") > DEEPEST and depth(value) > DEEPEST:
        raise Malformed(f"Request body is nested more than {DEEPEST} levels deep.")
    return value


def encode_json(value: Any) -> bytes:
    """Write JSON in ASCII, so that text no encoding can carry (a lone surrogate) still has a form."""
    return _ENCODER.encode(value).encode("ascii")


def depth(value: Any) -> int:
    """Count the levels of nesting without recursion."""
    levels, level = 0, [value]
    while level:
        levels += 1
        nested: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                nested.extend(item.values())
            elif isinstance(item, list):
                nested.extend(item)
        level = nested
    return levels


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not a JSON number")


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise ValueError("a number is too large")
    return number
