"""The store: records of a tenant, all or nothing, in memory and in a folder alike."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from mockserver.core.store import Collection
from mockserver.core.store.tinydb import TinyStore
from tests.core.store.disks import storage


@pytest.fixture(params=["memory", "folder", "failing"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TinyStore]:
    store = TinyStore(storage(request.param, tmp_path))
    store.declare("api", [Collection("things", indexes=("owner",))])
    yield store
    store.close()


def put(store: TinyStore, tenant: str, *ids: str, **members: str) -> None:
    with store.transaction(tenant) as transaction:
        for id in ids:
            transaction.put("api.things", id, {"id": id, **members})


def ids(store: TinyStore, tenant: str) -> list[str]:
    with store.transaction(tenant) as transaction:
        return [record["id"] for record in transaction.newest_first("api.things")]


def owned(store: TinyStore, tenant: str, owner: str) -> list[str]:
    with store.transaction(tenant) as transaction:
        return [record["id"] for record in transaction.lookup("api.things", "owner", owner)]


def test_what_a_transaction_wrote_it_sees_at_once(store: TinyStore) -> None:
    """Every way of reading takes the transaction's own writes into account."""
    put(store, "t", "a", "b", owner="ann")
    with store.transaction("t") as transaction:
        transaction.put("api.things", "c", {"id": "c", "owner": "ann"})
        transaction.put("api.things", "b", {"id": "b", "owner": "bob"})
        transaction.delete("api.things", "a")
        assert transaction.get("api.things", "a") is None
        assert transaction.count("api.things") == 2
        assert [record["id"] for record in transaction.newest_first("api.things")] == ["c", "b"]
        assert [record["id"] for record in transaction.lookup("api.things", "owner", "ann")] == ["c"]
        assert [record["id"] for record in transaction.search("api.things", lambda record: True)] == ["c", "b"]


def test_an_exception_drops_what_was_written(store: TinyStore) -> None:
    """All or nothing: records, deletions, counters."""
    put(store, "t", "a")
    with pytest.raises(RuntimeError), store.transaction("t") as transaction:
        transaction.put("api.things", "b", {"id": "b"})
        transaction.delete("api.things", "a")
        transaction.set_counter("n", 7)
        raise RuntimeError
    assert ids(store, "t") == ["a"]
    with store.transaction("t") as transaction:
        assert transaction.counter("n") == 0


def test_a_replaced_record_keeps_its_place(store: TinyStore) -> None:
    """Order is the order of creation."""
    put(store, "t", "a", "b", "c")
    put(store, "t", "b")
    assert ids(store, "t") == ["c", "b", "a"]


def test_an_index_follows_its_records(store: TinyStore) -> None:
    """Changed and deleted records leave the entries they had."""
    put(store, "t", "a", "b", "c", owner="ann")
    put(store, "t", "b", owner="bob")
    with store.transaction("t") as transaction:
        transaction.delete("api.things", "c")
    assert (owned(store, "t", "ann"), owned(store, "t", "bob")) == (["a"], ["b"])


def test_tenants_are_apart(store: TinyStore) -> None:
    """Same collection, same id, another tenant."""
    put(store, "t", "a", owner="ann")
    assert (ids(store, "u"), owned(store, "u", "ann")) == ([], [])


def test_dropping_a_tenant_says_what_it_had(store: TinyStore) -> None:
    """Records and counters go, other tenants stay."""
    put(store, "t", "a", "b", owner="ann")
    put(store, "u", "a")
    with store.transaction("t") as transaction:
        transaction.set_counter("n", 7)
    assert store.drop("t") == {"api.things": 2}
    assert (ids(store, "t"), owned(store, "t", "ann"), ids(store, "u")) == ([], [], ["a"])
    assert store.drop("nobody") == {}


def test_sixteen_threads_lose_nothing_and_repeat_nothing(store: TinyStore) -> None:
    """2,000 creates with a shared counter end as 2,000 records with 2,000 numbers."""

    def create(count: int) -> None:
        for _ in range(count):
            with store.transaction("t") as transaction:
                number = transaction.counter("n") + 1
                transaction.set_counter("n", number)
                transaction.put("api.things", str(number), {"id": str(number)})

    threads = [threading.Thread(target=create, args=(125,)) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ids(store, "t") == [str(number) for number in range(2000, 0, -1)]


def test_a_part_that_fails_is_dropped_alone(store: TinyStore) -> None:
    """Records, deletions and counters of it go; what was written before and after it stays, in its order."""
    put(store, "t", "a", "b", owner="ann")
    with store.transaction("t") as transaction:
        transaction.put("api.things", "c", {"id": "c", "owner": "ann"})
        transaction.set_counter("n", 1)
        with pytest.raises(RuntimeError), transaction.savepoint():
            transaction.put("api.things", "d", {"id": "d", "owner": "ann"})
            transaction.put("api.things", "c", {"id": "c", "owner": "bob"})
            transaction.put("api.things", "b", {"id": "b", "owner": "bob"})
            transaction.delete("api.things", "a")
            transaction.set_counter("n", 7)
            raise RuntimeError
        assert [record["id"] for record in transaction.lookup("api.things", "owner", "ann")] == ["a", "b", "c"]
        assert (transaction.counter("n"), transaction.count("api.things")) == (1, 3)
        transaction.put("api.things", "e", {"id": "e", "owner": "ann"})
    assert (owned(store, "t", "ann"), owned(store, "t", "bob")) == (["a", "b", "c", "e"], [])
    assert ids(store, "t") == ["e", "c", "b", "a"]


def test_a_part_that_ends_well_belongs_to_its_transaction(store: TinyStore) -> None:
    """It is kept with it, and dropped with it."""
    with store.transaction("t") as transaction, transaction.savepoint():
        transaction.put("api.things", "a", {"id": "a"})
    with pytest.raises(RuntimeError), store.transaction("t") as transaction:
        with transaction.savepoint():
            transaction.put("api.things", "b", {"id": "b"})
        raise RuntimeError
    assert ids(store, "t") == ["a"]


def test_parts_have_parts(store: TinyStore) -> None:
    """What fails inside of one is no matter of it; where it fails itself, all of it goes."""
    with store.transaction("t") as transaction:
        with transaction.savepoint():
            transaction.put("api.things", "a", {"id": "a"})
            with pytest.raises(KeyError), transaction.savepoint():
                transaction.put("api.things", "b", {"id": "b"})
                raise KeyError
        with pytest.raises(RuntimeError), transaction.savepoint():
            with transaction.savepoint():
                transaction.put("api.things", "c", {"id": "c"})
            raise RuntimeError
    assert ids(store, "t") == ["a"]
