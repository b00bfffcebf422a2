"""Idempotency keys: a request that is sent twice runs once and gets the same answer."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any
from urllib.parse import parse_qsl

from mockserver.core.http.request import Request
from mockserver.core.problems import UNREADABLE, Problem
from mockserver.core.store import Record


def fingerprint(request: Request) -> str:
    """Return a name for the content of a request: method, path and parameters, whatever their order or encoding."""
    query = sorted(parse_qsl(request.query_string, keep_blank_values=True), key=lambda pair: pair[0])
    try:
        body: Any = request.decoded()
    except UNREADABLE:
        body = request.body.hex()
    asked = json.dumps([request.method, request.path, query, body], sort_keys=True)
    return blake2b(asked.encode("ascii"), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Kept:
    """The answer a key got, before it was stamped, and the request that got it."""

    slot: str
    key: str
    fingerprint: str
    path: str
    time: float
    """When it was answered, on the tenant's clock."""
    trace: Sequence[str]
    """That of the first exchange, for a vendor that names it."""
    status: int
    headers: Mapping[str, str]
    content: bytes

    @classmethod
    def read(cls, record: Record) -> "Kept":
        return cls(**{**record, "content": record["content"].encode("latin-1")})

    def record(self) -> Record:
        return {name: getattr(self, name) for name in self.__slots__} | {"content": self.content.decode("latin-1")}


def _nothing(key: str) -> None:
    """Take any key."""


@dataclass(frozen=True, slots=True)
class Idempotency:
    """An API's handling of requests with an idempotency key.

    The operation's answer is stored under the key, together with its changes. Never stored are an answer of a rule
    (unless the rule demands it), refusals from before the operation, and failures of this server.
    """

    header: str
    """The request header that carries the key, in lower case."""
    lifetime: float
    """Seconds on the tenant's clock, after which a key is free again."""
    methods: frozenset[str] = frozenset({"POST"})
    """The other methods ignore the header."""
    check: Callable[[str], None] = _nothing
    """Raises the vendor's problem for text that cannot be a key."""
    keeps: Callable[[Problem], bool] = lambda problem: False
    """Return which refusals of an operation are kept and replayed; after the others a key is as good as new."""
    replayed: Callable[[Kept], Mapping[str, str]] = lambda kept: {}
    """Gives the headers by which a replay is known."""
    fingerprint: Callable[[Request], str] = fingerprint
    """Names what must be the same the second time; must not raise."""
