"""Connections are kept, bounded and never wait for each other."""

import threading
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

from mockserver.edges.connection import MOST_PIPELINED
from mockserver.settings import Settings
from mockserver.testing.server import MockServer
from tests.clients import KEY, OverHttp, Rebilly
from tests.wire.conftest import Line
from tests.wire.lines import eventually

CROWD = 300


def test_a_connection_serves_many_requests(line: Line, organization: str) -> None:
    """Keep-alive: clients that reuse connections meet no surprise."""
    for _ in range(3):
        line.request("POST", f"/organizations/{organization}/customers", b"{}")
        assert line.answer()[0] == 201


def test_pipelined_requests_are_answered_in_order(line: Line, organization: str) -> None:
    """Two requests in one packet get two answers."""
    line.request("PUT", f"/organizations/{organization}/customers/a", b"{}")
    assert line.answer()[0] == 201
    target = f"/organizations/{organization}/customers/"
    head = "HTTP/1.1\r\nHost: x\r\nREB-APIKEY: sk_sandbox_x\r\n\r\n"
    line.send(f"GET {target}a {head}GET {target}b {head}".encode())
    assert [line.answer()[0], line.answer()[0]] == [200, 404]


def test_a_pipeline_is_bounded_and_what_is_beyond_waits(organization: str) -> None:
    """While one request is answered, 32 are read, and the others lie in the socket; all get their answers, in order."""
    with MockServer(Settings(port=0)) as server, closing(Line(server.url)) as line:
        client = Rebilly(OverHttp(server.url), organization)
        client.admin("POST", "/rules", {"operation": "customers.list", "delay": "600ms", "times": 1})
        target = f"/organizations/{organization}/customers"
        head = f"HTTP/1.1\r\nHost: x\r\nREB-APIKEY: {KEY}\r\n\r\n"
        line.send("".join(f"GET {target}{'' if number == 0 else '/x'} {head}" for number in range(500)).encode())
        assert eventually(lambda: MOST_PIPELINED in _waiting(server))
        assert max(_waiting(server)) == MOST_PIPELINED
        assert [line.answer()[0] for _ in range(500)] == [200] + [404] * 499


def _waiting(server: MockServer) -> list[int]:
    """Count the requests that wait behind another, on each connection."""
    assert server.running
    connections: Any = [*server.running.server.server_state.connections]
    return [len(connection.pipeline) for connection in connections]


def test_a_large_body_behind_a_request_that_waits_is_not_read_into_memory(organization: str) -> None:
    with MockServer(Settings(port=0, max_body=30_000_000)) as server, closing(Line(server.url)) as line:
        client = Rebilly(OverHttp(server.url), organization)
        client.admin("POST", "/rules", {"operation": "customers.list", "delay": "500ms", "times": 1})
        target = f"/organizations/{organization}/customers"
        line.request("GET", target)
        body = b"{" + b" " * 20_000_000 + b"}"
        sending = threading.Thread(target=line.request, args=("POST", target, body))
        sending.start()
        assert eventually(lambda: 1 in _waiting(server))
        time.sleep(0.2)
        assert server.running
        connections: Any = [*server.running.server.server_state.connections]
        assert max(len(connection.cycle.body) for connection in connections) < 1_000_000
        assert [line.answer()[0], line.answer()[0]] == [200, 201]
        sending.join()


def test_waiting_exchanges_hold_up_nobody(live: MockServer, dial: Callable[[str], Line], organization: str) -> None:
    """While 300 exchanges wait out a minute, others are answered, and no thread is spent on them."""
    client = Rebilly(OverHttp(live.url), organization)
    client.admin("POST", "/rules", {"operation": "customers.list", "delay": "60s", "times": CROWD})
    threads = threading.active_count()
    crowd = [dial(live.url) for _ in range(CROWD)]
    for waiting in crowd:
        waiting.request("GET", f"/organizations/{organization}/customers")
    assert [client.post("/customers", {}).status for _ in range(20)] == [201] * 20
    assert threading.active_count() <= threads + 4
    assert not any(waiting.readable() for waiting in crowd)


def test_exchanges_that_wait_together_are_all_answered(
    live: MockServer, dial: Callable[[str], Line], organization: str
) -> None:
    client = Rebilly(OverHttp(live.url), organization)
    client.admin("POST", "/rules", {"operation": "customers.list", "delay": "200ms", "times": CROWD})
    crowd = [dial(live.url) for _ in range(CROWD)]
    for waiting in crowd:
        waiting.request("GET", f"/organizations/{organization}/customers")
    assert [waiting.answer()[0] for waiting in crowd] == [200] * CROWD


def test_a_client_that_leaves_while_it_waits_is_forgotten(live: MockServer, organization: str) -> None:
    """Its exchange ends in the journal and nothing breaks."""
    client = Rebilly(OverHttp(live.url), organization)
    client.admin("POST", "/rules", {"operation": "customers.list", "delay": "400ms", "times": 1})
    line = Line(live.url)
    line.request("GET", f"/organizations/{organization}/customers")
    line.close()
    deadline = time.monotonic() + 5
    while not client.admin("GET", "/requests?operation=customers.list").json["requests"]:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert client.get("/customers").status == 200
