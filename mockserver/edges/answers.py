"""An answer as HTTP writes it: the lines of its head, whether it has a body, and how it goes out in one."""

import asyncio
from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus

from mockserver.core.http.headers import OF_THE_CONNECTION, lines_of
from mockserver.core.http.reply import Reply
from mockserver.edges.framing import Headers, Refusal

Word = Callable[[Refusal, str, bytes, Headers], Reply]
"""Makes the answer to a refused message, given the method, the target and the header lines that were read before."""


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
    """Return the headers of an answer as bytes; `own` are the defaults of every answer."""
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


def plain(found: Refusal, *of_whom: object) -> Reply:
    """Word a refusal of a request without a known API."""
    return Reply(found.status, found.text.encode("ascii", "backslashreplace"), {"Content-Type": "text/plain"})


def written(reply: Reply, method: str, own: Headers) -> bytes:
    """Write an answer behind which the connection ends; `own` are the headers that every answer has."""
    length = (b"content-length", b"%d" % len(reply.content))
    first = head(reply.status, [*encoded(reply, own), length, (b"connection", b"close")])
    return first if method == "HEAD" else first + reply.content


class Corked:
    """The transport as uvicorn's cycle of one request sees it: while it is corked, writes wait to go out as one."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._waiting: list[bytes] | None = None

    def cork(self) -> None:
        """Hold back all further writes."""
        self._waiting = []

    def uncork(self) -> None:
        """Write all that was held back, and hold nothing back any more."""
        waiting, self._waiting = self._waiting, None
        if waiting:
            self._transport.write(b"".join(waiting))

    def write(self, data: bytes) -> None:
        """Write data, or hold it back."""
        if self._waiting is None:
            self._transport.write(data)
        else:
            self._waiting.append(data)

    def close(self) -> None:
        """Close the transport behind what was held back."""
        self.uncork()
        self._transport.close()

    def is_closing(self) -> bool:
        """Return whether the transport is closed or about to be."""
        return self._transport.is_closing()
