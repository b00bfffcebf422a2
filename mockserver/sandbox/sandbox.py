"""The state behind one server, and the path of one exchange through it."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Protocol

from mockserver.core.api.manifest import Apis, Manifest
from mockserver.core.api.model import Api, Call, Exchange, Refusal, Route
from mockserver.core.api.receivers import Delivery
from mockserver.core.api.records import Records
from mockserver.core.api.router import Router
from mockserver.core.clock import Clock, monotonic, system_time
from mockserver.core.http.auth import Credentials
from mockserver.core.http.reply import Reply
from mockserver.core.http.request import split_target
from mockserver.core.limits.announcements import announced, withdraw
from mockserver.core.limits.limiter import Counted
from mockserver.core.logs import logger
from mockserver.core.problems import (
    BadMessage,
    Problem,
    ServerError,
    Unavailable,
)
from mockserver.core.store import Store, StoreFailed, Transaction
from mockserver.sandbox import claims
from mockserver.sandbox.admission import Admission, caller_of
from mockserver.sandbox.claims import Claim
from mockserver.sandbox.failures import told_of
from mockserver.sandbox.journal import Journal, mask_text
from mockserver.sandbox.rehearsal import not_served, refusal, rehearse
from mockserver.sandbox.tenants import Spent, Tenant, Tenants
from mockserver.sandbox.traffic import Traffic
from mockserver.scenarios.format.library import Library
from mockserver.scenarios.rules.engine import Plan
from mockserver.scenarios.rules.matching import Budget
from mockserver.scenarios.rules.model import Scenario
from mockserver.scenarios.rules.scripted import dated, drop_twins, scripted

log = logger()

Answer = Generator[float, None, Reply]
"""Yields seconds to wait, returns the reply."""


class Deliver(Protocol):
    """Takes messages to their receivers, in this order, without making the caller wait."""

    def __call__(self, tenant: Tenant, deliveries: Sequence[Delivery]) -> None:
        """Take messages of a tenant."""

    def drop(self, tenant: str) -> int:
        """Drop a tenant's messages that still wait; return how many there were."""

    def close(self) -> None:
        """Stop; what still waits is dropped."""


