"""What a server writes while it is treated badly."""

import json
import socket
from urllib.parse import urlsplit

import pytest

from tests.cli.commands import command
from tests.cli.processes import Serving, serving

BROKEN = b"GET / HTTP/1.1\r\nHost: x y\r\n\r\n"
NO_HTTP = b"\x16\x03\x01\x1b[2J\r\n\r\n"
UPGRADE = b"GET /status HTTP/1.1\r\nHost: x\r\nConnection: upgrade, close\r\nUpgrade: tea\x1b\r\n\r\n"


def torment(server: Serving, sent: bytes, times: int) -> None:
    address = urlsplit(server.url)
    for _ in range(times):
        with socket.create_connection((address.hostname or "", address.port or 0), timeout=10) as connection:
            connection.sendall(sent)
            while connection.recv(65536):
                pass


@pytest.mark.parametrize("options", [(), ("--json-logs",)], ids=["text", "json"])
def test_a_flood_of_broken_requests_leaves_a_few_lines(options: tuple[str, ...]) -> None:
    with serving(*options) as server:
        torment(server, BROKEN, 150)
        torment(server, NO_HTTP, 150)
        torment(server, UPGRADE.replace(b"\x1b", b""), 150)
        server.stop()
        assert server.process.stdout
        lines = server.process.stdout.read().splitlines()
    assert 0 < len(lines) <= 70
    assert not any("\x1b" in line or "Upgrade" in line for line in lines)
    if options:
        assert {json.loads(line)["level"] for line in lines} == {"warning"}


def test_an_explanation_tells_a_terminal_nothing() -> None:
    """The decoded parts of a path are shown as text."""
    target = "/organizations/a%0adecided%20by%1b%5b2J%e2%80%ae/customers"
    told = command("explain", "GET", target, "-H", "REB-APIKEY: sk_sandbox_x")
    assert told.status == 0
    assert not {"\x1b", "\u202e"} & set(told.output)
    assert sum(line.startswith("decided by") for line in told.output.splitlines()) == 1
