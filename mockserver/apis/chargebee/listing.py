"""Lists: a page at a time, filtered and sorted, with an offset that leads to the next page.

An offset looks like Chargebee's: a JSON array of two strings of digits, what the last object was sorted by in
milliseconds, and which one it was. A page of the order of creation costs the same wherever it begins, and so does one
of those objects whose indexed member `is` something; every other filter and order is linear.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest, nsmallest
from itertools import islice
from operator import not_
from typing import Any
from zlib import crc32

from mockserver.apis.chargebee.answers import listed
from mockserver.apis.chargebee.dialect import FORM, Parameters, told
from mockserver.apis.chargebee.filters import Order, SortBy, TextFilter, Wanted
from mockserver.apis.chargebee.problems import wrong
from mockserver.apis.chargebee.requests import read
from mockserver.core.api.model import Call
from mockserver.core.fields.kinds import Flag, Text, Whole
from mockserver.core.fields.refusals import Refused
from mockserver.core.http.reply import Reply
from mockserver.core.store import Record
from mockserver.core.store.queries import Query, QueryInstance, every, has, query, where

FEWEST, USUAL, MOST = 1, 10, 100
"""Objects on a page: at least, without a wish, and at most."""

SORTED_BY = ("created_at", "updated_at")

Row = Callable[[Call, Record], Mapping[str, Record | None]]
"""Gives the objects, by name, that a list shows for a record."""


class PageParameters(Parameters):
    """What every list takes."""

    limit = Whole(FEWEST, MOST)
    offset = Text(1_000)


class ListParameters(PageParameters):
    """What lists take of objects that are marked when they are deleted."""

    include_deleted = Flag()
    sort_by = SortBy(SORTED_BY)


@dataclass(frozen=True, slots=True)
class Listing:
    """A collection that is listed, and what can be asked of it.

    Filters are declared among the parameters, by the name of the member. `indexed` names members that the collection
    has an index for; custom fields can be filtered where objects have them. `now` gives a record as it is at the time
    of the call, where that is not how it was stored.
    """

    collection: str
    parameters: Parameters
    indexed: Sequence[str] = ()
    custom_fields: bool = False
    now: Callable[[Call, Record], Record] | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: behind an object, known by what it was sorted by and by a number of its own."""

    key: int
    number: int

    def __str__(self) -> str:
        return json.dumps([str(self.key), str(self.number)], separators=(",", ":"))

    @property
    def id(self) -> str:
        """The id that `numbered` made the number of; empty where it is nobody's."""
        length = (self.number.bit_length() + 7) // 8
        return self.number.to_bytes(length, "big")[1:].decode("utf-8", "replace")


def numbered(id: str) -> int:
    """Write an id as a number, for Chargebee's offsets have the number of a row.

    >>> Place(0, numbered("ada/1")).id
    'ada/1'
    """
    return int.from_bytes(b"\x01" + id.encode("utf-8", "replace"), "big")


def page(call: Call, listing: Listing, row: Row) -> Reply:
    """Return a page of a collection, as the request asks."""
    values = read(call, listing.parameters)
    limit = values.get("limit") or USUAL
    place = _place(call, listing, values.get("offset"))
    wanted = _query(call, listing, values)
    order = values.get("sort_by")
    if order is None:
        walk = call.records.newest_first if call.settings["list_order"] == "newest_first" else call.records.oldest_first
        # The caller may have changed the last one it saw, so that it is no wanted one any more.
        records = list(islice(walk(listing.collection, place.id if place else None, wanted), limit + 1))
    else:
        records = _sorted(call, listing, wanted, order, place, limit + 1)
    shown, more = records[:limit], len(records) > limit
    key = _KEYS[order.member if order else "created_at"]
    following = str(Place(key(shown[-1]), numbered(shown[-1]["id"]))) if more else None
    return listed([row(call, record) for record in shown], following)


def page_of(call: Call, values: Mapping[str, Any], name: str, items: Sequence[Record], member: str = "id") -> Reply:
    """Return a page of a short list that is at hand, in its own order; `member` tells its items apart.

    Where the item is gone that a page begins behind, it begins where that one stood.
    """
    limit = values.get("limit") or USUAL
    place = _read_place(values.get("offset"))
    begin = 0
    if place is not None:
        found = (index + 1 for index, item in enumerate(items) if _short(item[member]) == place.number)
        begin = next(found, place.key)
    end = begin + limit
    following = str(Place(end, _short(items[end - 1][member]))) if len(items) > end else None
    return listed([{name: item} for item in items[begin:end]], following)


