"""Tags on customers' records: put on, taken off, renamed."""

from typing import Any

from mockserver.apis.rebilly import consequences, names, views
from mockserver.apis.rebilly.dialect import written
from mockserver.core.api.model import Call
from mockserver.core.store import Record


def put_on(call: Call, customer: Record, tag: Record) -> None:
    """Let a customer carry a tag; one that carries it stays as it is."""
    if _carries(customer, tag):
        return
    _save(call, customer, [*customer["tags"], views.public(tag)])
    consequences.customer_tagged(call, customer["id"], tag["name"])


def take_off(call: Call, customer: Record, tag: Record) -> None:
    """Let a customer carry a tag no longer; one that does not stays as it is."""
    if not _carries(customer, tag):
        return
    _save(call, customer, [entry for entry in customer["tags"] if entry["id"] != tag["id"]])
    consequences.customer_untagged(call, customer["id"], tag["name"])


def take_off_all(call: Call, tag: Record) -> None:
    """Take a tag off every customer."""
    for customer in _carriers(call, tag):
        take_off(call, customer, tag)


def show_renamed(call: Call, tag: Record) -> None:
    """Let every customer that carries a tag show its present name. The customers themselves are not changed by it."""
    for customer in _carriers(call, tag):
        tags = [views.public(tag) if entry["id"] == tag["id"] else entry for entry in customer["tags"]]
        call.records.put(names.CUSTOMERS, customer["id"], {**customer, "tags": tags})


def united(first: Record, second: Record) -> list[dict[str, Any]]:
    """Return the tags of two customers, each once."""
    tags = {entry["id"]: entry for entry in [*first["tags"], *second["tags"]]}
    return list(tags.values())


def _carriers(call: Call, tag: Record) -> list[Record]:
    return call.records.lookup(names.CUSTOMERS, "tags.id", tag["id"])


def _carries(customer: Record, tag: Record) -> bool:
    return any(entry["id"] == tag["id"] for entry in customer["tags"])


def _save(call: Call, customer: Record, tags: list[dict[str, Any]]) -> None:
    changed = {
        **customer,
        "tags": tags,
        "revision": customer["revision"] + 1,
        "updatedTime": written(call.now),
    }
    call.records.put(names.CUSTOMERS, customer["id"], changed)
