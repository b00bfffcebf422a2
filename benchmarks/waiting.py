"""What others pay for exchanges that wait: a create beside 200 that hang, are delayed or dribble, and beside none.

`python -m benchmarks.waiting`. All wait on the one server the creates go to, for another tenant. The subjects take
turns in rounds; a ratio is the median of the ratios within the rounds.
"""

import json
import signal
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from benchmarks import request
from benchmarks.load import Figures, measure
from benchmarks.servers import MOCKSERVER, Server, with_port_file
from benchmarks.table import show

WAITING = 200
ROUNDS, REQUESTS, WARM_UP = 7, 800, 1_000
TENANT = "org_waiting"
SETTLING = 0.3
"""Seconds until the server has met all that come or leave."""

NONE = "nobody"
SUBJECTS: Mapping[str, Mapping[str, Any] | None] = {
    NONE: None,
    "200 that hang": {"fault": "hang"},
    "200 that are delayed": {"delay": "10m"},
    "200 whose answer is late": {"after": "10m"},
    "200 that dribble, 10 pieces a second": {"fault": {"dribble": {"over": "100s", "pieces": 1000}}},
}
_LONG = "x" * 10_000
"""A body that has a thousand pieces."""


def main() -> None:
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # so that the server ends with us
    with with_port_file(MOCKSERVER) as server, tempfile.TemporaryDirectory() as folder:
        body = Path(folder, "request.json")
        body.write_bytes(request.BODY)
        measure(server.port, request.PATH, body, 8, WARM_UP)
        rounds = [{name: _beside(server, wish, body) for name, wish in SUBJECTS.items()} for _ in range(ROUNDS)]
    _report(rounds)


def _beside(server: Server, wish: Mapping[str, Any] | None, body: Path) -> Figures:
    """Measure creates one after the other while exchanges wait as a rule wishes."""
    with _waiting(server, wish) if wish else nullcontext():
        return measure(server.port, request.PATH, body, 1, REQUESTS)


@contextmanager
def _waiting(server: Server, wish: Mapping[str, Any]) -> Iterator[None]:
    """Let 200 exchanges of another tenant wait; all of them must do so to the end."""
    answered = {} if "delay" in wish or "after" in wish else {"respond": {"status": 200, "body": _LONG}}
    rule = {"operation": "customers.list", "times": "forever", **answered, **wish}
    scenario = json.dumps({"version": 1, "rules": [rule]})
    _send(server, f"PUT /__admin/tenants/{TENANT}/scenario", scenario).close()
    target = f"/organizations/{TENANT}/customers"
    with ExitStack() as undo:
        crowd = [undo.enter_context(_send(server, f"GET {target}")) for _ in range(WAITING)]
        time.sleep(SETTLING)
        yield
        if gone := [one for one in crowd if _ended(one)]:
            raise RuntimeError(f"{len(gone)} of {WAITING} do not wait any longer")
    time.sleep(SETTLING)


def _send(server: Server, line: str, body: str = "") -> socket.socket:
    """Send a request on a connection of its own; what changes something is waited for."""
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=10)
    head = f"{line} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nREB-APIKEY: sk_sandbox_bench\r\n"
    connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
    if body and not connection.recv(65536).startswith(b"HTTP/1.1 200 "):
        raise RuntimeError(f"{line} was refused")
    return connection


def _ended(connection: socket.socket) -> bool:
    """Read all that has come, and say whether the server has hung up."""
    connection.setblocking(False)
    try:
        while connection.recv(65536):
            pass
    except BlockingIOError:
        return False
    return True


def _report(rounds: Sequence[Mapping[str, Figures]]) -> None:
    rows = [
        [
            name,
            f"{statistics.median(round[name].p50 for round in rounds):.2f}",
            f"{statistics.median(round[name].p99 for round in rounds):.2f}",
            f"{statistics.median(round[name].p50 / round[NONE].p50 for round in rounds):.2f}",
            f"{statistics.median(round[name].p99 / round[NONE].p99 for round in rounds):.2f}",
        ]
        for name in SUBJECTS
    ]
    title = f"A create of another tenant, {REQUESTS} one after the other, {ROUNDS} rounds"
    show(title, ["who waits", "p50 ms", "p99 ms", "p50 / alone", "p99 / alone"], rows)


if __name__ == "__main__":
    main()
