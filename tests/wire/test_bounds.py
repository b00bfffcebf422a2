"""What a client may send is bounded: bytes of a head, bytes of a body, and the time it takes."""

import re
import time
from collections.abc import Callable

import pytest

from mockserver.testing.server import MockServer
from tests.clients import OverHttp, Rebilly
from tests.wire.conftest import Line


@pytest.fixture
def short(impatient: MockServer, dial: Callable[[str], Line]) -> Line:
    """A connection to the impatient server."""
    return dial(impatient.url)


def test_a_long_header_is_refused(short: Line) -> None:
    """431, and the connection ends."""
    short.send(b"GET /status HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * 3000 + b"\r\n\r\n")
    assert short.answer()[0] == 431
    assert short.closed()


def test_a_header_that_never_ends_is_refused(short: Line) -> None:
    """The parser holds a value back until it is whole, so its bytes are counted as they come in."""
    short.send(b"GET /status HTTP/1.1\r\nHost: x\r\nX-Long: ")
    with pytest.raises(ConnectionError):
        _pour(short, 200)


def _pour(line: Line, kilobytes: int) -> None:
    for _ in range(kilobytes):
        line.send(b"x" * 1024)
        time.sleep(0.001)


def test_many_small_headers_are_refused_too(short: Line) -> None:
    """It is the head that is bounded, not a header."""
    short.send(b"GET /status HTTP/1.1\r\nHost: x\r\n" + b"X-A: b\r\n" * 1000 + b"\r\n")
    assert short.answer()[0] == 431


def test_a_declared_body_beyond_the_bound_is_refused_unread(short: Line) -> None:
    """The answer comes before the body would."""
    short.send(b"POST /customers HTTP/1.1\r\nHost: x\r\nREB-APIKEY: sk_sandbox_x\r\nContent-Length: 5000000\r\n\r\n")
    assert short.answer()[0] == 413
    assert short.closed()


def test_a_chunked_body_beyond_the_bound_is_refused(short: Line) -> None:
    """A body that does not say how long it is is counted."""
    short.send(b"POST /customers HTTP/1.1\r\nHost: x\r\nREB-APIKEY: sk_sandbox_x\r\nTransfer-Encoding: chunked\r\n\r\n")
    short.send(b"1000\r\n" + b"x" * 4096 + b"\r\n" + b"1000\r\n" + b"x" * 4096 + b"\r\n0\r\n\r\n")
    assert short.answer()[0] == 413


def test_a_chunked_body_within_the_bound_is_read(line: Line, organization: str) -> None:
    """Chunks make one body."""
    head = f"POST /organizations/{organization}/customers HTTP/1.1\r\nHost: x\r\nREB-APIKEY: sk_sandbox_x\r\n"
    line.send(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
    line.send(b'9\r\n{"locale"\r\n6\r\n:"en"}\r\n0\r\n\r\n')
    status, body = line.answer()
    assert status == 201
    assert b'"locale":"en"' in body


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET /status HT", b"POST /customers HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n123"],
    ids=["nothing", "half a head", "half a body"],
)
def test_a_request_has_to_come_in_time(short: Line, sent: bytes) -> None:
    """A client that dawdles is told so and cut off."""
    short.send(sent)
    assert short.answer()[0] == 408
    assert short.closed()


@pytest.mark.parametrize(
    "sent", [b"GET /status HT", b"POST /customers HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n123"]
)
def test_a_later_request_has_to_come_in_time_too(short: Line, sent: bytes) -> None:
    """A connection that has served one request is no more patient with the next."""
    short.request("GET", "/status")
    assert short.answer()[0] == 200
    short.send(sent)
    assert short.answer()[0] == 408
    assert short.closed()


def test_half_a_request_is_carried_out_by_nobody(live: MockServer, organization: str) -> None:
    """A client that leaves before its body has not asked for an empty one."""
    line = Line(live.url)
    head = f"PUT /organizations/{organization}/customers/ada HTTP/1.1\r\nHost: x\r\nREB-APIKEY: sk_sandbox_x\r\n"
    line.send(f"{head}Content-Length: 2\r\n\r\n".encode())
    line.close()
    rebilly = Rebilly(OverHttp(live.url), organization)
    assert rebilly.customer()
    assert [entry["operation"] for entry in rebilly.admin("GET", "/requests").json["requests"]] == ["customers.create"]
    assert rebilly.get("/customers/ada").status == 404


def test_the_deadline_is_for_the_request_not_for_its_answer(
    impatient: MockServer, dial: Callable[[str], Line], organization: str
) -> None:
    """A slow answer is the server's doing."""
    import requests

    rule = {"operation": "customers.list", "delay": "900ms", "times": 1}
    requests.post(f"{impatient.url}/__admin/tenants/{organization}/rules", json=rule, timeout=5)
    line = dial(impatient.url)
    line.request("GET", f"/organizations/{organization}/customers")
    assert line.answer()[0] == 200


def test_an_idle_connection_is_ended(short: Line) -> None:
    """A connection without requests is not kept for ever."""
    short.request("GET", "/status")
    assert short.answer()[0] == 200
    assert short.closed()


def test_a_request_that_is_no_http_is_refused(line: Line) -> None:
    """400, and the connection ends."""
    line.send(b"\x16\x03\x01 not http\r\n\r\n")
    assert line.answer()[0] == 400
    assert line.closed()


def test_two_lengths_are_a_smuggling_attempt(line: Line) -> None:
    """Content-Length beside Transfer-Encoding is refused."""
    line.send(
        b"POST /customers HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nabc"
    )
    assert re.match("4..", str(line.answer()[0]))
