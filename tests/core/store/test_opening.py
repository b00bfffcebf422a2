"""A data folder that is opened to be read: a TinyDB, of one tenant, beside a server or without."""

import threading
from collections.abc import Callable
from io import UnsupportedOperation
from pathlib import Path

import pytest
from tinydb import TinyDB, where
from tinydb.operations import delete
from tinydb.table import Document

from mockserver.core.problems import Misconfigured
from mockserver.core.store.folder import Folder
from mockserver.core.store.opening import open_records
from mockserver.core.store.tinydb import TinyStore

THINGS = "api.things"


def put(store: TinyStore, tenant: str, *ids: str) -> None:
    with store.transaction(tenant) as transaction:
        for id in ids:
            transaction.put(THINGS, id, {"id": id, "name": id.upper()})
        transaction.set_counter("n", len(ids))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of a server that has stopped."""
    store = TinyStore(Folder(tmp_path / "records"))
    put(store, "ada", "a", "b", "c")
    store.close()
    return tmp_path / "records"


def test_a_folder_is_a_tinydb(folder: Path) -> None:
    """Its tables are collections, and its ids those of the records."""
    with open_records(folder) as db:
        assert isinstance(db, TinyDB)
        assert db.tables() == {THINGS}
        table = db.table(THINGS)
        assert table.search(where("name") == "B") == [{"id": "b", "name": "B"}]
        assert [str(document.doc_id) for document in table] == ["a", "b", "c"]
        assert (len(table), table.count(where("id") > "a"), table.contains(where("id") == "x")) == (3, 2, False)
        assert table.get(doc_id="c") == {"id": "c", "name": "C"}  # type: ignore[call-overload]


WRITERS: dict[str, Callable[[TinyDB], object]] = {
    "insert": lambda db: db.table(THINGS).insert({"id": "x"}),
    "insert of a document": lambda db: db.table(THINGS).insert(Document({"id": "x"}, doc_id=7)),
    "insert elsewhere": lambda db: db.insert({"id": "x"}),
    "insert_multiple": lambda db: db.table(THINGS).insert_multiple([{"id": "x"}]),
    "update": lambda db: db.table(THINGS).update({"name": "x"}),
    "update with a function": lambda db: db.table(THINGS).update(delete("name"), where("id") == "a"),
    "update_multiple": lambda db: db.table(THINGS).update_multiple([({"name": "x"}, where("id") == "a")]),
    "upsert": lambda db: db.table(THINGS).upsert({"name": "x"}, where("id") == "a"),
    "remove": lambda db: db.table(THINGS).remove(where("id") == "a"),
    "truncate": lambda db: db.table(THINGS).truncate(),
    "drop_table": lambda db: db.drop_table(THINGS),
    "drop_tables": lambda db: db.drop_tables(),
}


@pytest.mark.parametrize("write", WRITERS)
def test_nothing_can_be_written(folder: Path, write: str) -> None:
    """The folder stays as it is, and so does what was read of it."""
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with open_records(folder) as db:
        kept = db.table(THINGS).all()
        with pytest.raises(UnsupportedOperation, match="opened to be read, not written"):
            WRITERS[write](db)
        assert db.table(THINGS).all() == kept
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_one_tenant_of_several_is_named(folder: Path) -> None:
    store = TinyStore(Folder(folder))
    put(store, "team/grace", "z")
    store.close()
    with pytest.raises(
        Misconfigured, match=r"records: has several tenants: 'ada', 'team/grace'; name one with tenant="
    ):
        open_records(folder)
    with pytest.raises(Misconfigured, match=r"records: has no tenant 'acme'; it has 'ada', 'team/grace'$"):
        open_records(folder, tenant="acme")
    with open_records(str(folder), tenant="team/grace") as db:
        assert [record["id"] for record in db.table(THINGS)] == ["z"]


def test_a_folder_without_records_is_an_empty_database(tmp_path: Path) -> None:
    TinyStore(Folder(tmp_path)).close()
    assert open_records(tmp_path).tables() == set()
    with pytest.raises(Misconfigured, match=r"has no tenant 'ada'; it has none$"):
        open_records(tmp_path, tenant="ada")


@pytest.mark.parametrize("name", ["nowhere", "empty", "file"])
def test_what_is_no_data_folder_is_refused(tmp_path: Path, name: str) -> None:
    """And nothing is made there."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    with pytest.raises(
        Misconfigured, match=f"data folder .*{name}: is none: it holds neither a journal nor a snapshot"
    ):
        open_records(tmp_path / name)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["empty", "file"]


def test_damage_is_told_with_its_place(folder: Path) -> None:
    journal = folder / "journal-0.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b'"name":"B"', b'"name":"X"'))
    with pytest.raises(
        Misconfigured, match=r"journal-0.jsonl:2: does not fit its checksum; `mockserver repair .*` keeps"
    ):
        open_records(folder)


def test_a_folder_in_use_is_read_as_it_was_at_one_moment(tmp_path: Path) -> None:
    """Through its rotations: a change is there whole or not at all, none is lost again, and the server goes on."""
    store = TinyStore(Folder(tmp_path, small=3_000))
    put(store, "ada", "a", "b")
    done = threading.Event()

    def change() -> None:
        for number in range(1_500):
            with store.transaction("ada") as transaction:
                for id in "ab":
                    transaction.put(THINGS, id, {"id": id, "number": number})
        done.set()

    server = threading.Thread(target=change)
    server.start()
    seen: list[int] = []
    while not done.is_set():
        with open_records(tmp_path) as db:
            numbers = {record.get("number", -1) for record in db.table(THINGS)}
        assert len(numbers) == 1
        seen += numbers
    server.join()
    store.close()
    assert seen == sorted(seen)
    assert max(path.stem for path in tmp_path.glob("journal-*")) > "journal-0"
    assert open_records(tmp_path).table(THINGS).search(where("number") == 1_499)
