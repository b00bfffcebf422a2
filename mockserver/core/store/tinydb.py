"""The default store: TinyDB with an index, so that no read or write grows with what is stored.

TinyDB's own table rebuilds every id on each write and its storages rewrite every record. Both are documented
extension points, replaced here: `IndexedTable` changes documents in place and keeps indexes, and a storage
(`Memory` here, `Folder` in `folder.py`) hears of single changes instead of whole tables.
"""

import threading
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from typing import Any, Self, cast

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Table

from mockserver.core.store import Collection, Condition, Record, indexed

Documents = dict[str, Record]
Changes = dict[str, dict[str, Record | None]]
"""What one transaction wrote: by collection, a record by id, `None` where it was deleted."""

COUNTERS = "counters"

LOCKS = 256


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

    def settle(self) -> None:
        """Tidy up what has become too long; in memory nothing does."""


class IndexedTable(Table):
    """A TinyDB table whose every write costs the same, with lookups by declared members."""

    document_id_class = str  # type: ignore[assignment]  # TinyDB documents this override and types it as int

    def __init__(self, storage: Memory, name: str, indexes: Sequence[str] = ()) -> None:
        super().__init__(storage, name, cache_size=0)
        self._documents: Documents = storage.tables.setdefault(name, {})
        self._indexes: dict[str, dict[Any, dict[str, None]]] = {member: {} for member in indexes}
        for id, document in self._documents.items():
            self._index(id, document)

    def put(self, id: str, document: Record) -> None:
        """Create or replace a document."""
        self._unindex(id)
        self._documents[id] = document
        self._index(id, document)

    def fetch(self, id: str) -> Record | None:
        """Give the stored document itself, not a copy as `get` does."""
        return self._documents.get(id)

    def lookup(self, member: str, value: Any) -> list[str]:
        """Give the ids of the documents whose indexed member has this value, oldest first."""
        return list(self._indexes[member].get(value, ()))

    def newest_first(self) -> Iterator[tuple[str, Record]]:
        """Walk from the newest to the oldest."""
        return reversed(self._documents.items())

    def _read_table(self) -> Any:
        return self._documents

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        updater(_Indexed(self))

    def _index(self, id: str, document: Record) -> None:
        for member, entries in self._indexes.items():
            for value in indexed(document, member):
                entries.setdefault(value, {})[id] = None

    def _unindex(self, id: str) -> None:
        document = self._documents.get(id)
        if document is None:
            return
        for member, entries in self._indexes.items():
            for value in indexed(document, member):
                entries[value].pop(id, None)
                if not entries[value]:
                    del entries[value]


class _Indexed(MutableMapping[str, Record]):
    """What TinyDB's updaters see as the table: a change here changes the index with it."""

    def __init__(self, table: IndexedTable) -> None:
        self._table = table

    def __getitem__(self, id: str) -> Record:
        return self._table._documents[id]

    def __setitem__(self, id: str, document: Record) -> None:
        self._table.put(id, document)

    def __delitem__(self, id: str) -> None:
        self._table._unindex(id)
        del self._table._documents[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._table._documents)

    def __len__(self) -> int:
        return len(self._table._documents)


class TinyTransaction:
    """A transaction that holds back its writes and lays them over what is stored, until its block ends well."""

    def __init__(self, store: "TinyStore", tenant: str, lock: threading.RLock) -> None:
        self._store = store
        self._tenant = tenant
        self._lock = lock
        self.changes: Changes = {}

    def __enter__(self) -> Self:
        self._lock.acquire()
        return self

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        try:
            if self.changes and kind is None:
                self._store.commit(self._tenant, self.changes)
        finally:
            self._lock.release()

    def _table(self, collection: str) -> IndexedTable:
        return self._store.table(self._tenant, collection)

    def get(self, collection: str, id: str) -> Record | None:
        changed = self.changes.get(collection)
        if changed and id in changed:
            return changed[id]
        return self._table(collection).fetch(id)

    def put(self, collection: str, id: str, record: Record) -> None:
        self.changes.setdefault(collection, {})[id] = record

    def delete(self, collection: str, id: str) -> None:
        self.changes.setdefault(collection, {})[id] = None

    def lookup(self, collection: str, index: str, value: str) -> list[Record]:
        table = self._table(collection)
        found = {id: table.fetch(id) for id in table.lookup(index, value)}
        for id, record in self.changes.get(collection, {}).items():
            if record is not None and value in indexed(record, index):
                found[id] = record
            else:
                found.pop(id, None)
        return [record for record in found.values() if record is not None]

    def newest_first(self, collection: str) -> Iterator[Record]:
        changed = self.changes.get(collection, {})
        table = self._table(collection)
        yield from (
            record for id, record in reversed(changed.items()) if record is not None and table.fetch(id) is None
        )
        for id, record in table.newest_first():
            current = changed.get(id, record)
            if current is not None:
                yield current

    def search(self, collection: str, condition: Condition) -> list[Record]:
        if collection not in self.changes:
            return [*reversed(self._table(collection).search(_query(condition)))]
        return [record for record in self.newest_first(collection) if condition(record)]

    def count(self, collection: str) -> int:
        table = self._table(collection)
        total = len(table)
        for id, record in self.changes.get(collection, {}).items():
            total += (record is not None) - (table.fetch(id) is not None)
        return total

    def counter(self, name: str) -> int:
        record = self.get(COUNTERS, name)
        return int(record["value"]) if record else 0

    def set_counter(self, name: str, value: int) -> None:
        self.put(COUNTERS, name, {"value": value})


def _query(condition: Condition) -> QueryLike:
    """Tell TinyDB's types that a function is a query: it is callable and has a hash."""
    return cast("QueryLike", condition)


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
            self._names.setdefault(name.partition("/")[0], set()).add(name)
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
            with self._lock:
                self._tables.pop(tenant, None)
                names = sorted(self._names.pop(tenant, ()))
                dropped = {name.partition("/")[2]: len(self._storage.tables[name]) for name in names}
                for name in names:
                    self._db.drop_table(name)
        dropped.pop(COUNTERS, None)
        return dropped

    def close(self) -> None:
        self._db.close()

    def commit(self, tenant: str, changes: Changes) -> None:
        """Keep and apply what a transaction of this store wrote; the tenant's lock is held."""
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
        """Give a tenant's table, made on first use."""
        table = self._tables.get(tenant, {}).get(collection)
        return table if table is not None else self._open(tenant, collection)

    def _open(self, tenant: str, collection: str) -> IndexedTable:
        name = f"{tenant}/{collection}"
        with self._lock:
            table = self._db.table(name, indexes=self._indexes.get(collection, ()))
            assert isinstance(table, IndexedTable)  # noqa: S101  (TinyDB types table_class loosely)
            self._names.setdefault(tenant, set()).add(name)
            self._tables.setdefault(tenant, {})[collection] = table
        return table
