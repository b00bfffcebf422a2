"""ChargeOver's ids, which count up for each type of object, and its tokens, which look random."""

from mockserver.core import ids
from mockserver.core.api.model import Call

FIRST = {"user": 350}
"""Where counting begins when it does not at 1; contacts of new accounts do so at about 350."""


def next_id(call: Call, object: str) -> int:
    """Return a new id of a type of object; ids of deleted ones do not come again."""
    return call.records.next_number(object) + FIRST.get(object, 1) - 1


def new_token(call: Call) -> str:
    """Return twelve small letters and digits."""
    return ids.base62(12, call.seed, call.tenant, "token", str(call.records.next_number("tokens"))).lower()
