"""A data folder: what was kept comes back, whatever ended the server."""

import errno
import json
import os
import threading
from pathlib import Path

import pytest

from mockserver.core.problems import Misconfigured
from mockserver.core.store import Collection
from mockserver.core.store.folder import Folder
from mockserver.core.store.tinydb import Documents, TinyStore


def opened(path: Path, settled_at_least: int = 50_000) -> TinyStore:
    store = TinyStore(Folder(path, settled_at_least))
    store.declare("api", [Collection("things", indexes=("owner",))])
    return store


def put(store: TinyStore, *ids: str, tenant: str = "t", **members: str) -> None:
    for id in ids:
        with store.transaction(tenant) as transaction:
            transaction.put("api.things", id, {"id": id, **members})


def ids(store: TinyStore, tenant: str = "t") -> list[str]:
    with store.transaction(tenant) as transaction:
        return [record["id"] for record in transaction.newest_first("api.things")]


def test_records_indexes_and_counters_come_back(tmp_path: Path) -> None:
    """Order, lookups and counters are as they were."""
    store = opened(tmp_path)
    put(store, "a", "b", "c", owner="ann")
    with store.transaction("t") as transaction:
        transaction.delete("api.things", "b")
        transaction.set_counter("n", 7)
    store.close()

    again = opened(tmp_path)
    assert ids(again) == ["c", "a"]
    with again.transaction("t") as transaction:
        assert [record["id"] for record in transaction.lookup("api.things", "owner", "ann")] == ["a", "c"]
        assert transaction.counter("n") == 7
    again.close()


def test_a_dropped_tenant_stays_dropped(tmp_path: Path) -> None:
    """A reset is kept as well."""
    store = opened(tmp_path)
    put(store, "a")
    put(store, "b", tenant="u")
    store.drop("t")
    put(store, "c")
    store.close()
    again = opened(tmp_path)
    assert (ids(again), ids(again, "u")) == (["c"], ["b"])
    again.close()


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_last_line_without_its_end_is_cut_off(tmp_path: Path, cut: int) -> None:
    """It was never answered; what came before it was, and what comes after it is readable."""
    store = opened(tmp_path)
    put(store, "a", "b")
    store.close()
    journal = tmp_path / "journal-0.jsonl"
    os.truncate(journal, journal.stat().st_size - cut)
    again = opened(tmp_path)
    assert ids(again) == ["a"]
    put(again, "c")
    again.close()
    last = opened(tmp_path)
    assert ids(last) == ["c", "a"]
    last.close()


def test_a_line_nobody_wrote_stops_the_start(tmp_path: Path) -> None:
    """The error names file and line; nothing is guessed and nothing lost."""
    store = opened(tmp_path)
    put(store, "a", "b")
    store.close()
    journal = tmp_path / "journal-0.jsonl"
    lines = journal.read_text().splitlines(keepends=True)
    journal.write_text("".join([lines[0], "what?\n", *lines[2:]]))
    with pytest.raises(Misconfigured, match=r"journal-0\.jsonl:2: is not a line this version wrote"):
        opened(tmp_path)


def test_two_servers_do_not_share_a_folder(tmp_path: Path) -> None:
    """The second is told so."""
    store = opened(tmp_path)
    with pytest.raises(Misconfigured, match="is in use by another server"):
        opened(tmp_path)
    store.close()


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    """`--data` has to be a folder."""
    (tmp_path / "file").write_text("")
    with pytest.raises(Misconfigured, match=r"data folder .*file: cannot be used"):
        opened(tmp_path / "file")


def test_a_journal_that_outgrew_its_records_becomes_a_snapshot(tmp_path: Path) -> None:
    """Many changes to few records leave a short folder with the same state."""
    store = opened(tmp_path, settled_at_least=100)
    for _ in range(60):
        put(store, "a", "b", "c")
    store.close()
    assert [path.name for path in sorted(tmp_path.glob("snapshot-*"))] == ["snapshot-1.jsonl"]
    assert not (tmp_path / "journal-0.jsonl").exists()
    again = opened(tmp_path)
    assert ids(again) == ["c", "b", "a"]
    again.close()


class Held(Folder):
    """A folder whose snapshots are written when the test says so."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, settled_at_least=4)
        self.go = threading.Event()

    def _take_snapshot(self, number: int, tables: dict[str, Documents]) -> None:
        self.go.wait(10)
        super()._take_snapshot(number, tables)


def test_a_record_made_again_during_a_snapshot_keeps_its_place(tmp_path: Path) -> None:
    """The snapshot is of one moment, however long its writing takes."""
    folder = Held(tmp_path)
    store = TinyStore(folder)
    put(store, *["a"] * 6, "b")  # the sixth begins a snapshot
    with store.transaction("t") as transaction:
        transaction.delete("api.things", "a")
    put(store, "a", "c")
    with store.transaction("t") as transaction:
        transaction.delete("api.things", "b")
    put(store, "b")
    assert ids(store) == ["b", "c", "a"]
    folder.go.set()
    store.close()
    again = opened(tmp_path)
    assert ids(again) == ["b", "c", "a"]
    again.close()


def test_an_unfinished_snapshot_is_passed_over(tmp_path: Path) -> None:
    """Until it has its name, a snapshot counts for nothing and the journals for everything."""
    store = opened(tmp_path)
    put(store, "a")
    store.close()
    (tmp_path / "snapshot.partial").write_bytes(b'{"format"')
    entries = [{"format": 1}, {"tenant": "t", "put": [["api.things", "b", {"id": "b"}]], "delete": []}]
    (tmp_path / "journal-1.jsonl").write_text("".join(json.dumps(entry) + "\n" for entry in entries))
    again = opened(tmp_path)
    assert ids(again) == ["b", "a"]
    again.close()


def test_a_full_disk_keeps_nothing_of_a_refused_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The write fails, the record is not there, and the next write starts on a clean line."""
    store = opened(tmp_path)
    put(store, "a")
    write = os.write

    def full(file: int, data: bytes) -> int:
        write(file, data[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk, pytest.raises(OSError, match="No space"):
        disk.setattr(os, "write", full)
        put(store, "b")
    put(store, "c")
    assert ids(store) == ["c", "a"]
    store.close()
    again = opened(tmp_path)
    assert ids(again) == ["c", "a"]
    again.close()
