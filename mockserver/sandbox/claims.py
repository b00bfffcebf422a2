"""A request's hold on its idempotency key, and the answers that are kept under keys."""

from dataclasses import dataclass

from mockserver.core.api.idempotency import Idempotency, Kept
from mockserver.core.api.model import Exchange
from mockserver.core.api.records import Records
from mockserver.core.http.reply import Reply
from mockserver.core.problems import IdempotencyMismatch
from mockserver.core.store import Collection, Transaction

MOST_KEYS = 10_000
"""Keys that are remembered for an API and tenant; beyond that the oldest is forgotten before its time."""

PREFIX = "idempotency"
"""What the store calls kept answers: `idempotency.API`, none of the API's own collections."""


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """A request that carries a key, and its hold on what is kept under it."""

    key: str
    fingerprint: str
    idempotency: Idempotency
    exchange: Exchange

    @classmethod
    def of(cls, exchange: Exchange) -> "Claim | None":
        """Return the claim of a request, where it carries a key; raise the vendor's problem for a bad one."""
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
        """Return what is kept under the key; raise `IdempotencyMismatch` where that is for another request."""
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
    """Return the collection of an API's kept answers: a ring of slots, so that it stays as large as it may be."""
    return Collection(api, indexes=("key",))
