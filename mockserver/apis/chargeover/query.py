r"""Lists: what a request asks for with `where`, in its `order`, from `offset` on, `limit` at most.

Clauses of `where` have a member, an operator and a value, and all of them have to hold. Commas part them, `\,` is a
comma in a value. Text compares in small letters unless the account says otherwise, and a number compares with the
digits a value begins with, as in MySQL. What is not set fulfils nothing but `IS:NULL`.

A clause that an index answers finds its objects without looking at the others; every other `where`, and every other
order than that of the ids, looks at all of them. Without either, a page begins at its offset at once where nothing was
deleted, and else walks there.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, Literal
from urllib.parse import unquote

from mockserver.apis.chargeover.account import fold
from mockserver.apis.chargeover.answers import ok
from mockserver.apis.chargeover.kinds import FIRST, Kind
from mockserver.apis.chargeover.problems import wrong_query
from mockserver.apis.chargeover.times import read_moment, shown
from mockserver.core.api.model import Call, QueryParameter
from mockserver.core.http.reply import Reply
from mockserver.core.store import Record
from mockserver.core.store.queries import Query, QueryInstance, every, found_by, where
from mockserver.core.text import suggestion

MOST_CLAUSES = 100

Value = str | int | None


@dataclass(frozen=True, slots=True)
class Column:
    """A member that objects can be looked for and sorted by.

    `value` gives it for a record, which may be stored under a name as it is; of several values one has to fit. A date
    compares as the moment it begins. `index` is the index of the collection that has it in small letters, or `id` for
    the id itself.
    """

    value: Callable[[Call, Record], Value | tuple[Value, ...]]
    kind: Literal["text", "number", "moment", "date"] = "text"
    index: str | None = None
    stored: str | None = None


def stored(name: str, kind: Literal["text", "number", "moment", "date"] = "text", index: str | None = None) -> Column:
    """Return the column of a member that is stored under its own name."""
    return Column(lambda call, record: record.get(name), kind, index, name)


Operand = str | float


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause; `column` is the one it names, `operand` its value as that column compares it."""

    column: Column
    operator: str
    text: str
    operand: Operand = ""

    @property
    def id(self) -> str | None:
        """The only id that fulfils it, where there is one."""
        return f"{self.operand:.0f}" if self.operator == "EQUALS" and self.column.index == "id" else None

    def query(self, call: Call) -> QueryInstance:
        """Return the query for the records that fulfil it."""
        column = self.column
        member = where(column.stored) if column.stored else Query().map(partial(column.value, call))
        if self.operator in _NULLS:
            is_set = member.test(_any(lambda one: True))
            return is_set if self.operator == "ISNOT" else ~is_set
        if self.operator == "CONTAINS":
            part, written = fold(call, self.text), partial(_written, call, column)
            return member.test(_any(lambda one: part in fold(call, written(one))))
        compare, operand, compared = _OPERATORS[self.operator], self.operand, _compared(call, column)
        exact = member.test(_any(lambda one: compare(compared(one), operand)))
        if self.operator != "EQUALS" or column.index in (None, "id"):
            return exact
        value = f"{operand:.0f}" if column.kind == "number" else self.text.casefold()
        return found_by(str(column.index), value, exact)


def _any(test: Callable[[Value], bool]) -> Callable[[Any], bool]:
    """Return what asks a member whether it has a value that passes a test; it may have none, or several."""

    def passes(value: Any) -> bool:
        if isinstance(value, tuple):
            return any(map(test, value))
        return value is not None and test(value)

    return passes


def _compared(call: Call, column: Column) -> Callable[[Value], Any]:
    """Return what writes a value so that it compares with an operand."""
    if column.kind == "date":
        return lambda value: read_moment(call, value) if isinstance(value, str) else value
    return partial(comparable, call)


def _written(call: Call, column: Column, value: Value) -> str:
    return shown(call, value) if column.kind == "moment" and isinstance(value, int) else str(value)


def read_where(call: Call, columns: Mapping[str, Column]) -> list[Clause]:
    """Read the clauses of a request; raise `InvalidQuery`."""
    text = call.query.get("where", "")
    parts = _split(text) if text else []
    if len(parts) > MOST_CLAUSES:
        raise wrong_query("where", f"must have at most {MOST_CLAUSES} clauses")
    return [_clause(call, part, columns) for part in parts]


def comparable(call: Call, value: Value | tuple[Value, ...]) -> Any:
    """Write a value so that values of its column compare."""
    return fold(call, value) if isinstance(value, str) else value


def _split(text: str) -> list[str]:
    return re.split(r"(?<!\\),", text)


def _clause(call: Call, part: str, columns: Mapping[str, Column]) -> Clause:
    name, _, rest = part.replace("\\,", ",").partition(":")
    operator, colon, text = rest.partition(":")
    column = columns.get(name)
    if column is None:
        raise wrong_query("where", f"compares {name!r}, which nothing can be looked for by{suggestion(name, columns)}")
    operator = operator.upper()
    if operator in _NULLS:
        if text.upper() != "NULL":
            raise wrong_query("where", f"compares {name} with {operator}, which goes with NULL only")
        return Clause(column, operator, text)
    if operator != "CONTAINS" and operator not in _OPERATORS:
        raise wrong_query("where", f"compares {name} with {operator!r}, which is none of {', '.join(OPERATORS)}")
    if not colon:
        raise wrong_query("where", f"compares {name} with {operator}, and no value behind it")
    text = _decoded_again(text)
    return Clause(column, operator, text, _operand(call, name, column, operator, text))


def _decoded_again(text: str) -> str:
    """Decode a value once more where it still is encoded: a client in use encodes times twice."""
    return unquote(text) if re.search(r"%[0-9A-Fa-f]{2}", text) else text


_DIGITS = re.compile(r"\s*(-?\d{1,18}(?:\.\d{1,18})?)", re.ASCII)


def _operand(call: Call, name: str, column: Column, operator: str, text: str) -> Operand:
    if column.kind == "number":
        digits = _DIGITS.match(text)
        return float(digits[1]) if digits else 0.0
    if column.kind in ("moment", "date") and operator != "CONTAINS":
        try:
            return read_moment(call, text)
        except ValueError as error:
            raise wrong_query("where", f"compares {name}, whose value {error}") from None
    return fold(call, text)


_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "EQUALS": lambda value, operand: bool(value == operand),
    "NOTEQUALS": lambda value, operand: bool(value != operand),
    "GT": lambda value, operand: bool(value > operand),
    "LT": lambda value, operand: bool(value < operand),
    "GTE": lambda value, operand: bool(value >= operand),
    "LTE": lambda value, operand: bool(value <= operand),
}

_NULLS = ("IS", "ISNOT")

OPERATORS = (*_OPERATORS, "CONTAINS", *_NULLS)
"""Every operator there is."""


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
