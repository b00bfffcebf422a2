"""The path of one exchange through the state of a server."""

from collections.abc import Callable, Generator

from mockserver.core.api.model import Exchange, Refusal
from mockserver.core.clock import monotonic
from mockserver.core.http.reply import Reply
from mockserver.core.limits.announcements import announced, withdraw
from mockserver.core.limits.limiter import Counted
from mockserver.core.logs import logger
from mockserver.core.problems import BadMessage, Problem
from mockserver.core.store import StoreFailed
from mockserver.sandbox.administration import Administration
from mockserver.sandbox.execution import Claim
from mockserver.sandbox.failures import unexpected
from mockserver.sandbox.tenancy.tenant import Spent, Tenant
from mockserver.scenarios.rules.engine import Plan
from mockserver.scenarios.rules.scripted import dated, drop_twins

log = logger()

Answer = Generator[float, None, Reply]
"""Yields seconds to wait, returns the reply."""


class Sandbox(Administration):
    """A server without its edges. `answer` does no I/O but the store's and never sleeps."""

    def answer(self, exchange: Exchange) -> Answer:
        """Run one exchange. Never raises: any error is answered in the API's own words, and journalled."""
        began = monotonic()
        tenant = self.defaults
        counted = Counted()
        plan = Plan()
        claim: Claim | None = None
        try:
            try:
                try:
                    tenant, chosen = self._admission.enter(exchange)
                finally:
                    exchange.number = next(tenant.journal.numbers)
                    exchange.trace = tenant.trace(self.seed)
                    exchange.settings = exchange.settings or self.defaults.setting(exchange.api)
                # Limits come first: what they turn away must spend no rule.
                counted = tenant.count(exchange, chosen)
                wanted = tenant.plan(exchange, chosen, self.seed, directives=self._directives)
                claim = self.execution.claim(exchange, tenant, wanted)
                plan, exchange.rule = wanted, wanted.rule  # a key that is refused is refused without any rule
                if plan.before:
                    yield plan.before
                    if claim:
                        claim.fresh = False
                reply = self.execution.fulfil(exchange, tenant, plan, claim)
            except Spent as problem:
                counted = problem.counted
                exchange.refusal = Refusal.of(problem)
                reply = exchange.api.render(problem, exchange)
                withdraw(reply.headers, counted)
            except Problem as problem:
                exchange.refusal = Refusal.of(problem)
                reply = exchange.api.render(dated(problem, tenant.clock.timestamp()), exchange)
            except Exception as error:
                failure, told = unexpected(error, exchange, tenant, self.execution, self.apis)
                exchange.refusal = Refusal(failure.kind, told)
                reply = exchange.api.render(failure, exchange)
            self._finish(exchange, reply, plan, counted)
            if plan.after:
                yield plan.after
            exchange.reply = reply
            return reply
        finally:
            if claim:
                tenant.let_go(claim.name, claim)
            tenant.end(exchange, counted, (monotonic() - began) * 1000)
            self.traffic.count(exchange)
            self._leave(tenant)

    def _leave(self, tenant: Tenant) -> None:
        try:
            self.tenants.leave(tenant)
        except StoreFailed as error:
            log.error("what was done for a tenant after it was dropped stays in the store: %s", error)

    def _finish(self, exchange: Exchange, reply: Reply, plan: Plan, counted: Counted) -> None:
        """Add the headers of vendor, limits and plan to an answer, and its fault."""
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
        """Return the refusal of a request without an exchange, in the API's own words."""
        exchange.trace = self.defaults.trace(self.seed)
        exchange.settings = self.defaults.setting(exchange.api)
        reply = exchange.api.render(problem, exchange)
        exchange.api.stamp(exchange, reply, None)
        if isinstance(problem, BadMessage):
            reply.headers.update(problem.headers)
        return reply


def drive(answer: Answer, sleep: Callable[[float], None]) -> Reply:
    """Run an answer to its end with a blocking wait."""
    try:
        while True:
            sleep(next(answer))
    except StopIteration as end:
        reply: Reply = end.value
        return reply
