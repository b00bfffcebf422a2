"""The load: one request sent over and over on a few connections, each answer's status checked.

`python -m benchmarks.load PORT PATH FILE CONCURRENCY REQUESTS` posts the bytes of a file to this machine and writes
what it measured as one line of JSON. It is a process of its own, so that it shares no interpreter with a server.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks import messages
from benchmarks.request import HEADERS

EXPECTED = b"HTTP/1.1 201 "
LONGEST = 120
"""Seconds after which a run is given up."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one run measured: requests a second, and latencies in milliseconds."""

    rate: float
    p50: float
    p99: float


@dataclass(slots=True)
class _Run:
    """The requests still to be sent, and how long each answer took."""

    request: bytes
    left: int
    finished: asyncio.Future[None]
    seconds: list[float] = field(default_factory=list)
    open: int = 0

    def fail(self, reason: str) -> None:
        if not self.finished.done():
            self.finished.set_exception(RuntimeError(reason))

    def close(self) -> None:
        self.open -= 1
        if not self.open and not self.finished.done():
            self.finished.set_result(None)


class _Connection(asyncio.Protocol):
    """One connection that is kept open and has one request on its way at a time."""

    def __init__(self, run: _Run) -> None:
        self._run = run
        self._received = bytearray()
        self._waiting = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def send(self) -> None:
        """Send the next request, or leave where none is left."""
        if not self._run.left:
            self._transport.close()
            self._run.close()
            return
        self._run.left -= 1
        self._waiting = True
        self._began = time.perf_counter()
        self._transport.write(self._run.request)

    def data_received(self, data: bytes) -> None:
        self._received += data
        try:
            end = messages.end(self._received)
        except ValueError as error:
            self._run.fail(str(error))
            return
        if end is None:
            return
        self._run.seconds.append(time.perf_counter() - self._began)
        self._waiting = False
        if not self._received.startswith(EXPECTED) or len(self._received) != end:
            self._run.fail(f"not the answer that was expected: {bytes(self._received[:2000])!r}")
            return
        self._received.clear()
        self.send()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._waiting:
            self._run.fail(f"the connection was lost before its answer came: {exc}")


async def _post(port: int, request: bytes, concurrency: int, requests: int) -> Figures:
    loop = asyncio.get_running_loop()
    run = _Run(request, requests, loop.create_future(), open=concurrency)
    connections = [
        (await loop.create_connection(lambda: _Connection(run), "127.0.0.1", port))[1] for _ in range(concurrency)
    ]
    began = time.perf_counter()
    for connection in connections:
        connection.send()
    await asyncio.wait_for(run.finished, LONGEST)
    seconds = time.perf_counter() - began
    assert len(run.seconds) == requests
    cuts = statistics.quantiles(run.seconds, n=100)
    return Figures(requests / seconds, cuts[49] * 1000, cuts[98] * 1000)


def measure(port: int, path: str, body: Path, concurrency: int, requests: int) -> Figures:
    """Run the load in a process of its own; raise `CalledProcessError` where an answer was not the expected one."""
    arguments = [str(port), path, str(body), str(concurrency), str(requests)]
    command = [sys.executable, "-m", "benchmarks.load", *arguments]
    return Figures(**json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout))


def main() -> None:
    port, path, body, concurrency, requests = sys.argv[1:]
    request = messages.request(path, HEADERS, Path(body).read_bytes())
    print(json.dumps(asdict(asyncio.run(_post(int(port), request, int(concurrency), int(requests))))))


if __name__ == "__main__":
    main()
