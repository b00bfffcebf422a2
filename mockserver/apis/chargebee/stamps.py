"""What objects of Chargebee's are marked with: ids, times in seconds, and versions that grow with every change."""

from typing import Any

from mockserver.core import ids
from mockserver.core.api.model import Call
from mockserver.core.store import Record


def now(call: Call) -> int:
    """Return the time in seconds."""
    return int(call.now.timestamp())


def created(call: Call) -> dict[str, Any]:
    """Return the members of a new object that tell when it was made."""
    moment = _milliseconds(call)
    return {"created_at": moment // 1000, "updated_at": moment // 1000, "resource_version": moment}


def changed(call: Call, before: Record) -> dict[str, Any]:
    """Return the members of a changed object that tell so; no two changes have the same version."""
    moment = max(_milliseconds(call), before["resource_version"] + 1)
    return {"updated_at": moment // 1000, "resource_version": moment}


def mint(call: Call, prefix: str = "") -> str:
    """Return a new id: seven digits of base 62 for the milliseconds, and nine that look random."""
    value, text = _milliseconds(call), ""
    for _ in range(7):
        value, rest = divmod(value, 62)
        text = ids.BASE62[rest] + text
    return f"{prefix}{text}{ids.base62(9, *_draw(call))}"


def mint_short(call: Call) -> str:
    """Return an id as contacts have it: ten small letters and digits."""
    return ids.base62(10, *_draw(call)).lower()


def _draw(call: Call) -> tuple[str, ...]:
    return call.seed, call.tenant, str(call.records.next_number("ids"))


def _milliseconds(call: Call) -> int:
    return int(call.now.timestamp() * 1000)
