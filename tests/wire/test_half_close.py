"""A client that ends its sending side still gets its answers."""

import json
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from mockserver.settings import Settings
from mockserver.testing.server import MockServer
from tests.clients import KEY, OverHttp, Rebilly
from tests.wire.lines import Line, eventually

pytestmark = pytest.mark.usefixtures("nothing_is_logged")


@pytest.fixture
def rebilly(live: MockServer, organization: str) -> Rebilly:
    return Rebilly(OverHttp(live.url), organization)


def customers(rebilly: Rebilly) -> str:
    return f"/organizations/{rebilly.organization}/customers"


def bytes_of(rebilly: Rebilly, number: int) -> bytes:
    """Write so many requests that create a customer."""
    head = f"POST {customers(rebilly)} HTTP/1.1\r\nHost: x\r\nREB-APIKEY: {KEY}\r\nContent-Length: 2\r\n\r\n{{}}"
    return head.encode() * number


@pytest.mark.parametrize("target", ["/organizations/{}/customers", "/__admin/health"])
def test_a_request_before_the_end_is_answered(line: Line, organization: str, target: str) -> None:
    """On both planes, and then the connection ends."""
    line.request("GET", target.format(organization))
    line.end()
    assert line.rest().startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("number", [2, 30, 33, 200])
def test_all_requests_of_a_pipeline_are_answered(line: Line, rebilly: Rebilly, number: int) -> None:
    line.send(bytes_of(rebilly, number))
    line.end()
    assert line.rest().count(b"HTTP/1.1 201 ") == number
    assert rebilly.get("/customers").headers["pagination-total"] == str(number)


@pytest.mark.parametrize("wait", ["delay", "after"])
def test_an_answer_that_waits_comes_when_it_is_due(line: Line, rebilly: Rebilly, wait: str) -> None:
    """What was asked for is done at once, as for a client that left: which of both it is nobody can tell."""
    rebilly.admin("POST", "/rules", {"operation": "customers.create", wait: "500ms"})
    began = time.monotonic()
    line.send(bytes_of(rebilly, 1))
    line.end()
    assert eventually(lambda: rebilly.get("/customers").headers["pagination-total"] == "1")
    assert not line.readable()
    assert line.rest().startswith(b"HTTP/1.1 201 ")
    assert 0.5 <= time.monotonic() - began < 5


def test_an_end_amid_a_wait_changes_nothing_of_the_answer(line: Line, rebilly: Rebilly) -> None:
    rebilly.admin("POST", "/rules", {"operation": "customers.create", "delay": "500ms", "times": 3})
    began = time.monotonic()
    line.send(bytes_of(rebilly, 3))
    time.sleep(0.1)
    line.end()
    assert line.rest().count(b"HTTP/1.1 201 ") == 3
    assert 1.5 <= time.monotonic() - began < 10


def test_a_verification_that_waits_is_answered(line: Line, rebilly: Rebilly) -> None:
    """When what it waits for comes."""
    wish = {"match": {"operation": "customers.create"}, "within": "20s"}
    body = json.dumps(wish).encode()
    line.request("POST", f"/__admin/tenants/{rebilly.organization}/verify", body)
    line.end()
    time.sleep(0.1)
    assert not line.readable()
    began = time.monotonic()
    assert rebilly.post("/customers", {}).status == 201
    assert line.rest().startswith(b"HTTP/1.1 200 ")
    assert time.monotonic() - began < 5


def test_a_hang_goes_on_for_its_time(line: Line, rebilly: Rebilly) -> None:
    rebilly.admin("POST", "/rules", {"operation": "customers.create", "fault": {"hang": "400ms"}})
    began = time.monotonic()
    line.send(bytes_of(rebilly, 1))
    line.end()
    assert line.closed()
    assert time.monotonic() - began >= 0.4


def test_half_a_request_before_the_end_is_none(line: Line, rebilly: Rebilly) -> None:
    """Those before it are answered."""
    line.send(bytes_of(rebilly, 3)[:-1])
    line.end()
    assert line.rest().count(b"HTTP/1.1 ") == 2
    assert rebilly.get("/customers").headers["pagination-total"] == "2"


@pytest.mark.parametrize("sent", [b"", b"GET /status HT", b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{"])
def test_an_end_without_a_request_ends_the_connection(line: Line, sent: bytes) -> None:
    line.send(sent)
    line.end()
    assert line.rest() == b""


def test_nobody_is_waited_for_longer_than_an_idle_connection_is_kept(organization: str) -> None:
    """The answer comes then: before its time, but to whoever still listens."""
    with MockServer(Settings(port=0, keep_alive=1)) as server, closing(Line(server.url)) as line:
        rebilly = Rebilly(OverHttp(server.url), organization)
        rebilly.admin("POST", "/rules", {"operation": "customers.create", "delay": "10m"})
        began = time.monotonic()
        line.send(bytes_of(rebilly, 1))
        line.end()
        assert line.rest().startswith(b"HTTP/1.1 201 ")
        assert 1 <= time.monotonic() - began < 5


def test_a_server_that_stops_answers_who_ended_its_side(dial: Callable[[str], Line], organization: str) -> None:
    with MockServer(Settings(port=0)) as server:
        rebilly: Any = Rebilly(OverHttp(server.url), organization)
        rebilly.admin("POST", "/rules", {"operation": "customers.create", "delay": "10m"})
        line = dial(server.url)
        line.send(bytes_of(rebilly, 1))
        line.end()
        assert eventually(lambda: rebilly.get("/customers").headers["pagination-total"] == "1")
    assert line.rest().startswith(b"HTTP/1.1 201 ")
