"""A page of a collection: limit and offset, filter, sort, free text, and the headers every client reads."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from mockserver.apis.rebilly.filters import Filterable, comparable, condition, values
from mockserver.core.api.model import Call, QueryParameter
from mockserver.core.http.reply import Reply
from mockserver.core.problems import FieldError, InvalidQuery
from mockserver.core.store import Record
from mockserver.core.store.queries import QueryInstance, every, query

DEFAULT_LIMIT = 100
MOST = 1000
"""The largest limit, and in strict mode the largest offset."""

FARTHEST = 10**15
"""An offset beyond any collection, which every client's numbers still hold."""

_WHOLE = re.compile("-?[0-9]{1,1000}")

LIMIT = QueryParameter("limit", "How many records a page has at most, 0 to 1000.", "integer")
OFFSET = QueryParameter("offset", "How many records to pass over.", "integer")
FILTER = QueryParameter("filter", "Conditions such as `createdTime:2026-01-01..;lastName:Lovelace,Hopper`.")
SEARCH = QueryParameter("q", "Text that is part of one of the record's main members.")
SORT = QueryParameter("sort", "Members to sort by, separated by commas; `-` before one sorts it downwards.")
EXPAND = QueryParameter("expand", "Related records to embed, separated by commas.")
FIELDS = QueryParameter("fields", "Members to answer with, separated by commas; `id` always comes.")

PAGINATION = ("Pagination-Total", "Pagination-Limit", "Pagination-Offset")


@dataclass(frozen=True, slots=True)
class Listing:
    """What one collection can be asked."""

    collection: str
    by: Filterable
    searched: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The records of a page, and where they stand in all that fit."""

    records: Sequence[Record]
    total: int
    limit: int
    offset: int

    @property
    def headers(self) -> dict[str, str]:
        return dict(zip(PAGINATION, map(str, (self.total, self.limit, self.offset)), strict=True))


def page(
    call: Call,
    listing: Listing,
    view: Callable[[Record], Mapping[str, Any]],
    among: Sequence[Record] | None = None,
) -> Reply:
    """Return a page; see `found`."""
    chosen = found(call, listing, among)
    return Reply.json(200, [view(record) for record in chosen.records], chosen.headers)


def found(call: Call, listing: Listing, among: Sequence[Record] | None = None) -> Page:
    """Choose a page, newest first unless sorted. Without filter, search or sort its cost is that of the page.

    `among` are the records to choose from, newest first, where it is not the whole collection.
    """
    limit = _bounded(call, "limit", DEFAULT_LIMIT, MOST)
    # The older documentation caps the offset; a capped one would make the PHP paginator ask for ever.
    offset = _bounded(call, "offset", 0, MOST if call.settings["pagination"] == "strict" else None)
    total, records = _select(call, listing, limit, offset, among)
    return Page(records, total, limit, offset)


def only(record: Mapping[str, Any], wanted: str | None) -> Mapping[str, Any]:
    """Leave the members a client asked for with `fields`, and the id."""
    if not wanted:
        return record
    left: dict[str, Any] = {}
    for path in ["id", *wanted.split(",")]:
        _copy(record, left, path.strip().split("."))
    return left


def _select(
    call: Call, listing: Listing, limit: int, offset: int, among: Sequence[Record] | None
) -> tuple[int, Sequence[Record]]:
    text, sort, needle = (call.query.get(name, "") for name in ("filter", "sort", "q"))
    if not text and not sort and not needle:
        if among is not None:
            return len(among), among[offset : offset + limit]
        records = islice(call.records.newest_first(listing.collection), offset, offset + limit)
        return call.records.count(listing.collection), list(records)
    wanted = every([condition(text, listing.by), *([_mentions(listing.searched, needle)] if needle else ())])
    found = call.records.search(listing.collection, wanted) if among is None else list(filter(wanted, among))
    _sort(found, sort, listing.by)
    return len(found), found[offset : offset + limit]


def _mentions(searched: Sequence[str], needle: str) -> QueryInstance:
    """Return the query for a text in any of several members; it is one test of all, because it asks every record."""
    needle, paths = needle.casefold(), [path.split(".") for path in searched]
    return query(
        lambda record: any(
            isinstance(value, str) and needle in value.casefold() for path in paths for value in values(record, path)
        )
    )


def _sort(records: list[Record], text: str, by: Filterable) -> None:
    for part in reversed([part.strip() for part in text.split(",") if part.strip()]):
        member, kind = by.resolve(part.removeprefix("-"), "sort")
        path = member.split(".")

        def key(record: Record, path: list[str] = path, kind: str = kind) -> tuple[bool, bool, Any]:
            value = next((comparable(value, kind) for value in values(record, path)), None)
            return value is not None, isinstance(value, str), 0 if value is None else value

        records.sort(key=key, reverse=part.startswith("-"))


def _bounded(call: Call, name: str, default: int, most: int | None) -> int:
    """Read a number of the query. Out of bounds it is brought inside, or refused where the tenant is strict."""
    text = call.query.get(name, "")
    if not text:
        return default
    number = min(int(text), FARTHEST) if _WHOLE.fullmatch(text) else None
    if number is not None and number >= 0 and (most is None or number <= most):
        return number
    if call.settings["pagination"] == "strict":
        message = f"Must be a whole number from 0 to {most}."
        raise InvalidQuery(f"{name}: {message}", errors=[FieldError(name, message)])
    if number is None:
        return default
    return max(0, number if most is None else min(number, most))


def _copy(source: Mapping[str, Any], target: dict[str, Any], path: Sequence[str]) -> None:
    name, *rest = path
    if name not in source:
        return
    value = source[name]
    if rest and isinstance(value, dict):
        kept = target.setdefault(name, {})
        if isinstance(kept, dict):
            _copy(value, kept, rest)
        return
    target[name] = value
