"""Queries: every way of asking agrees with a plain filter, and what a query pins is found by its index alone."""

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import where as stock_where
from tinydb.queries import QueryInstance, QueryLike

from mockserver.core.store import Collection, Record, Transaction
from mockserver.core.store.memory import Memory
from mockserver.core.store.queries import Query, every, has, some, where
from mockserver.core.store.tinydb import TinyStore

THINGS = "api.things"
COUNT = 10_000
EACH = 20
"""Records of one owner, and of one tag."""


def opened() -> TinyStore:
    store = TinyStore(Memory())
    store.declare("api", [Collection("things", indexes=("owner", "tags.id"))])
    return store


def thing(number: int) -> Record:
    return {"id": str(number), "owner": f"owner {number // EACH}", "tags": [{"id": f"tag {number % (COUNT // EACH)}"}]}


@pytest.fixture(scope="module")
def store() -> Iterator[TinyStore]:
    with closing(opened()) as store:
        with store.transaction("t") as transaction:
            for number in range(COUNT):
                transaction.put(THINGS, str(number), thing(number))
        yield store


class Asked:
    """Counts the records that a condition is asked about, of which one in `step` fulfils it."""

    def __init__(self, step: int = 1) -> None:
        self.count = 0
        self._step = step

    def __call__(self, record: Record) -> bool:
        self.count += 1
        return int(record["id"]) % self._step == 0


WAYS: dict[str, Callable[[Transaction, QueryLike], Any]] = {
    "search": lambda transaction, query: transaction.search(THINGS, query),
    "count": lambda transaction, query: transaction.count(THINGS, query),
    "newest_first": lambda transaction, query: [*transaction.newest_first(THINGS, where=query)],
    "oldest_first": lambda transaction, query: [*transaction.oldest_first(THINGS, where=query)],
}

