"""Idempotency keys: a request that is sent twice runs once, and both times gets the answer of the first."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any
from urllib.parse import parse_qsl

from mockserver.core.api import Records, Reply
from mockserver.core.exchange import Exchange
from mockserver.core.problems import UNREADABLE, IdempotencyMismatch, Problem
from mockserver.core.store import Collection, Record, Transaction

MOST_KEYS = 10_000
"""Keys that are remembered for an API and tenant; beyond that the oldest is forgotten before its time."""

PREFIX = "idempotency"
"""What the store calls kept answers: `idempotency.API`, none of the API's own collections."""


def fingerprint(exchange: Exchange) -> str:
    """Name what a request asks for: its method, path and parameters, whatever their order or encoding."""
    query = sorted(parse_qsl(exchange.query_string, keep_blank_values=True), key=lambda pair: pair[0])
    try:
        body: Any = exchange.decoded()
    except UNREADABLE:
        body = exchange.body.hex()
    asked = json.dumps([exchange.method, exchange.path, query, body], sort_keys=True)
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
    """What an API promises of requests that carry a key.

    What the operation answers is kept under the key, together with what the operation wrote. Never kept are an answer
    of a rule (unless the rule wants it), refusals from before the operation, and failures of this server.
    """

    header: str
    """The request header that carries the key, in lower case."""
    lifetime: float
    """Seconds on the tenant's clock; a key of this age starts anew."""
    methods: frozenset[str] = frozenset({"POST"})
    """The other methods ignore the header."""
    check: Callable[[str], None] = _nothing
    """Raises the vendor's problem for text that cannot be a key."""
    keeps: Callable[[Problem], bool] = lambda problem: False
    """Says which refusals of an operation are kept and replayed; after the others a key is as good as new."""
    replayed: Callable[[Kept], Mapping[str, str]] = lambda kept: {}
    """Gives the headers by which a replay is known."""
    fingerprint: Callable[[Exchange], str] = fingerprint
    """Names what must be the same the second time; must not raise."""


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """A request that carries a key, and its hold on what is kept under it."""

    key: str
    fingerprint: str
    idempotency: Idempotency
    exchange: Exchange

    @classmethod
    def of(cls, exchange: Exchange) -> "Claim | None":
        """Give the claim of a request, where it carries a key; raises the vendor's problem for a bad one."""
        idempotency, route = exchange.api.idempotency, exchange.route
        if idempotency is None or route is None or route.public or exchange.method not in idempotency.methods:
            return None
        key = exchange.headers.get(idempotency.header)
        if key is None:
            return None
        idempotency.check(key)
        return cls(key, idempotency.fingerprint(exchange), idempotency, exchange)

    @property
    def name(self) -> tuple[str, str]:
        """What no other key of the tenant is called."""
        return self.exchange.api.name, self.key

    def kept(self, transaction: Transaction, now: float) -> Kept | None:
        """Give what is kept under the key; raises `IdempotencyMismatch` where that is for another request."""
        kept = self._stored(transaction)
        if kept is None or now - kept.time >= self.idempotency.lifetime:
            return None
        if kept.fingerprint != self.fingerprint:
            path = self.exchange.path
            raise IdempotencyMismatch(key=self.key, path="" if kept.path == path else kept.path)
        return kept

    def keep(self, transaction: Transaction, reply: Reply, now: float) -> None:
        """Keep an answer in place of one whose time is over, and of the oldest where there are too many."""
        exchange, answers = self.exchange, Records(transaction, PREFIX)
        collection = exchange.api.name
        before = self._stored(transaction)
        if before:
            answers.delete(collection, before.slot)
        slot = str(answers.next_number(collection) % MOST_KEYS)
        kept = Kept(
            slot=slot,
            key=self.key,
            fingerprint=self.fingerprint,
            path=exchange.path,
            time=now,
            trace=exchange.trace,
            status=reply.status,
            headers=dict(reply.headers),
            content=reply.content,
        )
        answers.put(collection, slot, kept.record())

    def replay(self, kept: Kept) -> Reply:
        return Reply(kept.status, kept.content, {**kept.headers, **self.idempotency.replayed(kept)})

    def _stored(self, transaction: Transaction) -> Kept | None:
        found = Records(transaction, PREFIX).lookup(self.exchange.api.name, "key", self.key)
        return Kept.read(found[0]) if found else None


def collection(api: str) -> Collection:
    """Give the collection of an API's kept answers: a ring of slots, so that it stays as large as it may be."""
    return Collection(api, indexes=("key",))
