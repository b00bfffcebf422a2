"""Running an operation in a transaction, at most once for each idempotency key, or answering what a rule ordered."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Protocol

from mockserver.core.api.model import Call, Exchange, Refusal, Route
from mockserver.core.api.receivers import Delivery
from mockserver.core.api.records import Records
from mockserver.core.http.reply import Reply
from mockserver.core.problems import (
    IdempotencyInProgress,
    MethodNotAllowed,
    NotFound,
    Problem,
)
from mockserver.core.store import Store, Transaction
from mockserver.sandbox.claims import Claim
from mockserver.sandbox.tenancy.tenant import Tenant
from mockserver.scenarios.rules.engine import Plan
from mockserver.scenarios.rules.scripted import dated, scripted


class Deliver(Protocol):
    """Takes messages to their receivers, in this order, without making the caller wait."""

    def __call__(self, tenant: Tenant, deliveries: Sequence[Delivery]) -> None:
        """Take messages of a tenant."""

    def drop(self, tenant: str) -> int:
        """Drop a tenant's messages that still wait; return how many there were."""

    def close(self) -> None:
        """Stop; what still waits is dropped."""


class Execution:
    """Carries out what is planned for a request. What an operation owes to receivers goes out once its changes hold."""

    def __init__(self, store: Store, seed: str, deliver: Deliver | None) -> None:
        self.store = store
        self._seed = seed
        self._deliver = deliver

    def claim(self, exchange: Exchange, tenant: Tenant, plan: Plan) -> Claim | None:
        """Hold the request's idempotency key, where it has one and what is planned concerns it.

        A key that has an answer is held by nobody: any number of requests may get it at once. Raise
        `IdempotencyInProgress` where another request holds the key, `IdempotencyMismatch` where the answer is
        another request's.
        """
        if exchange.api.idempotency is None or plan.passes_keys_by:
            return None
        claim = Claim.of(exchange)
        if claim is None:
            return None
        held = tenant.hold(claim)
        try:
            with self.store.transaction(tenant.name) as transaction:
                claim.look(transaction, tenant.clock)
        finally:
            if claim.kept or not claim.fresh:
                tenant.let_go(claim)
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
        """Return the planned answer or the operation's, and remember under the key what is to be remembered."""
        if plan.respond is None:
            # Where nobody gets an answer, there may be nothing to do either.
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
        """Run an operation as it is, whoever calls and whatever is planned."""
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
        """Remember an answer that comes without any change; what is remembered already stays."""
        with self.store.transaction(tenant.name) as transaction:
            claim.look(transaction, tenant.clock)
            if claim.kept is None:
                claim.keep(transaction, reply, tenant.clock.timestamp())


def not_served(exchange: Exchange) -> Problem:
    """Return what is wrong with a request that leads to no operation."""
    return MethodNotAllowed(allowed=exchange.match.allowed) if exchange.match.allowed else NotFound()
