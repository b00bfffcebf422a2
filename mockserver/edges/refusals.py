"""The answer to what never becomes an exchange, as bytes that end a connection."""

from collections.abc import Callable

from mockserver.core.http.reply import Reply
from mockserver.edges.answers import encoded, head
from mockserver.edges.framing import Headers, Refusal

Word = Callable[[Refusal, str, bytes, Headers], Reply]
"""Makes the answer to what is refused, given the method, the target and the header lines that were read before."""


def plain(found: Refusal, *of_whom: object) -> Reply:
    """Word a refusal where nobody knows whom the request was for."""
    return Reply(found.status, found.text.encode("ascii", "backslashreplace"), {"Content-Type": "text/plain"})


def written(reply: Reply, method: str, own: Headers) -> bytes:
    """Write an answer behind which the connection ends; `own` are the headers that every answer has."""
    length = (b"content-length", b"%d" % len(reply.content))
    first = head(reply.status, [*encoded(reply, own), length, (b"connection", b"close")])
    return first if method == "HEAD" else first + reply.content
