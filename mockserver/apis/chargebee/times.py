"""Time as Chargebee writes it: seconds, and milliseconds that grow with every change."""

from typing import Any

from mockserver.core.api.model import Call
from mockserver.core.store import Record


def now(call: Call) -> int:
    """Return the time in seconds."""
    return int(call.now.timestamp())


def created(call: Call) -> dict[str, Any]:
    """Return the members of a new object that tell when it was made."""
    moment = int(call.now.timestamp() * 1000)
    return {"created_at": moment // 1000, "updated_at": moment // 1000, "resource_version": moment}


def changed(call: Call, before: Record) -> dict[str, Any]:
    """Return the members of a changed object that tell so; no two changes have the same version."""
    moment = max(int(call.now.timestamp() * 1000), before["resource_version"] + 1)
    return {"updated_at": moment // 1000, "resource_version": moment}
