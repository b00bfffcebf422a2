"""How Chargebee says no: a message, a type, a code, the parameter, and the same again in members of an older kind."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mockserver.apis.chargebee.auth import presents_password
from mockserver.core.api.model import Exchange
from mockserver.core.http.bodies import encode_json
from mockserver.core.http.forms import MalformedParameter, bracketed
from mockserver.core.http.reply import Reply
from mockserver.core.problems import (
    Declined,
    Duplicate,
    FieldError,
    Invalid,
    MethodNotAllowed,
    NotFound,
    Problem,
    TooManyRequests,
    Unauthenticated,
    status_of,
)

BASIC_FAILED = "basic_authentication_failed"


@dataclass
class Wrong(Invalid):
    """A request that breaks a rule; `param` may be empty. `code` is today's, `legacy` the older clients'."""

    param: str = ""
    code: str = "param_wrong_value"
    legacy: str = "wrong_format"


@dataclass
class Taken(Duplicate):
    """A value that has to be unique and is not."""

    param: str = "id"


@dataclass
class NotPresent(NotFound):
    """An object that a parameter names and that does not exist."""

    param: str = ""


@dataclass
class PaymentRefused(Declined):
    """A payment, or a way to pay, that the gateway refuses; `cause` is the gateway's reason in a few words."""

    code: str = "payment_processing_failed"
    legacy: str = "charge_failed"
    cause: str = "gateway.general.decline"
    param: str = ""


def wrong(param: str, text: str, code: str = "param_wrong_value", legacy: str = "wrong_format") -> Wrong:
    """Refuse a parameter, named as the request writes it: `billing_address[country]`."""
    field = param.replace("][", ".").replace("[", ".").replace("]", "")
    return Wrong(errors=(FieldError(field, text),), param=param, code=code, legacy=legacy)


def blank(param: str) -> Wrong:
    """Refuse a parameter that is missing or empty."""
    return wrong(param, "cannot be blank", legacy="param_required")


def inside(group: str, name: str) -> str:
    """Name a parameter of a group as forms do; a request's own stand in none, which is the empty one."""
    return f"{group}[{name}]" if group else name


def incompatible(param: str, feature: str) -> Wrong:
    """Refuse a parameter that a feature of the site has to be switched on for."""
    return unconfigured(param, f"{feature} is not enabled for this site")


def unconfigured(param: str, text: str) -> Wrong:
    """Refuse a parameter that does not go with how the site is set up."""
    return wrong(param, text, "configuration_incompatible", "configuration_incompatible")


def beyond(param: str, text: str) -> Wrong:
    """Refuse what would be more than there can be."""
    return wrong(param, text, "resource_limit_exceeded", "resource_limit_exceeded")


def contradicts(param: str, text: str) -> Wrong:
    """Refuse a parameter that does not go with the others."""
    return wrong(param, text, "invalid_request", "param_should_not_be_sent")


def lacking(param: str, text: str) -> Wrong:
    """Refuse a parameter that another one is missing for."""
    return wrong(param, text, "invalid_request", "param_required")


_LIMITED = "Sorry, access has been blocked temporarily due to request count exceeding acceptable limits."
_BROKEN = "Sorry, Something went wrong when trying to process the request."


@dataclass(frozen=True, slots=True)
class _Answer:
    """How a kind of problem is told: its code, and an older one where that is another; clients go by the `type`."""

    status: int
    code: str
    message: str
    type: str = "invalid_request"
    legacy: str = ""


_FAILED = "operation_failed"

_LOST = _Answer(404, "resource_not_found", "Sorry, we couldn't find that resource")

