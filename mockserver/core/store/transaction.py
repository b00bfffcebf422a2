"""A transaction that holds back its writes and lays them over what is stored, until its block ends well."""

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from heapq import merge
from itertools import chain, dropwhile, islice
from operator import itemgetter
from typing import Protocol, Self

from mockserver.core.store import Record, indexed
from mockserver.core.store.memory import COUNTERS, Changes
from mockserver.core.store.queries import QueryLike, every, pins
from mockserver.core.store.table import IndexedTable, Pair, View

_RECORD = itemgetter(1)


class Tables(Protocol):
    """The source of a transaction's reads, and the target of its changes."""

    def table(self, tenant: str, collection: str) -> IndexedTable:
        """Return a tenant's table."""

    def commit(self, tenant: str, changes: Changes) -> None:
        """Keep the writes of a transaction."""


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
        return [record for _, record in self._found(collection, index, value, newest_first=False)]

    def lookup_newest_first(self, collection: str, index: str, value: str) -> Iterator[Record]:
        return map(_RECORD, self._found(collection, index, value, newest_first=True))

    def newest_first(
        self, collection: str, after: str | None = None, where: QueryLike | None = None
    ) -> Iterator[Record]:  # fmt: skip
        return _fulfilling(*self._candidates(collection, after, where, newest_first=True))

    def oldest_first(
        self, collection: str, after: str | None = None, where: QueryLike | None = None
    ) -> Iterator[Record]:  # fmt: skip
        return _fulfilling(*self._candidates(collection, after, where, newest_first=False))

    def search(self, collection: str, condition: QueryLike) -> list[Record]:
        walk, left = self._candidates(collection, None, condition, newest_first=True)
        return [*View(walk).search(left or every(()))]

    def _candidates(
        self, collection: str, after: str | None, where: QueryLike | None, *, newest_first: bool
    ) -> tuple[Iterator[Pair], QueryLike | None]:
        """Walk the records of an index for a pinned value, or else all; with the remaining condition on them.

        An index does not help where it does not have the record `after`: that may have been changed since it was seen.
        """
        for (index, value), left in pins(where).items():
            if not self._table(collection).has_index(index):
                continue
            begin = None if after is None else self.get(collection, after)
            if after is None or (begin is not None and value in indexed(begin, index)):
                walk = self._found(collection, index, value, newest_first=newest_first)
                return _behind(after, walk), every(left) if left else None
        return self._walk(collection, after, newest_first=newest_first), where

    def _walk(self, collection: str, after: str | None, *, newest_first: bool) -> Iterator[Pair]:
        table, changed = self._layers(collection)
        if after is not None and self.get(collection, after) is None:
            raise KeyError(after)
        stored = table.newest_first if newest_first else table.oldest_first
        if not changed:
            return stored(after)
        is_stored = after is not None and table.fetch(after) is not None
        if not newest_first:
            if after is None or is_stored:
                return chain(_laid_over(changed, stored(after)), _created(table, changed.items()))
            return _behind(after, _created(table, changed.items()))
        if is_stored:
            return _laid_over(changed, stored(after))
        created = _behind(after, _created(table, reversed(changed.items())))
        return chain(created, _laid_over(changed, stored()))

    def _found(self, collection: str, index: str, value: str, *, newest_first: bool) -> Iterator[Pair]:
        """Walk the records that have a value of an index."""
        table, changed = self._layers(collection)
        if not changed:
            return table.found(index, value, newest_first=newest_first)
        walk = self._found_and_changed(collection, index, value)
        return walk if newest_first else reversed([*walk])

    def _found_and_changed(self, collection: str, index: str, value: str) -> Iterator[Pair]:
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
                yield id, record

    def _fitting(self, collection: str, index: str, value: str) -> dict[str, Record]:
        """Return the transaction's records with a value of an index, in the order of their first write."""
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

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        before = {collection: dict(changed) for collection, changed in self.changes.items()}
        try:
            yield
        except BaseException:
            self.changes = before
            self._overlays.clear()
            raise

    def count(self, collection: str, where: QueryLike | None = None) -> int:
        if where is not None:
            walk, left = self._candidates(collection, None, where, newest_first=False)
            return View(walk).count(left or every(()))
        table, changed = self._layers(collection)
        total = len(table)
        for id, record in changed.items():
            total += (record is not None) - (table.fetch(id) is not None)
        return total

    def counter(self, name: str) -> int:
        record = self.get(COUNTERS, name)
        return int(record["value"]) if record else 0

    def set_counter(self, name: str, value: int) -> None:
        self.put(COUNTERS, name, {"value": value})


Overlay = dict[str, dict[str, None]]
"""The ids of a transaction's records, by a value of one index."""


def _enter(overlay: Overlay, index: str, id: str, record: Record | None) -> None:
    for value in indexed(record, index) if record else ():
        overlay.setdefault(value, {})[id] = None


def _created(table: IndexedTable, changes: Iterable[tuple[str, Record | None]]) -> Iterator[Pair]:
    """Yield a transaction's records that are not stored yet."""
    return ((id, record) for id, record in changes if record is not None and table.fetch(id) is None)


def _laid_over(changed: Mapping[str, Record | None], stored: Iterator[Pair]) -> Iterator[Pair]:
    """Yield the stored records as a transaction left them."""
    for id, record in stored:
        current = changed.get(id, record)
        if current is not None:
            yield id, current


def _behind(after: str | None, walk: Iterator[Pair]) -> Iterator[Pair]:
    """Go on with a walk behind the record `after`, which it passes."""
    return walk if after is None else islice(dropwhile(lambda pair: pair[0] != after, walk), 1, None)


def _fulfilling(walk: Iterator[Pair], where: QueryLike | None) -> Iterator[Record]:
    records = map(_RECORD, walk)
    return records if where is None else filter(where, records)
