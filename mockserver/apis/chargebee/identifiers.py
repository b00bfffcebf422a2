"""Chargebee's ids: letters and digits, of which the first grow with time."""

from mockserver.core import ids
from mockserver.core.api.model import Call


def mint(call: Call, prefix: str = "") -> str:
    """Return a new id: seven digits of base 62 for the milliseconds, and nine that look random."""
    return f"{prefix}{_moment(call)}{ids.base62(9, *_draw(call))}"


def mint_short(call: Call) -> str:
    """Return an id as contacts have it: ten small letters and digits."""
    return ids.base62(10, *_draw(call)).lower()


def _draw(call: Call) -> tuple[str, ...]:
    return call.seed, call.tenant, str(call.records.next_number("ids"))


def _moment(call: Call) -> str:
    value, text = int(call.now.timestamp() * 1000), ""
    for _ in range(7):
        value, rest = divmod(value, 62)
        text = ids.BASE62[rest] + text
    return text