_ANSWERS: Mapping[str, _Answer] = {
    "malformed": _Answer(400, "invalid_request", "The request cannot be read."),
    "unauthenticated": _Answer(
        401, "api_authentication_failed", "Sorry, authentication failed. Invalid api key", "",
        "api_authentication_invalid_key",
    ),
    "forbidden": _Answer(
        403, "api_authorization_failed", "Sorry, you are not authorized to perform this operation with this key.",
        _FAILED,
    ),
    "not_found": _LOST,
    "method_not_allowed": _Answer(
        405, "http_method_not_supported", "The request method is not supported for this resource."
    ),
    "conflict": _Answer(
        409, "invalid_state_for_request", "The resource is not in a state that allows this operation."
    ),
    "duplicate": _Answer(400, "duplicate_entry", "The value is already present.", legacy="param_not_unique"),
    "gone": _LOST,
    "invalid": _Answer(400, "invalid_request", "The request is not valid."),
    "too_many_requests": _Answer(429, "api_request_limit_exceeded", _LIMITED, _FAILED),
    "too_large": _Answer(413, "invalid_request", "The request body is too large."),
    "declined": _Answer(
        400, "payment_processing_failed", "Payment collection failed. Reason: (3001) Insufficient funds.", "payment",
        "charge_failed",
    ),
    "locked": _Answer(
        429, "lock_timeout", "The resource is being changed by another request. Try again in a moment.", _FAILED
    ),
    "idempotency_mismatch": _Answer(
        422, "unable_to_process_request", "The idempotency key provided has already been used for a different request"
    ),
    "idempotency_in_progress": _Answer(
        429, "lock_timeout", "A request with the same idempotency key is still being processed. Try again in a moment.",
        _FAILED,
    ),
    "server_error": _Answer(500, "internal_error", _BROKEN, _FAILED),
    "unavailable": _Answer(503, "internal_temporary_error", _BROKEN, _FAILED),
    "timeout": _Answer(504, "internal_error", _BROKEN, _FAILED),
}  # fmt: skip

NATIVE = frozenset(_ANSWERS) - {"gone", "too_large", "idempotency_in_progress", "timeout"}
"""Kinds that Chargebee has a form of its own for."""

JSON = {"Content-Type": "application/json;charset=utf-8"}


def render(problem: Problem, exchange: Exchange) -> Reply:
    """Write a problem as Chargebee does: both generations of clients find the members they read."""
    usual = _ANSWERS[problem.kind]
    status = status_of(problem, usual.status)
    error: dict[str, Any] = {
        "message": problem.detail or usual.message,
        "type": usual.type,
        "api_error_code": usual.code,
        "error_code": usual.legacy or usual.code,
        "http_status_code": status,
        **_particulars(problem),
    }
    if isinstance(problem, Unauthenticated) and presents_password(exchange.headers):
        # Documented for a user's name and password that are wrong; a wrong key alone was captured with the other code.
        error.update(api_error_code=BASIC_FAILED, error_code=BASIC_FAILED)
    param = error.get("param")
    error["error_msg"] = error["message"]
    if param:
        error["error_param"] = param
        if not isinstance(problem, NotPresent):  # whose sentence names no parameter in Chargebee's documents
            error["message"] = f"{param} : {error['error_msg']}"
    present = {name: value for name, value in error.items() if value not in ("", None)}
    return Reply(status, encode_json(present), {**JSON, **_headers(problem, status)})


def keeps(problem: Problem) -> bool:
    """Return whether an idempotency key keeps a refusal: all that the operation itself says, but for its failures."""
    return problem.kind in ("invalid", "duplicate", "not_found", "conflict", "declined", "malformed")


def _particulars(problem: Problem) -> dict[str, Any]:
    """Return the members of an error that its kind alone does not tell."""
    match problem:
        case Wrong():
            text = problem.errors[0].message if problem.errors else problem.detail
            return {
                "message": text,
                "api_error_code": problem.code,
                "error_code": problem.legacy,
                "param": problem.param,
            }
        case Invalid() if problem.errors:
            first = problem.errors[0]  # Chargebee tells of one at a time
            codes = {"api_error_code": "param_wrong_value", "error_code": "wrong_format"}
            return {"message": problem.detail or first.message, "param": bracketed(first.field), **codes}
        case PaymentRefused():
            return {
                "api_error_code": problem.code,
                "error_code": problem.legacy,
                "error_cause_id": problem.cause,
                "param": problem.param,
            }
        case Declined():
            return {"error_cause_id": "gateway.general.decline"}
        case Taken() | NotPresent():
            return {"param": problem.param}
        case MalformedParameter():
            return {"param": problem.parameter}
    return {}


def _headers(problem: Problem, status: int) -> dict[str, str]:
    if isinstance(problem, MethodNotAllowed) and problem.allowed:
        return {"Allow": ", ".join(problem.allowed)}
    if isinstance(problem, TooManyRequests):
        # The Node client gives up without a whole number of seconds, and takes 0 for none.
        return {"Retry-After": str(max(math.ceil(problem.retry_after), 1))}
    return {"Retry-After": "1"} if status == 429 else {}
