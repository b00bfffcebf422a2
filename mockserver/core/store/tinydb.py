"""The default store: TinyDB with an index, so that no read or write grows with what is stored.

TinyDB's own table rebuilds every id on each write and its storages rewrite every record. Both are documented
extension points, replaced here: `IndexedTable` changes documents in place and keeps indexes, and a storage
(`Memory` here, `Folder` in `folder.py`) hears of single changes instead of whole tables.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from heapq import merge
from itertools import chain, dropwhile
from typing import Any, Self, cast

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Table

from mockserver.core.store import Collection, Condition, Contents, Record, indexed
from mockserver.core.store.order import Order

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

    def restoring(
        self, tenant: str, before: Mapping[str, Documents], tables: Mapping[str, Documents]
    ) -> Callable[[], None]:  # fmt: skip
        """Return what keeps that a tenant has these tables in place of others; what takes time is done at once."""
        return lambda: None

    def settle(self) -> None:
        """Tidy up what has become too long; in memory nothing does."""


class IndexedTable(Table):
    """A TinyDB table whose every write costs the same, with lookups by declared members and walks from any record.

    Documents are held in the order of their creation, which is enough to walk from an end. Their `Order` is made when
    a walk first starts elsewhere, and kept from then on: a table that is never asked pays nothing for it.
    """

    document_id_class = str  # type: ignore[assignment]  # TinyDB documents this override and types it as int

    def __init__(self, storage: Memory, name: str, indexes: Sequence[str] = ()) -> None:
        super().__init__(storage, name, cache_size=0)
        self._documents: Documents = storage.tables.setdefault(name, {})
        self._indexes: dict[str, dict[Any, dict[str, None]]] = {member: {} for member in indexes}
        self._unsorted: set[tuple[str, Any]] = set()
        """The entries of indexes that older documents came to later, by member and value."""
        self._order: Order | None = None
        for id, document in self._documents.items():
            self._index(id, document)

    def put(self, id: str, document: Record) -> None:
        """Create or replace a document."""
        before = self._documents.get(id)
        self._documents[id] = document
        if before is not None:
            self._reindex(id, before, document)
            return
        self._index(id, document)
        if self._order is not None:
            self._order.append(id)

    def delete(self, id: str) -> None:
        """Remove a document that is there."""
        document = self._documents.pop(id)
        for member in self._indexes:
            for value in indexed(document, member):
                self._leave(member, value, id)
        if self._order is not None:
            self._order.remove(id)

    def fetch(self, id: str) -> Record | None:
        """Give the stored document itself, not a copy as `get` does."""
        return self._documents.get(id)

    def lookup(self, member: str, value: Any) -> dict[str, None]:
        """Give the ids of the documents whose indexed member has this value, oldest first. Not to be changed."""
        if self._unsorted and (member, value) in self._unsorted:
            self._unsorted.discard((member, value))
            entries = self._indexes[member]
            entries[value] = dict.fromkeys(sorted(entries[value], key=self.order.place))
        return self._indexes[member].get(value, {})

    def newest_first(self, after: str | None = None) -> Iterator[tuple[str, Record]]:
        """Walk from the newest to the oldest, or from the one before `after`, which is there."""
        if after is None:
            return reversed(self._documents.items())
        return ((id, self._documents[id]) for id in self.order.older(after))

    def oldest_first(self, after: str | None = None) -> Iterator[tuple[str, Record]]:
        """Walk from the oldest to the newest, or from the one behind `after`, which is there."""
        if after is None:
            return iter(self._documents.items())
        return ((id, self._documents[id]) for id in self.order.newer(after))

    @property
    def order(self) -> Order:
        """The order of creation; linear when it is first asked for."""
        if self._order is None:
            self._order = Order(self._documents)
        return self._order

    def _read_table(self) -> Any:
        return self._documents

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        updater(_Indexed(self))

    def _index(self, id: str, document: Record) -> None:
        for member, entries in self._indexes.items():
            for value in indexed(document, member):
                entries.setdefault(value, {})[id] = None

    def _reindex(self, id: str, before: Record, document: Record) -> None:
        for member, entries in self._indexes.items():
            had, has = indexed(before, member), indexed(document, member)
            if had == has:
                continue
            for value in had:
                if value not in has:
                    self._leave(member, value, id)
            for value in has:
                if value not in had:
                    ids = entries.setdefault(value, {})
                    if ids:
                        self._unsorted.add((member, value))
                    ids[id] = None

    def _leave(self, member: str, value: Any, id: str) -> None:
        ids = self._indexes[member].get(value, {})
        ids.pop(id, None)
        if not ids:
            self._indexes[member].pop(value, None)
            self._unsorted.discard((member, value))


class _Indexed(MutableMapping[str, Record]):
    """What TinyDB's updaters see as the table: a change here changes the index with it."""

    def __init__(self, table: IndexedTable) -> None:
        self._table = table

    def __getitem__(self, id: str) -> Record:
        return self._table._documents[id]

    def __setitem__(self, id: str, document: Record) -> None:
        self._table.put(id, document)

    def __delitem__(self, id: str) -> None:
        self._table.delete(id)

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
        self._overlays: dict[tuple[str, str], Overlay] = {}

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

    def _layers(self, collection: str) -> tuple[IndexedTable, dict[str, Record | None]]:
        return self._table(collection), self.changes.get(collection, {})

    def _is_stored(self, collection: str, after: str | None) -> bool:
        """Say whether a walk starts among what is stored; where its start is missing, raise `KeyError`."""
        if after is None:
            return False
        if self.get(collection, after) is None:
            raise KeyError(after)
        return self._table(collection).fetch(after) is not None

    def get(self, collection: str, id: str) -> Record | None:
        changed = self.changes.get(collection)
        if changed and id in changed:
            return changed[id]
        return self._table(collection).fetch(id)

    def put(self, collection: str, id: str, record: Record) -> None:
        changed = self.changes.setdefault(collection, {})
        self._overlay(collection, id, changed.get(id), record)
        changed[id] = record

    def delete(self, collection: str, id: str) -> None:
        changed = self.changes.setdefault(collection, {})
        # One that is not stored leaves nothing behind, or else it would come back to the place it had here.
        self._overlay(collection, id, changed.pop(id, None), None)
        if self._table(collection).fetch(id) is not None:
            changed[id] = None

    def lookup(self, collection: str, index: str, value: str) -> list[Record]:
        if collection not in self.changes:
            table = self._table(collection)
            return [record for id in table.lookup(index, value) if (record := table.fetch(id)) is not None]
        return [*self.lookup_newest_first(collection, index, value)][::-1]

    def lookup_newest_first(self, collection: str, index: str, value: str) -> Iterator[Record]:
        table, changed = self._layers(collection)
        fitting = self._fitting(collection, index, value)
        yield from _created(table, reversed(fitting.items()))
        found = table.lookup(index, value)
        ids: Iterable[str] = reversed(found)
        if joined := [id for id in fitting if id not in found and table.fetch(id) is not None]:
            joined.sort(key=table.order.place, reverse=True)
            ids = merge(ids, joined, key=table.order.place, reverse=True)
        for id in ids:
            record = fitting.get(id) if id in changed else table.fetch(id)
            if record is not None:
                yield record

    def _fitting(self, collection: str, index: str, value: str) -> dict[str, Record]:
        """Give what the transaction wrote with a value of an index, in the order in which it was first written."""
        changed = self.changes.get(collection, {})
        overlay = self._overlays.get((collection, index))
        if overlay is None:
            overlay = self._overlays[collection, index] = {}
            for id, record in changed.items():
                _enter(overlay, index, id, record)
        ids = overlay.get(value, {})
        found = {id: record for id in ids if (record := changed[id]) is not None}
        return found if len(ids) < 2 else {id: found[id] for id in changed if id in found}

    def _overlay(self, collection: str, id: str, before: Record | None, record: Record | None) -> None:
        """Bring the indexes of what was written up to date, where a lookup has asked for any."""
        for (name, index), overlay in self._overlays.items():
            if name == collection:
                for value in indexed(before, index) if before else ():
                    overlay.get(value, {}).pop(id, None)
                _enter(overlay, index, id, record)

    def newest_first(self, collection: str, after: str | None = None) -> Iterator[Record]:
        table, changed = self._layers(collection)
        if self._is_stored(collection, after):
            return _laid_over(changed, table.newest_first(after))
        return chain(_created(table, reversed(changed.items()), after), _laid_over(changed, table.newest_first()))

    def oldest_first(self, collection: str, after: str | None = None) -> Iterator[Record]:
        table, changed = self._layers(collection)
        if after is None or self._is_stored(collection, after):
            return chain(_laid_over(changed, table.oldest_first(after)), _created(table, changed.items()))
        return _created(table, changed.items(), after)

    def search(self, collection: str, condition: Condition) -> list[Record]:
        if collection not in self.changes:
            return [*reversed(self._table(collection).search(_query(condition)))]
        return [record for record in self.newest_first(collection) if condition(record)]

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        before = {collection: dict(changed) for collection, changed in self.changes.items()}
        try:
            yield
        except BaseException:
            self.changes = before
            self._overlays.clear()
            raise

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


