"""Bodies that were compressed (RFC 9110 section 8.4): taken apart within a bound."""

import zlib
from collections.abc import Callable

from mockserver.core.problems import BadMessage, Malformed, TooLarge

ACCEPTED = "gzip, deflate"
"""What a refusal says is understood (RFC 9110 section 12.5.3)."""

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