PINNED: dict[str, Callable[[QueryInstance], QueryInstance]] = {
    "before": lambda asked: (where("owner") == "owner 7") & asked,
    "behind": lambda asked: asked & (where("owner") == "owner 7"),
    "among others": lambda asked: every([where("id").exists(), where("owner") == "owner 7", asked]),
    "by a condition of TinyDB's own": lambda asked: stock_where("id").exists() & (where("owner") == "owner 7") & asked,
    "in a list": lambda asked: where("tags").any(where("id") == "tag 7") & asked,
    "by the name of an index": lambda asked: has("tags.id", "tag 7") & asked,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("pinned", PINNED)
@pytest.mark.parametrize("written", [False, True], ids=["read", "written"])
def test_a_pinned_value_is_found_by_its_index(store: TinyStore, way: str, pinned: str, written: bool) -> None:
    """No other record is asked about, whatever else the query wants and whether the transaction has written."""
    asked = Asked()
    with pytest.raises(InterruptedError), store.transaction("t") as transaction:
        if written:
            transaction.put(THINGS, "0", thing(0))
        found = WAYS[way](transaction, PINNED[pinned](QueryInstance(asked, None)))
        assert (asked.count, found if way == "count" else len(found)) == (EACH, EACH)
        raise InterruptedError


LINEAR: dict[str, Callable[[QueryInstance], QueryInstance]] = {
    "one of two": lambda asked: (where("owner") == "owner 7") | asked,
    "another one": lambda asked: ~(where("owner") == "owner 7") & asked,
    "no index": lambda asked: asked & (where("id") == "7"),
    "a member of an object": lambda asked: asked & (where("owner")["id"] == "owner 7"),
    "a name with a dot": lambda asked: asked & (where("tags.id") == "tag 7"),
    "a value that is no text": lambda asked: asked & (where("owner") == 7),
}


@pytest.mark.parametrize("query", LINEAR)
def test_what_pins_nothing_looks_at_all_records(store: TinyStore, query: str) -> None:
    asked = Asked()
    with store.transaction("t") as transaction:
        transaction.search(THINGS, LINEAR[query](QueryInstance(asked, None)))
    assert asked.count >= COUNT - EACH


@pytest.mark.parametrize("after", [None, "5000"])
@pytest.mark.parametrize("walk", ["newest_first", "oldest_first"])
def test_a_page_is_asked_for_no_more_than_it_takes(store: TinyStore, walk: str, after: str | None) -> None:
    """Ten of every second record are twenty questions, wherever the page begins."""
    asked = Asked(step=2)
    with store.transaction("t") as transaction:
        page = [*islice(getattr(transaction, walk)(THINGS, after, QueryInstance(asked, None)), 10)]
    assert (len(page), asked.count) in ((10, 19), (10, 20))


def test_a_page_of_an_index_begins_behind_a_record_that_has_left_it(store: TinyStore) -> None:
    with pytest.raises(InterruptedError), store.transaction("t") as transaction:
        transaction.put(THINGS, "145", {**thing(145), "owner": "somebody else"})
        page = transaction.newest_first(THINGS, "145", where("owner") == "owner 7")
        assert [record["id"] for record in page] == ["144", "143", "142", "141", "140"]
        raise InterruptedError


def test_a_thousand_conditions_are_joined() -> None:
    """And evaluated without a thousand nested calls."""
    tests = [where("number") == number for number in range(5_000)]
    assert some(tests)({"number": 4_999})
    assert not some(tests)({"number": 5_000})
    assert every(~test for test in tests)({"number": 5_000})


def test_nothing_joined_is_and_or_or() -> None:
    assert every([])({})
    assert not some([])({})


IDS, OWNERS, TAGS = "abcdef", ("ann", "bob"), ("x", "y")
RECORDS = st.builds(
    lambda owner, tags: {"owner": owner, "tags": [{"id": tag, "new": new} for tag, new in tags]},
    st.sampled_from((*OWNERS, None, 1)),
    st.lists(st.tuples(st.sampled_from(TAGS), st.booleans()), max_size=2),
)
WRITES = st.lists(st.tuples(st.sampled_from(IDS), st.none() | RECORDS), max_size=8)
LEAVES = st.one_of(
    st.sampled_from(OWNERS).map(lambda owner: where("owner") == owner),
    st.sampled_from(TAGS).map(lambda tag: has("tags.id", tag)),
    st.sampled_from(TAGS).map(lambda tag: where("tags").any((where("id") == tag) & where("new").test(bool))),
    st.sampled_from(IDS).map(lambda one: where("id") != one),
    st.just(Query().owner.exists()),
)
QUERIES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda one, other: one & other, inner, inner),
        st.builds(lambda one, other: one | other, inner, inner),
        inner.map(lambda one: ~one),
    ),
    max_leaves=4,
)


@given(stored=WRITES, written=WRITES, query=QUERIES, after=st.none() | st.sampled_from(IDS))
def test_every_way_of_asking_agrees_with_a_filter(
    stored: list[tuple[str, Record | None]], written: list[tuple[str, Record | None]], query: Any, after: str | None
) -> None:
    """Whatever is stored, was written before in the same transaction, and is pinned."""
    with closing(opened()) as store:
        for writes in (stored, []):
            with store.transaction("t") as transaction:
                write(transaction, writes)
        with store.transaction("t") as transaction:
            write(transaction, written)
            newest = [*transaction.newest_first(THINGS)]
            wanted = [record for record in newest if query(record)]
            assert transaction.search(THINGS, query) == wanted
            assert transaction.count(THINGS, query) == len(wanted)
            if after is not None and transaction.get(THINGS, after) is None:
                return
            for walk in (transaction.newest_first, transaction.oldest_first):
                assert [*walk(THINGS, after, query)] == [record for record in walk(THINGS, after) if query(record)]


def write(transaction: Transaction, writes: list[tuple[str, Record | None]]) -> None:
    for id, record in writes:
        if record is None:
            transaction.delete(THINGS, id)
        else:
            transaction.put(THINGS, id, {"id": id, **record})
