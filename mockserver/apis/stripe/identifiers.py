"""Stripe's ids: a prefix and letters and digits, some with the time and the account inside."""

from collections.abc import Sequence

from mockserver.core import ids
from mockserver.core.api.model import Call

SHORT = frozenset({"cus", "prod"})
"""Kinds whose ids are 14 characters behind their prefix; all others have 24."""

_TIME_UNIT = 64
"""Seconds for which the part of an id that grows with time stays the same."""


def mint(call: Call, prefix: str) -> str:
    """Return a new id of a kind."""
    drawn = _draw(call)
    if prefix in SHORT:
        return f"{prefix}_{ids.base62(14, *drawn)}"
    return f"{prefix}_1{_moment(call)}{account_of(call.tenant)[-10:]}{ids.base62(8, *drawn)}"


def mint_code(call: Call, length: int) -> str:
    """Return a new code of capital letters and digits, as coupons have them."""
    return ids.base62(length, *_draw(call)).upper()


def mint_prefix(call: Call) -> str:
    """Return what a customer's invoice numbers begin with: eight capital hexadecimal digits."""
    return call.mint_uuid()[:8].upper()


def fingerprint(number: str) -> str:
    """Return the 16 characters that are the same for the same card or account."""
    return ids.base62(16, "fingerprint", number)


def account_of(tenant: str) -> str:
    """Return the id of a tenant's account; a connected account is called as the request calls it."""
    connected = tenant.rpartition(".")[2]
    return connected if connected.startswith("acct_") else f"acct_1{ids.base62(15, 'account', tenant)}"


def request_id(trace: Sequence[str]) -> str:
    """Return the id of a request, for its `Request-Id`, from the trace of its exchange."""
    return f"req_{ids.base62(14, 'request', *trace)}"


def _draw(call: Call) -> tuple[str, ...]:
    return call.seed, call.tenant, str(call.records.next_number("ids"))


def _moment(call: Call) -> str:
    """Write the time in five digits of base 62, which grow."""
    value, text = int(call.now.timestamp()) // _TIME_UNIT, ""
    for _ in range(5):
        value, rest = divmod(value, 62)
        text = ids.BASE62[rest] + text
    return text
