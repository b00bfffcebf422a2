"""A data folder: what was kept comes back, whatever ended the server."""

import json
import os
import stat
import threading
from pathlib import Path

import pytest

from mockserver.core.problems import Misconfigured
from mockserver.core.store import Collection
from mockserver.core.store.folder import Folder
from mockserver.core.store.folder.disk import Disk
from mockserver.core.store.tinydb import TinyStore
from tests.core.store.disks import settled


def opened(path: Path, small: int = 4_000_000, disk: Disk | None = None) -> TinyStore:
    store = TinyStore(Folder(path, small, disk))
    store.declare("api", [Collection("things", indexes=("owner",))])
    return store


def put(store: TinyStore, *ids: str, tenant: str = "t", **members: str) -> None:
    for id in ids:
        with store.transaction(tenant) as transaction:
            transaction.put("api.things", id, {"id": id, **members})


def ids(store: TinyStore, tenant: str = "t") -> list[str]:
    with store.transaction(tenant) as transaction:
        return [record["id"] for record in transaction.newest_first("api.things")]


def size_of(path: Path) -> int:
    return sum(file.stat().st_size for file in path.iterdir())


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
def test_a_last_line_without_its_end_is_cut_off_and_told(
    tmp_path: Path, cut: int, caplog: pytest.LogCaptureFixture
) -> None:
    """It was never answered; what came before it was, and what comes after it is readable."""
    store = opened(tmp_path)
    put(store, "a", "b")
    store.close()
    journal = tmp_path / "journal-0.jsonl"
    os.truncate(journal, journal.stat().st_size - cut)
    again = opened(tmp_path)
    assert "journal-0.jsonl: a last line without its end was never answered" in caplog.text
    assert ids(again) == ["a"]
    put(again, "c")
    again.close()
    last = opened(tmp_path)
    assert ids(last) == ["c", "a"]
    last.close()


@pytest.mark.parametrize("size", [0, 20])
def test_a_journal_that_was_just_begun_is_begun_again(tmp_path: Path, size: int) -> None:
    """Whether the server ended before the head was written, or in the middle of it."""
    opened(tmp_path).close()
    os.truncate(tmp_path / "journal-0.jsonl", size)
    store = opened(tmp_path)
    put(store, "a")
    store.close()
    again = opened(tmp_path)
    assert ids(again) == ["a"]
    again.close()


def test_two_servers_do_not_share_a_folder(tmp_path: Path) -> None:
    """The second is told so."""
    store = opened(tmp_path)
    with pytest.raises(Misconfigured, match="is in use by another server"):
        opened(tmp_path)
    store.close()


def test_a_folder_that_is_refused_is_let_go_of(tmp_path: Path) -> None:
    """It can be mended, and opened by the same process."""
    store = opened(tmp_path)
    put(store, "a")
    store.close()
    journal = tmp_path / "journal-0.jsonl"
    whole = journal.read_bytes()
    journal.write_bytes(whole.replace(b'"a"', b'"b"'))
    with pytest.raises(Misconfigured, match=r"journal-0\.jsonl:2: does not fit its checksum; `mockserver repair "):
        opened(tmp_path)
    journal.write_bytes(whole)
    again = opened(tmp_path)
    assert ids(again) == ["a"]
    again.close()


def test_a_folder_of_an_earlier_version_says_so(tmp_path: Path) -> None:
    (tmp_path / "journal-0.jsonl").write_text('{"format":1}\n{"tenant":"t","put":[],"delete":[]}\n')
    with pytest.raises(Misconfigured, match="was written by an earlier version, this one reads format 2"):
        opened(tmp_path)


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    """`--data` has to be a folder."""
    (tmp_path / "file").write_text("")
    with pytest.raises(Misconfigured, match=r"data folder .*file: cannot be used"):
        opened(tmp_path / "file")


def test_only_its_owner_reads_what_a_folder_holds(tmp_path: Path) -> None:
    """Records are of customers, though invented ones."""
    path = tmp_path / "data"
    store = opened(path, small=2_000)
    put(store, *["a"] * 60, owner="ann")
    store.close()
    assert (path / "snapshot-1.jsonl").exists()
    modes = {file.name: oct(stat.S_IMODE(file.stat().st_mode)) for file in path.iterdir()}
    assert set(modes.values()) == {"0o600"}, modes
    assert stat.S_IMODE(path.stat().st_mode) == 0o700


