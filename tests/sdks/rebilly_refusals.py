"""What Rebilly's own JavaScript library makes of the errors that rules order."""

from collections.abc import Mapping

RAISED: Mapping[str, str] = {
    "malformed": "RebillyRequestError",
    "unauthenticated": "RebillyForbiddenError",
    "forbidden": "RebillyRequestError",
    "not_found": "RebillyNotFoundError",
    "method_not_allowed": "RebillyMethodNotAllowedError",
    "conflict": "RebillyConflictError",
    "duplicate": "RebillyConflictError",
    "gone": "RebillyRequestError",
    "invalid": "RebillyValidationError",
    "too_many_requests": "RebillyRequestError",
    "too_large": "RebillyRequestError",
    "declined": "RebillyValidationError",
    "locked": "RebillyConflictError",
    "idempotency_mismatch": "RebillyConflictError",
    "idempotency_in_progress": "RebillyConflictError",
    "server_error": "RebillyRequestError",
    "unavailable": "RebillyRequestError",
    "timeout": "RebillyRequestError",
}
"""The class of what it throws, by the name of the error; the library goes by the status."""
