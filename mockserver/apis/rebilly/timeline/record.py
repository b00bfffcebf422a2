"""A customer's timeline: what happened to it, written down as it happens, and comments."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from mockserver.apis.rebilly import names
from mockserver.apis.rebilly.dialect import written
from mockserver.core.api.model import Call
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
    posted: bool = False,
) -> Record:
    """Write a message down, one that a client has `posted` or one of ours.

    Everything here is made by API calls, so that is what triggered it.
    """
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
        "_posted": posted,
    }
    call.records.put(names.TIMELINE, id, record)
    return record


def of_customer(call: Call, customer_id: str) -> list[Record]:
    """Return a customer's messages, newest first; ids grow with time, also over those a merge has brought."""
    found = call.records.lookup(names.TIMELINE, "customerId", customer_id)
    return sorted(found, key=lambda record: str(record["id"]), reverse=True)


def move(call: Call, source: str, target: str) -> None:
    """Hand every message of one customer to another."""
    for record in call.records.lookup(names.TIMELINE, "customerId", source):
        call.records.put(names.TIMELINE, record["id"], {**record, "customerId": target})


def changes(title: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """Return a table of what changed between two objects; none where nothing did."""
    before, after = before or {}, after or {}
    rows = [
        {"attribute": name, "previousValue": _text(before.get(name)), "newValue": _text(after.get(name))}
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name) and name != "hash"
    ]
    return [{"type": "three-columns", "title": title, "footer": "", "data": rows}] if rows else []


def details(title: str, data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a table of the members of an object; none where it is empty."""
    rows = [{"attribute": name, "value": _text(value)} for name, value in data.items()]
    return [{"type": "two-columns", "title": title, "footer": "", "data": rows}] if rows else []


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


collections = (Collection(names.TIMELINE, indexes=("customerId",)),)
