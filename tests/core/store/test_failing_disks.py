"""A disk that fails: whatever call does, what was acknowledged is kept and what was refused is not there."""

import errno
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mockserver.core.problems import Misconfigured
from mockserver.core.store import Collection, StoreFailed
from mockserver.core.store.folder import Folder
from mockserver.core.store.folder.disk import Disk
from mockserver.core.store.memory import Memory
from mockserver.core.store.tinydb import TinyStore
from tests.core.store.disks import FailingDisk, Full, Numbered, again, settled
from tests.core.store.test_contents import written

THINGS = "api.things"
TENANTS = ("t", "u")
ERRORS = (errno.ENOSPC, errno.EIO, errno.EMFILE, errno.EROFS)

Step = Callable[[TinyStore], object]


def opened(storage: Memory) -> TinyStore:
    store = TinyStore(storage)
    store.declare("api", [Collection("things", indexes=("owner",))])
    return store


def putting(tenant: str, *ids: str, owner: str = "ann") -> Step:
    def step(store: TinyStore) -> None:
        with store.transaction(tenant) as transaction:
            for id in ids:
                transaction.put(THINGS, id, {"id": id, "owner": owner})
            transaction.set_counter("n", transaction.counter("n") + len(ids))

    return step


def deleting(tenant: str, *ids: str) -> Step:
    def step(store: TinyStore) -> None:
        with store.transaction(tenant) as transaction:
            for id in ids:
                transaction.delete(THINGS, id)

    return step


def going_back(tenant: str, *ids: str) -> Step:
    """Put back what a tenant has, but for the last of its records and with more of them."""

    def step(store: TinyStore) -> None:
        before = store.contents(tenant)
        putting(tenant, *ids)(store)
        store.restore(tenant, before)

    return step


def steps() -> Iterator[Step]:
    """Do everything a store can, so often that the folder writes several snapshots."""
    yield putting("t", "a", "b", "c")
    yield putting("u", "x")
    for n in range(4):
        yield putting("t", "a", f"d{n}", owner=f"owner {n}")
        yield deleting("t", "b", f"d{n}")
        yield putting("t", "b")
        yield going_back("u", "y", "z")
    yield lambda store: store.drop("t")
    yield putting("t", "c", "a")


def run(path: Path, disk: Disk) -> TinyStore:
    """Take every step in a folder, open it anew in the middle; give memory in which happened what it acknowledged."""
    memory = opened(Memory())
    for life in range(2):
        folder = again(lambda: Folder(path, small=900, disk=disk))
        store = opened(folder)
        assert state(store) == state(memory)
        for step in steps():
            before = state(store)
            try:
                step(store)
            except StoreFailed:
                if state(store) == before:
                    continue
                putting("u", "y", "z")(memory)  # the first half of going back was acknowledged
            else:
                step(memory)
            finally:
                settled(folder)
            assert state(store) == state(memory), life
        store.close()
    return memory


def state(store: TinyStore) -> list[str]:
    return [written(store.contents(tenant)) for tenant in TENANTS]


def reopened(path: Path) -> list[str]:
    store = opened(Folder(path))
    try:
        return state(store)
    finally:
        store.close()


@pytest.mark.parametrize("together", [1, 2, 5], ids="{} in a row".format)
def test_every_call_may_fail(tmp_path: Path, together: int) -> None:
    """Alone and with those that follow it; the folder opens with all that was acknowledged, and no more."""
    counted = Numbered()
    run(tmp_path / "all", counted)
    assert len([*(tmp_path / "all").glob("snapshot-*")]) == 1
    for first in range(0, counted.calls, together):
        with tempfile.TemporaryDirectory(dir=tmp_path) as folder:
            memory = run(Path(folder), Numbered(range(first, first + together), ERRORS[first % len(ERRORS)]))
            assert reopened(Path(folder)) == state(memory), f"call {first}"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """The sentence names the folder and what the system says."""
    with pytest.raises(Misconfigured, match=r"data folder .*: cannot be used: make fails"):
        Folder(tmp_path, disk=Numbered(range(1), errno.EROFS))


def test_what_a_full_disk_refused_is_not_there(tmp_path: Path) -> None:
    """The next change starts on a clean line, with room again."""
    disk = Full()
    store = opened(Folder(tmp_path, disk=disk))
    putting("t", "a")(store)
    disk.full = True
    with pytest.raises(StoreFailed, match="write fails"):
        putting("t", "b")(store)
    disk.full = False
    putting("t", "c")(store)
    kept = state(store)
    store.close()
    assert reopened(tmp_path) == kept
    assert '"b"' not in kept[0]


def test_a_journal_that_cannot_be_followed_goes_on(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing is written where its descriptor was: the lowest one that is free belongs to somebody else by then."""

    class NoneLeft(FailingDisk):
        def error(self, call: str, path: Path) -> int | None:
            return errno.EMFILE if (call, path.name) == ("open", "journal-1.jsonl") else None

    store = opened(Folder(tmp_path / "data", small=300, disk=NoneLeft()))
    putting("t", "a")(store)
    for n in range(6):
        putting("t", "a", owner=str(n))(store)
    assert "the journal goes on, the next one could not be begun: open fails" in caplog.text
    with (tmp_path / "somebody else's").open("w+b") as other:
        putting("t", "b")(store)
        other.flush()
        other.seek(0)
        assert other.read() == b""
    kept = state(store)
    store.close()
    assert reopened(tmp_path / "data") == kept


def test_a_snapshot_that_has_no_room_leaves_none_less(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What was written of it is removed, changes go on, and it is tried again when the folder has grown."""

    class Small(Full):
        def replace(self, source: Path, target: Path) -> None:
            if self.full:
                raise OSError(errno.ENOSPC, "No space left on device")
            super().replace(source, target)

        def error(self, call: str, path: Path) -> int | None:
            return None

    disk = Small()
    disk.full = True
    folder = Folder(tmp_path, small=300, disk=disk)
    store = opened(folder)
    for n in range(20):
        putting("t", "a", owner=str(n))(store)
        settled(folder)
        assert not (tmp_path / "snapshot.partial").exists()
    assert "No space left on device" in caplog.text
    assert len(caplog.records) < 10
    disk.full = False
    for n in range(20):
        putting("t", "a", owner=str(n))(store)
        settled(folder)
    kept = state(store)
    store.close()
    assert [path.name for path in tmp_path.glob("journal-*")] != []
    assert len([*tmp_path.iterdir()]) == 3  # lock, snapshot, journal
    assert reopened(tmp_path) == kept


def test_a_tenant_that_could_not_be_dropped_is_all_there(tmp_path: Path) -> None:
    disk = Full()
    store = opened(Folder(tmp_path, disk=disk))
    putting("t", "a")(store)
    before = state(store)
    disk.full = True
    with pytest.raises(StoreFailed):
        store.drop("t")
    disk.full = False
    assert state(store) == before
    store.close()
    assert reopened(tmp_path) == before


def test_a_server_ends_although_its_disk_fails(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It says so, and lets go of the folder."""
    disk = Full()
    store = opened(Folder(tmp_path, disk=disk))
    putting("t", "a")(store)
    kept = state(store)
    disk.full = True
    store.close()
    assert "the last changes may not be on the device: sync fails" in caplog.text
    assert reopened(tmp_path) == kept
