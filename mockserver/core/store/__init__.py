"""The storage interface: records of a tenant in named collections, changed in transactions.

Records are JSON objects. What is read from a transaction belongs to the store and must not be changed in place:
write a new record instead. Only the cost of filters grows with the number of records.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from tinydb.queries import QueryLike


class StoreFailed(Exception):
    """A change could not be kept, and nothing of it happened."""


Record = Mapping[str, Any]
Condition = Callable[[Record], bool]
"""A condition on a record: a query of TinyDB's (`queries`), or a function that `query` turns into one."""


@dataclass(frozen=True, slots=True)
class Collection:
    """A named set of records; `indexes` names the members by whose value they can be looked up.

    `tags.id` stands for the `id` of every object in the list `tags`.
    """

    name: str
    indexes: Sequence[str] = ()


def indexed(record: Record, member: str) -> list[str]:
    """Return the values a record has for an index; only text is indexed.

    >>> indexed({"tags": [{"id": "a"}, {"id": "b"}]}, "tags.id")
    ['a', 'b']
    """
    first, _, rest = member.partition(".")
    listed = record.get(first)
    if rest:
        found = [item.get(rest) for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    else:
        found = [listed]
    return [value for value in found if isinstance(value, str)]


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a tenant owns of a store: by collection the records by id, in the order of creation, and the counters.

    The records are the stored ones: they cost nothing, and must not be changed.
    """

    records: Mapping[str, Mapping[str, Record]]
    counters: Mapping[str, int]

    @property
    def size(self) -> int:
        """How many records there are."""
        return sum(map(len, self.records.values()))


class Transaction(Protocol):
    """Reads and writes inside one tenant; what is written is seen at once and kept on a clean end.

    A walk has to end before the next write to its collection: make a list of it first.
    """

    def get(self, collection: str, id: str) -> Record | None:
        """Return one record."""

    def put(self, collection: str, id: str, record: Record) -> None:
        """Create or replace one record; a replaced one keeps its place in the order of creation.

        A stored one that the same transaction deleted before counts as replaced.
        """

    def delete(self, collection: str, id: str) -> None:
        """Remove one record, if it is there."""

    def lookup(self, collection: str, index: str, value: str) -> list[Record]:
        """Return the records whose indexed member has this value, oldest first."""

    def lookup_newest_first(self, collection: str, index: str, value: str) -> Iterator[Record]:
        """Yield the records whose indexed member has this value, newest first; none is fetched before its turn."""

    def newest_first(
        self, collection: str, after: str | None = None, where: QueryLike | None = None
    ) -> Iterator[Record]:  # fmt: skip
        """Yield a collection from its newest record to its oldest; with `after`, only those older than that one.

        With `where`, only those that fulfil it; none is looked at before its turn, and where an index has a value that
        the query pins, none but that has it. Raise `KeyError`, at once, where no record has the id `after`.
        """

    def oldest_first(
        self, collection: str, after: str | None = None, where: QueryLike | None = None
    ) -> Iterator[Record]:  # fmt: skip
        """Yield a collection as `newest_first` does, from its oldest record to its newest."""

    def search(self, collection: str, condition: QueryLike) -> list[Record]:
        """Return the records that fulfil a condition, newest first; linear where no index has a value that it pins."""

    def savepoint(self) -> AbstractContextManager[None]:
        """Begin a part of the transaction; an exception inside drops what that part wrote, and no more."""

    def count(self, collection: str, where: QueryLike | None = None) -> int:
        """Return how many records a collection has; with `where`, how many fulfil it, as `search` finds them."""

    def counter(self, name: str) -> int:
        """Return the value of a counter; 0 before it was set."""

    def set_counter(self, name: str, value: int) -> None:
        """Set a counter."""


class Store(Protocol):
    """Every tenant's records. One tenant's transactions run one after the other, different tenants' do not wait."""

    @property
    def durable(self) -> bool:
        """Return whether records outlive the process."""

    def declare(self, prefix: str, collections: Sequence[Collection]) -> None:
        """Declare which collections exist, before the first transaction on them; each is named `prefix.name`."""

    def transaction(self, tenant: str) -> AbstractContextManager[Transaction]:
        """Begin a transaction; an exception inside drops its writes."""

    def tenants(self) -> list[str]:
        """Name the tenants that own records."""

    def owns(self, tenant: str) -> bool:
        """Return whether a tenant has ever had records here."""

    def drop(self, tenant: str) -> dict[str, int]:
        """Forget a tenant's records and counters; return how many records each collection had."""

    def contents(self, tenant: str) -> Contents:
        """Return all that a tenant owns, as it is at this moment."""

    def restore(self, tenant: str, contents: Contents) -> None:
        """Replace a tenant's records by these, all or nothing; unchanged ones are not written again."""

    def close(self) -> None:
        """Close all files."""
