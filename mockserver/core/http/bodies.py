"""Reading a body: its codings (RFC 9110 section 8.4) taken off and JSON decoded, both within bounds.

An error names the place of the mistake.
"""

import json
import json.decoder
import json.scanner
import re
import zlib
from collections.abc import Callable, Mapping
from typing import Any

from mockserver.core.problems import BadMessage, Malformed, TooLarge

DEEPEST = 64
"""Levels of nesting a body may have; far above every provider's schema, far below Python's own bound."""

MOST_VALUES = 100_000
"""Values a body may have: decoding blocks other requests, for some ten milliseconds with as many."""

MOST_OF_DOCUMENT = 10_000_000
"""Values a document of records may have; others are served while it is decoded."""

MOST_OUTSIDE = 1_000_000
"""Values of a document with a stretch of `_WINDOW` bytes that holds next to no object, as no list of records has."""

_WINDOW = 256 * 1024
"""Bytes whose values are counted at once."""

_FEWEST_OBJECTS = 0.005
"""Objects for each value in every window of a document that is decoded object by object; as many are in any record."""

_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
"""An escape that stands for half of a character; two of them in a row are one."""

_ENCODER = json.JSONEncoder(separators=(",", ":"))

ACCEPTED = "gzip, deflate"
"""The accepted codings in a refusal (RFC 9110 section 12.5.3)."""

MOST_CODINGS = 4
"""Codings over one another that are taken off."""

MOST_MEMBERS = 1_000
"""Members of a body in gzip: each costs as much to begin as thousands of bytes."""

PIECE = 16_384
"""Bytes that are taken apart at once."""

_GZIP = zlib.MAX_WBITS | 16
_ZLIB = zlib.MAX_WBITS
_RAW = -zlib.MAX_WBITS

_Decode = Callable[[bytes, int], bytes]


def decode_json(body: bytes, most: int = MOST_VALUES) -> Any:
    """Read JSON of at most so many values, whatever its declared content type; `None` for an empty body.

    Raise `TooLarge` for more values, and `Malformed` with the line and column, and for what JSON cannot say (NaN,
    numbers beyond a double) or no encoding can carry (half of a surrogate pair, RFC 8259 section 8.2).
    """
    if not body or body.isspace():
        return None
    decode = _decoder(body, most)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed(f"Request body is not valid JSON: byte {error.start} is not UTF-8.") from None
    try:
        value = decode(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno} column {error.colno}"
        raise Malformed(f"Request body is not valid JSON: {error.msg} at {where}.") from None
    except RecursionError:
        raise Malformed("Request body is nested too deeply.") from None
    except ValueError as error:
        raise Malformed(f"Request body is not valid JSON: {error}.") from None
    if text.count("{") + text.count("[") > DEEPEST and depth(value) > DEEPEST:
        raise Malformed(f"Request body is nested more than {DEEPEST} levels deep.")
    if _SURROGATE.search(body) and not is_encodable(value):
        raise Malformed("Request body is not valid JSON: a text in it ends or begins with half of a character.")
    return value


def encode_json(value: Any) -> bytes:
    """Write JSON in ASCII, so that text no encoding can carry (a lone surrogate) still has a form."""
    return _ENCODER.encode(value).encode("ascii")


def legible_json(value: Any, indent: int | None = None) -> str:
    """Write JSON for people: text as it is, and what no encoding can carry in ASCII."""
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    return text if is_encodable(text) else json.dumps(value, indent=indent)


def is_encodable(value: Any) -> bool:
    """Return whether every text in a value is one that encodings can carry."""
    try:
        (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)).encode()
    except UnicodeEncodeError:
        return False
    return True


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


