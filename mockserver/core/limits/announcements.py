"""Announcements of limits other than the vendor's: the IETF's fields, headers of any name, or none."""

import math
from collections.abc import Sequence

from mockserver.core.limits.limiter import Allowance, Counted

NAMES = ("limit", "remaining", "reset", "retry_after")
"""The values for headers of any name: `reset` as an epoch second, `retry_after` in whole seconds."""

_HINTS = ("ratelimit", "rate-limit", "x-ratelimit", "x-rate-limit")
"""Beginnings of the vendors' headers about limits."""


def announced(counted: Counted) -> dict[str, str]:
    """Return the headers about limits whose scenario replaces the vendor's headers.

    Of several limits with the same names, the one with least left is announced.
    """
    told = [allowance for allowance in counted.allowances if allowance.limit.announced not in ("vendor", "none")]
    if not told:
        return {}
    headers = _ietf([allowance for allowance in told if allowance.limit.announced == "ietf"])
    for allowance in sorted(told, key=_urgency):
        names = allowance.limit.announced
        if not isinstance(names, str):
            values = _values(allowance)
            headers.update({names[name]: values[name] for name in names if name in values})
    return headers


def withdraw(headers: dict[str, str], counted: Counted) -> None:
    """Remove the vendor's headers about limits from a refusal whose limit has others.

    With the IETF's fields `Retry-After` stays.
    """
    wish = counted.refused.limit.announced if counted.refused else "vendor"
    if wish == "vendor":
        return
    hints = _HINTS if wish == "ietf" else (*_HINTS, "retry-after")
    for name in [name for name in headers if name.lower().startswith(hints)]:
        del headers[name]


def _urgency(allowance: Allowance) -> tuple[bool, int, int]:
    """Order limits so that the last is the most important for a client."""
    return not allowance.admitted, -allowance.remaining, allowance.opens


def _ietf(allowances: Sequence[Allowance]) -> dict[str, str]:
    """Write limits in the structured fields of draft-ietf-httpapi-ratelimit-headers: lists with an item for each."""
    if not allowances:
        return {}
    return {
        "RateLimit-Policy": ", ".join(_policy(allowance) for allowance in allowances),
        "RateLimit": ", ".join(
            f'"{allowance.limit.id}";r={allowance.remaining};t={math.ceil(allowance.retry_after)}'
            for allowance in allowances
        ),
    }


def _policy(allowance: Allowance) -> str:
    limit = allowance.limit
    if limit.algorithm == "concurrency":
        return f'"{limit.id}";q={limit.limit};qu="concurrent-requests"'
    # Windows are announced in whole seconds; one with a fraction has none.
    window = f";w={limit.window:.0f}" if limit.window % 1 == 0 else ""
    return f'"{limit.id}";q={limit.limit}{window}'


def _values(allowance: Allowance) -> dict[str, str]:
    values = {"limit": str(allowance.limit.limit), "remaining": str(allowance.remaining), "reset": str(allowance.reset)}
    if not allowance.admitted:
        values["retry_after"] = str(max(math.ceil(allowance.retry_after), 1))
    return values
