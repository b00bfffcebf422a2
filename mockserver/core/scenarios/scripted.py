"""What a rule answers: a named error goes the way of a genuine one, through the API's renderer."""

import math

from mockserver.core.api import Reply
from mockserver.core.bodies import encode_json
from mockserver.core.exchange import Exchange
from mockserver.core.problems import (
    KINDS,
    Forbidden,
    IdempotencyInProgress,
    IdempotencyMismatch,
    Invalid,
    MethodNotAllowed,
    Problem,
    TooManyRequests,
)
from mockserver.core.scenarios.model import Respond


def scripted(respond: Respond, exchange: Exchange, now: float) -> Reply:
    """Make the reply; a status, headers and a body of the rule's own lie over those of its error."""
    if respond.error is None:
        reply = _literal(respond)
    else:
        reply = exchange.api.render(dated(_problem(respond, exchange), now), exchange)
        if respond.status is not None:
            reply.status = respond.status
        if respond.body is not None:
            reply.content = _literal(respond).content
    reply.headers.update(respond.headers)
    return reply


def dated(problem: Problem, now: float) -> Problem:
    """Say when a limit opens again where whoever raised the problem could not know the time."""
    if isinstance(problem, TooManyRequests) and problem.reset is None:
        problem.reset = math.ceil(now + problem.retry_after)
    return problem


def _literal(respond: Respond) -> Reply:
    status = respond.status or 200
    if respond.body is None:
        return Reply(status)
    if isinstance(respond.body, str):
        return Reply(status, respond.body.encode("utf-8", "replace"), {"Content-Type": "text/plain; charset=utf-8"})
    return Reply(status, encode_json(respond.body), {"Content-Type": "application/json"})


def _problem(respond: Respond, exchange: Exchange) -> Problem:
    """Make the problem of a rule, with what a genuine one would know of the request."""
    problem = KINDS[respond.error or "server_error"](respond.detail)
    if isinstance(problem, TooManyRequests):
        problem.retry_after = 1.0 if respond.retry_after is None else respond.retry_after
    elif isinstance(problem, Invalid):
        problem.errors = respond.fields
    elif isinstance(problem, Forbidden):
        problem.permission = exchange.operation_id
    elif isinstance(problem, MethodNotAllowed):
        problem.allowed = exchange.match.allowed
    elif isinstance(problem, (IdempotencyMismatch, IdempotencyInProgress)) and exchange.api.idempotency:
        problem.key = exchange.headers.get(exchange.api.idempotency.header, "")
    return problem
