"""A request's hold on its idempotency key, and the answers that are kept under keys."""

from dataclasses import dataclass

from mockserver.core.api.idempotency import Idempotency, Kept
from mockserver.core.api.model import Exchange
from mockserver.core.clock import Clock
from mockserver.core.http.reply import Reply
from mockserver.core.problems import IdempotencyMismatch
from mockserver.core.store import Collection, Transaction

MOST_KEYS = 10_000
"""Keys that are remembered for an API and tenant; beyond that the oldest is forgotten before its time."""

PREFIX = "idempotency"
"""What the store calls kept answers: `idempotency.API`, none of the API's own collections."""


@dataclass(slots=True, eq=False)
class Claim:
    """A request that carries a key, and what was found under it: nothing yet that is `fresh`."""

    key: str
    fingerprint: str
    idempotency: Idempotency
    exchange: Exchange
    name: tuple[str, str]
    """What no other key of the tenant is called: its API and itself."""
    kept: Kept | None = None
    """The answer that is replayed, where there is one."""
    expired: Kept | None = None
    """What is kept under the key and is no answer any more, as its time is over."""
    fresh: bool = False
    """Whether what was found still holds: while a request waits, the records of its tenant may be put back."""

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
        return cls(key, idempotency.fingerprint(exchange), idempotency, exchange, (exchange.api.name, key))

    def look(self, transaction: Transaction, clock: Clock) -> None:
        """Find what is kept under the key, unless that is known; raise `IdempotencyMismatch` for another request's."""
        if self.fresh:
            return
        api, key = self.name
        found = transaction.lookup(f"{PREFIX}.{api}", "key", key)
        kept = Kept.read(found[0]) if found else None
        in_time = kept is not None and clock.timestamp() - kept.time < self.idempotency.lifetime
        if kept and in_time and kept.fingerprint != self.fingerprint:
            raise IdempotencyMismatch(key=key, path="" if kept.path == self.exchange.path else kept.path)
        self.kept, self.expired = (kept, None) if in_time else (None, kept)
        self.fresh = True

    def keep(self, transaction: Transaction, reply: Reply, now: float) -> None:
        """Keep an answer in place of one whose time is over, and of the oldest where there are too many."""
        exchange, collection = self.exchange, f"{PREFIX}.{self.name[0]}"
        if self.expired:
            transaction.delete(collection, self.expired.slot)
        number = transaction.counter(collection) + 1
        transaction.set_counter(collection, number)
        slot = str(number % MOST_KEYS)
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
        transaction.put(collection, slot, kept.record())

    def replay(self, kept: Kept) -> Reply:
        return Reply(kept.status, kept.content, {**kept.headers, **self.idempotency.replayed(kept)})


def collection(api: str) -> Collection:
    """Return the collection of an API's kept answers: a ring of slots, so that it stays as large as it may be."""
    return Collection(api, indexes=("key",))
