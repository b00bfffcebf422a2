"""`rebilly-js-sdk` as Python sees it: a Node process that is handed calls and hands back what came of them."""

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

FOLDER = Path(__file__).parent / "node"


class Node:
    """One Node process for many calls of a program in `FOLDER`, for as long as a `with` block lasts."""

    def __init__(self, program: str = "rebilly.mjs") -> None:
        self._program = program

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            ["node", self._program],
            cwd=FOLDER,
            env={**os.environ, "no_proxy": "*"},  # the server is on this machine, whatever the way out of it
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._process.communicate()  # the end of its input is the end of the program

    def ask(self, question: Mapping[str, Any]) -> Any:
        """Give the answer to one call; raises `RuntimeError` where the process has ended."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"node ended with {self._process.wait()}")
        return json.loads(line)


@dataclass(frozen=True)
class Result:
    """What the SDK gave: a member has `fields`, a collection has `items` and where they stand in it."""

    status: int
    headers: Mapping[str, str]
    fields: Any = None
    items: list[Any] = field(default_factory=list)
    limit: int | None = None
    offset: int | None = None
    total: int | None = None


@dataclass(frozen=True)
class Refusal:
    """What the SDK threw; `status` is `None` where no response was behind it."""

    name: str
    message: str
    headers: Mapping[str, str]
    fields: list[str]
    status: int | None = None


@dataclass(frozen=True)
class Sdk:
    """The SDK with the options of its constructor, and with the setters that are called before a call."""

    node: Node
    options: Mapping[str, Any]
    setters: Mapping[str, str] = field(default_factory=dict)
    factory: str = "RebillyAPI"

    def experimental(self) -> Self:
        """Give the SDK's other face, for what Rebilly calls experimental."""
        return replace(self, factory="RebillyExperimentalAPI")

    def with_options(self, **options: Any) -> Self:
        return replace(self, options={**self.options, **options})

    def with_setters(self, **setters: str) -> Self:
        return replace(self, setters=setters)

    def call(self, method: str, **argument: Any) -> Result:
        """Call a method such as `customers.create`, which must succeed."""
        answer = self._ask(method, argument)
        assert "result" in answer, answer
        items = [item["fields"] for item in answer["result"].pop("items", ())]
        return Result(**answer["result"], items=items)

    def refusal(self, method: str, **argument: Any) -> Refusal:
        """Call a method that must fail, and give what it threw."""
        answer = self._ask(method, argument)
        assert "error" in answer, answer
        error = answer["error"]
        fields = [invalid["field"] for invalid in error.pop("invalidFields")]
        return Refusal(**error, fields=fields)

    def _ask(self, method: str, argument: Mapping[str, Any]) -> Any:
        question = {"factory": self.factory, "options": self.options, "setters": self.setters}
        return self.node.ask({**question, "method": method, "argument": argument})
