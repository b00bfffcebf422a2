"""Walks through a collection from any of its records, in both directions."""

import gc
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from itertools import islice
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.store import Collection, Record, Transaction
from mockserver.core.store.folder import Folder
from mockserver.core.store.memory import Memory
from mockserver.core.store.table import Order
from mockserver.core.store.tinydb import TinyStore

THINGS = "api.things"
IDS = "abcdefgh"
OWNERS = ("ann", "bob")

Model = dict[str, Record | None]
"""Records in the order of creation; `None` where the present transaction deleted one it found stored."""

Write = tuple[str, str | None]
"""An id and the owner it is given, or `None` to delete it."""


class Refused(Exception):
    """Ends a transaction that keeps nothing."""


def opened(storage: Memory) -> TinyStore:
    store = TinyStore(storage)
    store.declare("api", [Collection("things", indexes=("owner",))])
    return store


@contextmanager
def storage_of(kind: str) -> Iterator[Callable[[], Memory]]:
    """Give a storage; for a folder, every call opens the same one again."""
    if kind == "memory":
        yield Memory
        return
    with tempfile.TemporaryDirectory() as path:
        yield lambda: Folder(Path(path) / "data")


def ids(records: Iterator[Record]) -> list[str]:
    return [record["id"] for record in records]


def walks(transaction: Transaction) -> dict[str, Any]:
    """Walk in every way from every cursor."""
    found: dict[str, Any] = {
        "newest": list(transaction.newest_first(THINGS)),
        "oldest": list(transaction.oldest_first(THINGS)),
        "count": transaction.count(THINGS),
    }
    for owner in OWNERS:
        found[f"{owner}'s newest"] = list(transaction.lookup_newest_first(THINGS, "owner", owner))
        found[f"{owner}'s"] = transaction.lookup(THINGS, "owner", owner)
    for id in IDS:
        for walk in (transaction.newest_first, transaction.oldest_first):
            try:
                found[f"{walk.__name__} {id}"] = list(walk(THINGS, id))
            except KeyError as error:
                found[f"{walk.__name__} {id}"] = error.args
    return found


def expected(model: Model) -> dict[str, Any]:
    """Say what the walks should find."""
    oldest = [record for record in model.values() if record is not None]
    found: dict[str, Any] = {"newest": oldest[::-1], "oldest": oldest, "count": len(oldest)}
    for owner in OWNERS:
        owned = [record for record in oldest if record["owner"] == owner]
        found |= {f"{owner}'s newest": owned[::-1], f"{owner}'s": owned}
    for id in IDS:
        record = model.get(id)
        place = oldest.index(record) if record is not None else None
        found[f"newest_first {id}"] = (id,) if place is None else oldest[:place][::-1]
        found[f"oldest_first {id}"] = (id,) if place is None else oldest[place + 1 :]
    return found


def carry_out(transaction: Transaction, model: Model, stored: Model, id: str, owner: str | None) -> None:
    if owner is not None:
        transaction.put(THINGS, id, {"id": id, "owner": owner})
        model[id] = {"id": id, "owner": owner}
        return
    transaction.delete(THINGS, id)
    if id in stored:
        model[id] = None
    else:
        model.pop(id, None)


WRITES = st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from((*OWNERS, None))), max_size=6)
TRANSACTIONS = st.lists(st.tuples(WRITES, st.booleans(), st.booleans()), max_size=12)


@pytest.mark.parametrize("kind", ["memory", "folder"])
@given(transactions=TRANSACTIONS)
def test_every_walk_agrees_with_a_plain_list(kind: str, transactions: list[tuple[list[Write], bool, bool]]) -> None:
    """Whatever was put, replaced, deleted, kept and refused before: inside a transaction, after it, once reopened."""
    model: Model = {}
    with storage_of(kind) as storage:
        with closing(opened(storage())) as store:
            for writes, kept, looked in transactions:
                attempt = dict(model)
                with suppress(Refused), store.transaction("t") as transaction:
                    for id, owner in writes:
                        carry_out(transaction, attempt, model, id, owner)
                        if looked:
                            assert walks(transaction) == expected(attempt)
                    if not kept:
                        raise Refused
                    model = {id: record for id, record in attempt.items() if record is not None}
            with store.transaction("t") as transaction:
                assert walks(transaction) == expected(model)
        if kind == "folder":
            with closing(opened(storage())) as store, store.transaction("t") as transaction:
                assert walks(transaction) == expected(model)


def test_a_dropped_tenant_leaves_no_places_behind() -> None:
    """What comes after a reset starts from nothing, as the walks do."""
    store = opened(Memory())
    with store.transaction("t") as transaction:
        for id in "abc":
            transaction.put(THINGS, id, {"id": id})
        assert ids(transaction.newest_first(THINGS, "b")) == ["a"]
    store.drop("t")
    with store.transaction("t") as transaction:
        transaction.put(THINGS, "c", {"id": "c"})
        transaction.put(THINGS, "a", {"id": "a"})
    with store.transaction("t") as transaction:
        assert ids(transaction.newest_first(THINGS, "a")) == ["c"]
        with pytest.raises(KeyError, match="b"):
            transaction.newest_first(THINGS, "b")


