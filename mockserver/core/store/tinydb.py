"""The default store: TinyDB with an index, so that no read or write grows with the number of records.

TinyDB's own table rebuilds every id on each write and its storages rewrite every record. Both are documented
extension points, replaced here: `IndexedTable` (`table`) changes documents in place and keeps indexes, and a storage
(`memory`, or the `folder`) receives single changes instead of whole tables.
"""

import threading
from collections.abc import Sequence

from tinydb import TinyDB

from mockserver.core.store import Collection, Contents
from mockserver.core.store.memory import COUNTERS, Changes, Documents, Memory, collection_of, owner
from mockserver.core.store.table import IndexedTable
from mockserver.core.store.transaction import TinyTransaction

LOCKS = 256


class TinyStore:
    """Every tenant's tables in one TinyDB; a tenant's transactions take turns."""

    def __init__(self, storage: Memory | None = None) -> None:
        self._storage = storage or Memory()
        # TinyDB takes a storage class; ours is made beforehand, because it may refuse to open.
        self._db = TinyDB(storage=lambda: self._storage)
        self._db.table_class = IndexedTable  # type: ignore[assignment]  # documented, but typed as Table itself
        self._indexes: dict[str, Sequence[str]] = {}
        self._tables: dict[str, dict[str, IndexedTable]] = {}
        self._names: dict[str, set[str]] = {}
        for name in self._storage.tables:
            self._names.setdefault(owner(name), set()).add(name)
        # A lock for each tenant would be kept for every tenant that ever was; a fixed number is shared instead.
        self._locks = [threading.RLock() for _ in range(LOCKS)]
        self._lock = threading.Lock()
        self._commits = threading.Lock()

    @property
    def durable(self) -> bool:
        return self._storage.durable

    def declare(self, prefix: str, collections: Sequence[Collection]) -> None:
        for collection in collections:
            self._indexes[f"{prefix}.{collection.name}"] = collection.indexes

    def transaction(self, tenant: str) -> TinyTransaction:
        return TinyTransaction(self, tenant, self._locks[hash(tenant) % LOCKS])

    def tenants(self) -> list[str]:
        return sorted(self._names)

    def owns(self, tenant: str) -> bool:
        return tenant in self._names

    def drop(self, tenant: str) -> dict[str, int]:
        with self._locks[hash(tenant) % LOCKS], self._commits:
            self._storage.forget(tenant)
            dropped = self._take_out(tenant)
        dropped.pop(COUNTERS, None)
        return dropped

    def contents(self, tenant: str) -> Contents:
        with self._locks[hash(tenant) % LOCKS]:
            tables = self._owned(tenant)
            counters = tables.pop(COUNTERS, {})
            return Contents(
                {collection: dict(documents) for collection, documents in tables.items() if documents},
                {name: int(record["value"]) for name, record in counters.items()},
            )

    def restore(self, tenant: str, contents: Contents) -> None:
        tables = {collection: dict(records) for collection, records in contents.records.items() if records}
        if contents.counters:
            tables[COUNTERS] = {name: {"value": value} for name, value in contents.counters.items()}
        with self._locks[hash(tenant) % LOCKS]:
            keep = self._storage.restoring(tenant, self._owned(tenant), tables)
            with self._commits:
                keep()  # may fail, and then nothing has happened
                self._take_out(tenant)
                with self._lock:
                    for collection, documents in tables.items():
                        name = f"{tenant}/{collection}"
                        self._storage.tables[name] = documents
                        self._names.setdefault(tenant, set()).add(name)
                self._storage.settle()

    def close(self) -> None:
        self._db.close()

    def commit(self, tenant: str, changes: Changes) -> None:
        """Keep and apply the writes of a transaction of this store; the tenant's lock is held."""
        # Kept and applied are one step for the storage: a snapshot must not fall between them.
        with self._commits:
            self._storage.append(tenant, changes)  # may fail, and then nothing has happened
            for collection, changed in changes.items():
                table = self.table(tenant, collection)
                for id, record in changed.items():
                    if record is None:
                        table.remove(doc_ids=[id])  # type: ignore[list-item]
                    else:
                        table.put(id, record)
            self._storage.settle()

    def table(self, tenant: str, collection: str) -> IndexedTable:
        """Return a tenant's table, made on first use."""
        table = self._tables.get(tenant, {}).get(collection)
        return table if table is not None else self._open(tenant, collection)

    def _owned(self, tenant: str) -> dict[str, Documents]:
        """Return a tenant's documents by collection."""
        return {collection_of(name): self._storage.tables[name] for name in sorted(self._names.get(tenant, ()))}

    def _take_out(self, tenant: str) -> dict[str, int]:
        """Take a tenant's tables away; return how many documents each had."""
        with self._lock:
            self._tables.pop(tenant, None)
            names = sorted(self._names.pop(tenant, ()))
            lengths = {collection_of(name): len(self._storage.tables[name]) for name in names}
            for name in names:
                self._db.drop_table(name)
        return lengths

    def _open(self, tenant: str, collection: str) -> IndexedTable:
        name = f"{tenant}/{collection}"
        with self._lock:
            table = self._db.table(name, indexes=self._indexes.get(collection, ()))
            assert isinstance(table, IndexedTable)  # noqa: S101  (TinyDB types table_class loosely)
            self._names.setdefault(tenant, set()).add(name)
            self._tables.setdefault(tenant, {})[collection] = table
        return table
