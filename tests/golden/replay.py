"""A sandbox in this process that answers the same requests with the same bytes: its clock stands, its seed is fixed."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from mockserver.app import create_app
from mockserver.settings import Settings
from tests.clients import InProcess
from tests.golden.wire import Ask, Recorded, Told

NOW = "2026-03-02T12:00:00Z"
"""When everything happens."""

_SERVERS = {"date", "server", "content-length"}
"""Headers that follow from the server or the body."""


class Replayer:
    """Replays sequences, each on a sandbox as it is after its start."""

    def __init__(self) -> None:
        self._server = _server()
        self._is_spent = False

    def replay(self, asks: Sequence[Ask]) -> list[Told]:
        """Return the answers to requests."""
        self._begin()
        return [self._send(ask) for ask in asks]

    def follow(self, sequence: Recorded) -> Recorded:
        """Replay what was recorded elsewhere; where an answer has another id, later requests name that one."""
        self._begin()
        renamed: dict[str, str] = {}
        exchanges = []
        for ask, told in sequence.exchanges:
            named = _renamed(ask, renamed)
            answer = self._send(named)
            renamed.update(_differences(told.json, answer.json))
            exchanges.append((named, answer))
        return Recorded(sequence.name, exchanges)

    def document(self, path: str) -> Any:
        """Return what the control plane shows under a path."""
        return self._send(Ask("GET", f"/__admin{path}", {})).json

    def _begin(self) -> None:
        if self._is_spent:
            self._server, self._is_spent = _server(), False
        for tenant in self.document("/tenants")["tenants"]:
            self._control("DELETE", f"/tenants/{tenant}")
        self._control("POST", "/reset")
        self._control("PUT", "/clock", {"now": NOW, "mode": "frozen"})

    def _control(self, method: str, path: str, body: Any = None) -> None:
        told = self._send(Ask(method, f"/__admin{path}", {}, None if body is None else json.dumps(body)))
        assert told.status < 300, told

    def _send(self, ask: Ask) -> Told:
        self._is_spent |= "/__admin/auth/" in ask.target  # lists of credentials are no tenant's, and no reset ends them
        body = None if ask.body is None else ask.body.encode()
        answer = self._server.send(ask.method, ask.target, ask.headers, body)
        headers = {name: value for name, value in answer.headers.items() if name not in _SERVERS}
        return Told(answer.status, headers, answer.content.decode("utf-8", "backslashreplace"))


def _server() -> InProcess:
    return InProcess(create_app(Settings(seed="golden")))


def _renamed(ask: Ask, renamed: dict[str, str]) -> Ask:
    def again(text: str) -> str:
        for old, new in renamed.items():
            text = re.sub(rf"(?<![A-Za-z0-9]){re.escape(old)}(?![A-Za-z0-9])", new, text) if old in text else text
        return text

    headers = {name: again(value) for name, value in ask.headers.items()}
    return Ask(ask.method, again(ask.target), headers, None if ask.body is None else again(ask.body))


def _differences(recorded: Any, replayed: Any) -> Iterator[tuple[str, str]]:
    """Find the texts that stand at the same place of two documents and are not the same, where both can be ids."""
    if isinstance(recorded, dict) and isinstance(replayed, dict):
        for name in recorded.keys() & replayed.keys():
            yield from _differences(recorded[name], replayed[name])
    elif isinstance(recorded, list) and isinstance(replayed, list):
        for one, other in zip(recorded, replayed, strict=False):
            yield from _differences(one, other)
    elif recorded != replayed and _is_id(recorded) and _is_id(replayed):
        yield recorded, replayed


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9_-]{6,}", value) is not None
