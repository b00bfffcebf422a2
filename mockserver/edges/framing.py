"""The demands of HTTP on the head of a request, whatever its meaning: a table of rules with their sources."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus

Headers = Sequence[tuple[bytes, bytes]]
"""Names in lower case, and values, in the order they came."""

_HOST = re.compile(
    rb"(?:\[(?:[0-9A-Fa-f:.]+|[vV][0-9A-Fa-f]+\.[\w.~!$&'()*+,;=:-]+)\]"
    rb"|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)(?::[0-9]*)?"
)
"""`uri-host [ ":" port ]` (RFC 9110 section 7.2, RFC 3986 section 3.2.2); an empty one is valid."""

VERSIONS = ("1.0", "1.1")


def is_host(text: bytes) -> bool:
    """Return whether a text may stand in `Host`, or before the path of a whole address."""
    return _HOST.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A request that is answered before there is an exchange: the connection ends with it."""

    status: HTTPStatus
    text: str


@dataclass(frozen=True, slots=True)
class Head:
    """What rules look at: the version, and the values of the fields that frame a message."""

    version: str
    hosts: Sequence[bytes]
    codings: Sequence[bytes]
    """Transfer codings in the order they were applied, in lower case, over all lines of the field."""
    expectations: Sequence[bytes] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A demand on a head, its source, and the answer to a head that `breaks` it."""

    name: str
    source: str
    breaks: Callable[[Head], bool]
    refusal: Refusal


def _rule(name: str, source: str, status: HTTPStatus, text: str, breaks: Callable[[Head], bool]) -> Rule:
    return Rule(name, source, breaks, Refusal(status, text))


RULES = (
    _rule(
        "version", "RFC 9110 section 15.6.6", HTTPStatus.HTTP_VERSION_NOT_SUPPORTED,
        "Only HTTP/1.1 and HTTP/1.0 are spoken here.",
        lambda head: head.version not in VERSIONS,
    ),
    _rule(
        "host is there", "RFC 9112 section 3.2", HTTPStatus.BAD_REQUEST,
        "A request of HTTP/1.1 must have a Host header.",
        lambda head: not head.hosts and head.version == "1.1",
    ),
    _rule(
        "one host", "RFC 9112 section 3.2", HTTPStatus.BAD_REQUEST,
        "A request must have one Host header, not several.",
        lambda head: len(head.hosts) > 1,
    ),
    _rule(
        "host is valid", "RFC 9112 section 3.2", HTTPStatus.BAD_REQUEST,
        "The Host header must be a host, or a host and a port.",
        lambda head: not all(map(is_host, head.hosts)),
    ),
    _rule(
        "no coding in HTTP/1.0", "RFC 9112 section 6.1", HTTPStatus.BAD_REQUEST,
        "A request of HTTP/1.0 must not have a Transfer-Encoding.",
        lambda head: bool(head.codings) and head.version == "1.0",
    ),
    _rule(
        "chunked is last", "RFC 9112 section 6.3", HTTPStatus.BAD_REQUEST,
        "The last Transfer-Encoding of a request must be chunked.",
        lambda head: bool(head.codings) and head.codings[-1] != b"chunked",
    ),
    _rule(
        "chunked is once", "RFC 9112 section 6.1", HTTPStatus.BAD_REQUEST,
        "A body must be chunked once, not more often.",
        lambda head: head.codings.count(b"chunked") > 1,
    ),
    _rule(
        "coding is known", "RFC 9112 section 6.1", HTTPStatus.NOT_IMPLEMENTED,
        "The only Transfer-Encoding that is understood here is chunked.",
        lambda head: len(head.codings) > 1,
    ),
    _rule(
        "expectation is known", "RFC 9110 section 10.1.1", HTTPStatus.EXPECTATION_FAILED,
        "The only expectation that is met here is 100-continue.",
        lambda head: any(expectation != b"100-continue" for expectation in head.expectations),
    ),
)  # fmt: skip
"""Asked in this order; the first that is broken answers."""


def refusal(version: str, headers: Headers) -> Refusal | None:
    """Return the answer to a head that breaks a rule, `None` where it keeps all of them.

    >>> refusal("1.1", [(b"host", b"localhost:8080")])
    >>> refusal("1.1", []).status.value
    400
    """
    hosts, codings, expectations = [], [], []
    for name, value in headers:
        if name == b"host":
            hosts.append(value.strip())
        elif name == b"transfer-encoding":
            codings += [coding.strip().lower() for coding in value.split(b",")]
        elif name == b"expect":
            expectations += [member for part in value.split(b",") if (member := part.strip().lower())]
    if version == "1.1" and len(hosts) == 1 and not (codings or expectations) and is_host(hosts[0]):
        return None  # nearly every request
    return _broken(Head(version, hosts, codings, expectations), RULES)


def _broken(head: Head, rules: Iterable[Rule]) -> Refusal | None:
    return next((rule.refusal for rule in rules if rule.breaks(head)), None)


_REQUEST_LINE = re.compile(rb"[A-Za-z0-9!#$%&'*+.^_`|~-]+ (?P<target>/[!-~]*) HTTP/1\.[01]\r\n")
_OTHER_METHOD = "Invalid method encountered"
METHOD_UNKNOWN = Refusal(HTTPStatus.NOT_IMPLEMENTED, "The method of the request is not known here.")

_OTHER_VERSION = ("Invalid HTTP version", "Pause on PRI/Upgrade")


def unreadable(error: Exception, begun: bytes) -> tuple[Refusal, bytes]:
    """Return the answer to an unreadable message (RFC 9112 section 2.2), and the target if it was not reached.

    `begun` is the beginning of the request, where it is known: the parser has a list of methods, and stops at any other
    one.

    The parser itself refuses, among others: Content-Length beside Transfer-Encoding, twice, or no number (RFC 9112
    section 6.3); whitespace before a colon and folded lines (sections 5.1, 5.2); a CR or LF alone (section 2.2);
    illegal bytes in names and values (RFC 9110 section 5.5).
    """
    if str(error) in _OTHER_VERSION:
        return RULES[0].refusal, b""
    if str(error) == _OTHER_METHOD and (line := _REQUEST_LINE.match(begun)):
        return METHOD_UNKNOWN, line["target"]
    return Refusal(HTTPStatus.BAD_REQUEST, f"This is no request of HTTP/1.1: {error}."), b""


TOO_SLOW = Refusal(HTTPStatus.REQUEST_TIMEOUT, "The request was not sent in time.")
HEAD_TOO_LARGE = Refusal(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The request head is too large.")
TARGET_TOO_LONG = Refusal(HTTPStatus.REQUEST_URI_TOO_LONG, "The target of the request is too long.")
TRAILERS_TOO_LARGE = Refusal(
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The trailers, or the extensions of a chunk, are too large."
)


def framing_line(headers: Headers) -> bytes | None:
    """Return the header that frames a body, `None` where there is none."""
    for name, value in headers:
        if name == b"transfer-encoding" or (name == b"content-length" and value.strip(b" \t0")):
            return b"%s: %s" % (name, value)
    return None


def too_large(target: bytes, most: int) -> Refusal:
    """Return the answer to a head of more than `most` bytes: whether its target is to blame (RFC 9112 section 3)."""
    return TARGET_TOO_LONG if 2 * len(target) > most else HEAD_TOO_LARGE
