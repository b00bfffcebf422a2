"""The answer of a rule: a named error is rendered by the API like a genuine one."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mockserver.core import ids
from mockserver.core.api.model import Exchange
from mockserver.core.http.bodies import encode_json
from mockserver.core.http.headers import lines_of, several
from mockserver.core.http.reply import Reply
from mockserver.core.problems import (
    KINDS,
    UNREADABLE,
    FieldError,
    Forbidden,
    IdempotencyInProgress,
    IdempotencyMismatch,
    Invalid,
    MethodNotAllowed,
    Problem,
    TooManyRequests,
)
from mockserver.scenarios.rules.model import Respond

LONGEST_HEADER = 4_096
"""Characters of a header whose gaps were filled; the rest is cut off."""


def scripted(respond: Respond, exchange: Exchange, now: float, values: Mapping[str, object]) -> Reply:
    """Make the reply; a status, headers and a body of the rule's own lie over those of its error.

    `values` are what texts with gaps can name beside the request.
    """
    if respond.templates:
        respond = _with_gaps_filled(respond, exchange, now, values)
    if respond.error is None:
        reply = _literal(respond)
    else:
        reply = exchange.api.render(dated(_problem(respond, exchange), now), exchange)
        if respond.status is not None:
            reply.status = respond.status
        if respond.body is not None:
            literal = _literal(respond)
            reply.content = literal.content
            if isinstance(respond.body, str):
                reply.headers.update(literal.headers)
    reply.headers.update(respond.headers)
    drop_twins(reply.headers, respond.headers)
    return reply


def drop_twins(headers: dict[str, str], kept: Mapping[str, str]) -> None:
    """Remove headers whose names differ from the kept ones in case only, because HTTP ignores case."""
    names = {name.lower() for name in kept}
    for name in [name for name in headers if name not in kept and name.lower() in names]:
        del headers[name]


def dated(problem: Problem, now: float) -> Problem:
    """Add the moment when a limit opens to a problem that was raised without the time."""
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
    """Make the problem of a rule, with the facts about the request that a genuine one has."""
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


def _with_gaps_filled(respond: Respond, exchange: Exchange, now: float, values: Mapping[str, object]) -> Respond:
    from mockserver.scenarios.rules.templates import Filling  # Jinja: only for files that have such texts

    filling = Filling({**values, **_of_request(exchange, now)})
    return replace(
        respond,
        detail=filling.written(respond.detail),
        fields=[FieldError(filling.written(error.field), filling.written(error.message)) for error in respond.fields],
        headers={
            name: several(_one_line(filling.written(line)) for line in lines_of(value))
            for name, value in respond.headers.items()
        },
        body=filling.filled(respond.body),
    )


def _of_request(exchange: Exchange, now: float) -> dict[str, Any]:
    """Return what texts with gaps can name of a request."""
    try:
        query: Mapping[str, str] = exchange.query
        body = exchange.decoded()
    except UNREADABLE:
        query, body = {}, None
    return {
        "request": {
            "method": exchange.method,
            "path": exchange.path,
            "headers": dict(exchange.headers),
            "query": dict(query),
            "arguments": dict(exchange.match.arguments),
            "body": body,
        },
        "api": exchange.api.name,
        "operation": exchange.operation,
        "tenant": exchange.trace[1],
        "now": int(now),
        "id": ids.base62(16, "template", *exchange.trace),
        "uuid": ids.opaque_uuid(exchange.trace[0], f"template/{exchange.trace[1]}", int(exchange.trace[2])),
    }


def _one_line(text: str) -> str:
    """Keep a header what HTTP can carry and clients take, whatever a request put into it."""
    return "".join(character if " " <= character <= "~" else "?" for character in text[:LONGEST_HEADER])
