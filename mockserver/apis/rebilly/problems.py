"""How Rebilly says no: problem details, served as plain `application/json`."""

import math
from http import HTTPStatus
from typing import Any

from mockserver.apis.rebilly.dialect import Body
from mockserver.core.api.model import Exchange
from mockserver.core.fields.containers import Array, Object
from mockserver.core.fields.kinds import Text, Whole
from mockserver.core.http.reply import Reply
from mockserver.core.problems import (
    BadMessage,
    Conflict,
    Forbidden,
    Invalid,
    InvalidQuery,
    MethodNotAllowed,
    Problem,
    TooManyRequests,
)


class InvalidFieldSchema(Body):
    """One member that breaks a rule."""

    field = Text(required=True)
    message = Text(required=True)


class ProblemSchema(Body):
    """Problem details (RFC 9457)."""

    type = Text(metadata={"format": "uri-reference"})
    title = Text()
    status = Whole()
    detail = Text()


class ValidationProblemSchema(ProblemSchema):
    """Problem details that name every invalid member."""

    invalidFields = Array(Object(InvalidFieldSchema))


class InUse(Conflict):
    """What is to be changed is in use; its body is of an older kind, which repeats the text in `error`."""


SANDBOX_WRITES = 3000
"""Writes that Rebilly's sandbox takes in ten minutes."""

_ANSWERS = {
    "malformed": (400, "Bad request", "The request cannot be read."),
    "unauthenticated": (401, "Unauthorized", "Invalid credentials."),
    "forbidden": (403, "Forbidden", "Permission is required."),
    "not_found": (404, "Not Found", "Resource not found."),
    "method_not_allowed": (405, "Method Not Allowed", "The method is not allowed here."),
    "conflict": (409, "Conflict", "The resource was changed by another request."),
    "duplicate": (409, "Conflict", "The resource exists already."),
    "gone": (410, "Gone", "The resource is no longer available."),
    "too_large": (413, "Payload Too Large", "The request body is too large."),
    "invalid": (422, "Validation error", "Invalid data was sent."),
    "too_many_requests": (429, "Rate Limit Exceeded", "Too many requests were sent in a certain period."),
    "server_error": (500, "Internal Server Error", "An error occurred."),
    "unavailable": (503, "Service Unavailable", "The service is unavailable."),
    "timeout": (504, "Gateway Timeout", "The service did not answer in time."),
    # Rebilly has no word of its own for these: a decline is the result of a transaction there, not an error, and it
    # has neither locks nor idempotency keys. The nearest documented statuses stand in.
    "declined": (422, "Validation error", "The payment instrument was declined."),
    "locked": (409, "Conflict", "The resource is being changed by another request."),
    "idempotency_mismatch": (409, "Conflict", "The request was sent before with other data."),
    "idempotency_in_progress": (409, "Conflict", "The same request is still being processed."),
}

NATIVE = frozenset(_ANSWERS) - {"declined", "locked", "idempotency_mismatch", "idempotency_in_progress"}
"""Kinds that Rebilly has a form of its own for."""


def render(problem: Problem, exchange: Exchange) -> Reply:
    """Write a problem as Rebilly does."""
    status, title, detail = _ANSWERS[problem.kind]
    if isinstance(problem, BadMessage):
        status, title = problem.status, HTTPStatus(problem.status).phrase
    if isinstance(problem, Forbidden) and problem.permission:
        detail = f"Permission {problem.permission} is required."
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": problem.detail or detail,
    }
    headers: dict[str, str] = {}
    if isinstance(problem, (Invalid, InvalidQuery)) or status == 422:
        # The clients read the member of every 422, also of one that names no field.
        body["invalidFields"] = [
            {"field": error.field, "message": error.message} for error in getattr(problem, "errors", ())
        ]
    elif isinstance(problem, InUse):
        body["error"] = body["detail"]
    elif isinstance(problem, MethodNotAllowed) and problem.allowed:
        headers["Allow"] = ", ".join(problem.allowed)
    elif isinstance(problem, TooManyRequests):
        headers = _limit_headers(problem)
    return Reply.json(status, body, headers)


def _limit_headers(problem: TooManyRequests) -> dict[str, str]:
    limit = str(problem.limit if problem.limit is not None else SANDBOX_WRITES)
    headers = {
        "X-RateLimit-Limit": limit,
        "X-RateLimit-Remaining": "0",
        # The PHP clients read these two names and not the documented ones.
        "Retry-After": str(math.ceil(problem.retry_after)),
        "Rate-Limit-Limit": limit,
    }
    if problem.reset is not None:
        headers["X-RateLimit-Retry-After"] = str(problem.reset)  # an epoch second, not a distance
    return headers
