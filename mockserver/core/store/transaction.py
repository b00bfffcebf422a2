"""A transaction that holds back its writes and lays them over what is stored, until its block ends well."""

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from heapq import merge
from itertools import chain, dropwhile
from typing import Protocol, Self, cast

from tinydb.queries import QueryLike

from mockserver.core.store import Condition, Record, indexed
from mockserver.core.store.memory import COUNTERS, Changes
from mockserver.core.store.table import IndexedTable


class Tables(Protocol):
    """The store behind a transaction."""

    def table(self, tenant: str, collection: str) -> IndexedTable:
        """Return a tenant's table."""

    def commit(self, tenant: str, changes: Changes) -> None:
        """Keep and apply what a transaction wrote."""


class TinyTransaction:
    """A transaction that holds back its writes and lays them over what is stored, until its block ends well."""

    def __init__(self, store: Tables, tenant: str, lock: threading.RLock) -> None:
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
        """Return whether a walk starts among what is stored; where its start is missing, raise `KeyError`."""
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
        """Return what the transaction wrote with a value of an index, in the order in which it was first written."""
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
    """Yield what a transaction wrote that is not stored yet; with `after`, only what follows that one."""
    walk = iter(changes)
    if after is not None:
        walk = dropwhile(lambda change: change[0] != after, walk)
        next(walk)
    return (record for id, record in walk if record is not None and table.fetch(id) is None)


def _laid_over(changed: Mapping[str, Record | None], stored: Iterator[tuple[str, Record]]) -> Iterator[Record]:
    """Yield what is stored as a transaction left it."""
    for id, record in stored:
        current = changed.get(id, record)
        if current is not None:
            yield current


def _query(condition: Condition) -> QueryLike:
    """Tell TinyDB's types that a function is a query: it is callable and has a hash."""
    return cast("QueryLike", condition)
