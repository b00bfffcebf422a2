"""A damaged data folder is refused with its place, and mended without losing what is sound."""

import json
import shutil
from pathlib import Path

import pytest

from mockserver.core.problems import Misconfigured
from mockserver.core.store import Contents
from mockserver.core.store.folder import Folder
from mockserver.core.store.folder.disk import Disk
from mockserver.core.store.folder.repair import repair
from mockserver.core.store.tinydb import TinyStore
from tests.core.store.disks import settled

THINGS = "api.things"
COUNT = 30


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a snapshot and a journal, of things that each have a line of their own."""
    path = tmp_path / "data"
    storage = Folder(path, small=4_000)
    store = TinyStore(storage)
    for n in range(120):
        with store.transaction("t") as transaction:
            transaction.put(THINGS, f"thing-{n % COUNT}", {"id": f"thing-{n % COUNT}", "name": f"name {n}"})
        settled(storage)
    store.close()
    assert [file.name for file in sorted(path.glob("*.jsonl"))] == ["journal-1.jsonl", "snapshot-1.jsonl"]
    return path


def contents(path: Path) -> Contents:
    store = TinyStore(Folder(path))
    try:
        return store.contents("t")
    finally:
        store.close()


def damaged(path: Path, file: str, line: int, text: str = "what?\n") -> None:
    """Put a text in place of a line, which counts from 1."""
    lines = (path / file).read_text().splitlines(keepends=True)
    (path / file).write_text("".join([*lines[: line - 1], text, *lines[line:]]))


@pytest.mark.parametrize("name", ["journal-1.jsonl", "snapshot-1.jsonl"])
def test_no_bit_flips_unseen(folder: Path, name: str) -> None:
    """A hundred places and every bit in turn: each is refused with its file, and what the other lines hold is kept."""
    whole, data = contents(folder).records[THINGS], (folder / name).read_bytes()
    for n, place in enumerate(range(0, len(data), len(data) // 100)):
        copy = folder.with_name(f"copy-{n}")
        shutil.copytree(folder, copy)
        flipped = data[place] ^ 1 << n % 8
        (copy / name).write_bytes(data[:place] + bytes([flipped]) + data[place + 1 :])
        with pytest.raises(Misconfigured, match=rf"{name}.*`mockserver repair {copy}` keeps all that is sound"):
            contents(copy)
        assert repair(copy).left_out, place
        kept = contents(copy).records[THINGS]
        lost = [id for id, record in whole.items() if kept.get(id) != record]
        assert len(lost) <= 2, (place, lost)  # two lines are one where the end between them is hit
        shutil.rmtree(copy)


@pytest.mark.parametrize("name", ["journal-1.jsonl", "snapshot-1.jsonl"])
def test_the_end_of_a_file_is_no_weaker(folder: Path, name: str) -> None:
    """The last line that was answered is not taken for one that never was because its end is damaged."""
    whole, data = contents(folder).records[THINGS], (folder / name).read_bytes()
    for bit in range(8):
        (folder / name).write_bytes(data[:-1] + bytes([data[-1] ^ 1 << bit]))
        with pytest.raises(Misconfigured, match=rf"{name}:\d+: does not end as it should"):
            contents(folder)
    assert len(repair(folder).left_out) == 1
    assert contents(folder).records[THINGS] == whole


def test_what_was_left_out_lies_beside(folder: Path) -> None:
    """So do the files as they were: nothing is thrown away."""
    journal = (folder / "journal-1.jsonl").read_text().splitlines(keepends=True)
    damaged(folder, "journal-1.jsonl", 3)
    repaired = repair(folder)
    assert repaired.records == COUNT
    assert repaired.listed == folder / "left-out-2.jsonl"
    assert [json.loads(line) for line in repaired.listed.read_text().splitlines()] == [
        {"file": "journal-1.jsonl", "line": 3, "reason": "does not fit its checksum", "text": "what?\n"}
    ]
    assert repaired.before == folder / "before-repair-2"
    kept = (repaired.before / "journal-1.jsonl").read_text().splitlines(keepends=True)
    assert kept == [*journal[:2], "what?\n", *journal[3:]]
    assert contents(folder).records[THINGS].keys() == {f"thing-{n}" for n in range(COUNT)}


def test_a_sound_folder_is_left_as_it_is(folder: Path) -> None:
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert repair(folder).left_out == ()
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_a_file_that_is_gone_is_missed(folder: Path) -> None:
    (folder / "journal-1.jsonl").unlink()
    with pytest.raises(Misconfigured, match=r"journal-1\.jsonl: is missing; `mockserver repair "):
        contents(folder)
    assert [damage.reason for damage in repair(folder).left_out] == ["is missing"]
    assert len(contents(folder).records[THINGS]) == COUNT


def test_a_snapshot_that_was_cut_off_is_missed(folder: Path) -> None:
    """Though every line of it is sound."""
    snapshot = folder / "snapshot-1.jsonl"
    lines = snapshot.read_text().splitlines(keepends=True)
    snapshot.write_text("".join(lines[:10]))
    with pytest.raises(Misconfigured, match=r"snapshot-1\.jsonl: does not hold all that it held: 9 records are sound"):
        contents(folder)
    repair(folder)
    assert len(contents(folder).records[THINGS]) >= 9


def test_a_journal_that_was_cut_off_is_missed(tmp_path: Path) -> None:
    """Where another one follows it, which says how long it was."""
    shutil.copytree(_two_journals(tmp_path), tmp_path / "copy")
    path = tmp_path / "copy"
    lines = (path / "journal-0.jsonl").read_text().splitlines(keepends=True)
    (path / "journal-0.jsonl").write_text("".join(lines[:-1]))
    with pytest.raises(
        Misconfigured, match=rf"journal-1\.jsonl:1: follows a journal of other length than {len(lines) - 1}"
    ):
        contents(path)
    repair(path)
    assert contents(path).records[THINGS]


def test_a_file_with_another_ones_name_is_refused(folder: Path) -> None:
    """Files that were mixed up hold sound lines in a wrong order."""
    (folder / "journal-1.jsonl").rename(folder / "journal-2.jsonl")
    shutil.copy(folder / "journal-2.jsonl", folder / "journal-1.jsonl")
    with pytest.raises(Misconfigured, match=r"journal-2\.jsonl:1: is not the head of journal 2"):
        contents(folder)


def test_a_line_of_two_files_stops_the_start_once(folder: Path) -> None:
    """A head in the middle of a file is where one file was put behind another."""
    head = (folder / "journal-1.jsonl").read_text().splitlines(keepends=True)[0]
    damaged(folder, "journal-1.jsonl", 4, head)
    with pytest.raises(Misconfigured, match=r"journal-1\.jsonl:4: stands where it should not"):
        contents(folder)


def test_records_that_a_restored_snapshot_needs_may_be_gone(tmp_path: Path) -> None:
    """What is left of it is restored."""
    store = TinyStore(Folder(tmp_path))
    with store.transaction("t") as transaction:
        transaction.put(THINGS, "a", {"id": "a"})
    with store.transaction("t") as transaction:
        transaction.put(THINGS, "b", {"id": "b"})
    before = store.contents("t")
    store.drop("u")
    store.restore("t", before)
    store.close()
    damaged(tmp_path, "journal-0.jsonl", 2)
    reasons = [damage.reason for damage in repair(tmp_path).left_out]
    assert reasons == ["does not fit its checksum", "restores 1 records that are nowhere"]
    assert contents(tmp_path).records == {THINGS: {"b": {"id": "b"}}}


def test_what_is_no_data_folder_is_not_made_one(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(Misconfigured, match="is none: it holds neither a journal nor a snapshot"):
            repair(path)
    assert [*tmp_path.iterdir()] == []


def test_a_folder_in_use_is_not_repaired(tmp_path: Path) -> None:
    store = TinyStore(Folder(tmp_path))
    with pytest.raises(Misconfigured, match="is in use by another server"):
        repair(tmp_path)
    store.close()


@pytest.mark.parametrize("bit", range(8))
def test_a_journal_whose_head_has_lost_its_end_is_not_taken_for_an_empty_one(tmp_path: Path, bit: int) -> None:
    """It may hold one change, which then stands on the same line."""
    path = _two_journals(tmp_path)
    last = max(path.glob("journal-*"), key=lambda file: file.name)
    head, change = last.read_bytes().splitlines(keepends=True)[:2]
    last.write_bytes(head[:-1] + bytes([head[-1] ^ 1 << bit]) + change)
    with pytest.raises(Misconfigured, match=rf"{last.name}:1: "):
        contents(path)
    assert repair(path).left_out


def test_files_before_a_snapshot_go_at_the_next_start(folder: Path) -> None:
    """The server that wrote the snapshot may have ended before it could remove them."""
    (folder / "journal-0.jsonl").write_bytes(b"of no use any more")
    assert len(contents(folder).records[THINGS]) == COUNT
    assert not (folder / "journal-0.jsonl").exists()


def test_many_journals_that_are_missing_are_one_mistake(folder: Path) -> None:
    """A dated copy that somebody made stands far behind the others."""
    shutil.copy(folder / "journal-1.jsonl", folder / "journal-20240101.jsonl")
    with pytest.raises(Misconfigured, match=r"journal-2\.jsonl: is missing, and so are those up to number 20240100"):
        contents(folder)
    assert len(repair(folder).left_out) < 5
    assert len(contents(folder).records[THINGS]) == COUNT


def test_a_name_that_no_folder_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="cannot be read: File name too long"):
        repair(tmp_path / ("x" * 300))


def _two_journals(tmp_path: Path) -> Path:
    """Make a folder whose snapshot could not be written, so that a journal follows another."""

    class NoSnapshots(Disk):
        def replace(self, source: Path, target: Path) -> None:
            raise OSError(28, "No space left on device")

    path = tmp_path / "two"
    storage = Folder(path, small=500, disk=NoSnapshots())
    store = TinyStore(storage)
    for n in range(9):
        with store.transaction("t") as transaction:
            transaction.put(THINGS, "a", {"id": "a", "name": f"name {n}"})
        settled(storage)
    store.close()
    assert {file.name for file in path.glob("*.jsonl")} >= {"journal-0.jsonl", "journal-1.jsonl"}
    return path
