"""Requests to the byte, for replaying what client libraries send that no registry has."""

import base64
import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPResponse
from typing import Any
from urllib.parse import urlsplit

BASE = "/api/v3"


@dataclass(frozen=True)
class Reply:
    """What came back; header names are in small letters."""

    version: int
    status: int
    reason: str
    headers: Mapping[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        """The body, which has to be JSON."""
        assert self.headers["content-type"] == "application/json"
        return json.loads(self.content)


class Wire:
    """A connection to a server that sends exactly what it is given, and dials again where the server hung up."""

    private_key = "invented-private-key"

    def __init__(self, url: str, account: str) -> None:
        parts = urlsplit(url)
        self.host = parts.netloc
        self.account = account
        self.basic = "Basic " + base64.b64encode(f"{account}:{self.private_key}".encode()).decode()
        self._address = (parts.hostname or "", parts.port or 0)
        self._socket: socket.socket | None = None

    def send(self, request: str, body: bytes = b"") -> Reply:
        """Send a head and a body.

        The head is written with plain line ends, indented at will, and without the empty line behind it.
        """
        connection = self._socket = self._socket or socket.create_connection(self._address, timeout=10)
        head = "\r\n".join(line.lstrip() for line in request.strip().splitlines()) + "\r\n\r\n"
        connection.sendall(head.encode("latin-1") + body)
        response = HTTPResponse(connection, method=request.split(" ", 1)[0])
        response.begin()
        headers = {name.lower(): value for name, value in response.getheaders()}
        reply = Reply(response.version, response.status, response.reason, headers, response.read())
        if response.will_close:
            self.close()
        response.close()
        return reply

    def ask(self, method: str, target: str, **headers: str) -> Reply:
        """Send a request of no library's, without a body."""
        lines = [f"{method} {target} HTTP/1.1", f"Host: {self.host}"]
        return self.send("\n".join([*lines, *(f"{name}: {value}" for name, value in headers.items())]))

    def close(self) -> None:
        """Hang up; the next request dials again."""
        if self._socket:
            self._socket.close()
        self._socket = None
