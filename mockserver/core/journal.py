"""What was said: the last exchanges of a tenant, with secrets and card numbers masked on the way out."""

import itertools
import json
import re
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote_plus

from mockserver.core.api import Api, Reply
from mockserver.core.exchange import Exchange
from mockserver.core.forms import decode_form, decode_multipart
from mockserver.core.problems import Malformed

LONGEST_BODY = 16_384
"""Bytes of a body the journal keeps."""

MASK = "********"
_SECRET_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization", "x-mock-token"})
_REASON = re.compile(r"((\w+) (\S+) is )(.*)(, expected .*)", re.DOTALL)
_PAIR = re.compile(r"[^?&'\"=\s]+=[^&'\"\s]*")
_WORDS = re.compile(r"[\w-]+")
_KEYS = re.compile(r"[^\[\]]+")
_CARD_NUMBER = re.compile(r"(?<![\d])(?:\d[ -]?){13,19}(?![\d])")


@dataclass(slots=True)  # not frozen: that makes each of them three times as dear
class Entry:
    """One exchange as it went. `status` is `None` where no answer went out: a fault, or a client that went away."""

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
    fault: str | None
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
                "target": mask_text(_masked_target(self.target, self.api.secret_members)),
                "headers": {
                    name: MASK if name in _SECRET_HEADERS or name in self.api.secret_headers else mask_text(value)
                    for name, value in self.headers.items()
                },
                "body": _sent(self.body, self.headers, self.api),
                "peer": self.peer,
            },
            "response": None
            if self.status is None
            else {
                "status": self.status,
                "headers": {name: mask_text(value) for name, value in self.answer_headers.items()},
                "body": _readable(self.answer, self.api.secret_members),
            },
            "rule": self.rule,
            "fault": self.fault,
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
                    status=reply.status if reply and not exchange.left and not _is_silent(reply) else None,
                    fault=reply.fault.kind if reply and reply.fault else None,
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


def _is_silent(reply: Reply) -> bool:
    return reply.fault is not None and reply.fault.silent


def mask_text(text: str) -> str:
    """Mask what looks like a card number, but for its last four digits.

    >>> mask_text("pan 4111 1111 1111 1111, order 42")
    'pan ********1111, order 42'
    """
    return _CARD_NUMBER.sub(lambda match: MASK + re.sub(r"\D", "", match[0])[-4:], text)


def mask_reason(text: str, api: Api) -> str:
    """Mask what a matcher says of a member that nobody should read."""
    told = _REASON.fullmatch(text)
    secret = api.secret_members | api.secret_headers | _SECRET_HEADERS
    if told is None:
        return mask_text(text)
    if told[2] == "cookies" or any(_is_secret(name, secret) for name in _WORDS.findall(told[3])):
        return f"{told[1]}{MASK}{mask_text(told[5])}"
    pairs = _PAIR.sub(lambda pair: _masked_pair(pair[0], secret), told[4])  # of a form or a query as it was sent
    return f"{told[1]}{_masked_text(pairs, secret)}{mask_text(told[5])}"


def _masked_target(target: str, secret: frozenset[str]) -> str:
    """Mask the query parameters that carry secrets, also where these are inside a hash."""
    path, mark, query = target.partition("?")
    return path + mark + "&".join([_masked_pair(pair, secret) for pair in query.split("&")])


def _masked_pair(pair: str, secret: frozenset[str]) -> str:
    name, mark, _ = pair.partition("=")
    keys = _KEYS.findall(unquote_plus(name)) if mark else ()
    return f"{name}={MASK}" if any(_is_secret(key, secret) for key in keys) else pair


def _sent(body: bytes, headers: Mapping[str, str], api: Api) -> Any:
    """Give the body of a request for people: a form as the values it holds."""
    type, secret = headers.get("content-type", "").lower(), api.secret_members
    try:
        if api.form_bodies and type.startswith("multipart/form-data"):
            return _masked(decode_multipart(body, headers["content-type"]), secret)
        if type.startswith("application/x-www-form-urlencoded") or (api.form_bodies and not _is_json(body, type)):
            return _masked(decode_form(body), secret) if body else None
    except Malformed:
        return MASK  # what cannot be read cannot be masked in part
    return _readable(body, secret)


def _is_json(body: bytes, type: str) -> bool:
    return "json" in type or body.lstrip().startswith((b"{", b"["))


def _readable(body: bytes, secret: frozenset[str]) -> Any:
    if not body:
        return None
    text = body.decode("utf-8", "replace")
    try:
        return _masked(json.loads(text), secret)
    except (ValueError, RecursionError):
        return _masked_text(text, secret)


def _masked(value: Any, secret: frozenset[str]) -> Any:
    if isinstance(value, dict):
        return {
            _masked_text(name, secret): MASK
            if member is not None and _is_secret(name, secret)
            else _masked(member, secret)
            for name, member in value.items()
        }
    if isinstance(value, list):
        return [_masked(member, secret) for member in value]
    return _masked_text(value, secret) if isinstance(value, str) else value


def _masked_text(text: str, secret: frozenset[str]) -> str:
    """Mask what looks like a secret in text that may hold JSON or what Python prints for it, even broken or cut off."""
    return mask_text(_secret_member(secret).sub(rf"\1\2{MASK}\2", text) if '"' in text or "'" in text else text)


def _is_secret(name: str, secret: frozenset[str]) -> bool:
    """Say whether a member carries a secret; in another case it is none of the API's, and as secret."""
    return name.lower() in _in_small_letters(secret)


@lru_cache
def _in_small_letters(names: frozenset[str]) -> frozenset[str]:
    return frozenset(name.lower() for name in names)


@lru_cache
def _secret_member(secret: frozenset[str]) -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(secret))) or "(?!)"
    return re.compile(
        rf"""((\\{{0,7}}["'])(?:{names})\2\s*:\s*)"""
        # JSON inside of a text escapes its quotes; what looks like one that is escaped once more is part of the value.
        r"""(\\+["'](?:[\s\S]*?(?<!\\)\2|[\s\S]*)|"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|[^\s,}\]]+)""",
        re.IGNORECASE,
    )
