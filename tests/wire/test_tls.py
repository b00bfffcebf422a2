"""What holds for a connection holds for one with TLS: its bounds, its deadlines, and how it ends."""

import gc
import socket
import ssl
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from mockserver.core.problems import Misconfigured
from mockserver.settings import Settings
from mockserver.testing.server import MockServer
from tests.clients import KEY
from tests.wire.conftest import Line


@pytest.fixture(scope="module")
def ca_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ca") / "ca.pem"


@pytest.fixture(scope="module")
def secure(ca_file: Path) -> Iterator[MockServer]:
    """A server with https that waits for nobody and takes little."""
    settings = Settings(
        port=0, tls=True, ca_file=ca_file, request_timeout=0.3, keep_alive=1, max_header=2048, max_body=4096
    )
    with MockServer(settings) as server:
        yield server


@pytest.fixture
def line(secure: MockServer, ca_file: Path) -> Iterator[Line]:
    """A connection with TLS that trusts the server's CA and nothing else."""
    connection = Line(secure.url, ssl.create_default_context(cafile=ca_file))
    yield connection
    connection.close()


def test_a_server_in_python_has_an_address_with_https(secure: MockServer, ca_file: Path, organization: str) -> None:
    """Its links, its scheme and its control plane are of https, too."""
    assert secure.url.startswith("https://127.0.0.1:")
    customers = f"{secure.url}/organizations/{organization}/customers"
    created = requests.post(customers, headers={"REB-APIKEY": KEY}, json={}, timeout=5, verify=str(ca_file))
    assert created.status_code == 201
    assert created.headers["location"].startswith(f"{customers}/cus_")
    tenants = requests.get(f"{secure.url}/__admin/tenants", timeout=5, verify=str(ca_file))
    assert organization in tenants.json()["tenants"]


def test_a_long_header_is_refused(line: Line) -> None:
    """431, and the connection ends."""
    line.send(b"GET /status HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * 3000 + b"\r\n\r\n")
    assert line.answer()[0] == 431
    assert line.closed()


def test_a_header_that_never_ends_is_refused(line: Line) -> None:
    """Who goes on writing after the end is cut off, so that nothing piles up."""
    line.send(b"GET /status HTTP/1.1\r\nHost: x\r\nX-Long: ")
    with pytest.raises(OSError, match=r"EOF|pipe|reset"):
        _pour(line, 200)


def _pour(line: Line, kilobytes: int) -> None:
    for _ in range(kilobytes):
        line.send(b"x" * 1024)
        time.sleep(0.001)


def test_a_body_beyond_the_bound_is_refused_unread(line: Line) -> None:
    line.send(b"POST /customers HTTP/1.1\r\nHost: x\r\nREB-APIKEY: sk_sandbox_x\r\nContent-Length: 5000000\r\n\r\n")
    assert line.answer()[0] == 413
    assert line.closed()


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET /status HT", b"POST /customers HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n123"],
    ids=["nothing", "half a head", "half a body"],
)
def test_a_request_has_to_come_in_time(line: Line, sent: bytes) -> None:
    """A client that dawdles is told so and cut off."""
    line.send(sent)
    assert line.answer()[0] == 408
    assert line.closed()


def test_a_later_request_has_to_come_in_time_too(line: Line) -> None:
    line.request("GET", "/status")
    assert line.answer()[0] == 200
    line.send(b"GET /status HT")
    assert line.answer()[0] == 408
    assert line.closed()


@pytest.mark.parametrize("sent", [b"", b"\x16\x03\x01"], ids=["nothing", "half a greeting"])
def test_a_handshake_has_to_come_in_time(secure: MockServer, sent: bytes) -> None:
    """Before it there is no request that could be late."""
    parts = urlsplit(secure.url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10) as silent:
        silent.sendall(sent)
        assert silent.recv(1) == b""


def test_an_idle_connection_is_ended(line: Line) -> None:
    line.request("GET", "/status")
    assert line.answer()[0] == 200
    assert line.closed()


def test_pipelined_requests_are_answered_in_order(line: Line, organization: str) -> None:
    """Two requests in one packet get two answers, on a connection that has served others."""
    line.request("PUT", f"/organizations/{organization}/customers/a", b"{}")
    assert line.answer()[0] == 201
    target = f"/organizations/{organization}/customers/"
    head = f"HTTP/1.1\r\nHost: x\r\nREB-APIKEY: {KEY}\r\n\r\n"
    line.send(f"GET {target}a {head}GET {target}b {head}".encode())
    assert [line.answer()[0], line.answer()[0]] == [200, 404]


def test_the_journal_names_the_peer(secure: MockServer, line: Line, organization: str) -> None:
    line.request("GET", f"/organizations/{organization}/customers")
    assert line.answer()[0] == 200
    [entry] = secure.sandbox.tenant(organization).journal
    assert entry.peer == "{}:{}".format(*line.name)
    assert entry.target == f"/organizations/{organization}/customers"


def test_a_server_that_cannot_start_leaves_nothing_open(tmp_path: Path) -> None:
    """An open socket would be a warning, and a warning fails the test."""
    settings = Settings(port=0, tls=True, ca_file=tmp_path / "nowhere" / "ca.pem")
    with pytest.raises(Misconfigured, match=r"--ca-file .*: cannot be written: No such file or directory"):
        MockServer(settings).__enter__()
    gc.collect()
