"""What HTTP says of the frame of a message is held to, on a socket as it is: RFC 9110, RFC 9112."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from mockserver.edges.framing import RULES, refusal
from mockserver.settings import Settings
from mockserver.testing.server import MockServer
from tests.clients import KEY, OverHttp, Rebilly
from tests.tables import each_row
from tests.wire.lines import Line

TAIL = b"\r\n\r\n0\r\n\r\n"

REFUSED: dict[str, tuple[int, bytes]] = {
    # RFC 9112 section 3.2
    "no host": (400, b"GET / HTTP/1.1\r\n\r\n"),
    "two hosts": (400, b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
    "the same host twice": (400, b"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
    "two hosts in HTTP/1.0": (400, b"GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n"),
    "two hosts in one": (400, b"GET / HTTP/1.1\r\nHost: a, b c\r\n\r\n"),
    "a host with a path": (400, b"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
    "a host with a user": (400, b"GET / HTTP/1.1\r\nHost: me@a\r\n\r\n"),
    "a host with a port that is none": (400, b"GET / HTTP/1.1\r\nHost: a:http\r\n\r\n"),
    "a host with half a bracket": (400, b"GET / HTTP/1.1\r\nHost: [::1\r\n\r\n"),
    # RFC 9112 section 2.3, RFC 9110 section 15.6.6
    "HTTP/2.0": (505, b"GET / HTTP/2.0\r\nHost: a\r\n\r\n"),
    "HTTP/3.0": (505, b"GET / HTTP/3.0\r\nHost: a\r\n\r\n"),
    "HTTP/1.2": (505, b"GET / HTTP/1.2\r\nHost: a\r\n\r\n"),
    "HTTP/0.9": (505, b"GET / HTTP/0.9\r\nHost: a\r\n\r\n"),
    "no version": (505, b"GET /\r\n\r\n"),
    "a client of HTTP/2": (505, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    "a version in lower case": (400, b"GET / http/1.1\r\nHost: a\r\n\r\n"),
    "two digits": (400, b"GET / HTTP/1.10\r\nHost: a\r\n\r\n"),
    # RFC 9112 sections 6.1, 6.3 and 7.1
    "gzip, chunked": (501, b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked" + TAIL),
    "gzip and chunked": (
        501,
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked" + TAIL,
    ),
    "gzip": (400, b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip" + TAIL),
    "identity": (400, b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity" + TAIL),
    "chunked, gzip": (400, b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip" + TAIL),
    "chunked, chunked": (400, b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked" + TAIL),
    "chunked with a parameter": (400, b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked;a=b" + TAIL),
    "almost chunked": (400, b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked" + TAIL),
    "an empty coding": (400, b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:" + TAIL),
    "chunked in HTTP/1.0": (400, b"POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked" + TAIL),
    "chunked and a length": (
        400,
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5" + TAIL,
    ),
    "a length and chunked": (
        400,
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked" + TAIL,
    ),
    "a length twice": (400, b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}"),
    "two lengths": (400, b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}"),
    "a list of lengths": (400, b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2, 2\r\n\r\n{}"),
    "a length with a sign": (400, b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +2\r\n\r\n{}"),
    "a negative length": (400, b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -2\r\n\r\n{}"),
    "a length in hex": (400, b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x2\r\n\r\n{}"),
    "an empty length": (400, b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n{}"),
    "a length beyond 64 bits": (400, b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n{}"),
    # RFC 9112 section 7.1: after the head was taken
    "a chunk without a length": (
        400, b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
    ),
    "a chunk with a negative length": (
        400, b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-2\r\n",
    ),
    "a chunk longer than it says": (
        400, b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n",
    ),
    "a chunk beyond 64 bits": (
        400, b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + b"f" * 17 + b"\r\n",
    ),
    "a trailer that frames": (
        400, b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: 2\r\n\r\n",
    ),
    # RFC 9112 sections 2.2, 5.1 and 5.2, RFC 9110 sections 5.1 and 5.5
    "a space before a colon": (400, b"GET / HTTP/1.1\r\nHost : a\r\n\r\n"),
    "a tab before a colon": (400, b"GET / HTTP/1.1\r\nHost: a\r\nX\t: b\r\n\r\n"),
    "a space before the first header": (400, b"GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
    "a folded line": (400, b"GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n"),
    "a line folded with a tab": (400, b"GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n\tc\r\n\r\n"),
    "CR alone in a value": (400, b"GET / HTTP/1.1\r\nHost: a\r\nX: b\rc\r\n\r\n"),
    "CR alone in a name": (400, b"GET / HTTP/1.1\r\nHost: a\r\nX\rY: b\r\n\r\n"),
    "LF alone": (400, b"GET / HTTP/1.1\nHost: a\n\n"),
    "LF alone behind a header": (400, b"GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n"),
    "NUL in a value": (400, b"GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n"),
    "escape in a value": (400, b"GET / HTTP/1.1\r\nHost: a\r\nX: a\x1bb\r\n\r\n"),
    "DEL in a value": (400, b"GET / HTTP/1.1\r\nHost: a\r\nX: a\x7fb\r\n\r\n"),
    "NUL in a name": (400, b"GET / HTTP/1.1\r\nHost: a\r\nX\0: b\r\n\r\n"),
    "a parenthesis in a name": (400, b"GET / HTTP/1.1\r\nHost: a\r\nX(: b\r\n\r\n"),
    "a space in a name": (400, b"GET / HTTP/1.1\r\nHost: a\r\nX Y: b\r\n\r\n"),
    "8 bits in a name": (400, b"GET / HTTP/1.1\r\nHost: a\r\nX\xff: b\r\n\r\n"),
    "no name": (400, b"GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n"),
    "no colon": (400, b"GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n"),
    # RFC 9112 section 3
    "a control character in the target": (400, b"GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n"),
    "8 bits in the target": (400, b"GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n"),
    "a space in the target": (400, b"GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"),
    "a tab behind the method": (400, b"GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n"),
    "a space before the method": (400, b" GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_broken_frame_is_refused_and_nothing_is_read_behind_it(line: Line, organization: str, name: str) -> None:
    """What follows might be a part of it that somebody else took for a request."""
    status, sent = REFUSED[name]
    follower = f"GET /organizations/{organization}/customers HTTP/1.1\r\nHost: x\r\nREB-APIKEY: {KEY}\r\n\r\n"
    line.send(sent + follower.encode())
    assert line.answer()[0] == status
    assert line.rest() == b""


ACCEPTED = {
    "a host with a port": b"GET /status HTTP/1.1\r\nHost: localhost:8080\r\n\r\n",
    "an address of IPv6": b"GET /status HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n",
    "a name with a line below": b"GET /status HTTP/1.1\r\nHost: mock_server-1.test\r\n\r\n",
    "an empty host": b"GET /status HTTP/1.1\r\nHost:\r\n\r\n",
    "HTTP/1.0 without a host": b"GET /status HTTP/1.0\r\n\r\n",
    "HTTP/1.0 with a host": b"GET /status HTTP/1.0\r\nHost: x\r\n\r\n",
    "empty lines before the request": b"\r\n\r\nGET /status HTTP/1.1\r\nHost: x\r\n\r\n",
    "a value of 8 bits": b"GET /status HTTP/1.1\r\nHost: x\r\nX: \xe9\r\n\r\n",
    "chunked in capitals": b"GET /status HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n",
    "a tab before chunked": b"GET /status HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\tchunked\r\n\r\n0\r\n\r\n",
    "tabs around a length": b"GET /status HTTP/1.1\r\nHost: x\r\nContent-Length:\t0\t\r\n\r\n",
    "an extension of a chunk": b"GET /status HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0;a=b\r\n\r\n",
    "a whole target": b"GET http://x/status HTTP/1.1\r\nHost: x\r\n\r\n",
    "an upgrade that is none here": b"GET /status HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: tea\r\n\r\n",
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_a_right_frame_is_accepted(line: Line, name: str) -> None:
    line.send(ACCEPTED[name])
    assert line.answer()[0] == 200


@each_row(
    ("version", "headers", "broken"),
    [
        ("2.0", [(b"host", b"a")], "version"),
        ("1.1", [], "host is there"),
        ("1.1", [(b"host", b"a"), (b"host", b"b")], "one host"),
        ("1.1", [(b"host", b"a b")], "host is valid"),
        ("1.0", [(b"transfer-encoding", b"chunked")], "no coding in HTTP/1.0"),
        ("1.1", [(b"host", b"a"), (b"transfer-encoding", b"gzip")], "chunked is last"),
        ("1.1", [(b"host", b"a"), (b"transfer-encoding", b"chunked, chunked")], "chunked is once"),
        ("1.1", [(b"host", b"a"), (b"transfer-encoding", b"br, chunked")], "coding is known"),
    ],
)  # fmt: skip
def test_each_rule_has_its_head(version: str, headers: list[tuple[bytes, bytes]], broken: str) -> None:
    """The parser is stricter in places; the table stands on its own."""
    [rule] = [rule for rule in RULES if rule.name == broken]
    assert refusal(version, headers) == rule.refusal
    assert rule.source.startswith("RFC 91")


@pytest.mark.parametrize("piece", [1, 7])
def test_pieces_make_no_difference(line: Line, piece: int) -> None:
    """A head that comes byte by byte is the same head."""
    sent = b"GET /status HTTP/1.1\r\nHost: x\r\n\r\n" * 2 + REFUSED["two hosts"][1]
    for start in range(0, len(sent), piece):
        line.send(sent[start : start + piece])
    assert [line.answer()[0], line.answer()[0], line.answer()[0]] == [200, 200, 400]
    assert line.closed()


# Trailers: RFC 9110 section 6.5.1

CHUNKED = (
    f"POST {{}} HTTP/1.1\r\nHost: localhost\r\nREB-APIKEY: {KEY}\r\n{{}}"
    "Transfer-Encoding: chunked\r\n\r\n2\r\n{{}}\r\n0\r\n"
)


def test_trailers_are_no_headers(line: Line, live: MockServer, organization: str) -> None:
    """They are read and dropped: neither an order, nor a key, nor a line in the journal."""
    head = CHUNKED.format(f"/organizations/{organization}/customers", "")
    line.send(f"{head}X-Mock-Status: 503\r\nHost: elsewhere\r\nREB-APIKEY: nobody\r\n\r\n".encode())
    assert line.answer()[0] == 201
    [entry] = Rebilly(OverHttp(live.url), organization).admin("GET", "/requests").json["requests"]
    assert {"x-mock-status"}.isdisjoint(entry["request"]["headers"])
    assert entry["request"]["headers"]["host"] == "localhost"


def test_trailers_open_no_control_plane(dial: Callable[[str], Line]) -> None:
    """A token counts in the head only."""
    with MockServer(Settings(port=0, admin_token="s3cret")) as server:
        line = dial(server.url)
        target, token = "/__admin/tenants/a/reset", "X-Mock-Token: s3cret\r\n"
        line.send(f"{CHUNKED.format(target, '')}{token}\r\n".encode())
        assert line.answer()[0] == 401
        line.send(f"{CHUNKED.format(target, token)}\r\n".encode())
        assert line.answer()[0] != 401


@pytest.mark.parametrize(
    "trailers",
    [b"X-A: bcd\r\n" * 400, b"X-Long: " + b"x" * 3000 + b"\r\n\r\n", b"X-Endless: " + b"x" * 500_000],
    ids=["many", "long", "endless"],
)
def test_trailers_are_bounded_as_a_head_is(impatient: MockServer, dial: Callable[[str], Line], trailers: bytes) -> None:
    line = dial(impatient.url)
    line.send(CHUNKED.format("/customers", "").encode())
    assert refused(line, trailers)


@pytest.mark.parametrize("kind", ["one piece", "many pieces"])
def test_extensions_of_a_chunk_are_bounded(impatient: MockServer, dial: Callable[[str], Line], kind: str) -> None:
    """RFC 9112 section 7.1.1."""
    line = dial(impatient.url)
    line.send(b"POST /customers HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2;")
    pieces = [b"a" * 1_000_000] if kind == "one piece" else [b"a" * 100] * 40
    assert refused(line, *pieces)


def refused(line: Line, *pieces: bytes) -> bool:
    """Say whether 431 comes while pieces are sent, or the connection breaks for what was not read."""
    try:
        for piece in pieces:
            line.send(piece)
            time.sleep(0.001)
        return line.answer()[0] == 431 and line.closed()
    except ConnectionError:
        return True


# Refusals and the requests before them


def test_a_refusal_does_not_overtake_an_answer(line: Line, live: MockServer, organization: str) -> None:
    """Answers come in the order of requests, that to a broken one too."""
    client = Rebilly(OverHttp(live.url), organization)
    client.admin("POST", "/rules", {"operation": "customers.list", "delay": "300ms", "times": 2})
    head = f"GET /organizations/{organization}/customers HTTP/1.1\r\nHost: x\r\nREB-APIKEY: {KEY}\r\n\r\n"
    line.send(head.encode() * 2 + REFUSED["no host"][1])
    assert [line.answer()[0], line.answer()[0], line.answer()[0]] == [200, 200, 400]
    assert line.closed()


# Upgrades: RFC 9110 section 7.8

H2C = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"


@pytest.mark.parametrize("chunked", [False, True], ids=["length", "chunked"])
def test_a_request_that_offers_another_protocol_keeps_its_body(line: Line, organization: str, chunked: bool) -> None:
    """Java's client offers HTTP/2 so, with every first request; what comes behind is read as well."""
    body = '{"locale":"en"}'
    framed = f"Transfer-Encoding: chunked\r\n\r\n{len(body):x}\r\n{body}\r\n0\r\n\r\n"
    if not chunked:
        framed = f"Content-Length: {len(body)}\r\n\r\n{body}"
    head = f"POST /organizations/{organization}/customers HTTP/1.1\r\nHost: x\r\nREB-APIKEY: {KEY}\r\n"
    line.send(f"{head}{H2C}{framed}".encode() * 2 + ACCEPTED["a host with a port"])
    for _ in range(2):
        status, answer = line.answer()
        made: Any = answer
        assert status == 201
        assert b'"locale":"en"' in made
    assert line.answer()[0] == 200


def test_a_body_behind_an_offer_may_come_later(line: Line, organization: str) -> None:
    head = f"POST /organizations/{organization}/customers HTTP/1.1\r\nHost: x\r\nREB-APIKEY: {KEY}\r\n"
    line.send(f"{head}{H2C}Content-Length: 15\r\n\r\n".encode())
    time.sleep(0.05)
    assert not line.readable()
    line.send(b'{"locale":"en"}')
    assert line.answer()[0] == 201


def test_a_tunnel_is_refused_and_the_connection_goes_on(line: Line) -> None:
    line.send(b"CONNECT x:80 HTTP/1.1\r\nHost: x:80\r\n\r\n" + ACCEPTED["a host with a port"])
    assert 400 <= line.answer()[0] < 500
    assert line.answer()[0] == 200


def test_an_expectation_of_http_1_0_is_ignored(line: Line) -> None:
    """RFC 9110 section 10.1.1: such a client would not know what 100 means."""
    line.send(b"POST /status HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
    time.sleep(0.05)
    assert not line.readable()
    line.send(b"{}")
    assert line.answer()[0] >= 200
