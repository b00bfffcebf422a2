"""Running an operation in a transaction, at most once for each idempotency key, or the planned answer instead."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from mockserver.core.api.idempotency import Idempotency, Kept
from mockserver.core.api.model import Call, Exchange, Refusal, Route
from mockserver.core.api.receivers import Delivery
from mockserver.core.api.records import Records
from mockserver.core.clock import Clock
from mockserver.core.http.reply import Reply
from mockserver.core.problems import IdempotencyInProgress, IdempotencyMismatch, MethodNotAllowed, NotFound, Problem
from mockserver.core.store import Collection, Store, Transaction
from mockserver.sandbox.tenancy.tenant import Key, Tenant
from mockserver.scenarios.rules.engine import Plan
from mockserver.scenarios.rules.scripted import dated, scripted

MOST_KEYS = 10_000
"""Keys that are remembered for an API and tenant; beyond that the oldest is forgotten before its time."""

PREFIX = "idempotency"
"""The prefix of the store's collections of answers, `idempotency.API`, apart from the API's own."""


class Deliver(Protocol):
    """Takes messages to their receivers, in this order, without making the caller wait."""

    def __call__(self, tenant: Tenant, deliveries: Sequence[Delivery]) -> None:
        """Take messages of a tenant."""

    def drop(self, tenant: str) -> int:
        """Drop a tenant's messages that still wait; return how many there were."""

    def close(self) -> None:
        """Stop; what still waits is dropped."""


@dataclass(slots=True, eq=False)
class Claim:
    """A request with a key, and the answer found under it, which holds while `fresh`."""

    key: str
    fingerprint: str
    idempotency: Idempotency
    exchange: Exchange
    name: Key
    kept: Kept | None = None
    """The answer that is replayed, where there is one."""
    expired: Kept | None = None
    """The expired answer under the key."""
    fresh: bool = False
    """Whether the found answer still holds: during a delay, the records of its tenant may be restored."""

    @classmethod
    def of(cls, exchange: Exchange) -> "Claim | None":
        """Return the claim of a request with a key; raise the vendor's problem for a bad one."""
        idempotency, route = exchange.api.idempotency, exchange.route
        if idempotency is None or route is None or route.public or exchange.method not in idempotency.methods:
            return None
        key = exchange.headers.get(idempotency.header)
        if key is None:
            return None
        idempotency.check(key)
        return cls(key, idempotency.fingerprint(exchange), idempotency, exchange, (exchange.api.name, key))

    def look(self, transaction: Transaction, clock: Clock) -> None:
        """Look up the answer under the key, unless it is fresh; raise `IdempotencyMismatch` for another request's."""
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
        """Keep an answer in place of an expired one, and of the oldest beyond `MOST_KEYS`."""
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


class Execution:
    """Executes the plan of a request. Messages of an operation to receivers are sent once its changes hold."""

    def __init__(self, store: Store, seed: str, deliver: Deliver | None) -> None:
        self.store = store
        self._seed = seed
        self._deliver = deliver

    def claim(self, exchange: Exchange, tenant: Tenant, plan: Plan) -> Claim | None:
        """Hold the request's idempotency key, where it has one and the plan uses it.

        A key with an answer is not held: any number of requests may get it at once. Raise
        `IdempotencyInProgress` where another request holds the key, `IdempotencyMismatch` where the answer is
        another request's.
        """
        if exchange.api.idempotency is None or plan.passes_keys_by:
            return None
        claim = Claim.of(exchange)
        if claim is None:
            return None
        held = tenant.hold(claim.name, claim)
        try:
            with self.store.transaction(tenant.name) as transaction:
                claim.look(transaction, tenant.clock)
        finally:
            if claim.kept or not claim.fresh:
                tenant.let_go(claim.name, claim)
        if not held and claim.kept is None:
            raise IdempotencyInProgress(key=claim.key)
        return claim

    def replays(self, exchange: Exchange, tenant: Tenant, plan: Plan) -> bool:
        """Return whether an idempotency key has an answer already; `tenant` is a copy, which the claim stays with."""
        if not self.store.owns(tenant.name):
            return False
        claim = self.claim(exchange, tenant, plan)
        return claim is not None and claim.kept is not None

    def fulfil(self, exchange: Exchange, tenant: Tenant, plan: Plan, claim: Claim | None) -> Reply:
        """Return the planned answer or the operation's, and store the right one under the key."""
        if plan.respond is None:
            # Without an answer, there may be no operation either.
            return Reply(0) if plan.skips else self._run_once(exchange, tenant, claim)
        injected = scripted(plan.respond, exchange, tenant.clock.timestamp(), plan.values)
        if plan.effect == "commit":
            with suppress(Problem):  # a refusal has changed nothing
                self._run_once(exchange, tenant, claim, injected if plan.store == "injected" else None)
        elif claim:
            self._remember(tenant, claim, injected)
        return injected

    def _run_once(self, exchange: Exchange, tenant: Tenant, claim: Claim | None, instead: Reply | None = None) -> Reply:
        """Run the operation, or replay what its key got; `instead` is remembered in place of the operation's answer."""
        route = exchange.route
        if route is None:
            raise not_served(exchange)
        try:
            with self.store.transaction(tenant.name) as transaction:
                if claim:
                    claim.look(transaction, tenant.clock)
                    if claim.kept:
                        return claim.replay(claim.kept)
                now = tenant.clock.now()
                reply = self.run(route, exchange, tenant.name, transaction, now)
                if claim:
                    claim.keep(transaction, instead or reply, now.timestamp())
        except Problem as problem:
            exchange.refusal = Refusal.of(problem)
            if claim is None or not (instead or claim.idempotency.keeps(problem)):
                raise
            refusal = exchange.api.render(dated(problem, tenant.clock.timestamp()), exchange)
            self._remember(tenant, claim, instead or refusal)
            return refusal
        if exchange.deliveries and self._deliver:
            self._deliver(tenant, exchange.deliveries)
        return reply

    def run(self, route: Route, exchange: Exchange, tenant: str, transaction: Transaction, now: datetime) -> Reply:
        """Run an operation as it is, whatever the caller and the plan."""
        return route.handler(
            Call(
                exchange=exchange,
                arguments=exchange.match.arguments,
                body=exchange.decoded(),
                tenant=tenant,
                base_url=exchange.base_url,
                records=Records(transaction, exchange.api.name),
                now=now,
                settings=exchange.settings,
                seed=self._seed,
            )
        )

    def _remember(self, tenant: Tenant, claim: Claim, reply: Reply) -> None:
        """Store an answer that comes without any change; one that is stored already stays."""
        with self.store.transaction(tenant.name) as transaction:
            claim.look(transaction, tenant.clock)
            if claim.kept is None:
                claim.keep(transaction, reply, tenant.clock.timestamp())


def not_served(exchange: Exchange) -> Problem:
    """Return the problem of a request without an operation."""
    return MethodNotAllowed(allowed=exchange.match.allowed) if exchange.match.allowed else NotFound()


def collection(api: str) -> Collection:
    """Return the collection of an API's kept answers: a ring of slots, so that it stays as large as it may be."""
    return Collection(api, indexes=("key",))
