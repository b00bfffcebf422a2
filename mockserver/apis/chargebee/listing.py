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
from itertools import dropwhile, islice
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
from mockserver.core.store import Condition, Record

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
    keep = _condition(call, listing, values)
    order = values.get("sort_by")
    if order is None:
        records = list(islice(filter(keep, _walk(call, listing, values, place)), limit + 1))
    else:
        records = _sorted(call, listing, keep, order, place, limit + 1)
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


def _condition(call: Call, listing: Listing, values: Mapping[str, Any]) -> Condition:
    """Put together what a record has to fulfil to be listed."""
    wanted = [*_wanted(values)]
    if listing.custom_fields:
        wanted += _wanted_custom_fields(call)
    hides_deleted = "include_deleted" in listing.parameters.parameters and not values.get("include_deleted")

    def keep(record: Record) -> bool:
        if hides_deleted and record["deleted"]:
            return False
        if listing.now:
            record = listing.now(call, record)
        return all(filter.fits(_member(record, path)) for path, filter in wanted)

    return keep


def _wanted(values: Mapping[str, Any], *outer: str) -> Iterator[tuple[Sequence[str], Wanted]]:
    """Return every filter that asks something, with the path of its member."""
    for name, value in values.items():
        if isinstance(value, Wanted):
            yield (*outer, name), value
        elif isinstance(value, dict):
            yield from _wanted(value, *outer, name)


def _wanted_custom_fields(call: Call) -> Iterator[tuple[Sequence[str], Wanted]]:
    for name, value in call.body.items():
        if name.startswith("cf_") and (wanted := _read_custom_field(name, value)):
            yield (name,), wanted


_CUSTOM_FIELD = TextFilter()


def _read_custom_field(name: str, value: Any) -> Wanted | None:
    try:
        wanted: Wanted | None = _CUSTOM_FIELD.read(value, FORM)
    except Refused as refused:
        raise told(refused, name) from None
    return wanted


def _member(record: Record, path: Sequence[str]) -> Any:
    """Return a member of a record, `None` where there is none; a custom field as text."""
    value: Any = record
    for name in path:
        value = (value or {}).get(name)
    if path[0].startswith("cf_") and value is not None and not isinstance(value, str):
        return json.dumps(value)
    return value


def _walk(call: Call, listing: Listing, values: Mapping[str, Any], place: Place | None) -> Iterator[Record]:
    """Walk records in the order of creation from where a page begins; where an index helps, only those that it names.

    The caller may have changed the last one it saw, so that the index does not name it any more.
    """
    records, newest_first = call.records, call.settings["list_order"] == "newest_first"
    for member in listing.indexed:
        wanted = values.get(member)
        value = wanted.said.get("is") if wanted else None
        if value is None:
            continue
        if place is None:
            return _looked_up(call, listing, member, value, newest_first=newest_first)
        last = records.get(listing.collection, place.id)
        if last is not None and last.get(member) == value:
            walk = _looked_up(call, listing, member, value, newest_first=newest_first)
            return islice(dropwhile(lambda record: record["id"] != place.id, walk), 1, None)
    walk_all = records.newest_first if newest_first else records.oldest_first
    return walk_all(listing.collection, after=place.id if place else None)


def _looked_up(call: Call, listing: Listing, member: str, value: str, *, newest_first: bool) -> Iterator[Record]:
    if newest_first:
        return call.records.lookup_newest_first(listing.collection, member, value)
    return iter(call.records.lookup(listing.collection, member, value))


def _sorted(
    call: Call, listing: Listing, keep: Condition, order: Order, place: Place | None, most: int
) -> list[Record]:
    """Return the first records of a sorted page; what is equal in it keeps its order of creation."""
    ranked = _ranked(call.records.oldest_first(listing.collection), _KEYS[order.member])
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
