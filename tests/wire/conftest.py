"""Bytes on a socket, for what no HTTP client would send."""

import asyncio
import select
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from mockserver.server import MockServer
from mockserver.settings import Settings
from tests.clients import KEY


class Line:
    """One connection; `trust` says which certificates are taken where the address is one of https."""

    def __init__(self, url: str, trust: ssl.SSLContext | None = None) -> None:
        parts = urlsplit(url)
        self._host = parts.netloc
        self._read = b""
        self._socket = socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10)
        if trust:
            self._socket = trust.wrap_socket(self._socket, server_hostname=parts.hostname)

    def send(self, data: bytes) -> None:
        self._socket.sendall(data)

    def request(self, method: str, target: str, body: bytes = b"", headers: str = "") -> None:
        head = f"{method} {target} HTTP/1.1\r\nHost: {self._host}\r\nREB-APIKEY: {KEY}\r\n{headers}"
        self.send(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)

    def answer(self) -> tuple[int, bytes]:
        """Read one answer: its status, and its body if it says how long that is."""
        while b"\r\n\r\n" not in self._read:
            self._more()
        head, _, self._read = self._read.partition(b"\r\n\r\n")
        lines = head.lower().split(b"\r\n")
        length = next((int(line.partition(b":")[2]) for line in lines if line.startswith(b"content-length")), 0)
        while len(self._read) < length:
            self._more()
        body, self._read = self._read[:length], self._read[length:]
        return int(head.split(b" ", 2)[1]), body

    def _more(self) -> None:
        chunk = self._socket.recv(65536)
        if not chunk:
            raise ConnectionError(self._read)
        self._read += chunk

    def readable(self) -> bool:
        """Say whether anything came that was not read yet."""
        return bool(select.select([self._socket], [], [], 0)[0])

    def closed(self) -> bool:
        """Say whether the server hung up, waiting a while for it."""
        try:
            return self._socket.recv(65536) == b""
        except ConnectionError:
            return True

    @property
    def name(self) -> tuple[str, int]:
        host, port = self._socket.getsockname()
        return host, port

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def dial() -> Iterator[Callable[[str], Line]]:
    """Open connections that are closed after the test."""
    lines: list[Line] = []

    def connect(url: str) -> Line:
        lines.append(Line(url))
        return lines[-1]

    yield connect
    for line in lines:
        line.close()


@pytest.fixture
def line(live: MockServer, dial: Callable[[str], Line]) -> Line:
    """A connection to the session's server."""
    return dial(live.url)


@pytest.fixture(scope="session")
def impatient() -> Iterator[MockServer]:
    """A server that waits for nobody and takes little."""
    with MockServer(Settings(port=0, request_timeout=0.3, keep_alive=1, max_header=2048, max_body=4096)) as server:
        yield server


@contextmanager
def running_loop() -> Iterator[asyncio.AbstractEventLoop]:
    """Give an event loop that runs on a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
