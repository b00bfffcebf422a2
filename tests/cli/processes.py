"""A real `mockserver` process, started and ended like a user's."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO


@dataclass
class Serving:
    """A process that has said where it answers."""

    process: subprocess.Popen[str]
    url: str
    greeting: list[str]

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and give the exit status."""
        self.process.send_signal(number)
        return self.process.wait(timeout=15)


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The test's own environment without settings of a server."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith("MOCKSERVER_")}
    return {**mine, **(more or {})}


@contextmanager
def serving(*options: str, env: Mapping[str, str] | None = None) -> Iterator[Serving]:
    """Run `mockserver serve` on a free port until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "mockserver", "serve", "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment(env),
    )
    try:
        greeting = list(_until_started(process.stdout))
        url = next(word.strip('",') for line in greeting for word in line.split() if word.strip('"').startswith("http"))
        yield Serving(process, url, greeting)
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def _until_started(output: IO[str] | None) -> Iterator[str]:
    assert output is not None
    for line in output:
        yield line.strip()
        if "Stop with" in line or '"started"' in line:
            return
    raise AssertionError("the server ended before it answered")


def run(*arguments: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command that ends by itself."""
    command = [sys.executable, "-m", "mockserver", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, env=environment(env), check=False)
