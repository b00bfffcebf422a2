"""What ChargeOver's Python library makes of the errors that rules order, at a create."""

from collections.abc import Mapping

NOTHING, RAISED_CLASS = "`None`", "ChargeOverConnectionError"

RAISED: Mapping[str, str] = {
    "malformed": NOTHING,
    "unauthenticated": RAISED_CLASS,
    "forbidden": RAISED_CLASS,
    "not_found": RAISED_CLASS,
    "method_not_allowed": NOTHING,
    "conflict": RAISED_CLASS,
    "duplicate": NOTHING,
    "gone": RAISED_CLASS,
    "invalid": NOTHING,
    "too_many_requests": RAISED_CLASS,
    "too_large": RAISED_CLASS,
    "declined": NOTHING,
    "locked": RAISED_CLASS,
    "idempotency_mismatch": RAISED_CLASS,
    "idempotency_in_progress": RAISED_CLASS,
    "server_error": RAISED_CLASS,
    "unavailable": RAISED_CLASS,
    "timeout": RAISED_CLASS,
}
"""By the name of the error: what it raises, or that it gives nothing, as it does for 400."""
