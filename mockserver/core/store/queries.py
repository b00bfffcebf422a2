"""TinyDB's queries, as APIs use them; a member pinned to one value is looked up by an index.

These are TinyDB's `Query` and `where`. A member that is compared with a text for equality, alone or joined with others
by `&`, is a pin: the store then looks at the records of that index only.

>>> adult = where("age").test(lambda age: age >= 18)
>>> list(pins(adult & (where("owner") == "ann")))
[('owner', 'ann')]
>>> list(pins(adult | (where("owner") == "ann")))
[]
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import and_, or_
from typing import Any

from tinydb import queries as tinydb
from tinydb.queries import QueryInstance as QueryInstance
from tinydb.queries import QueryLike as QueryLike

from mockserver.core.store import Condition

Pin = tuple[str, str]
"""The name of an index, and a value in it."""


class Pinned(QueryInstance):
    """A query that requires certain values, so that an index finds the candidates.

    `pins` has for each value the remaining conditions on the records that the index finds.
    """

    def __init__(self, query: QueryInstance, pins: Mapping[Pin, Sequence[QueryInstance]]) -> None:
        super().__init__(query, None)  # the store caches no query, and its hash would cost more than it asks
        self.pins = pins

    def __and__(self, other: QueryInstance) -> "Pinned":
        mine = {pin: (*left, other) for pin, left in self.pins.items()}
        return Pinned(super().__and__(other), {**mine, **{pin: (self, *left) for pin, left in pins(other).items()}})

    def __rand__(self, other: QueryInstance) -> "Pinned":
        return Pinned(other.__and__(self), {pin: (other, *left) for pin, left in self.pins.items()})


class Query(tinydb.Query):
    """TinyDB's `Query`, whose equalities are pins."""

    def __eq__(self, rhs: object) -> Any:
        query = super().__eq__(rhs)
        return Pinned(query, {(name, rhs): ()}) if isinstance(rhs, str) and (name := self._member()) else query

    __hash__ = tinydb.Query.__hash__

    def any(self, cond: QueryInstance | list[Any]) -> QueryInstance:
        query = super().any(cond)
        inner = pins(cond) if (outer := self._member()) else {}
        found = {(f"{outer}.{name}", value): (query,) if left else () for (name, value), left in inner.items()}
        return Pinned(query, found) if found else query

    def _member(self) -> str:
        """Return the member that is asked about, or nothing; with a dot it would look like the index of a list."""
        name = self._path[0] if len(self._path) == 1 else ""
        return name if isinstance(name, str) and "." not in name else ""


@lru_cache(maxsize=512)
def where(name: str) -> Query:
    """Begin a query about a member."""
    return Query()[name]  # type: ignore[no-any-return]


def has(index: str, value: str) -> QueryInstance:
    """Return the query that an index answers: `tags.id` is the `id` of every object in the list `tags`."""
    first, _, rest = index.partition(".")
    return where(first).any(where(rest) == value) if rest else where(first) == value


def found_by(index: str, value: str, query: QueryInstance) -> Pinned:
    """Return a query whose records all have a value of an index, which its caller promises."""
    return Pinned(query, {(index, value): (query,)})


def every(conditions: Iterable[Condition]) -> QueryInstance:
    """Join conditions by and; none at all are always fulfilled."""
    return _joined(and_, [*map(query, conditions)] or [Query().noop()])


def some(conditions: Iterable[Condition]) -> QueryInstance:
    """Join conditions by or; none at all are never fulfilled."""
    return _joined(or_, [*map(query, conditions)] or [~Query().noop()])


def query(condition: Condition) -> QueryInstance:
    """Return a condition as a query that can be joined; a plain function becomes one."""
    return condition if isinstance(condition, QueryInstance) else QueryInstance(condition, None)


def pins(condition: object) -> Mapping[Pin, Sequence[QueryInstance]]:
    """Return the pins of a condition, each with the remaining condition on the records that its index finds."""
    return condition.pins if isinstance(condition, Pinned) else {}


def _joined(
    join: Callable[[QueryInstance, QueryInstance], QueryInstance], queries: Sequence[QueryInstance]
) -> QueryInstance:
    """Join by halves, so that a thousand are nested ten deep only."""
    if len(queries) == 1:
        return queries[0]
    half = len(queries) // 2
    return join(_joined(join, queries[:half]), _joined(join, queries[half:]))