class Sandbox:
    """Every API over one store. `answer` does no I/O but the store's and never sleeps."""

    def __init__(
        self,
        apis: Sequence[Manifest],
        store: Store,
        library: Library,
        *,
        seed: str = "0",
        time: Callable[[], float] = system_time,
        most_tenants: int = 10_000,
        journal_size: int = 1_000,
        any_key: bool = False,
        directives: bool = True,
        rule_header: bool = True,
        deliver: Deliver | None = None,
    ) -> None:
        self.apis = Apis(apis, self._declare)
        self.store = store
        self.library = library
        self.seed = seed
        self.router = Router(self.apis)
        self.credentials = Credentials()
        self.traffic = Traffic()
        self._journal_size = journal_size
        self._directives = directives
        self._rule_header = rule_header
        self._deliver = deliver
        # What has no tenant (a refused request, a public operation) meets the defaults new tenants start with.
        self.defaults = Tenant("", Clock(time), Journal(journal_size))
        self.tenants = Tenants(self.defaults, most_tenants, self._forget, self._drop)
        self._admission = Admission(
            self.credentials, self.tenants, store, library, any_key=any_key, directives=directives
        )

    def answer(self, exchange: Exchange) -> Answer:
        """Run one exchange. Never raises: what goes wrong is answered in the API's own words, and journalled."""
        began = monotonic()
        tenant = self.defaults
        counted = Counted()
        plan = Plan()
        claim: Claim | None = None
        try:
            try:
                try:
                    tenant, chosen = self._enter(exchange)
                finally:
                    exchange.number = tenant.journal.next_number()
                    exchange.trace = (self.seed, tenant.name, str(tenant.next_request()))
                    exchange.settings = exchange.settings or self.defaults.setting(exchange.api)
                # Limits come first: what they turn away must spend no rule.
                counted = tenant.count(exchange, chosen)
                wanted = tenant.plan(exchange, chosen, self.seed, directives=self._directives)
                claim = self._claim(exchange, tenant, wanted)
                plan, exchange.rule = wanted, wanted.rule  # a key that is refused is refused without any rule
                if plan.before:
                    yield plan.before
                reply = self._perform(exchange, tenant, plan, claim)
            except Spent as problem:
                counted = problem.counted
                exchange.refusal = Refusal.of(problem)
                reply = exchange.api.render(problem, exchange)
                withdraw(reply.headers, counted)
            except Problem as problem:
                exchange.refusal = Refusal.of(problem)
                reply = exchange.api.render(dated(problem, tenant.clock.timestamp()), exchange)
            except Exception as error:
                unexpected, told = self._unexpected(error, exchange, tenant)
                exchange.refusal = Refusal(unexpected.kind, told)
                reply = exchange.api.render(unexpected, exchange)
            self._finish(exchange, reply, plan, counted)
            if plan.after:
                yield plan.after
            exchange.reply = reply
            return reply
        finally:
            tenant.release(counted)
            if claim:
                tenant.end(claim)
            tenant.journal.add(exchange, tenant.clock.timestamp(), (monotonic() - began) * 1000)
            self.traffic.count(exchange)
            self._leave(tenant)

    def _leave(self, tenant: Tenant) -> None:
        try:
            self.tenants.leave(tenant)
        except StoreFailed as error:
            log.error("what was done for a tenant after it was dropped stays in the store: %s", error)

    def _finish(self, exchange: Exchange, reply: Reply, plan: Plan, counted: Counted) -> None:
        """Put onto an answer what its vendor, its limits and its plan add to it."""
        exchange.api.stamp(exchange, reply, counted.tightest)
        reply.headers.update(announced(counted))
        if plan.respond:
            drop_twins(reply.headers, plan.respond.headers)
        reply.headers.update(plan.headers)
        if reply.status == 405 and "allow" not in map(str.lower, reply.headers):  # RFC 9110 section 15.5.6
            reply.headers["Allow"] = ", ".join(self.router.others(exchange.method, exchange.path))
        if exchange.rule and self._rule_header:
            reply.headers["X-Mock-Rule"] = exchange.rule
        reply.fault = plan.fault

    def refuse(self, exchange: Exchange, problem: Problem) -> Reply:
        """Return what is not even looked at, in the API's own words."""
        exchange.trace = (self.seed, "", str(self.defaults.next_request()))
        exchange.settings = self.defaults.setting(exchange.api)
        reply = exchange.api.render(problem, exchange)
        exchange.api.stamp(exchange, reply, None)
        if isinstance(problem, BadMessage):
            reply.headers.update(problem.headers)
        return reply

    def close(self) -> None:
        """Let go of receivers and files."""
        if self._deliver:
            self._deliver.close()
        self.store.close()

    def tenant(self, name: str) -> Tenant:
        """Return a tenant, made on first use."""
        return self.tenants.of(name, self._journal_size)

    def use(self, tenant: Tenant, scenarios: Sequence[Scenario]) -> None:
        """Let a tenant follow scenarios, whose limits count anew; the credentials they list become the server's."""
        tenant.load(scenarios)
        tenant.forget("limits", self.defaults)
        for scenario in scenarios:
            for api, grants in scenario.auth.items():
                self.credentials.accept(api, grants)

    def reload(self) -> None:
        """Let everybody follow their scenarios as the files of these are now; lists of credentials that changed hold.

        What a scenario says of records and of the clock is for its loading, and changes nothing now.
        """
        tenants = (self.defaults, *self.tenants.all())
        followed = {id(scenario): scenario for tenant in tenants for scenario in tenant.scenarios}
        self.library.look_again(followed.values())
        current = {key: self.library.current(scenario) for key, scenario in followed.items()}
        changed = [(scenario, current[key]) for key, scenario in followed.items() if current[key] is not scenario]
        for old, new in changed:
            rules = old.changed(new)
            for tenant in tenants:
                tenant.follow_change(old, new, rules)
            for api in {**old.auth, **new.auth}:
                if old.auth.get(api) != new.auth.get(api):
                    self.credentials.accept(api, new.auth.get(api, ()))

    def explain(self, exchange: Exchange, call: int = 1, steps: Budget | None = None) -> dict[str, Any]:
        """Return what would become of a request: the limits left, what each rule would do, and what is decided.

        With `call` it is the last of so many equal requests; all of it spends of `steps`. Nothing is counted, and
        nothing is carried out.
        """
        told = {"api": exchange.api.name, "operation": exchange.operation or None, "tenant": None}
        try:
            identity, chosen = self._admission.let_in(exchange)
        except Problem as problem:
            return {**told, "limits": [], "rules": [], "decision": refusal(problem)}
        tenant = self.defaults
        if identity:
            tenant = self.tenants.known(identity.tenant) or self.tenants.new(identity.tenant, 0)
        exchange.settings = tenant.setting(exchange.api, chosen)
        exchange.trace = (self.seed, tenant.name, "0")
        rehearsed = rehearse(
            tenant, exchange, chosen, self.seed, lambda copy, plan: self._replays(exchange, copy, plan),
            directives=self._directives, call=call, steps=steps,
        )  # fmt: skip
        return {**told, "tenant": tenant.name, **rehearsed}

    def exchange(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes = b"", peer: str = "127.0.0.1:0"
    ) -> Exchange:
        """Make an exchange as an edge does, of a request that nobody sent."""
        path, query = split_target(target)
        return Exchange(
            method=method,
            target=target,
            path=path,
            query_string=query,
            headers={name.lower(): value for name, value in headers.items()},
            body=body,
            base_url="",
            match=self.router.find(method, path),
            peer=peer,
        )

    def perform(self, route: Route, tenant: Tenant, exchange: Exchange, transaction: Transaction) -> Reply:
        """Run one operation for a tenant, as `answer` does after all its checks."""
        api = exchange.api
        return route.handler(
            Call(
                exchange=exchange,
                arguments=exchange.match.arguments,
                body=exchange.decoded(),
                tenant=tenant.name,
                base_url=exchange.base_url,
                records=Records(transaction, api.name),
                now=tenant.clock.now(),
                settings=exchange.settings,
                seed=self.seed,
            )
        )

    def reset(self, tenant: Tenant, parts: Sequence[str]) -> dict[str, int]:
        """Put parts of a tenant back to how a new one has them; return how much of each was dropped."""
        # The data go first, as only they can fail, and then nothing has happened. The clock goes before the rest: what
        # counts from the loading of rules counts on the clock as it is then.
        order = sorted(parts, key=lambda part: ("data", "clock").index(part) if part in ("data", "clock") else 2)
        dropped = {part: self._reset(tenant, part) for part in order}
        return {part: dropped[part] for part in parts}

    def _reset(self, tenant: Tenant, part: str) -> int:
        if part == "data":
            return self._drop_records(tenant)
        waiting = self._deliver.drop(tenant.name) if part == "webhooks" and self._deliver else 0
        return tenant.forget(part, self.defaults) + waiting

    def _declare(self, api: Api) -> None:
        self.store.declare(api.name, api.collections)
        if api.idempotency:
            self.store.declare(claims.PREFIX, [claims.collection(api.name)])

    def _enter(self, exchange: Exchange) -> tuple[Tenant, Sequence[Scenario]]:
        """Find out who calls and whether they may; only an accepted request brings its tenant into being."""
        identity, chosen = self._admission.let_in(exchange)
        if identity is None:
            return self.defaults, chosen
        tenant = self.tenants.enter(identity.tenant, self._journal_size)
        if identity.proof and exchange.api.secret:
            tenant.learn(exchange.api.name, exchange.api.secret, identity.proof.secret)
        return tenant, chosen

    def _claim(self, exchange: Exchange, tenant: Tenant, plan: Plan) -> Claim | None:
        """Take hold of the request's idempotency key, where it has one and what is planned concerns it.

        Raise where a request with the key still runs, or where the one it was for was another.
        """
        if exchange.api.idempotency is None or plan.passes_keys_by:
            return None
        claim = Claim.of(exchange)
        if claim is None:
            return None
        with self.store.transaction(tenant.name) as transaction:
            kept = claim.kept(transaction, tenant.clock.timestamp())
        if kept is None:
            tenant.begin(claim)
        return claim

    def _replays(self, exchange: Exchange, tenant: Tenant, plan: Plan) -> bool:
        """Return whether an idempotency key has an answer already; `tenant` is a copy, which the claim stays with."""
        if not self.store.owns(tenant.name):
            return False
        claim = self._claim(exchange, tenant, plan)
        return claim is not None and claim.name not in tenant.running

    def _perform(self, exchange: Exchange, tenant: Tenant, plan: Plan, claim: Claim | None) -> Reply:
        """Return the planned answer or the operation's, and remember under the key what is to be remembered."""
        if plan.respond is None:
            # Where nobody gets an answer, there may be nothing to do either.
            return Reply(0) if plan.skips else self._operate(exchange, tenant, claim)
        injected = scripted(plan.respond, exchange, tenant.clock.timestamp(), plan.values)
        if plan.effect == "commit":
            with suppress(Problem):  # a refusal has changed nothing
                self._operate(exchange, tenant, claim, injected if plan.store == "injected" else None)
        elif claim:
            self._keep(tenant, claim, injected)
        return injected

    def _operate(self, exchange: Exchange, tenant: Tenant, claim: Claim | None, instead: Reply | None = None) -> Reply:
        """Run the operation, or replay what its key got; `instead` is remembered in place of the operation's answer."""
        route = exchange.route
        if route is None:
            raise not_served(exchange)
        try:
            with self.store.transaction(tenant.name) as transaction:
                # Looked at again: since the claim was made, the request that held the key may have come to its end.
                if claim and (kept := claim.kept(transaction, tenant.clock.timestamp())):
                    return claim.replay(kept)
                reply = self.perform(route, tenant, exchange, transaction)
                if claim:
                    claim.keep(transaction, instead or reply, tenant.clock.timestamp())
        except Problem as problem:
            exchange.refusal = Refusal.of(problem)
            if claim is None or not (instead or claim.idempotency.keeps(problem)):
                raise
            refusal = exchange.api.render(dated(problem, tenant.clock.timestamp()), exchange)
            self._keep(tenant, claim, instead or refusal)
            return refusal
        if exchange.deliveries and self._deliver:
            self._deliver(tenant, exchange.deliveries)
        return reply

    def _keep(self, tenant: Tenant, claim: Claim, reply: Reply) -> None:
        """Remember an answer that comes without any change; what is remembered already stays."""
        now = tenant.clock.timestamp()
        with self.store.transaction(tenant.name) as transaction:
            if claim.kept(transaction, now) is None:
                claim.keep(transaction, reply, now)

    def _drop_records(self, tenant: Tenant) -> int:
        """Forget a tenant's records, idempotency keys and counters; return how many records there were."""
        dropped = self.store.drop(tenant.name)
        tenant.requests = 0
        return sum(count for name, count in dropped.items() if not name.startswith(f"{claims.PREFIX}."))

    def _unexpected(self, error: Exception, exchange: Exchange, tenant: Tenant) -> tuple[Problem, str]:
        """Return what a client is told of an error, and what the journal tells."""
        if isinstance(error, StoreFailed | OSError):  # or what an operation needs could not be loaded
            log.error("%s %s: the store failed: %s", exchange.method, mask_text(exchange.path), error)
            problem = Unavailable("The record could not be stored.")
            return problem, problem.detail
        owner = exchange.identity.tenant if exchange.identity else tenant.name
        told = told_of(error, lambda records: self._again(exchange, tenant, records), self.store, owner, self.apis)
        exchange.deliveries.clear()
        log.exception("%s %s failed. %s", exchange.method, mask_text(exchange.path), mask_text(told))
        return ServerError(), told

    def _again(self, exchange: Exchange, tenant: Tenant, transaction: Transaction) -> None:
        """Do with a transaction what was done with the records of a request."""
        api, identity = exchange.api, exchange.identity
        if api.authorize and identity:
            api.authorize(Records(transaction, api.name), caller_of(exchange, identity))
        if exchange.route:
            self.perform(exchange.route, tenant, exchange, transaction)

    def _forget(self, tenant: str) -> None:
        """Forget a tenant: with its records, unless these are on a disk."""
        if not self.store.durable:
            self.store.drop(tenant)

    def _drop(self, tenant: str) -> None:
        self.store.drop(tenant)  # may fail, and then nothing has happened
        if self._deliver:
            self._deliver.drop(tenant)


def drive(answer: Answer, sleep: Callable[[float], None]) -> Reply:
    """Run an answer to its end with a blocking wait."""
    try:
        while True:
            sleep(next(answer))
    except StopIteration as end:
        reply: Reply = end.value
        return reply
