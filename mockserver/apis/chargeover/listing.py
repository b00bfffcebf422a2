"""Lists: what a request asks for with `where`, in its `order`, from `offset` on, `limit` at most.

A clause that an index answers finds its objects without looking at the others; every other `where`, and every other
order than that of the ids, looks at all of them. Without either, a page begins at its offset at once where nothing was
deleted, and else walks there.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from mockserver.apis.chargeover.answers import ok
from mockserver.apis.chargeover.kinds import FIRST, Kind
from mockserver.apis.chargeover.problems import wrong_query
from mockserver.apis.chargeover.where import Clause, Column, comparable, read_where
from mockserver.core.api.model import Call, QueryParameter
from mockserver.core.http.reply import Reply
from mockserver.core.store import Record
from mockserver.core.store.queries import every
from mockserver.core.text import suggestion

USUAL, MOST = 10, 500
"""Objects on a page: without a wish, and at most."""

QUERY = (
    QueryParameter(
        "where", "Only objects that fulfil all of these clauses, like `company:CONTAINS:A,bill_state:IS:NULL`."
    ),
    QueryParameter("order", "What to sort by, like `company:ASC,customer_id:DESC`; by the id without it."),
    QueryParameter("limit", f"How many objects to answer at most, up to {MOST}; {USUAL} without it.", "integer"),
    QueryParameter("offset", "How many objects to pass over.", "integer"),
)
"""What every list takes."""

COUNT_QUERY = QUERY[:1]
"""What every count takes."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A type of object that is listed: its columns, and how a list shows one of them."""

    kind: Kind
    columns: Mapping[str, Column]
    row: Callable[[Call, Record], dict[str, Any]]


def page(call: Call, listing: Listing) -> Reply:
    """Return a page."""
    clauses = read_where(call, listing.columns)
    order = _order(call, listing.columns)
    limit = min(_whole(call, "limit") or USUAL, MOST)
    offset = _whole(call, "offset")
    if clauses or order:
        found: Iterable[Record] = _found(call, listing, clauses)
        for column, falling in reversed(order):
            found = sorted(found, key=_key(call, column), reverse=falling)
        records = islice(found, offset, offset + limit)
    else:
        records = islice(_from(call, listing.kind, offset), limit)
    return ok(call, [listing.row(call, record) for record in list(records)])


def count(call: Call, listing: Listing) -> Reply:
    """Return how many objects there are."""
    clauses = read_where(call, listing.columns)
    if not clauses:
        return ok(call, call.records.count(listing.kind.collection))
    return ok(call, sum(1 for _ in _found(call, listing, clauses)))


def _found(call: Call, listing: Listing, clauses: list[Clause]) -> Iterator[Record]:
    """Yield what fulfils all clauses, oldest first."""
    collection, wanted = listing.kind.collection, every(clause.query(call) for clause in clauses)
    id = next((clause.id for clause in clauses if clause.id), None)
    if id is None:
        return call.records.oldest_first(collection, where=wanted)
    record = call.records.get(collection, id)
    return filter(wanted, [record] if record else [])


def _from(call: Call, kind: Kind, offset: int) -> Iterator[Record]:
    """Yield all objects from an offset on."""
    total = call.records.count(kind.collection)
    if offset >= total:
        return iter(())
    if offset and call.records.counter(kind.object) == total:  # nothing was deleted: ids are offsets
        return call.records.oldest_first(kind.collection, after=str(FIRST.get(kind.object, 1) + offset - 1))
    return islice(call.records.oldest_first(kind.collection), offset, None)


def _order(call: Call, columns: Mapping[str, Column]) -> list[tuple[Column, bool]]:
    """Read what to sort by, each with whether it falls."""
    order = []
    for part in filter(None, call.query.get("order", "").split(",")):
        name, colon, direction = part.partition(":")
        if name not in columns:
            raise wrong_query("order", f"names {name!r}, which nothing can be sorted by{suggestion(name, columns)}")
        if direction.upper() not in ("ASC", "DESC") and (direction or colon):
            raise wrong_query("order", f"sorts {name} by {direction!r}, which is neither ASC nor DESC")
        order.append((columns[name], direction.upper() == "DESC"))
    if len(order) > len(columns):
        raise wrong_query("order", "names members more than once")
    return order


def _key(call: Call, column: Column) -> Callable[[Record], tuple[bool, Any]]:
    """Sort what is not set before all others."""

    def key(record: Record) -> tuple[bool, Any]:
        value = column.value(call, record)
        return value is not None, comparable(call, value) if value is not None else 0

    return key


def _whole(call: Call, name: str) -> int:
    text = call.query.get(name, "").strip() or "0"
    if not (text.isascii() and text.isdecimal() and len(text) <= 18):
        raise wrong_query(name, "must be a whole number from 0 on")
    return int(text)
