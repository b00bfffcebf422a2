"""Requests a second of a full customer create, beside a constant Flask view and Prism, in interleaved rounds.

`python -m benchmarks.create`. A machine's pace changes from one second to the next, so the servers take turns, and
the ratios are those of neighbours: the median over the rounds of the ratio within a round.
"""

import json
import signal
import statistics
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks import constant, prism, request
from benchmarks.load import Figures, measure
from benchmarks.servers import MOCKSERVER, PYTHON, Server, with_port_file
from benchmarks.table import show

ROUNDS = 5
REQUESTS = 1500
WARM_UP = 1000
CONCURRENCIES = (1, 32)

OURS, CONSTANT, BARE = "mockserver", "constant Flask view", "bare socket"
PRISM = f"Prism {prism.version()}"
PRISM_AT_ITS_BEST = f"{PRISM}, silent, answering an example"


@dataclass(frozen=True, slots=True)
class Target:
    """A server and the path that is posted to."""

    server: Server
    path: str


def main() -> None:
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # so that the servers end with us
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        body = folder / "request.json"
        body.write_bytes(request.BODY)
        targets = _start(stack, folder)
        for target in targets.values():
            measure(target.server.port, target.path, body, 8, WARM_UP)
        for concurrency in CONCURRENCIES:
            _report(concurrency, [_round(targets, body, concurrency) for _ in range(ROUNDS)])


def _start(stack: ExitStack, folder: Path) -> Mapping[str, Target]:
    """Start every server; the others answer what ours answered."""
    ours = stack.enter_context(with_port_file(MOCKSERVER))
    _check(ours, OURS)
    answer = folder / "answer.json"
    answer.write_bytes(ours.post(request.PATH, request.BODY)[1])
    flask = stack.enter_context(with_port_file([*PYTHON, "-m", "benchmarks.constant", str(answer)]))
    targets = {OURS: Target(ours, request.PATH), CONSTANT: Target(flask, constant.PATH)}
    if reason := prism.missing():
        print(f"Prism is left out: {reason}.\n")
    else:
        targets |= _start_prism(stack, json.loads(answer.read_bytes()))
    bare = stack.enter_context(with_port_file([*PYTHON, "-m", "benchmarks.bare", str(answer)]))
    return {**targets, BARE: Target(bare, request.PATH)}


def _start_prism(stack: ExitStack, example: object) -> Mapping[str, Target]:
    """Start Prism as it comes, and once more spared all that it can be spared: its log and making answers up."""
    started = {
        PRISM: stack.enter_context(prism.serving(prism.described())),
        PRISM_AT_ITS_BEST: stack.enter_context(prism.serving(prism.described(example), "--verboseLevel", "silent")),
    }
    for name, server in started.items():
        _check(server, name)
    return {name: Target(server, request.PATH) for name, server in started.items()}


def _check(server: Server, name: str) -> None:
    """Make sure that a server looks at the body it is sent."""
    for body, expected in ((request.BODY, 201), (request.BROKEN_BODY, 422)):
        status, answer = server.post(request.PATH, body)
        if status != expected:
            raise RuntimeError(f"{name} answers {status} where {expected} is expected: {answer.decode()}")


def _round(targets: Mapping[str, Target], body: Path, concurrency: int) -> Mapping[str, Figures]:
    return {
        name: measure(target.server.port, target.path, body, concurrency, REQUESTS) for name, target in targets.items()
    }


def _report(concurrency: int, rounds: list[Mapping[str, Figures]]) -> None:
    names = list(rounds[0])
    rows = [
        [
            name,
            f"{statistics.median(round[name].rate for round in rounds):,.0f}",
            f"{statistics.median(round[name].p50 for round in rounds):.2f}",
            f"{statistics.median(round[name].p99 for round in rounds):.2f}",
            " ".join(f"{round[name].rate:,.0f}" for round in rounds),
            f"{statistics.median(round[OURS].rate / round[name].rate for round in rounds):.2f}",
        ]
        for name in names
    ]
    title = f"{len(request.BODY)} bytes in, concurrency {concurrency}, {REQUESTS} requests a round"
    show(title, ["server", "requests/s", "p50 ms", "p99 ms", "each round", "mockserver / this"], rows)


if __name__ == "__main__":
    main()
