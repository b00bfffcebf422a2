"""A customer's timeline: what happened to it, written down as it happens, and comments."""

from collections.abc import Mapping, Sequence
from typing import Any

from mockserver.apis.rebilly import names
from mockserver.apis.rebilly.times import written
from mockserver.core.api import Call
from mockserver.core.store import Collection, Record


def record_message(
    call: Call,
    customer_id: str,
    type: str,
    message: str,
    *,
    tables: Sequence[Mapping[str, Any]] = (),
    links: Sequence[Mapping[str, Any]] = (),
    custom_event_type: str | None = None,
) -> Record:
    """Write a message down. Everything here is made by API calls, so that is what triggered it."""
    id = call.mint("tmln")
    record = {
        "id": id,
        "customerId": customer_id,
        "type": type,
        **({"customEventType": custom_event_type} if custom_event_type else {}),
        "triggeredBy": "direct-api",
        "message": message,
        "extraData": {
            "actions": [],
            "tables": list(tables),
            "author": {"userFullName": "API", "userId": "usr_api"},
            "mentions": {},
            "links": list(links),
        },
        "occurredTime": written(call.now),
    }
    call.records.put(names.TIMELINE, id, record)
    return record


def changes(title: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """Give a table of what changed between two objects; none where nothing did."""
    before, after = before or {}, after or {}
    rows = [
        {"attribute": name, "previousValue": _text(before.get(name)), "newValue": _text(after.get(name))}
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name) and name != "hash"
    ]
    return [{"type": "three-columns", "title": title, "footer": "", "data": rows}] if rows else []


def _text(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else str(value)


collections = (Collection(names.TIMELINE, indexes=("customerId",)), Collection(names.TIMELINE_EVENTS))
