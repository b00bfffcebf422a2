"""Where faults are tried: a tenant of one's own on a server with TLS or without, and what comes back as bytes."""

import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mockserver.testing.server import MockServer
from tests.wire.lines import Line

Doors = Mapping[str, tuple[MockServer, ssl.SSLContext | None]]
"""Servers by their scheme, each with what its clients trust."""


@dataclass
class Place:
    """An organization nobody else uses on a server, and connections to it."""

    server: MockServer
    organization: str
    trust: ssl.SSLContext | None
    lines: list[Line] = field(default_factory=list)

    @property
    def customers(self) -> str:
        return f"/organizations/{self.organization}/customers"

    def dial(self) -> Line:
        self.lines.append(Line(self.server.url, self.trust))
        return self.lines[-1]

    def order(self, **rule: Any) -> None:
        """Add a rule about the organization's requests."""
        status, _ = self.ask("POST", f"/__admin/tenants/{self.organization}/rules", rule)
        assert status == 201

    def ask(self, method: str, target: str, body: Any = None) -> tuple[int, Any]:
        """Send a request on a connection of its own."""
        line = self.dial()
        line.request(method, target, b"" if body is None else json.dumps(body).encode())
        status, content = line.answer()
        return status, json.loads(content)

    def journal(self) -> list[Any]:
        """Give what the journal holds, the first exchange first."""
        status, found = self.ask("GET", f"/__admin/tenants/{self.organization}/requests")
        assert status == 200
        return list(reversed(found["requests"]))

    def failed(self, method: str = "GET", body: bytes = b"", headers: str = "") -> bytes:
        """Give all bytes a request for customers is answered with on a connection of its own."""
        line = self.dial()
        line.request(method, self.customers, body, headers)
        return line.rest()


def parted(answer: bytes) -> tuple[bytes, dict[str, str], bytes]:
    """Part an answer into its first line, its headers and all behind them."""
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    return first.encode(), dict(line.split(": ", 1) for line in lines), body


def is_reset(line: Line) -> bool:
    """Say whether a connection breaks, with or without TLS: Python's `ssl` calls it an end."""
    try:
        return line.rest() == b"" and line.secure
    except ConnectionResetError:
        return True
