"""Tables in memory, as TinyDB's storages hold them, and the single changes passed to a storage."""

from collections.abc import Callable, Mapping
from typing import Any

from tinydb.storages import Storage

from mockserver.core.store import Record

Documents = dict[str, Record]
Changes = dict[str, dict[str, Record | None]]
"""The writes of one transaction: by collection, a record by id, `None` where it was deleted."""

COUNTERS = "counters"


class Memory(Storage):
    """Tables in memory; nothing is written anywhere."""

    durable = False

    def __init__(self) -> None:
        self.tables: dict[str, Documents] = {}

    def read(self) -> dict[str, dict[str, Any]] | None:
        return self.tables

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        self.tables = data

    def append(self, tenant: str, changes: Changes) -> None:
        """Keep a transaction before it is applied; in memory there is nothing to keep."""

    def forget(self, tenant: str) -> None:
        """Keep that a tenant was dropped."""

    def restoring(
        self, tenant: str, before: Mapping[str, Documents], tables: Mapping[str, Documents]
    ) -> Callable[[], None]:  # fmt: skip
        """Return what keeps that a tenant has these tables in place of others; what takes time is done at once."""
        return lambda: None

    def settle(self) -> None:
        """Tidy up what has become too long; in memory nothing does."""


def owner(table: str) -> str:
    """Name the tenant a table belongs to: collections have no slash in their names, tenants may.

    >>> owner("a/b/rebilly.customers")
    'a/b'
    """
    return table.rpartition("/")[0]


def collection_of(table: str) -> str:
    """Name the collection that a table holds."""
    return table.rpartition("/")[2]
