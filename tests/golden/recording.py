"""A plugin for pytest that writes down what tests send to the server and what it answers, by test.

`GOLDEN_RECORDING` names the file; processes of xdist write beside it. Nothing but `python -m tests.golden` uses it.
"""

import functools
import hashlib
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TextIO

import pytest

from tests.clients import Answer, InProcess

FILE = "GOLDEN_RECORDING"

Send = Callable[[InProcess, str, str, Mapping[str, str], bytes | None], Answer]


class Recorder:
    """Writes exchanges down as they happen."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._test = ""

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Leave out tests whose requests are made up anew in each run."""
        generated = {item for item in items if getattr(getattr(item, "obj", None), "is_hypothesis_test", False)}
        config.hook.pytest_deselected(items=list(generated))
        items[:] = [item for item in items if item not in generated]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> None:
        """Take note of the test that begins."""
        self._test = item.nodeid

    @pytest.hookimpl(tryfirst=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest) -> str | None:
        """Name the organization of a test after the test, so that ids that follow from it are the same in every run."""
        if fixturedef.argname != "organization" or hasattr(request, "param"):
            return None
        name = "org_" + hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:8]
        fixturedef.cached_result = (name, fixturedef.cache_key(request), None)  # type: ignore[arg-type]
        return name

    def pytest_sessionfinish(self) -> None:
        """Write what still waits."""
        self._file.close()

    def around(self, send: Send) -> Send:
        """Return a way to send that writes down."""

        @functools.wraps(send)
        def recorded(
            client: InProcess, method: str, target: str, headers: Mapping[str, str], body: bytes | None
        ) -> Answer:
            answer = send(client, method, target, headers, body)
            self._write(method, target, headers, body, answer)
            return answer

        return recorded

    def _write(self, method: str, target: str, headers: Mapping[str, str], body: bytes | None, answer: Answer) -> None:
        try:
            asked = [method, target, dict(headers), None if body is None else body.decode()]
            told = [answer.status, dict(answer.headers), answer.content.decode()]
        except UnicodeDecodeError:
            asked, told = [], []  # a sequence with a hole is not taken
        self._file.write(json.dumps([self._test, asked, told]) + "\n")
        self._file.flush()


def pytest_configure(config: pytest.Config) -> None:
    """Record in the processes that run tests."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    path = Path(os.environ[FILE])
    recorder = Recorder(path.with_name(f"{path.name}{worker}").open("w", encoding="utf-8"))
    config.pluginmanager.register(recorder, "golden-recorder")
    setattr(InProcess, "send", recorder.around(InProcess.send))  # noqa: B010
