"""Sends one message to a receiver: to its checked IPs, past proxies and .netrc, in bounded time and size."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache

import h11

from mockserver.core.api.receivers import Address, Delivery, Receiver
from mockserver.core.clock import monotonic

TIMEOUT = 5.0
"""Seconds a delivery has, from connecting to the end of the answer."""

MOST_READ = 65_536
"""Bytes of an answer that are read; they are not shown."""

FAILURES = (OSError, ValueError, h11.ProtocolError)
"""What sending raises."""

_OURS = frozenset({"content-length", "transfer-encoding", "connection"})
"""Headers that follow from how a message is sent."""

_Left = Callable[[], float]


def send(receiver: Receiver, delivery: Delivery, seconds: float = TIMEOUT) -> int:
    """Return the status of the answer; redirects are answers like others. Raise one of `FAILURES`."""
    connection = h11.Connection(h11.CLIENT)
    written = _written(connection, receiver.address, delivery)
    left = _counting_down(seconds)
    with _connected(receiver, left) as line:
        line.settimeout(left())
        line.sendall(written)
        return _status(connection, line, left)


def _written(connection: h11.Connection, address: Address, delivery: Delivery) -> bytes:
    headers = {"host": ("Host", address.authority)}
    for name, value in delivery.headers.items():
        if name.lower() not in _OURS:
            headers[name.lower()] = (name, value)
    headers["content-length"] = ("Content-Length", str(len(delivery.body)))
    headers["connection"] = ("Connection", "close")
    request = h11.Request(
        method=delivery.method,
        target=address.target,
        headers=[(name.encode("ascii"), value.encode("latin-1")) for name, value in headers.values()],
    )
    events: tuple[h11.Event, ...] = (request, h11.Data(data=delivery.body), h11.EndOfMessage())
    return b"".join(connection.send(event) or b"" for event in events)


def _status(connection: h11.Connection, line: socket.socket, left: _Left) -> int:
    """Read to the end of an answer, or to the bound of its size; return the status."""
    status, read = None, 0
    while True:
        event = connection.next_event()
        if isinstance(event, h11.Response):
            status = event.status_code
        elif isinstance(event, h11.EndOfMessage | h11.ConnectionClosed) or event is h11.PAUSED or read > MOST_READ:
            break
        elif event is h11.NEED_DATA:
            line.settimeout(left())
            data = line.recv(MOST_READ)
            read += len(data)
            connection.receive_data(data)
    if status is None:
        raise ConnectionError("no answer")
    return status


@contextmanager
def _connected(receiver: Receiver, left: _Left) -> Iterator[socket.socket]:
    line = _first_that_listens(receiver, left)
    with line:
        if receiver.address.scheme == "http":
            yield line
            return
        line.settimeout(left())
        with _trust().wrap_socket(line, server_hostname=receiver.address.host) as encrypted:
            yield encrypted


def _first_that_listens(receiver: Receiver, left: _Left) -> socket.socket:
    *others, last = receiver.ips
    for ip in others:
        try:
            return socket.create_connection((str(ip), receiver.address.port), left())
        except ConnectionError:
            continue
    return socket.create_connection((str(last), receiver.address.port), left())


def _counting_down(seconds: float) -> _Left:
    end = monotonic() + seconds

    def left() -> float:
        if monotonic() >= end:
            raise TimeoutError
        return end - monotonic()

    return left


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()
