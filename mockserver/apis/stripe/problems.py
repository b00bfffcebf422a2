"""How Stripe says no: an `error` with a type, a code, a sentence and the parameter it is about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mockserver.apis.stripe import wording
from mockserver.apis.stripe.auth import NoAccount, PublishableKey, masked, presented_key
from mockserver.apis.stripe.identifiers import account_of, request_id
from mockserver.core.api.model import Exchange
from mockserver.core.http.forms import MalformedParameter, bracketed
from mockserver.core.http.reply import Reply
from mockserver.core.limits.limiter import READING_METHODS
from mockserver.core.problems import (
    Declined,
    Duplicate,
    FieldError,
    Forbidden,
    IdempotencyInProgress,
    IdempotencyMismatch,
    Invalid,
    MethodNotAllowed,
    NotFound,
    Problem,
    TooManyRequests,
    Unauthenticated,
    status_of,
)

Path = tuple[str, ...]
"""Where a parameter is: the names that lead to it."""


@dataclass
class BadParameter(Invalid):
    """A parameter that breaks a rule, or `errors` is empty and the request as a whole does; `code` may be empty.

    `begun` says that the operation had begun when it refused, so that its idempotency key keeps the refusal.
    """

    code: str = ""
    param: str = ""
    begun: bool = False


@dataclass
class NoSuch(NotFound):
    """The object that the path names does not exist; `param` is what Stripe calls its place."""

    param: str = "id"
    code: str = "resource_missing"


@dataclass
class CardError(Declined):
    """A card that was refused."""

    code: str = "card_declined"
    decline_code: str = ""
    param: str = ""


def bad(path: Sequence[str], message: str, code: str = "", *, begun: bool = False) -> BadParameter:
    """Refuse one parameter."""
    error = FieldError(".".join(path), message)
    return BadParameter(errors=(error,), code=code, param=bracketed(path), begun=begun)


def refused(message: str, code: str = "", *, begun: bool = True) -> BadParameter:
    """Refuse a request for what it wants as a whole; unless told otherwise, after it was understood."""
    return BadParameter(message, code=code, begun=begun)


def missing_reference(param: str, what: str, id: str) -> BadParameter:
    """Refuse a parameter that names an object which does not exist."""
    return bad(param.split("."), no_such(what, id), "resource_missing", begun=True)


def no_such(what: str, id: str) -> str:
    """Say that an object does not exist, in Stripe's words, which do not repeat the number of a card."""
    message = f"No such {what}: '{unnumbered(id)}'"
    if id != id.strip(" \t\r\n'\""):
        message += ". Make sure you use the exact id without extra whitespace or quotes"
    return message


def unnumbered(id: str) -> str:
    """Write what came as an id, but of the number of a card only the end.

    >>> unnumbered("4242 4242 4242 4242")
    '**** **** **** 4242'
    """
    return re.sub(r"\d(?=(?:\D?\d){4})", "*", id) if re.fullmatch(r"[\d\s-]{12,}", id) else id


REQUEST, API, CARD, IDEMPOTENCY = "invalid_request_error", "api_error", "card_error", "idempotency_error"

_ANSWERS: dict[str, tuple[int, str, str, str]] = {
    "malformed": (400, REQUEST, "", wording.UNREADABLE),
    "unauthenticated": (401, REQUEST, "", wording.NO_API_KEY),
    "forbidden": (403, REQUEST, "", wording.FORBIDDEN),
    "not_found": (404, REQUEST, "", wording.UNKNOWN_ADDRESS),
    "method_not_allowed": (404, REQUEST, "", wording.UNKNOWN_ADDRESS),
    "conflict": (409, REQUEST, "", wording.CONFLICT),
    "duplicate": (400, REQUEST, "resource_already_exists", "An object with that ID already exists."),
    "gone": (404, REQUEST, "resource_missing", "The object was deleted."),
    "invalid": (400, REQUEST, "", "The request has an invalid parameter."),
    "too_many_requests": (429, REQUEST, "rate_limit", wording.RATE_LIMIT),
    "too_large": (413, REQUEST, "", "The request body is too large."),
    "declined": (402, CARD, "card_declined", "Your card was declined."),
    "locked": (429, REQUEST, "lock_timeout", wording.LOCKED),
    "idempotency_mismatch": (400, IDEMPOTENCY, "", wording.OTHER_PARAMETERS),
    "idempotency_in_progress": (409, REQUEST, "idempotency_key_in_use", wording.KEY_IN_USE),
    "server_error": (500, API, "", wording.BACKEND),
    "unavailable": (503, API, "", wording.BACKEND),
    "timeout": (504, API, "", wording.BACKEND),
}
"""By kind: status, type, code and message. The client libraries go by the status or by the type: both have to fit."""

NATIVE = frozenset(_ANSWERS) - {"conflict", "gone", "too_large"}
"""Kinds that Stripe has a form of its own for."""

_DOCUMENTATION = "https://stripe.com/docs/error-codes/{code}"
_LOG = "https://dashboard.stripe.com/{account}/test/workbench/logs?object={request}"
"""Where Stripe would show the request; nobody is meant to follow it."""

_UNDOCUMENTED_CODES = frozenset({"property_expansion_max_depth"})

_PERMISSIONS = {
    "customers": "customer",
    "tax_ids": "customer",
    "account_tax_ids": "customer",
    "balance_transactions": "customer",
    "cash_balances": "customer",
    "cash_balance_transactions": "customer",
    "funding_instructions": "customer",
    "discounts": "customer",
    "payment_methods": "payment_method",
    "customer_payment_methods": "payment_method",
    "sources": "source",
    "tokens": "token",
    "coupons": "coupon",
    "promotion_codes": "promotion_code",
    "test_clocks": "billing_clock",
    "events": "event",
}
"""By resource, what the permissions of restricted keys call it."""

