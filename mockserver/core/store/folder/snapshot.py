"""Writing all that is stored into one file, so that the journals before it can go."""

import contextlib
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from mockserver.core.store.folder import lines
from mockserver.core.store.folder.disk import Disk, write_all
from mockserver.core.store.folder.reading import UNFINISHED, files, name_of
from mockserver.core.store.memory import Documents

TOGETHER = 200
"""Lines that are written at once."""


def write_snapshot(disk: Disk, folder: Path, number: int, tables: Mapping[str, Documents]) -> int:
    """Write the records as of the beginning of journal `number`; return the size in bytes.

    Raise `OSError` and leave nothing of it where it cannot be written.
    """
    unfinished = folder / UNFINISHED
    try:
        size = _write(disk, unfinished, number, tables)
        disk.replace(unfinished, folder / name_of("snapshot", number))
    except OSError:
        with contextlib.suppress(OSError):  # removed at the next start
            disk.remove(unfinished)
        raise
    return size


def remove_before(disk: Disk, folder: Path, number: int) -> None:
    """Remove the files that a snapshot replaces."""
    for path, old in files(disk, folder).items():
        if old < number:
            disk.remove(path)


def _write(disk: Disk, path: Path, number: int, tables: Mapping[str, Documents]) -> int:
    size = records = 0
    written = _lines(tables)
    with disk.open(path, "wb") as file:
        block = [lines.head("snapshot", number)]
        while block:
            write_all(disk, file, b"".join(block))
            size += sum(map(len, block))
            block = [*islice(written, TOGETHER)]
            records += len(block)
        write_all(disk, file, lines.end(records))
        disk.sync(file)
    return size


def _lines(tables: Mapping[str, Documents]) -> Iterator[bytes]:
    for name, documents in tables.items():
        tenant, _, collection = name.rpartition("/")
        for id, record in documents.items():
            yield lines.kept(tenant, lines.triple(collection, id, record))