_KEYS: Mapping[str, Callable[[Record], int]] = {
    "created_at": lambda record: int(record["created_at"]) * 1000,
    # The version is the same moment, to the millisecond.
    "updated_at": lambda record: int(record["resource_version"]),
}


def _short(id: str) -> int:
    """Return a number that tells an item of a short list apart; ids there can be too long to be written as one."""
    return crc32(id.encode("utf-8", "replace"))


def _read_place(offset: str | None) -> Place | None:
    """Read an offset; raise `Wrong` for one that was never given out."""
    if offset is None:
        return None
    try:
        key, number = json.loads(offset)
        if _DIGITS.fullmatch(key) and _DIGITS.fullmatch(number):
            return Place(int(key), int(number))
    except (ValueError, TypeError, RecursionError):
        pass
    raise wrong("offset", "invalid value", legacy="invalid_value")


_DIGITS = re.compile(r"[0-9]+")


def _place(call: Call, listing: Listing, offset: str | None) -> Place | None:
    place = _read_place(offset)
    if place is not None and call.records.get(listing.collection, place.id) is None:
        raise wrong("offset", "invalid value", legacy="invalid_value")
    return place


_RECORD = Query()
_VISIBLE = where("deleted").test(not_)


def _query(call: Call, listing: Listing, values: Mapping[str, Any]) -> QueryInstance | None:
    """Put together what a record has to fulfil to be listed, if anything."""
    wanted = [*_wanted(values)]
    if listing.custom_fields:
        wanted += _wanted_custom_fields(call)
    queries = wanted
    if listing.now and wanted:
        fits, now = every(wanted), listing.now
        queries = [*_pinned(listing, values), query(lambda record: fits(now(call, record)))]
    if "include_deleted" in listing.parameters.parameters and not values.get("include_deleted"):
        queries.append(_VISIBLE)
    return every(queries) if queries else None


def _pinned(listing: Listing, values: Mapping[str, Any]) -> Iterator[QueryInstance]:
    """Return what indexes answer: they know records as they were stored, which for their members is as they are now."""
    for member in listing.indexed:
        if (wanted := values.get(member)) and "is" in wanted.said:
            yield has(member, wanted.said["is"])


def _wanted(values: Mapping[str, Any], outer: Query = _RECORD) -> Iterator[QueryInstance]:
    """Return what every filter asks that asks something."""
    for name, value in values.items():
        if isinstance(value, Wanted):
            yield value.of(outer[name])
        elif isinstance(value, dict):
            yield from _wanted(value, outer[name])


_CUSTOM_FIELD = TextFilter()


def _wanted_custom_fields(call: Call) -> Iterator[QueryInstance]:
    for name, value in call.body.items():
        if not name.startswith("cf_"):
            continue
        try:
            wanted = _CUSTOM_FIELD.read(value, FORM)
        except Refused as refused:
            raise told(refused, name) from None
        if wanted:
            yield wanted.of(where(name).map(_as_text))


def _as_text(value: Any) -> Any:
    return value if value is None or isinstance(value, str) else json.dumps(value)


def _sorted(
    call: Call, listing: Listing, wanted: QueryInstance | None, order: Order, place: Place | None, most: int
) -> list[Record]:
    """Return the first records of a sorted page; what is equal in it keeps its order of creation."""
    ranked = _ranked(call.records.oldest_first(listing.collection), _KEYS[order.member])
    keep = wanted or Query().noop()
    if place is None:
        kept = (rank for rank in ranked if keep(rank[2]))
    else:
        known = [*ranked]
        begin = (place.key, next(number for _, number, record in known if record["id"] == place.id))
        behind = (rank for rank in known if (rank[:2] < begin if order.descending else rank[:2] > begin))
        kept = (rank for rank in behind if keep(rank[2]))
    first = nlargest if order.descending else nsmallest
    return [record for _, _, record in first(most, kept)]


def _ranked(records: Iterable[Record], key: Callable[[Record], int]) -> Iterator[tuple[int, int, Record]]:
    return ((key(record), number, record) for number, record in enumerate(records))
