"""Reading a body: JSON, bounded, with an error that says where it broke."""

import json
from typing import Any

from mockserver.core.problems import Malformed, TooLarge

DEEPEST = 64
"""Levels of nesting a body may have; far above every provider's schema, far below Python's own bound."""

MOST_VALUES = 100_000
"""Values a body may have: nobody else is served while it is decoded, which takes some ten milliseconds for as many."""

MOST_OF_DOCUMENT = 5_000_000
"""Values a document of records may have; it is decoded object by object, and others are served between them."""

MOST_LISTS = 1_000_000
"""Lists of such a document: what stands in one of them is decoded at once."""

_WINDOW = 1024 * 1024
"""Bytes whose values are counted at once."""

_ENCODER = json.JSONEncoder(separators=(",", ":"))


def decode_json(body: bytes, most: int = MOST_VALUES) -> Any:
    """Read JSON of at most so many values, whatever its declared content type; `None` for an empty body.

    Raise `TooLarge` for more values, and `Malformed` with the line and column, and for what JSON cannot say (NaN,
    numbers beyond a double).
    """
    if not body or body.isspace():
        return None
    _refuse_many(body, most)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed(f"Request body is not valid JSON: byte {error.start} is not UTF-8.") from None
    try:
        value = json.loads(
            text,
            parse_constant=_refuse,
            parse_float=_finite,
            object_hook=_let_others_in if most > MOST_VALUES else None,
        )
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


def _refuse_many(body: bytes, most: int) -> None:
    """Raise `TooLarge` for a body that may hold more values than it may.

    They are counted by what comes before one, a comma or an opening bracket, also where that stands in a text.
    """
    if len(body) <= most:
        return
    values = lists = 0
    for start in range(0, len(body), _WINDOW):
        opened = body.count(b"[", start, start + _WINDOW)
        values += opened + body.count(b"{", start, start + _WINDOW) + body.count(b",", start, start + _WINDOW)
        lists += opened
        if values > most:
            raise TooLarge(f"Request body has more than {most} values, counted by its commas and opening brackets.")
        if lists > MOST_LISTS:
            raise TooLarge(f"Request body has more than {MOST_LISTS} lists, counted by their opening brackets.")


def _let_others_in(decoded: dict[str, Any]) -> dict[str, Any]:
    """Take an object as it is: with a call of Python's, the interpreter lets other threads run."""
    return decoded


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not a JSON number")


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise ValueError("a number is too large")
    return number
