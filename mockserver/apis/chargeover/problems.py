"""How ChargeOver says no: the envelope, with a sentence in it.

It knows 400, 401, 404, 429 and 500. What it has no code for comes in the same envelope with the code of HTTP.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from mockserver.apis.chargeover.answers import BASE, enveloped
from mockserver.core.api.model import Exchange
from mockserver.core.http.reply import Reply
from mockserver.core.problems import (
    FieldError,
    Invalid,
    InvalidQuery,
    Malformed,
    NotFound,
    Problem,
    TooManyRequests,
    status_of,
)


@dataclass
class Missing(Invalid):
    """A request that lacks something; `what` is the parameter, or says that there is nothing at all."""

    what: str = ""


@dataclass
class NoSuch(NotFound):
    """An object that does not exist; `object` is its type in the words of addresses."""

    object: str = ""


def missing(parameter: str) -> Missing:
    """Refuse a request without a parameter it needs."""
    return Missing(errors=(FieldError(parameter, "is missing"),), what=f"{parameter}.")


def no_data() -> Missing:
    """Refuse a request that says nothing."""
    return Missing("No data.", what="No data.")


def wrong(parameter: str, text: str) -> Invalid:
    """Refuse one parameter of a body."""
    return Invalid(errors=(FieldError(parameter, text),))


def wrong_query(parameter: str, text: str) -> InvalidQuery:
    """Refuse one parameter of a query string."""
    return InvalidQuery(errors=(FieldError(parameter, text),))


_GENERIC = "Missing or invalid parameter."

_ANSWERS: Mapping[str, tuple[int, str]] = {
    "malformed": (400, _GENERIC),
    "unauthenticated": (401, "Invalid username or password."),
    "forbidden": (403, "The user does not have permission to do this."),
    "not_found": (404, "This object does not exist."),
    "method_not_allowed": (400, ""),
    "conflict": (409, "The request contradicts what is stored."),
    "duplicate": (400, "An object with this external_key already exists."),
    "gone": (404, "This object does not exist."),
    "invalid": (400, _GENERIC),
    "too_many_requests": (429, "Too many requests."),
    "too_large": (413, "The request body is too large."),
    "declined": (400, "This transaction could not be processed: Your card was declined."),
    "locked": (409, "Another request is changing this object."),
    "idempotency_mismatch": (409, "The request contradicts an earlier one."),
    "idempotency_in_progress": (409, "The same request is still being processed."),
    "server_error": (500, "Internal server error."),
    "unavailable": (503, "Service unavailable."),
    "timeout": (504, "Gateway timeout."),
}
"""By kind: the code, and the sentence of a problem that has none of its own."""

NATIVE = frozenset(
    {
        "malformed", "unauthenticated", "not_found", "method_not_allowed", "duplicate", "gone", "invalid",
        "too_many_requests", "declined", "server_error",
    }
)  # fmt: skip
"""Kinds that ChargeOver has a form of its own for."""

_CHALLENGE = {"WWW-Authenticate": 'Basic realm="ChargeOver API"'}
"""The Python library sends credentials only after it was asked for them so."""

_OTHER_OBJECTS = frozenset({"ach", "invoice", "item", "note", "package", "quote", "transaction", "usage"})
"""Types that ChargeOver has and this server does not: there is no command for them."""

_VERBS = {"POST": "create", "PUT": "modify", "DELETE": "delete"}


def render(problem: Problem, exchange: Exchange) -> Reply:
    """Write a problem as ChargeOver does."""
    code, message = _ANSWERS[problem.kind]
    message = problem.detail or message
    match problem.kind:
        case "unauthenticated":
            return enveloped(exchange, 401, False, _unauthenticated(problem, exchange), _CHALLENGE)
        case "not_found" | "method_not_allowed" if exchange.route is None or problem.kind == "method_not_allowed":
            return enveloped(exchange, 400, False, problem.detail or unsupported(exchange))
        case "not_found" | "gone":
            if isinstance(problem, NoSuch) and problem.object in ("customer", "user"):
                message = f"This {problem.object} does not exist."
            return enveloped(exchange, 404, None, message)
        case "invalid" | "malformed":
            message = _invalid(problem)
    headers = {}
    if isinstance(problem, TooManyRequests) and exchange.settings["retry_after"]:
        headers["Retry-After"] = str(max(math.ceil(problem.retry_after), 1))
    return enveloped(exchange, status_of(problem, code), False, message, headers)


def unsupported(exchange: Exchange) -> str:
    """Return what of an address is not known: its type of object, or the verb for that type."""
    object, _, id = re.sub("/{2,}", "/", exchange.path).removeprefix(BASE).strip("/").partition("/")
    id, _, rest = id.partition("/")
    known = {route.path.split("/")[1] for route in exchange.api.routes} | _OTHER_OBJECTS
    what = "command" if object in known else "object type"
    return f"The {what} requested is not supported: {_verb(exchange, id, rest)}({object}, {id})"


def _verb(exchange: Exchange, id: str, rest: str) -> str:
    action = _action(exchange) or rest.partition("_action/")[2]
    if action and exchange.method == "POST":
        return action
    if exchange.method in ("GET", "HEAD"):
        return "get" if id else "list"
    return _VERBS.get(exchange.method, exchange.method.lower())


def _action(exchange: Exchange) -> str:
    """Return the action that a query names; one that cannot be read names none."""
    try:
        return exchange.query.get("action", "")
    except Malformed:
        return ""


def _unauthenticated(problem: Problem, exchange: Exchange) -> str:
    if problem.detail or exchange.headers.get("authorization"):
        reason = problem.detail or _ANSWERS["unauthenticated"][1]
    else:
        reason = "Missing (basic) authorization header."
    return f"Invalid or incorrect authorization [{reason}]"


def _invalid(problem: Problem) -> str:
    """Return what is wrong behind ChargeOver's own sentence, which names nothing."""
    if isinstance(problem, Missing):
        return f"A required parameter was missing: {problem.what}"
    if isinstance(problem, (Invalid, InvalidQuery)) and problem.errors:
        particulars = "; ".join(f"{error.field} {error.message}" for error in problem.errors)
        end = "" if particulars.endswith("?") else "."
        return f"{problem.detail or _GENERIC} {particulars}{end}"
    return problem.detail or _GENERIC
