"""All that a tenant owns, taken and put back: in memory and in a folder alike, and after the folder is opened again."""

import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.core.store import Collection, Contents, StoreFailed
from mockserver.core.store.folder import Folder
from mockserver.core.store.memory import Memory
from mockserver.core.store.tinydb import TinyStore
from tests.core.store.disks import Full, storage

THINGS = "api.things"


def opened(storage: Memory) -> TinyStore:
    store = TinyStore(storage)
    store.declare("api", [Collection("things", indexes=("owner",))])
    return store


@pytest.fixture(params=["memory", "folder", "failing"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TinyStore]:
    store = opened(storage(request.param, tmp_path))
    yield store
    store.close()


def put(store: TinyStore, tenant: str, *ids: str, owner: str = "ann") -> None:
    with store.transaction(tenant) as transaction:
        for id in ids:
            transaction.put(THINGS, id, {"id": id, "owner": owner})


def delete(store: TinyStore, tenant: str, *ids: str) -> None:
    with store.transaction(tenant) as transaction:
        for id in ids:
            transaction.delete(THINGS, id)


def ids(store: TinyStore, tenant: str) -> list[str]:
    with store.transaction(tenant) as transaction:
        return [record["id"] for record in transaction.oldest_first(THINGS)]


def owned(store: TinyStore, tenant: str, owner: str) -> list[str]:
    with store.transaction(tenant) as transaction:
        return [record["id"] for record in transaction.lookup(THINGS, "owner", owner)]


def written(contents: Contents) -> str:
    """Write contents with their order."""
    return json.dumps([[[name, [*records.items()]] for name, records in contents.records.items()], contents.counters])


def test_records_indexes_order_and_counters_are_put_back(store: TinyStore) -> None:
    put(store, "t", "a", "b", "c")
    with store.transaction("t") as transaction:
        transaction.set_counter("n", 3)
    before = store.contents("t")
    delete(store, "t", "a")
    put(store, "t", "b", owner="bob")
    put(store, "t", "a", "d")
    with store.transaction("t") as transaction:
        transaction.set_counter("n", 4)
        transaction.set_counter("m", 1)
    store.restore("t", before)
    assert (ids(store, "t"), owned(store, "t", "ann"), owned(store, "t", "bob")) == (
        ["a", "b", "c"],
        ["a", "b", "c"],
        [],
    )
    with store.transaction("t") as transaction:
        assert (transaction.counter("n"), transaction.counter("m")) == (3, 0)


def test_what_was_taken_stays_as_it_was(store: TinyStore) -> None:
    """Whatever is written, dropped or put back afterwards, and however often."""
    put(store, "t", "a", "b")
    contents = store.contents("t")
    before = written(contents)
    put(store, "t", "c", "b", owner="bob")
    store.restore("t", contents)
    put(store, "t", "d")
    delete(store, "t", "a")
    store.drop("t")
    assert (contents.size, written(contents)) == (2, before)
    store.restore("t", contents)
    assert ids(store, "t") == ["a", "b"]


def test_nothing_is_put_back_as_nothing(store: TinyStore) -> None:
    """A tenant that owned nothing owns nothing again."""
    nothing = store.contents("t")
    put(store, "t", "a")
    store.restore("t", nothing)
    assert (ids(store, "t"), nothing, "u" in store.tenants()) == ([], Contents({}, {}), False)


def test_other_tenants_keep_what_they_have(store: TinyStore) -> None:
    """Also one whose name goes on where another's ends, and one that is put back as another was."""
    put(store, "t", "a")
    put(store, "t/u", "b")
    before = store.contents("t")
    put(store, "t", "c")
    store.restore("t", before)
    store.restore("v", before)
    put(store, "v", "d")
    assert {name: ids(store, name) for name in ("t", "t/u", "v")} == {"t": ["a"], "t/u": ["b"], "v": ["a", "d"]}


def test_a_name_with_a_slash_is_one_name_after_a_restart(tmp_path: Path) -> None:
    store = opened(Folder(tmp_path))
    put(store, "t/u", "b")
    store.close()
    again = opened(Folder(tmp_path))
    assert again.tenants() == ["t/u"]
    assert again.drop("t") == {}
    assert ids(again, "t/u") == ["b"]
    again.close()


def test_a_record_that_is_equal_and_not_the_same_is_written(tmp_path: Path) -> None:
    """To Python 1 equals true; to a client it does not."""
    store = opened(Folder(tmp_path))
    with store.transaction("t") as transaction:
        transaction.put(THINGS, "a", {"id": "a", "done": True})
    store.restore("t", Contents({THINGS: {"a": {"id": "a", "done": 1}}}, {}))
    store.close()
    again = opened(Folder(tmp_path))
    assert written(again.contents("t")) == written(Contents({THINGS: {"a": {"id": "a", "done": 1}}}, {}))
    again.close()


def test_what_is_the_same_is_not_written_again(tmp_path: Path) -> None:
    """The journal gets the order and what differs."""
    store = opened(Folder(tmp_path))
    put(store, "t", "a", "b")
    before = store.contents("t")
    put(store, "t", "a", owner="bob")
    store.restore("t", before)
    store.close()
    last = json.loads((tmp_path / "journal-0.jsonl").read_text().splitlines()[-1])
    assert last == {
        "sum": last["sum"],
        "tenant": "t",
        "live": last["live"],
        "restore": {THINGS: ["a", "b"]},
        "put": [[THINGS, "a", {"id": "a", "owner": "ann"}]],
    }


def test_a_full_disk_puts_nothing_back(tmp_path: Path) -> None:
    """All or nothing, like any change."""
    disk = Full()
    store = opened(Folder(tmp_path, disk=disk))
    put(store, "t", "a")
    disk.full = True
    with pytest.raises(StoreFailed):
        store.restore("t", Contents({}, {}))
    disk.full = False
    assert ids(store, "t") == ["a"]
    store.close()
    again = opened(Folder(tmp_path))
    assert ids(again, "t") == ["a"]
    again.close()


Step = Callable[[TinyStore, list[Contents]], None]

IDS = st.sampled_from("abcdef")
STEPS: st.SearchStrategy[Step] = st.one_of(
    st.builds(lambda one, owner: lambda store, taken: put(store, "t", one, owner=owner), IDS, st.sampled_from("xyz")),
    st.builds(lambda one: lambda store, taken: delete(store, "t", one), IDS),
    st.just(lambda store, taken: taken.append(store.contents("t"))),
    st.builds(lambda n: lambda store, taken: taken and store.restore("t", taken[n % len(taken)]), st.integers(0, 5)),
    st.just(lambda store, taken: store.drop("t")),
)


@settings(deadline=None)  # a disk may be busy
@given(st.lists(STEPS, max_size=40))
def test_a_folder_has_what_memory_has_whatever_was_put_back(steps: list[Step]) -> None:
    """After every history, also when the folder is opened again, through its snapshots or without them."""
    memory, taken = opened(Memory()), list[Contents]()
    with tempfile.TemporaryDirectory() as path:
        folder, kept = opened(Folder(Path(path), small=500)), list[Contents]()
        for step in steps:
            step(memory, taken)
            step(folder, kept)
            assert written(folder.contents("t")) == written(memory.contents("t"))
        folder.close()
        again = opened(Folder(Path(path)))
        assert written(again.contents("t")) == written(memory.contents("t"))
        assert owned(again, "t", "x") == owned(memory, "t", "x")
        again.close()
