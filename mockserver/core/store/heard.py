"""Which records something reads of a tenant: asked once more where it failed, and undone."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, suppress

from mockserver.core.store import Condition, Record, Store, Transaction

Known = Mapping[int, tuple[str, str]]


class _Undone(Exception):
    """Nothing of it is to be kept."""


def read_by(run: Callable[[Transaction], object], store: Store, tenant: str) -> list[tuple[str, str, Record]]:
    """Run something in a transaction that is undone; return the stored records it read, latest first.

    Each with its collection and id. What it raises is suppressed.
    """
    known = {
        id(record): (collection, name)
        for collection, records in store.contents(tenant).records.items()
        for name, record in records.items()
    }
    heard: dict[int, Record] = {}
    with suppress(Exception), store.transaction(tenant) as transaction:
        run(Heard(transaction, heard))
        raise _Undone
    return [(*known[key], record) for key, record in reversed(heard.items()) if key in known]


class Heard:
    """A transaction that remembers which records were read."""

    def __init__(self, transaction: Transaction, heard: dict[int, Record]) -> None:
        self._transaction = transaction
        self._heard = heard

    def get(self, collection: str, id: str) -> Record | None:
        record = self._transaction.get(collection, id)
        return None if record is None else self._hear(record)

    def put(self, collection: str, id: str, record: Record) -> None:
        self._transaction.put(collection, id, record)

    def delete(self, collection: str, id: str) -> None:
        self._transaction.delete(collection, id)

    def lookup(self, collection: str, index: str, value: str) -> list[Record]:
        return [*self._each(self._transaction.lookup(collection, index, value))]

    def lookup_newest_first(self, collection: str, index: str, value: str) -> Iterator[Record]:
        return self._each(self._transaction.lookup_newest_first(collection, index, value))

    def newest_first(self, collection: str, after: str | None = None) -> Iterator[Record]:
        return self._each(self._transaction.newest_first(collection, after))

    def oldest_first(self, collection: str, after: str | None = None) -> Iterator[Record]:
        return self._each(self._transaction.oldest_first(collection, after))

    def search(self, collection: str, condition: Condition) -> list[Record]:
        return self._transaction.search(collection, lambda record: condition(self._hear(record)))

    def savepoint(self) -> AbstractContextManager[None]:
        return self._transaction.savepoint()

    def count(self, collection: str) -> int:
        return self._transaction.count(collection)

    def counter(self, name: str) -> int:
        return self._transaction.counter(name)

    def set_counter(self, name: str, value: int) -> None:
        self._transaction.set_counter(name, value)

    def _hear(self, record: Record) -> Record:
        self._heard.pop(id(record), None)
        self._heard[id(record)] = record
        return record

    def _each(self, records: Iterable[Record]) -> Iterator[Record]:
        return map(self._hear, records)
