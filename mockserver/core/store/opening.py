"""A data folder opened for reading: one tenant's records as a read-only TinyDB.

The folder may be in use by a server: nothing is locked and nothing written. The records are those of one moment.
"""

from collections.abc import Callable, Mapping
from io import UnsupportedOperation
from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from mockserver.core.problems import Misconfigured
from mockserver.core.store.folder.disk import Disk
from mockserver.core.store.folder.reading import kept_files, read, refuse
from mockserver.core.store.memory import COUNTERS, Documents, collection_of, owner

ATTEMPTS = 100
"""Attempts to read a folder whose files a server replaces meanwhile."""


def open_records(folder: Path | str, tenant: str | None = None) -> TinyDB:
    """Return a tenant's records, each collection as a table such as `stripe.customers`; ids are the `doc_id`s.

    Raise `Misconfigured` for a missing or damaged folder, for an unknown tenant, and where it has several tenants and
    none is named. Writing raises `io.UnsupportedOperation`.
    """
    path = Path(folder)
    tables = _read(path, Disk())
    owners = sorted({owner(name) for name in tables})
    if tenant is None and len(owners) > 1:
        raise Misconfigured(f"data folder {path}", f"has several tenants: {_listed(owners)}; name one with tenant=…")
    if tenant is not None and tenant not in owners:
        there = f"has {_listed(owners)}" if owners else "has none"
        raise Misconfigured(f"data folder {path}", f"has no tenant {tenant!r}; it {there}")
    own = {collection_of(name): documents for name, documents in tables.items() if tenant in (None, owner(name))}
    own.pop(COUNTERS, None)
    return Records(storage=lambda: Kept(own))


class Kept(Storage):
    """Tables that were read."""

    def __init__(self, tables: Mapping[str, Documents]) -> None:
        self._tables = tables

    def read(self) -> dict[str, dict[str, Any]]:
        return {name: {**documents} for name, documents in self._tables.items()}

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        raise UnsupportedOperation("the records of a data folder are opened to be read, not written")


class RecordTable(Table):
    """A table whose ids are text. TinyDB's writers change documents before the storage is called; this checks first."""

    document_id_class = str  # type: ignore[assignment]  # TinyDB documents this override and types it as int

    def insert(self, document: Mapping[str, Any]) -> int:
        return self.insert_multiple([document])[0]

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        self.storage.write({})


class Records(TinyDB):
    """TinyDB over tables of records."""

    table_class = RecordTable


def _read(folder: Path, disk: Disk) -> dict[str, Documents]:
    """Read a folder; once more as long as it cannot be and a server has replaced files of it since the last time."""
    failed: Mapping[Path, int] | None = None
    for attempt in range(ATTEMPTS):
        files = kept_files(disk, folder)
        try:
            return read(disk, folder, refuse(folder)).tables
        except (OSError, Misconfigured) as error:
            if files != failed and attempt < ATTEMPTS - 1:
                failed = files
                continue
            if isinstance(error, Misconfigured):
                raise
            raise Misconfigured(f"data folder {folder}", f"cannot be read: {error.strerror}") from None
    raise AssertionError


def _listed(tenants: list[str]) -> str:
    return ", ".join(map(repr, tenants))
