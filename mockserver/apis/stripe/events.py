"""Events: what happened to an account's objects, as each of them stood then."""

from collections.abc import Mapping
from itertools import takewhile
from typing import Any

from mockserver.apis.stripe import times, views
from mockserver.apis.stripe.identifiers import mint, request_id
from mockserver.core.api.model import Call
from mockserver.core.store import Record

EVENTS = "events"

KEPT = 30 * 24 * 60 * 60
"""Seconds of the account's time after which an event is gone."""


def emit(call: Call, type: str, record: Record, previous: Mapping[str, Any] | None = None) -> None:
    """Keep an event about an object; `previous` holds what an update changed, as it was before."""
    data: dict[str, Any] = {"object": views.view(call, record, str(call.settings["api_version"]))}
    if previous is not None:
        data["previous_attributes"] = previous
    forget_old(call)
    id = mint(call, "evt")
    call.records.put(EVENTS, id, new_event(call, id, type, data))


def new_event(call: Call, id: str, type: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return an event that a call caused."""
    exchange = call.exchange
    return {
        "id": id,
        "object": "event",
        "api_version": str(call.settings["api_version"]),
        "created": times.now(call),
        "data": data,
        "livemode": False,
        "pending_webhooks": 0,
        "request": {
            "id": request_id(exchange.trace) if exchange.trace else None,
            "idempotency_key": exchange.headers.get("idempotency-key"),
        },
        "type": type,
    }


def emit_update(call: Call, type: str, before: Record, after: Record) -> None:
    """Keep an event about a change, if there was one."""
    version = str(call.settings["api_version"])
    previous = changed(views.view(call, before, version), views.view(call, after, version))
    if previous:
        emit(call, type, after, previous)


def is_kept(call: Call, event: Record) -> bool:
    """Return whether an event's time is not over."""
    return int(event["created"]) > times.now(call) - KEPT


def forget_old(call: Call) -> None:
    """Delete the oldest events while their time is over, so that no list has to pass them by."""
    for event in [*takewhile(lambda event: not is_kept(call, event), call.records.oldest_first(EVENTS))]:
        call.records.delete(EVENTS, event["id"])


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return what differs, as it was before; of hashes only the members that differ.

    >>> changed({"name": "Ada", "metadata": {"a": "1", "b": "2"}}, {"name": "Ada", "metadata": {"a": "1", "c": "3"}})
    {'metadata': {'b': '2', 'c': None}}
    """
    previous: dict[str, Any] = {}
    for name in [*before, *(name for name in after if name not in before)]:
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        both = isinstance(old, Mapping) and isinstance(new, Mapping)
        previous[name] = changed(old, new) if both else old  # type: ignore[arg-type]  # both are mappings
    return previous