Overlay = dict[str, dict[str, None]]
"""The ids of what a transaction wrote, by a value of one index."""


def _enter(overlay: Overlay, index: str, id: str, record: Record | None) -> None:
    for value in indexed(record, index) if record else ():
        overlay.setdefault(value, {})[id] = None


def _created(
    table: IndexedTable, changes: Iterable[tuple[str, Record | None]], after: str | None = None
) -> Iterator[Record]:
    """Walk what a transaction wrote that is not stored yet; with `after`, only what follows that one."""
    walk = iter(changes)
    if after is not None:
        walk = dropwhile(lambda change: change[0] != after, walk)
        next(walk)
    return (record for id, record in walk if record is not None and table.fetch(id) is None)


def _laid_over(changed: Mapping[str, Record | None], stored: Iterator[tuple[str, Record]]) -> Iterator[Record]:
    """Walk what is stored as a transaction left it."""
    for id, record in stored:
        current = changed.get(id, record)
        if current is not None:
            yield current


def owner(table: str) -> str:
    """Name the tenant a table belongs to: collections have no slash in their names, tenants may.

    >>> owner("a/b/rebilly.customers")
    'a/b'
    """
    return table.rpartition("/")[0]


def _collection(table: str) -> str:
    return table.rpartition("/")[2]


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

    def _owned(self, tenant: str) -> dict[str, Documents]:
        """Return a tenant's documents by collection."""
        return {_collection(name): self._storage.tables[name] for name in sorted(self._names.get(tenant, ()))}

    def _take_out(self, tenant: str) -> dict[str, int]:
        """Take a tenant's tables away; give how many documents each had."""
        with self._lock:
            self._tables.pop(tenant, None)
            names = sorted(self._names.pop(tenant, ()))
            lengths = {_collection(name): len(self._storage.tables[name]) for name in names}
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
