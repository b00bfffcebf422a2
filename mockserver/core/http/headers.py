"""Header lines: those of a request become one value for each name, and values of an answer lines again.

Sources: RFC 9110 sections 5.2, 5.3 and 5.5, RFC 9113 section 8.2.3 for `Cookie`.
"""

import re
from collections.abc import Iterable, Sequence

OWS = b" \t"
"""Blanks around a value, which are no part of it: edges take them off as they read a line."""

ONCE = frozenset({
    "authorization", "content-length", "content-location", "content-range", "content-type", "date", "from", "host",
    "if-modified-since", "if-range", "if-unmodified-since", "max-forwards", "origin", "proxy-authorization", "range",
    "referer", "user-agent",
})  # fmt: skip
"""Names whose values are no lists: two lines of one leave open which of them is meant."""

OF_THE_CONNECTION = frozenset({
    "connection", "content-length", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
})  # fmt: skip
"""Headers about the sending of a message (RFC 9110 section 7.6.1): the server's own in an answer."""

Lines = Sequence[tuple[bytes, bytes]]
"""Names in lower case, and values without blanks around them, in the order they came."""


def combined(lines: Lines) -> dict[str, str]:
    """Return the value of each name; lines of one name are one list.

    >>> combined([(b"prefer", b"code=404"), (b"cookie", b"a=1"), (b"prefer", b"wait=10"), (b"cookie", b"b=2")])
    {'prefer': 'code=404, wait=10', 'cookie': 'a=1; b=2'}
    """
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in lines}
    return headers if len(headers) == len(lines) else _joined(lines)


def _joined(lines: Lines) -> dict[str, str]:
    values: dict[bytes, list[bytes]] = {}
    for name, value in lines:
        values.setdefault(name, []).append(value)
    return {
        name.decode("latin-1"): (b"; " if name == b"cookie" else b", ").join(found).decode("latin-1")
        for name, found in values.items()
    }


def repeated(lines: Lines) -> str:
    """Return the first name that came twice and must not; an empty text where there is none.

    >>> repeated([(b"x", b"1"), (b"x", b"2"), (b"origin", b"null"), (b"origin", b"null")])
    'origin'
    """
    seen: set[str] = set()
    for name in (name.decode("latin-1") for name, _ in lines):
        if name in seen and name in ONCE:
            return name
        seen.add(name)
    return ""


def several(values: Iterable[str]) -> str:
    """Return the value of a header of an answer that is sent in several lines.

    They are joined by a line break, which no value can hold; answers are also stored so.
    """
    return "\n".join(values)


def lines_of(value: str) -> list[str]:
    """Return the lines that a value of an answer is sent in."""
    return value.split("\n")


_TOKEN = re.compile(r"[!-~]([ -~]*[!-~])?")


def token_refusal(text: str) -> str:
    """Return why a text can be no token; nothing where it can.

    A header carries no control characters, loses blanks at its ends, and has no one encoding beyond ASCII (RFC 9110).

    >>> token_refusal("only for tests"), token_refusal("s3cret ")
    ('', 'must be printable ASCII without blanks at its ends, which a header can carry')
    """
    return (
        "" if _TOKEN.fullmatch(text) else "must be printable ASCII without blanks at its ends, which a header can carry"
    )
