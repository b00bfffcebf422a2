"""The records of one API and tenant, as operations see them."""

from collections.abc import Iterator
from contextlib import AbstractContextManager

from mockserver.core.store import Record, Transaction
from mockserver.core.store.queries import QueryLike


class Records:
    """One API's records of one tenant, inside a transaction. Collections have the names that the API declared."""

    def __init__(self, transaction: Transaction, api: str) -> None:
        self._transaction = transaction
        self._prefix = f"{api}."

    def get(self, collection: str, id: str) -> Record | None:
        return self._transaction.get(self._prefix + collection, id)

    def put(self, collection: str, id: str, record: Record) -> None:
        self._transaction.put(self._prefix + collection, id, record)

    def delete(self, collection: str, id: str) -> None:
        self._transaction.delete(self._prefix + collection, id)

    def lookup(self, collection: str, index: str, value: str) -> list[Record]:
        return self._transaction.lookup(self._prefix + collection, index, value)

    def lookup_newest_first(self, collection: str, index: str, value: str) -> Iterator[Record]:
        return self._transaction.lookup_newest_first(self._prefix + collection, index, value)

    def newest_first(
        self, collection: str, after: str | None = None, where: QueryLike | None = None
    ) -> Iterator[Record]:  # fmt: skip
        return self._transaction.newest_first(self._prefix + collection, after, where)

    def oldest_first(
        self, collection: str, after: str | None = None, where: QueryLike | None = None
    ) -> Iterator[Record]:  # fmt: skip
        return self._transaction.oldest_first(self._prefix + collection, after, where)

    def search(self, collection: str, condition: QueryLike) -> list[Record]:
        return self._transaction.search(self._prefix + collection, condition)

    def savepoint(self) -> AbstractContextManager[None]:
        return self._transaction.savepoint()

    def count(self, collection: str, where: QueryLike | None = None) -> int:
        return self._transaction.count(self._prefix + collection, where)

    def counter(self, name: str) -> int:
        """Return the value of a counter; 0 before it was set."""
        return self._transaction.counter(self._prefix + name)

    def set_counter(self, name: str, value: int) -> None:
        self._transaction.set_counter(self._prefix + name, value)

    def next_number(self, name: str) -> int:
        """Count one up; the first number is 1."""
        number = self.counter(name) + 1
        self.set_counter(name, number)
        return number
