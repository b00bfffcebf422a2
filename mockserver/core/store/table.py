"""TinyDB's tables: one whose every write costs the same, with indexes and an order, and one of records at hand."""

from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from typing import Any

from tinydb.table import Table

from mockserver.core.store import Record, indexed
from mockserver.core.store.memory import Documents, Memory

Pair = tuple[str, Record]
"""A record behind its id."""


class Order:
    """Ids in the order they came: to append, to remove, to find a place and to step from it cost the same always.

    >>> order = Order("abcde")
    >>> order.remove("c")
    >>> order.append("f")
    >>> [*order.older("d")], [*order.newer("b")]
    (['b', 'a'], ['d', 'e', 'f'])
    """

    def __init__(self, ids: Iterable[str]) -> None:
        self._slots: list[str | int]
        """An id; where ids were removed, a gap: its first slot holds the place of its last one, its last of its first.

        Two gaps never touch, so that a step passes at most one.
        """
        self._places: dict[str, int]
        self._number(ids)

    def append(self, id: str) -> None:
        """Put a new id behind all others."""
        self._places[id] = len(self._slots)
        self._slots.append(id)

    def remove(self, id: str) -> None:
        """Take an id out; the places of all others stay in their order."""
        place = first = last = self._places.pop(id)
        if place > 0 and isinstance(before := self._slots[place - 1], int):
            first = before
        if place + 1 < len(self._slots) and isinstance(behind := self._slots[place + 1], int):
            last = behind
        self._slots[place] = place
        self._slots[first], self._slots[last] = last, first
        if len(self._places) * 2 < len(self._slots):
            self._number(self._places)

    def place(self, id: str) -> int:
        """Return a number that is greater than that of every older id, until the next removal."""
        return self._places[id]

    def older(self, id: str) -> Iterator[str]:
        """Walk from an id to older ones, newest first, without itself."""
        slots, place = self._slots, self._places[id] - 1
        while place >= 0:
            slot = slots[place]
            if isinstance(slot, str):
                yield slot
                place -= 1
            else:
                place = slot - 1

    def newer(self, id: str) -> Iterator[str]:
        """Walk from an id to newer ones, oldest first, without itself."""
        slots, place = self._slots, self._places[id] + 1
        while place < len(slots):
            slot = slots[place]
            if isinstance(slot, str):
                yield slot
                place += 1
            else:
                place = slot + 1

    def _number(self, ids: Iterable[str]) -> None:
        self._places = {id: place for place, id in enumerate(ids)}
        self._slots = [*self._places]


class IndexedTable(Table):
    """A TinyDB table whose every write costs the same, with lookups by declared members and walks from any record.

    Documents are held in the order of their creation, which is enough to walk from an end. Their `Order` is made when
    a walk first starts elsewhere, and kept from then on: a table without such a walk pays nothing for it.
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
        """Return the stored document itself, not a copy as `get` does."""
        return self._documents.get(id)

    def lookup(self, member: str, value: Any) -> dict[str, None]:
        """Return the ids of the documents whose indexed member has this value, oldest first. Not to be changed."""
        if self._unsorted and (member, value) in self._unsorted:
            self._unsorted.discard((member, value))
            entries = self._indexes[member]
            entries[value] = dict.fromkeys(sorted(entries[value], key=self.order.place))
        return self._indexes[member].get(value, {})

    def has_index(self, member: str) -> bool:
        """Return whether records can be looked up by a member."""
        return member in self._indexes

    def found(self, member: str, value: Any, *, newest_first: bool) -> Iterator[Pair]:
        """Walk the documents whose indexed member has this value."""
        ids = self.lookup(member, value)
        return ((id, self._documents[id]) for id in (reversed(ids) if newest_first else ids))

    def newest_first(self, after: str | None = None) -> Iterator[Pair]:
        """Walk from the newest to the oldest, or from the one before `after`, which is there."""
        if after is None:
            return reversed(self._documents.items())
        return ((id, self._documents[id]) for id in self.order.older(after))

    def oldest_first(self, after: str | None = None) -> Iterator[Pair]:
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


class View(Table):
    """Records at hand as a TinyDB table that is read once: TinyDB searches and counts them, and copies none."""

    document_id_class = str  # type: ignore[assignment]

    def __init__(self, records: Iterable[Pair]) -> None:
        super().__init__(Memory(), "", cache_size=0)
        self._records = records

    @staticmethod
    def document_class(document: Record, id: str) -> Record:  # type: ignore[override]
        return document

    def items(self) -> Iterable[Pair]:
        """Return the records in their order, as TinyDB reads those of any table."""
        return self._records

    def _read_table(self) -> Any:
        return self
