"""Servers as processes: started, waited for, asked, and ended by their own handle."""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.request import HEADERS

PYTHON = (sys.executable,)
MOCKSERVER = (*PYTHON, "-m", "mockserver", "serve", "--port", "0", "--port-file")
LONGEST_START = 60
_PAUSE = 0.001


@dataclass(frozen=True, slots=True)
class Server:
    """A process that answers on a port of this machine; `began` is when it was started, on `perf_counter`."""

    port: int
    pid: int
    began: float

    def post(self, path: str, body: bytes) -> tuple[int, bytes]:
        """Send one request on a connection of its own; return the status and the body of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("POST", path, body, dict(HEADERS))
        response = connection.getresponse()
        answer = response.status, response.read()
        connection.close()
        return answer

    def memory(self) -> float:
        """Return the memory the process has resident, in MB."""
        return resident(Path(f"/proc/{self.pid}/status").read_text())


def resident(status: str) -> float:
    """Read `VmRSS` in the text of a `/proc/PID/status`, in MB."""
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS:"))


@contextmanager
def with_port_file(command: Sequence[str]) -> Iterator[Server]:
    """Run a server that writes the port it took to the file named by its last argument."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "port")
        with _process([*command, str(file)]) as (process, began):
            while not (file.exists() and (text := file.read_text()).endswith("\n")):
                _wait(process, began)
            yield Server(int(text), process.pid, began)


@contextmanager
def on_port(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Run a server that is told a free port by its last argument."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    with _process([*command, str(port)], environment) as (process, began):
        while not _listens(port):
            _wait(process, began)
        yield Server(port, process.pid, began)


def _ordinary() -> dict[str, str]:
    """Return the environment without what keeps Python from keeping compiled modules, as an installed server has."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@contextmanager
def _process(
    command: Sequence[str], environment: Mapping[str, str] | None = None
) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**_ordinary(), **(environment or {})})
    try:
        yield process, began
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], began: float) -> None:
    if process.poll() is not None:
        raise RuntimeError(f"{process.args!r} ended with {process.returncode} before it answered")
    if time.perf_counter() - began > LONGEST_START:
        raise RuntimeError(f"{process.args!r} does not answer after {LONGEST_START} s")
    time.sleep(_PAUSE)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
