"""Customers above and below a customer in its account hierarchy."""

from collections.abc import Iterator
from typing import Any

from mockserver.apis.chargebee.customers.customer_record import CUSTOMERS, keep
from mockserver.core.api.model import Call
from mockserver.core.store import Record

PARENT = "_parent_id"
"""The member that children are looked up by; the one that is shown stands in `relationship`."""

MOST_CHILDREN, MOST_LEVELS = 250, 5


def children(call: Call, id: str) -> list[Record]:
    """Return the customers right below one, the oldest first."""
    return call.records.lookup(CUSTOMERS, PARENT, id)


def path_to_root(call: Call, customer: Record) -> list[Record]:
    """Return a customer and all above it, up to the root."""
    path = [customer]
    while (parent := call.records.get(CUSTOMERS, path[-1].get(PARENT) or "")) is not None:
        path.append(parent)
    return path


def subordinates(call: Call, customer: Record) -> Iterator[Record]:
    """Yield all below a customer, each before those below it."""
    for child in children(call, customer["id"]):
        yield child
        yield from subordinates(call, child)


def levels(call: Call, customer: Record) -> int:
    """Return how many levels there are from a customer down, its own among them."""
    return 1 + max((levels(call, child) for child in children(call, customer["id"])), default=0)


def release_owners(call: Call, customer: Record) -> None:
    """Have customers below one pay and get invoices themselves where whoever did is not above them any more."""
    for each in list(subordinates(call, customer)):
        above = {other["id"] for other in path_to_root(call, each)}
        owners = {name: id if id in above else each["id"] for name, id in each["relationship"].items()}
        if owners != each["relationship"]:
            keep(call, each, {**each, "relationship": owners})


def with_relationship(customer: Record, relationship: dict[str, Any] | None) -> dict[str, Any]:
    """Return a customer that has another place in a hierarchy, or none."""
    return {**customer, "relationship": relationship, PARENT: relationship and relationship["parent_id"]}