def _decoder(body: bytes, most: int) -> Callable[[str], Any]:
    """Return the decoder of a body; raise `TooLarge` for one that may hold too many values.

    They are counted by what comes before one, a comma or an opening bracket, also where that stands in a text.
    """
    values, has_objects_everywhere = 0, True
    for start in range(0, len(body) if len(body) > MOST_VALUES else 0, _WINDOW):
        objects = body.count(b"{", start, start + _WINDOW)
        found = objects + sum(body.count(before, start, start + _WINDOW) for before in (b",", b"["))
        has_objects_everywhere &= objects >= found * _FEWEST_OBJECTS
        values += found
        if values > most:
            raise TooLarge(f"Request body has more than {most} values, counted by its commas and opening brackets.")
        if values > MOST_OUTSIDE and not has_objects_everywhere:
            raise TooLarge(f"Request body has more than {MOST_OUTSIDE} values, and stretches of it hold no objects.")
    if values <= MOST_VALUES:
        return _AT_ONCE
    return _BY_OBJECTS if has_objects_everywhere else _STEP_BY_STEP


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not a JSON number")


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise ValueError("a number is too large")
    return number


def _step_by_step() -> Callable[[str], Any]:
    """Return a decoder in Python, which others are served beside whatever it reads; it takes six times as long."""
    decoder = json.JSONDecoder(**_NUMBERS)
    decoder.parse_object = json.decoder.JSONObject  # type: ignore[attr-defined]  # what the library has without C
    decoder.parse_array = json.decoder.JSONArray  # type: ignore[attr-defined]
    decoder.scan_once = json.scanner.py_make_scanner(decoder)  # type: ignore[attr-defined]
    return decoder.decode


_NUMBERS: Mapping[str, Any] = {"parse_constant": _refuse, "parse_float": _finite}

_AT_ONCE = json.JSONDecoder(**_NUMBERS).decode

_BY_OBJECTS = json.JSONDecoder(**_NUMBERS, object_hook=lambda decoded: decoded).decode
"""Calls a function of Python's for each object: there the interpreter lets other threads run."""

_STEP_BY_STEP = _step_by_step()


def decoded(body: bytes, codings: str, most: int) -> bytes:
    """Return a body without the codings that `Content-Encoding` names, the last of which was applied last.

    Raise `BadMessage` for a coding that is not known, `Malformed` for a body that is not in it, and `TooLarge` where
    more than `most` bytes come out; no more than these are ever made.
    """
    names = [name.strip().lower() for name in codings.split(",") if name.strip()]
    applied = [name for name in names if name != "identity"]
    unknown = next((name for name in applied if name not in _DECODERS), None)
    if unknown is not None or len(applied) > MOST_CODINGS:
        given = codings if unknown is None else unknown
        raise BadMessage(
            f"Content-Encoding must be {ACCEPTED} or identity, not {given[:64]!r}.", 415, {"Accept-Encoding": ACCEPTED}
        )
    if body:
        for name in reversed(applied):
            body = _decoded(body, name, most)
    return body


def _decoded(body: bytes, name: str, most: int) -> bytes:
    try:
        return _DECODERS[name](body, most)
    except zlib.error:
        raise Malformed(f"The body is not in the Content-Encoding {name}.") from None


def _gzip(body: bytes, most: int) -> bytes:
    """Take apart one member after another (RFC 1952 section 2.2)."""
    made, at = bytearray(), 0
    for _ in range(MOST_MEMBERS):
        at = _inflate(body, at, _GZIP, made, most)
        if at == len(body):
            return bytes(made)
    raise zlib.error


def _deflate(body: bytes, most: int) -> bytes:
    """Take apart the zlib format, or as many clients send it, what is inside of it alone."""
    has_head = len(body) > 1 and body[0] & 15 == zlib.DEFLATED and int.from_bytes(body[:2]) % 31 == 0
    made = bytearray()
    if _inflate(body, 0, _ZLIB if has_head else _RAW, made, most) != len(body):
        raise zlib.error
    return bytes(made)


def _inflate(body: bytes, at: int, format: int, made: bytearray, most: int) -> int:
    """Add what a stream holds to what was made; return where the stream ends."""
    stream = zlib.decompressobj(format)
    while not stream.eof:
        if at == len(body):
            raise zlib.error
        piece = body[at : at + PIECE]
        made += stream.decompress(piece, most + 1 - len(made))  # a byte more tells what is too large from what fits
        if len(made) > most:
            raise TooLarge(f"Request body is larger than {most} bytes when it is decoded.")
        at += len(piece)
    return at - len(stream.unused_data)


_DECODERS: dict[str, _Decode] = {"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate}