class Counted(dict[str, Record]):
    """Documents that count how often one of them, or the next id of a walk, is asked for."""

    asked = 0

    def __getitem__(self, id: str) -> Record:
        self.asked += 1
        return super().__getitem__(id)

    def get(self, id: str, default: Any = None) -> Any:
        self.asked += 1
        return super().get(id, default)

    def __iter__(self) -> Iterator[str]:
        for id in super().__iter__():
            self.asked += 1
            yield id

    def items(self) -> Any:
        return [(id, self[id]) for id in self]


class Cursor(str):
    """An id whose comparisons are lines that run: what searches for it shows."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return str.__eq__(self, other)


class Filled:
    """A store with records `0` to `count - 1`, one in a hundred of them ann's, of which some were deleted again."""

    def __init__(self, count: int, deleted: range = range(0)) -> None:
        memory = Memory()
        self.documents = memory.tables["t/api.things"] = Counted()
        self._store = opened(memory)
        with self._store.transaction("t") as transaction:
            for number in range(count):
                owner = "bob" if number % 100 else "ann"
                transaction.put(THINGS, str(number), {"id": str(number), "owner": owner})
        with self._store.transaction("t") as transaction:
            ids(transaction.newest_first(THINGS, "0"))  # the first cursor counts the places
            for number in deleted:
                transaction.delete(THINGS, str(number))

    def cost(self, page: Callable[[Transaction], Iterator[Record]]) -> tuple[list[str], int, int]:
        """Give the ids of a page of ten, how often documents were asked for, and how many lines of Python ran."""
        self.documents.asked = lines = 0

        def count(frame: FrameType, event: str, argument: object) -> Any:
            nonlocal lines
            lines += event == "line"
            return count

        with self._store.transaction("t") as transaction:
            tracer = sys.gettrace()
            gc.disable()  # what it would run for others is no step of ours
            sys.settrace(count)
            try:
                found = ids(islice(page(transaction), 10))
            finally:
                sys.settrace(tracer)
                gc.enable()
        return found, self.documents.asked, lines


@pytest.mark.parametrize("walk", ["newest_first", "oldest_first"])
def test_a_page_costs_the_same_wherever_it_starts(walk: str) -> None:
    """Ten of ten thousand records, from either end or the middle, are as many steps as ten of a hundred."""
    few, many = Filled(100), Filled(10_000)
    step = -1 if walk == "newest_first" else 1

    def page(start: int) -> Callable[[Transaction], Iterator[Record]]:
        return lambda transaction: getattr(transaction, walk)(THINGS, Cursor(start))

    _, asked, lines = few.cost(page(50))
    assert 10 <= asked <= 20
    for start in (20, 5_000, 9_980):
        found = [str(start + step * distance) for distance in range(1, 11)]
        assert many.cost(page(start)) == (found, asked, lines)


@pytest.mark.parametrize(("walk", "start", "end"), [("newest_first", 9_000, 1_000), ("oldest_first", 1_000, 9_000)])
def test_a_page_steps_over_what_was_deleted(walk: str, start: int, end: int) -> None:
    """A gap of eight records costs what a gap of thousands does, whatever order they were deleted in."""
    step = -1 if walk == "newest_first" else 1
    found = [str(start), *(str(end + step * distance) for distance in range(9))]
    short = Filled(10_000, range(start + step, start + 9 * step, step))
    forth = Filled(10_000, range(start + step, end, step))
    back = Filled(10_000, range(end - step, start, -step))

    def page(transaction: Transaction) -> Iterator[Record]:
        return getattr(transaction, walk)(THINGS, Cursor(start - step))  # type: ignore[no-any-return]

    _, asked, lines = short.cost(page)
    assert forth.cost(page) == back.cost(page) == (found, asked, lines)


def test_a_page_of_a_lookup_fetches_no_more_than_it_shows() -> None:
    """Ten of a hundred records of an owner are as many steps as ten of twenty."""
    few, many = Filled(2_000), Filled(10_000)

    def page(transaction: Transaction) -> Iterator[Record]:
        return transaction.lookup_newest_first(THINGS, "owner", "ann")

    _, asked, lines = few.cost(page)
    assert asked == 10
    assert many.cost(page) == ([str(number) for number in range(9_900, 8_900, -100)], asked, lines)


def test_places_of_removed_ids_are_given_back() -> None:
    """An order from which much is removed is no longer than twice what it holds."""
    order = Order(map(str, range(1_000)))
    for number in range(999):
        order.remove(str(number))
    order.append("new")
    assert [*order.older("new")] == ["999"]
    assert order.place("new") < 4
