"""How answers tell of limits where not as the vendor does: in the IETF's fields, or under names of one's own."""

import math
from collections.abc import Iterable

from mockserver.core.limiter import Allowance

NAMES = ("limit", "remaining", "reset", "retry_after")
"""What can be told under names of one's own: `reset` as an epoch second, `retry_after` in whole seconds."""


def announced(allowances: Iterable[Allowance]) -> dict[str, str]:
    """Give the headers that tell of limits whose scenario wants them told otherwise than the vendor does."""
    headers: dict[str, str] = {}
    for allowance in allowances:
        wish = allowance.limit.announced
        if wish == "ietf":
            for name, value in _ietf(allowance).items():
                headers[name] = f"{headers[name]}, {value}" if name in headers else value
        elif not isinstance(wish, str):
            values = _values(allowance)
            headers.update({wish[name]: values[name] for name in wish if name in values})
    return headers


def _ietf(allowance: Allowance) -> dict[str, str]:
    """Write a limit in the structured fields of draft-ietf-httpapi-ratelimit-headers."""
    limit = allowance.limit
    name = limit.id.replace("\\", "").replace('"', "")
    window = f";w={limit.window:.0f}" if limit.window >= 1 else ""
    return {
        "RateLimit-Policy": f'"{name}";q={limit.limit}{window}',
        "RateLimit": f'"{name}";r={allowance.remaining};t={math.ceil(allowance.retry_after)}',
    }


def _values(allowance: Allowance) -> dict[str, str]:
    values = {
        "limit": str(allowance.limit.limit),
        "remaining": str(allowance.remaining),
        "reset": str(allowance.reset),
    }
    if not allowance.admitted:
        values["retry_after"] = str(max(math.ceil(allowance.retry_after), 1))
    return values
