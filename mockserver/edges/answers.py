"""An answer as HTTP writes it: the lines of its head, and whether it has a body."""

from collections.abc import Sequence
from functools import lru_cache
from http import HTTPStatus

from mockserver.core.http.headers import OF_THE_CONNECTION, lines_of
from mockserver.core.http.reply import Reply

Headers = Sequence[tuple[bytes, bytes]]


def lines(reply: Reply) -> list[tuple[str, str]]:
    r"""Return the headers of an answer as they are sent, but for those of the connection.

    >>> lines(Reply(200, headers={"X": "1", "Connection": "close", "Set-Cookie": "a=1\nb=2"}))
    [('X', '1'), ('Set-Cookie', 'a=1'), ('Set-Cookie', 'b=2')]
    """
    return [
        (name, line)
        for name, value in reply.headers.items()
        if name.lower() not in OF_THE_CONNECTION
        for line in lines_of(value)
    ]


def encoded(reply: Reply, own: Headers) -> list[tuple[bytes, bytes]]:
    """Return the headers of an answer as bytes; `own` are those every answer has that says nothing else."""
    said: list[tuple[bytes, bytes]] = []
    for name, value in reply.headers.items():
        key = _encoded_name(name)
        if key and "\n" not in value:
            said.append((key, value.encode("latin-1")))
        elif key:
            said += [(key, line.encode("latin-1")) for line in lines_of(value)]
    names = {name for name, _ in said}
    return [line for line in own if line[0] not in names] + said


@lru_cache(maxsize=1024)
def _encoded_name(name: str) -> bytes:
    """Return a name as it is sent, nothing for one of the connection; answers have the same few."""
    return b"" if name.lower() in OF_THE_CONNECTION else name.lower().encode("latin-1")


def body_of(reply: Reply) -> bytes:
    """Return the body of an answer to `GET`; some statuses have none (RFC 9110 section 6.4.1)."""
    return b"" if is_bodiless(reply.status) else reply.content


def is_bodiless(status: int) -> bool:
    """Return whether an answer with a status ends with its head."""
    return status < 200 or status in (204, 205, 304)


def length_of(status: int, body: bytes) -> bytes | None:
    """Return the `Content-Length`; none for a status that must not have it (section 8.6), or whose length is unknown.

    304 stands for another answer, whose length it would be.
    """
    return None if status < 200 or status in (204, 304) else b"%d" % len(body)


def head(status: int, headers: Headers) -> bytes:
    """Write a head."""
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = ""
    first = f"HTTP/1.1 {status} {phrase}\r\n".encode()
    return first + b"".join(b"%s: %s\r\n" % line for line in headers) + b"\r\n"
