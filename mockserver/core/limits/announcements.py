"""How answers tell of limits where not as the vendor does: in the IETF's fields, under names of one's own, or not."""

import math
from collections.abc import Sequence

from mockserver.core.limits.limiter import Allowance, Counted

NAMES = ("limit", "remaining", "reset", "retry_after")
"""What can be told under names of one's own: `reset` as an epoch second, `retry_after` in whole seconds."""

_HINTS = ("ratelimit", "rate-limit", "x-ratelimit", "x-rate-limit")
"""How headers begin in which vendors tell of limits."""


def announced(counted: Counted) -> dict[str, str]:
    """Return the headers that tell of limits whose scenario wants them told otherwise than the vendor does.

    Where several limits go by the same names, the one that has least left is told.
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
    """Take the vendor's words about limits out of a refusal whose limit is told otherwise.

    With the IETF's fields, which say nothing against it, `Retry-After` stays.
    """
    wish = counted.refused.limit.announced if counted.refused else "vendor"
    if wish == "vendor":
        return
    hints = _HINTS if wish == "ietf" else (*_HINTS, "retry-after")
    for name in [name for name in headers if name.lower().startswith(hints)]:
        del headers[name]


def _urgency(allowance: Allowance) -> tuple[bool, int, int]:
    """Order limits so that the last is the one that a client has to know of."""
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
    # Windows are told in whole seconds, which those of parts of a second have none of.
    window = f";w={limit.window:.0f}" if limit.window % 1 == 0 else ""
    return f'"{limit.id}";q={limit.limit}{window}'


def _values(allowance: Allowance) -> dict[str, str]:
    values = {"limit": str(allowance.limit.limit), "remaining": str(allowance.remaining), "reset": str(allowance.reset)}
    if not allowance.admitted:
        values["retry_after"] = str(max(math.ceil(allowance.retry_after), 1))
    return values
