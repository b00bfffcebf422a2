"""Which records something reads of a tenant: it is done once more for that, and undone."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice

from mockserver.core.store import Record, Store, Transaction
from mockserver.core.store.queries import QueryLike, query


class _Undone(Exception):
    """Nothing of it is to be kept."""


def read_by(
    run: Callable[[Transaction], object], store: Store, tenant: str, most: int
) -> list[tuple[str, str, Record]]:
    """Return the stored records that a function reads, each with its collection and id; so many, the latest first.

    It runs in a transaction that is rolled back. Its exceptions are suppressed.
    """
    heard: dict[int, tuple[str, Record]] = {}
    with suppress(Exception), store.transaction(tenant) as transaction:
        run(Heard(transaction, heard))
        raise _Undone
    stored = store.contents(tenant).records
    latest = [*islice(reversed(heard.values()), most)]
    names = _names([collection for collection, _ in latest], stored)
    return [(collection, names[id(record)], record) for collection, record in latest if id(record) in names]


def _names(collections: Iterable[str], stored: Mapping[str, Mapping[str, Record]]) -> Mapping[int, str]:
    return {id(record): name for each in {*collections} for name, record in stored.get(each, {}).items()}


class Heard:
    """A transaction that remembers which records were read."""

    def __init__(self, transaction: Transaction, heard: dict[int, tuple[str, Record]]) -> None:
        self._transaction = transaction
        self._heard = heard
        self.put, self.delete, self.savepoint = transaction.put, transaction.delete, transaction.savepoint
        self.counter, self.set_counter = transaction.counter, transaction.set_counter

    def get(self, collection: str, id: str) -> Record | None:
        record = self._transaction.get(collection, id)
        return None if record is None else self._hear(collection, record)

    def lookup(self, collection: str, index: str, value: str) -> list[Record]:
        return [*self._each(collection, self._transaction.lookup(collection, index, value))]

    def lookup_newest_first(self, collection: str, index: str, value: str) -> Iterator[Record]:
        return self._each(collection, self._transaction.lookup_newest_first(collection, index, value))

    def newest_first(
        self, collection: str, after: str | None = None, where: QueryLike | None = None
    ) -> Iterator[Record]:  # fmt: skip
        return self._transaction.newest_first(collection, after, self._hearing(collection, where))

    def oldest_first(
        self, collection: str, after: str | None = None, where: QueryLike | None = None
    ) -> Iterator[Record]:  # fmt: skip
        return self._transaction.oldest_first(collection, after, self._hearing(collection, where))

    def search(self, collection: str, condition: QueryLike) -> list[Record]:
        return self._transaction.search(collection, self._hearing(collection, condition))

    def count(self, collection: str, where: QueryLike | None = None) -> int:
        return self._transaction.count(collection, None if where is None else self._hearing(collection, where))

    def _hear(self, collection: str, record: Record) -> Record:
        self._heard.pop(id(record), None)
        self._heard[id(record)] = collection, record
        return record

    def _hearing(self, collection: str, where: QueryLike | None) -> QueryLike:
        """Return a condition that records what it is tested on."""
        heard = query(lambda record: self._hear(collection, record) is record)
        return heard if where is None else heard & query(where)

    def _each(self, collection: str, records: Iterable[Record]) -> Iterator[Record]:
        return (self._hear(collection, record) for record in records)
