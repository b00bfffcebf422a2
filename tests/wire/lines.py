"""Bytes on a socket, for what no HTTP client would send."""

import select
import socket
import ssl
import struct
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from tests.clients import KEY


def eventually(holds: Callable[[], Any]) -> bool:
    """Say whether something comes to hold in a while."""
    deadline = time.monotonic() + 5
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


class Line:
    """One connection; `trust` says which certificates are taken where the address is one of https."""

    def __init__(self, url: str, trust: ssl.SSLContext | None = None) -> None:
        parts = urlsplit(url)
        self._host = parts.netloc
        self._read = b""
        self.secure = trust is not None
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

    def end(self) -> None:
        """End the sending side, and go on listening."""
        self._socket.shutdown(socket.SHUT_WR)

    def reset(self) -> None:
        """Leave so that the server's system hears of it at once."""
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._socket.close()

    def _more(self) -> None:
        chunk = self._socket.recv(65536)
        if not chunk:
            raise ConnectionError(self._read)
        self._read += chunk

    def rest(self) -> bytes:
        """Read until the server hangs up; raises `ConnectionResetError` where it does not end but resets."""
        while chunk := self.some():
            self._read += chunk
        rest, self._read = self._read, b""
        return rest

    def some(self) -> bytes:
        """Read what comes next, nothing where the server hung up."""
        return self._socket.recv(65536)

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
