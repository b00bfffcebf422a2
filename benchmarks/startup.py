"""From the start of the process to the first 201, and the memory that is taken, beside what Python alone takes.

`python -m benchmarks.startup`
"""

import statistics
import subprocess
import time
from collections.abc import Callable

from benchmarks import request
from benchmarks.servers import MOCKSERVER, PYTHON, resident, with_port_file
from benchmarks.table import show

RUNS = 7
SETTLING = 0.3
"""Seconds an idle server is left alone before its memory is read."""

_THIRD_PARTY = "click, marshmallow, tinydb, uvicorn.protocols.http.httptools_impl, uvicorn.server, werkzeug.routing"
_FLOORS = {"python -c pass": "pass", "importing what others wrote": f"import {_THIRD_PARTY}"}

Measured = tuple[float, float]
"""Seconds, and MB."""


def first_answer() -> Measured:
    """Start a server and create a customer as soon as its port is known."""
    with with_port_file(MOCKSERVER) as server:
        status, answer = server.post(request.PATH, request.BODY)
        seconds = time.perf_counter() - server.began
        if status != 201:
            raise RuntimeError(f"the first request was answered {status}: {answer.decode()}")
        return seconds, server.memory()


def idle() -> Measured:
    """Start a server and ask it nothing."""
    with with_port_file(MOCKSERVER) as server:
        seconds = time.perf_counter() - server.began
        time.sleep(SETTLING)
        return seconds, server.memory()


def floor(code: str) -> Measured:
    """Run Python for nothing but `code`."""
    began = time.perf_counter()
    subprocess.run([*PYTHON, "-c", code], check=True)
    seconds = time.perf_counter() - began
    told = [*PYTHON, "-c", f"{code}\nprint(open('/proc/self/status').read())"]
    return seconds, resident(subprocess.run(told, check=True, stdout=subprocess.PIPE, text=True).stdout)


def main() -> None:
    subjects: dict[str, Callable[[], Measured]] = {
        **{name: lambda code=code: floor(code) for name, code in _FLOORS.items()},  # type: ignore[misc]
        "port written, idle": idle,
        "first 201": first_answer,
    }
    rounds = [{name: subject() for name, subject in subjects.items()} for _ in range(RUNS)]
    rows = [
        [
            name,
            f"{statistics.median(round[name][0] for round in rounds):.3f}",
            f"{min(round[name][0] for round in rounds):.3f}",
            f"{statistics.median(round[name][1] for round in rounds):.1f}",
        ]
        for name in subjects
    ]
    show(f"From process start, {RUNS} interleaved runs", ["until", "median s", "best s", "resident MB"], rows)


if __name__ == "__main__":
    main()
