"""Pages as programs: the commands a page shows are run, and their output is compared with what the page shows.

A page speaks in fenced blocks. `console` blocks are run: a line after `$ ` is a command, which a backslash continues
on the next line, and the lines up to the next `$ ` are its output. In them `…` stands for any text, and alone on its
line for any lines. A block with `title="name"` is a file of that name, there for the commands after it. Blocks of any
other kind are only read. `make serve` and `mockserver serve` start a server, which the next one ends as Ctrl+C would.
"""

import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.plugin import INSTALLED, MODULE
from tests.sdks.javascript import FOLDER as NODE

ROOT = Path(__file__).parents[2]
PORT = ":8080"

_FENCE = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)
_LAST_WORDS = "Stop with Ctrl+C."


@dataclass(frozen=True)
class Block:
    """One fenced block of a page; `line` is where its text starts."""

    language: str
    title: str | None
    text: str
    line: int


@dataclass(frozen=True)
class Step:
    """One command of a console block, and what the page shows as its output."""

    command: str
    output: list[str]
    line: int


def blocks(text: str) -> list[Block]:
    """Give the fenced blocks of a page."""
    return [
        Block(match[1], match[2], match[3], text.count("\n", 0, match.start()) + 2) for match in _FENCE.finditer(text)
    ]


def sections(text: str) -> dict[str, str]:
    """Part a page at its headings of the second level; what stands above the first of them is left out."""
    parts = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def tables(text: str) -> list[list[list[str]]]:
    """Give the rows of each table of a page, without heads, cells without their spaces."""
    found = re.findall(r"^\|.*\|\n\|[-| :]+\|\n((?:\|.*\|\n)*)", text, flags=re.MULTILINE)
    return [[_cells(line) for line in rows.splitlines()] for rows in found]


def plain(cell: str) -> str:
    """Take the back quotes off a cell that is one piece of code."""
    return cell[1:-1] if re.fullmatch(r"`[^`]*`", cell) else cell


def words(cell: str) -> list[str]:
    """Give every piece of code in a cell."""
    return re.findall(r"`([^`]+)`", cell)


def steps(block: Block) -> Iterator[Step]:
    """Give the commands of a console block."""
    command, output, line = "", list[str](), 0
    for number, text in enumerate(block.text.splitlines(), block.line):
        if command.endswith("\\"):
            command = f"{command}\n{text}"
        elif text.startswith("$ "):
            if command:
                yield Step(command, output, line)
            command, output, line = text.removeprefix("$ "), [], number
        else:
            output.append(text)
    if command:
        yield Step(command, output, line)


def fits(expected: Sequence[str], actual: Sequence[str]) -> bool:
    """Say whether output is what a page shows.

    >>> fits(["…", "id cus_…"], ["status 201", "", "id cus_01KF0HJ080"])
    True
    >>> fits(["id cus_…"], ["id org_x"])
    False
    """
    pattern = "".join(_line(line) for line in expected)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in actual)) is not None


def _line(text: str) -> str:
    if text == "…":
        return r"(?:.*\n)*?"
    return ".*?".join(map(re.escape, text.split("…"))) + r"\n"


def _cells(line: str) -> list[str]:
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


class Session:
    """A terminal with a server at its hand: in an empty folder beside the repository's fixtures and scenarios.

    Or, where the `project` is given, in this copy of the repository, whose package is the one that is run.
    """

    def __init__(self, folder: Path, project: Path = ROOT) -> None:
        self._folder = folder
        self._project = project
        if folder != project:
            for name in ("fixtures", "scenarios"):
                (folder / name).symlink_to(ROOT / name)
            (folder / "node_modules").symlink_to(NODE / "node_modules")
        self._server: subprocess.Popen[str] | None = None
        self._port = PORT
        self._scheme = "http"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stop()

    def follow(self, text: str, name: str) -> int:
        """Do what a page says; raises `AssertionError` where something else comes out. Gives the number of commands."""
        done = 0
        for block in blocks(text):
            if block.title:
                self._write(block)
            elif block.language == "console":
                for step in steps(block):
                    self._check(step, f"{name}, line {step.line}")
                    done += 1
        return done

    def _check(self, step: Step, where: str) -> None:
        actual = [line.rstrip() for line in self._run(step.command).replace(self._port, PORT).splitlines()]
        shown = "\n".join
        assert fits(step.output, actual), (
            f"{where}\n$ {step.command}\nthe page shows:\n{shown(step.output)}\nthe command printed:\n{shown(actual)}"
        )

    def _run(self, command: str) -> str:
        options = served(command)
        if options is not None:
            return self._serve(options)
        if self._server is None:
            self._serve([])
        done = subprocess.run(
            ["sh", "-c", command.replace(PORT, self._port)],
            cwd=self._folder,
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
            check=False,
        )
        return done.stdout

    def _write(self, block: Block) -> None:
        assert block.title
        path = self._folder / block.title
        path.parent.mkdir(parents=True, exist_ok=True)
        if self._server is None:
            self._serve([])
        path.write_text(block.text.replace(PORT, self._port))

    def _serve(self, options: Sequence[str]) -> str:
        self._stop()
        self._server = subprocess.Popen(
            [sys.executable, "-m", "mockserver", "serve", *options, "--port", "0"],
            cwd=self._folder,
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self._server.stdout
        greeting = ""
        while not greeting.endswith(f"{_LAST_WORDS}\n"):
            line = self._server.stdout.readline()
            assert line, f"the server ended: {greeting}"
            greeting += line
        address = re.search(r"answers at (https?)://\S+(:\d+)", greeting)
        assert address, greeting
        self._scheme, self._port = address.groups()
        return greeting

    def _stop(self) -> None:
        if self._server is None:
            return
        self._server.send_signal(signal.SIGINT)
        try:
            assert self._server.wait(timeout=15) == 0
        finally:
            self._server.kill()
            if self._server.stdout:
                self._server.stdout.close()
            self._server = None

    def _environment(self) -> dict[str, str]:
        """The test's own environment without settings of a server or of this test run, ours the first programs."""
        mine = {
            name: value for name, value in os.environ.items() if not name.startswith(("MOCKSERVER_", "PYTEST_", "COV_"))
        }
        return {
            **mine,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
            "PYTHONPATH": str(self._project),
            "PYTEST_ADDOPTS": "-p no:cacheprovider",
            **({} if INSTALLED else {"PYTEST_PLUGINS": MODULE}),
            "MOCKSERVER_URL": f"{self._scheme}://127.0.0.1{self._port}",
            "NO_PROXY": "*",
            "no_proxy": "*",
        }


def served(command: str) -> list[str] | None:
    """Give the options of a command that starts a server, or `None` for any other.

    >>> served("make serve ARGS='--seed 7'")
    ['--seed', '7']
    """
    words = shlex.split(command)
    if words[:2] == ["mockserver", "serve"]:
        return words[2:]
    if words[:2] == ["make", "serve"]:
        return [option for word in words[2:] for option in shlex.split(word.removeprefix("ARGS="))]
    return None