_OBJECTS = {
    "balance_transactions": "customer_balance_transaction",
    "cash_balance_transactions": "customer_cash_balance_transaction",
    "payment_methods": "PaymentMethod",
    "promotion_codes": "promotion code",
    "test_clocks": "billingclock",
}
"""What refusals call an object, by the part of paths before its id; others go by the singular of that."""


def render(problem: Problem, exchange: Exchange) -> Reply:
    """Write a problem as Stripe does; the members of an error stand in the order of the alphabet."""
    status, type, code, message = _ANSWERS[problem.kind]
    error: dict[str, Any] = {"type": type, "message": problem.detail or message}
    if code:
        error["code"] = code
    error.update(_particulars(problem, exchange))
    if error.get("code") and error["code"] not in _UNDOCUMENTED_CODES:
        error["doc_url"] = _DOCUMENTATION.format(code=error["code"].replace("_", "-"))
    if exchange.identity:
        account = account_of(exchange.identity.tenant)
        error["request_log_url"] = _LOG.format(account=account, request=request_id(exchange.trace))
    present = {name: error[name] for name in sorted(error) if error[name] not in (None, "")}
    return Reply.json(status_of(problem, status), {"error": present}, _headers(problem, status))


def keeps(problem: Problem) -> bool:
    """Return whether an idempotency key keeps a refusal: where the operation had begun, it is the key's answer."""
    return isinstance(problem, (Declined, Duplicate, NoSuch)) or (isinstance(problem, BadParameter) and problem.begun)


def _particulars(problem: Problem, exchange: Exchange) -> dict[str, Any]:
    """Return the members of an error that its kind alone does not tell."""
    match problem:
        case Unauthenticated():
            return _unauthenticated(problem, exchange)
        case NoAccount():
            key = masked(presented_key(exchange.headers))
            return {"message": wording.NO_ACCOUNT.format(key=key, account=problem.account), "code": "account_invalid"}
        case Forbidden():
            return {"message": problem.detail or _forbidden(exchange)}
        case CardError():
            return {"code": problem.code, "decline_code": problem.decline_code, "param": problem.param}
        case Declined():
            return {"decline_code": "generic_decline"}
        case NoSuch():
            return {"code": problem.code, "param": problem.param}
        case NotFound() if exchange.match.arguments and not problem.detail:
            return {"message": _nothing_there(exchange), "code": "resource_missing", "param": "id"}
        case NotFound() | MethodNotAllowed():
            return {"message": problem.detail or _unknown_address(exchange)}
        case MalformedParameter():
            return {"param": problem.parameter}
        case BadParameter():
            message = problem.errors[0].message if problem.errors else problem.detail
            return {"message": message, "param": problem.param, "code": problem.code}
        case Invalid() if problem.errors:
            first = problem.errors[0]  # Stripe tells of one at a time
            return {"message": problem.detail or first.message, "param": bracketed(first.field)}
        case IdempotencyMismatch():
            text = wording.OTHER_ENDPOINT if problem.path else wording.OTHER_PARAMETERS
            said = text.format(key=_key(problem, exchange), path=exchange.path, first=problem.path)
            return {"message": problem.detail or said}
        case IdempotencyInProgress():
            return {"message": problem.detail or wording.KEY_IN_USE.format(key=_key(problem, exchange))}
    return {}


def _unauthenticated(problem: Unauthenticated, exchange: Exchange) -> dict[str, str]:
    if isinstance(problem, PublishableKey):
        return {"message": wording.PUBLISHABLE_KEY, "code": "secret_key_required"}
    key = presented_key(exchange.headers)
    text = wording.INVALID_API_KEY.format(key=masked(key)) if key else wording.NO_API_KEY
    return {"message": problem.detail or text}


def _forbidden(exchange: Exchange) -> str:
    return wording.FORBIDDEN.format(
        key=masked(presented_key(exchange.headers)),
        account=account_of(exchange.identity.tenant if exchange.identity else ""),
        permission=permission(exchange.method, exchange.operation),
    )


def permission(method: str, operation: str) -> str:
    """Name what a restricted key needs for an operation.

    >>> permission("GET", "customers.list")
    'rak_customer_read'
    """
    resource = operation.partition(".")[0]
    return f"rak_{_PERMISSIONS.get(resource, resource)}_{'read' if method in READING_METHODS else 'write'}"


def _unknown_address(exchange: Exchange) -> str:
    return wording.UNKNOWN_ADDRESS.format(method=exchange.method, path=exchange.path)


def _nothing_there(exchange: Exchange) -> str:
    """Say that the last object which the path names does not exist, for rules that say no more than that."""
    [*_, (name, id)] = exchange.match.arguments.items()
    path = exchange.route.path if exchange.route else ""
    collection = path.partition(f"/<{name}>")[0].rpartition("/")[2]
    return no_such(_OBJECTS.get(collection, collection.removesuffix("s")), id)


def _key(problem: IdempotencyMismatch | IdempotencyInProgress, exchange: Exchange) -> str:
    return problem.key or exchange.headers.get("idempotency-key", "")


def _headers(problem: Problem, status: int) -> dict[str, str]:
    if isinstance(problem, TooManyRequests):
        # Stripe tells no time to wait, and its libraries repeat such a request only where this header says so.
        return {"Stripe-Rate-Limited-Reason": "global-rate"}
    if problem.kind in ("locked", "idempotency_in_progress"):
        return {"Stripe-Should-Retry": "true"}
    if status == 401:
        return {"WWW-Authenticate": 'Bearer realm="Stripe"'}
    return {}
