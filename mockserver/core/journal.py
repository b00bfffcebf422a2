"""What was said: the last exchanges of a tenant, with secrets and card numbers masked on the way out."""

import itertools
import json
import re
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mockserver.core.api import Api
from mockserver.core.exchange import Exchange
from mockserver.core.forms import decode_form
from mockserver.core.problems import Malformed

LONGEST_BODY = 16_384
"""Bytes of a body the journal keeps."""

MASK = "********"
_SECRET_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization", "x-mock-token"})
_CARD_NUMBER = re.compile(r"(?<![\d])(?:\d[ -]?){13,19}(?![\d])")


@dataclass(slots=True)  # not frozen: that makes each of them three times as dear
class Entry:
    """One exchange as it went. `status` is `None` where the client went away before it was answered."""

    id: int
    time: float
    api: Api
    operation: str
    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    peer: str
    status: int | None
    answer: bytes
    answer_headers: Mapping[str, str]
    rule: str | None
    milliseconds: float

    def describe(self) -> dict[str, Any]:
        """Write the entry as JSON, with what nobody should read masked."""
        return {
            "id": self.id,
            "time": self.time,
            "api": self.api.name,
            "operation": self.operation or None,
            "request": {
                "method": self.method,
                "target": mask_text(self.target),
                "headers": {
                    name: MASK if name in _SECRET_HEADERS or name in self.api.secret_headers else mask_text(value)
                    for name, value in self.headers.items()
                },
                "body": _sent(self.body, self.headers, self.api.secret_members),
                "peer": self.peer,
            },
            "response": None
            if self.status is None
            else {
                "status": self.status,
                "headers": dict(self.answer_headers),
                "body": _readable(self.answer, self.api.secret_members),
            },
            "rule": self.rule,
            "milliseconds": round(self.milliseconds, 3),
        }


class Journal:
    """The last `size` exchanges; each has a number that grows."""

    def __init__(self, size: int) -> None:
        self._entries: deque[Entry] = deque(maxlen=size)
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def next_number(self) -> int:
        """Give the number of the next exchange."""
        return next(self._numbers)

    def add(self, exchange: Exchange, time: float, milliseconds: float) -> None:
        reply = exchange.reply
        with self._lock:
            self._entries.append(
                Entry(
                    id=int(exchange.trace[-1]),
                    time=time,
                    api=exchange.api,
                    operation=exchange.operation,
                    method=exchange.method,
                    target=exchange.target,
                    headers=exchange.headers,
                    body=exchange.body[:LONGEST_BODY],
                    peer=exchange.peer,
                    status=reply.status if reply else None,
                    answer=reply.content[:LONGEST_BODY] if reply else b"",
                    answer_headers=reply.headers if reply else {},
                    rule=exchange.rule,
                    milliseconds=milliseconds,
                )
            )

    def __iter__(self) -> Iterator[Entry]:
        """Walk from the newest to the oldest."""
        with self._lock:
            return iter([*reversed(self._entries)])

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, id: int) -> Entry | None:
        return next((entry for entry in self if entry.id == id), None)

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()


def mask_text(text: str) -> str:
    """Mask what looks like a card number, but for its last four digits.

    >>> mask_text("pan 4111 1111 1111 1111, order 42")
    'pan ********1111, order 42'
    """
    return _CARD_NUMBER.sub(lambda match: MASK + re.sub(r"\D", "", match[0])[-4:], text)


def _sent(body: bytes, headers: Mapping[str, str], secret: frozenset[str]) -> Any:
    """Give the body of a request for people: a form as the values it holds."""
    if not headers.get("content-type", "").lower().startswith("application/x-www-form-urlencoded"):
        return _readable(body, secret)
    try:
        return _masked(decode_form(body), secret) if body else None
    except Malformed:
        return MASK  # what cannot be read cannot be masked in part


def _readable(body: bytes, secret: frozenset[str]) -> Any:
    if not body:
        return None
    text = body.decode("utf-8", "replace")
    try:
        return _masked(json.loads(text), secret)
    except (ValueError, RecursionError):
        # Broken, or cut off: members are found by their look instead.
        names = "|".join(map(re.escape, sorted(secret))) or "(?!)"
        return mask_text(re.sub(rf'("(?:{names})"\s*:\s*)("(?:[^"\\]|\\.)*"?|[^\s,}}\]]+)', rf'\1"{MASK}"', text))


def _masked(value: Any, secret: frozenset[str]) -> Any:
    if isinstance(value, dict):
        return {
            name: MASK if name in secret and member is not None else _masked(member, secret)
            for name, member in value.items()
        }
    if isinstance(value, list):
        return [_masked(member, secret) for member in value]
    return mask_text(value) if isinstance(value, str) else value
