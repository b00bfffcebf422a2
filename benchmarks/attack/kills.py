"""kill -9 under four clients that write: what was answered has to be there at the next start."""

import contextlib
import http.client
import json
import os
import signal
import tempfile
import threading
import time
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks.attack.chance import Chance
from benchmarks.request import HEADERS
from benchmarks.servers import MOCKSERVER, with_port_file

CLIENTS = 4
PATH = "/organizations/org_attack/customers"


def rounds(chance: Chance, many: int) -> dict[str, int]:
    """Kill a server as often as that; return how many writes were answered and how many of them are lost."""
    answered: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for life in range(many):
            _life(Path(folder), f"{life}", chance.below(1_500) / 1000, answered)
        lost = set(answered) - _stored(Path(folder))
    return {"kills": many, "answered writes": len(answered), "lost": len(lost)}


def _command(folder: Path) -> tuple[str, ...]:
    *command, port_file = MOCKSERVER
    return (*command, "--data", str(folder), port_file)


def _life(folder: Path, life: str, seconds: float, answered: list[str]) -> None:
    with with_port_file(_command(folder)) as server:
        clients = [
            threading.Thread(target=_write, args=(server.port, f"{life}-{client}", answered))
            for client in range(CLIENTS)
        ]
        for client in clients:
            client.start()
        _wait_for_more(answered, len(answered))
        time.sleep(seconds)
        os.kill(server.pid, signal.SIGKILL)
        for client in clients:
            client.join()


def _wait_for_more(answered: Sequence[str], than: int) -> None:
    """Wait until the server has answered somebody: the first request loads its API."""
    deadline = time.monotonic() + 10
    while len(answered) == than and time.monotonic() < deadline:
        time.sleep(0.005)


def _write(port: int, prefix: str, answered: list[str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(connection):
        for number in count():
            id = f"{prefix}-{number}"
            connection.request("PUT", f"{PATH}/{id}", b"{}", dict(HEADERS))
            response = connection.getresponse()
            response.read()
            if response.status == 201:
                answered.append(id)


def _stored(folder: Path) -> set[str]:
    ids: set[str] = set()
    with (
        with_port_file(_command(folder)) as server,
        contextlib.closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)) as connection,
    ):
        while page := _page(connection, len(ids)):
            ids |= {customer["id"] for customer in page}
    return ids


def _page(connection: http.client.HTTPConnection, offset: int) -> list[Any]:
    connection.request("GET", f"{PATH}?fields=id&limit=1000&offset={offset}", headers=dict(HEADERS))
    page: list[Any] = json.loads(connection.getresponse().read())
    return page