def test_a_folder_that_outgrew_its_records_becomes_a_snapshot(tmp_path: Path) -> None:
    """Many changes to few records leave a short folder with the same state."""
    folder = Folder(tmp_path, small=2_000)
    store = TinyStore(folder)
    for _ in range(40):
        put(store, "a", "b", "c")
        settled(folder)
    store.close()
    assert len([*tmp_path.glob("snapshot-*")]) == 1
    assert not (tmp_path / "journal-0.jsonl").exists()
    assert size_of(tmp_path) < 2_400
    again = opened(tmp_path)
    assert ids(again) == ["c", "b", "a"]
    again.close()


def test_a_folder_stays_small_in_every_life(tmp_path: Path) -> None:
    """What counts is the size of the files, not how long this process has run: short lives add up to nothing."""
    for life in range(6):
        folder = Folder(tmp_path, small=5_000)
        store = TinyStore(folder)
        for n in range(60):
            put(store, f"thing-{n % 20}", owner=f"owner-{life}")
            settled(folder)
        store.close()
    # A snapshot of 20 of these takes 1.9 kB.
    assert size_of(tmp_path) < 3 * 1_900 + 5_000
    again = opened(tmp_path)
    assert len(ids(again)) == 20
    again.close()


@pytest.mark.parametrize("way", ["deleted", "dropped", "put back"])
def test_a_folder_shrinks_with_what_it_holds(tmp_path: Path, way: str) -> None:
    """A thousand records that are gone leave nothing behind them."""
    folder = Folder(tmp_path, small=5_000)
    store = TinyStore(folder)
    nothing = store.contents("t")
    with store.transaction("t") as transaction:
        for n in range(1000):
            transaction.put("api.things", f"thing-{n}", {"id": f"thing-{n}", "owner": "ann"})
    assert size_of(tmp_path) > 50_000
    if way == "deleted":
        with store.transaction("t") as transaction:
            for n in range(1000):
                transaction.delete("api.things", f"thing-{n}")
    elif way == "dropped":
        store.drop("t")
    else:
        store.restore("t", nothing)
    put(store, "a", tenant="u")
    settled(folder)
    store.close()
    assert size_of(tmp_path) < 10_000
    again = opened(tmp_path)
    assert (ids(again), ids(again, "u")) == ([], ["a"])
    again.close()


class Slow(Disk):
    """A disk on which a snapshot gets its name when the test says so."""

    def __init__(self) -> None:
        self.go = threading.Event()

    def replace(self, source: Path, target: Path) -> None:
        self.go.wait(10)
        super().replace(source, target)


def test_a_record_made_again_during_a_snapshot_keeps_its_place(tmp_path: Path) -> None:
    """The snapshot is of one moment, however long its writing takes."""
    disk = Slow()
    store = opened(tmp_path, small=400, disk=disk)
    put(store, *["a"] * 6, "b")
    assert (tmp_path / "journal-1.jsonl").exists()
    with store.transaction("t") as transaction:
        transaction.delete("api.things", "a")
    put(store, "a", "c")
    with store.transaction("t") as transaction:
        transaction.delete("api.things", "b")
    put(store, "b")
    assert ids(store) == ["b", "c", "a"]
    disk.go.set()
    store.close()
    again = opened(tmp_path)
    assert ids(again) == ["b", "c", "a"]
    again.close()


def test_an_unfinished_snapshot_is_passed_over_and_removed(tmp_path: Path) -> None:
    """Until it has its name, a snapshot counts for nothing and the journals for everything."""
    store = opened(tmp_path)
    put(store, "a")
    store.close()
    (tmp_path / "snapshot.partial").write_bytes(b'{"sum"')
    again = opened(tmp_path)
    assert ids(again) == ["a"]
    assert not (tmp_path / "snapshot.partial").exists()
    again.close()


def test_a_journal_holds_lines_of_json_behind_their_checksums(tmp_path: Path) -> None:
    """People and programs read them; `docs/reference/data-folder.md` tells what they mean."""
    store = opened(tmp_path)
    put(store, "a")
    store.close()
    head, change = [json.loads(line) for line in (tmp_path / "journal-0.jsonl").read_text().splitlines()]
    assert head == {"sum": head["sum"], "format": 2, "journal": 0}
    assert change == {
        "sum": change["sum"],
        "tenant": "t",
        "live": len('{"sum":"00000000","tenant":"t","put":[["api.things","a",{"id":"a"}]]}\n'),
        "put": [["api.things", "a", {"id": "a"}]],
        "delete": [],
    }
