"""JSON as WireMock reads it: comments and single quotes may stand in it, and what follows the first value is not read.

WireMock turns on two features of Jackson for reading, `ALLOW_COMMENTS` and `ALLOW_SINGLE_QUOTES` (its
`common/Json.java`). Readers of JSON5 and Hjson take much more, so that files would pass which WireMock refuses: hence
this one, which writes a text as JSON and leaves the rest to Python's reader.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_PIECE = re.compile(
    r"""
    "(?P<double>(?:[^"\\]++|\\(?:.|\Z))*+)(?P<double_end>"|\Z)
    | '(?P<single>(?:[^'\\]++|\\(?:.|\Z))*+)(?P<single_end>'|\Z)
    | //[^\r\n]*+ | /\*.*?(?:\*/|\Z)
    """,
    re.DOTALL | re.VERBOSE,
)
"""A text or a comment; one that has no end goes on to the end of the file, so that each place is looked at once."""

_IN_A_LINE = re.compile(r"[^\r\n]")
_ESCAPED = re.compile(r'\\.|"', re.DOTALL)
_BLANKS = " \t\r\n"


@dataclass(frozen=True, slots=True)
class Lenient:
    """The first value of a text, and what is to be told of how it was read."""

    value: Any
    told: Sequence[str]


def read(text: str) -> Lenient:
    """Return the first value of a text; raise `ValueError`, or `json.JSONDecodeError` where a place can be told.

    Of members that stand twice in an object the last one counts, as it does to Jackson.

    >>> read("{'a': 1, 'a': 2} // twice")
    Lenient(value={'a': 2}, told=["the member 'a' stands twice in one object, of which the last one counts"])
    """
    told: list[str] = []

    def members(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, item in pairs:
            if name in found:
                told.append(f"the member {name!r} stands twice in one object, of which the last one counts")
            found[name] = item
        return found

    strict = _PIECE.sub(_strict, text)
    decoder = json.JSONDecoder(object_pairs_hook=members, parse_constant=_refused)
    value, end = decoder.raw_decode(strict, len(strict) - len(strict.lstrip(_BLANKS)))
    if strict[end:].strip(_BLANKS):
        told.append("what stands behind the first value is not read")
    return Lenient(value, told)


def _strict(piece: re.Match[str]) -> str:
    """Return a piece as JSON has it; what comes behind stays in its line."""
    if piece["double"] is not None:
        return f'"{_ESCAPED.sub(_escape, piece["double"])}{piece["double_end"]}'
    if piece["single"] is not None:
        return f'"{_ESCAPED.sub(_escape, piece["single"])}{piece["single_end"] and chr(34)}'
    return _IN_A_LINE.sub(" ", piece[0])


def _escape(found: re.Match[str]) -> str:
    return {r"\'": "'", '"': r"\""}.get(found[0], found[0])


def _refused(constant: str) -> Any:
    raise ValueError(f"{constant} is no number of JSON")
