"""Mending a data folder: all that is sound is kept, and nothing is thrown away."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mockserver.core.store.folder import claimed, lines
from mockserver.core.store.folder.disk import Disk, write_all
from mockserver.core.store.folder.journal import Journal
from mockserver.core.store.folder.reading import Damage, files, kept_files, name_of, read
from mockserver.core.store.folder.snapshot import write_snapshot
from mockserver.core.store.memory import COUNTERS


@dataclass(frozen=True, slots=True)
class Repaired:
    """What became of a folder: its records, what was left out, where that is listed, and the files as they were."""

    records: int
    left_out: Sequence[Damage] = ()
    listed: Path | None = None
    before: Path | None = None


def repair(path: Path, disk: Disk | None = None) -> Repaired:
    """Rewrite a folder from its sound lines, and keep the lines left out and the original files beside them.

    A sound folder is not changed. Raise `Misconfigured` where it cannot be read or written, or is no data folder.
    """
    disk = disk or Disk()
    kept_files(disk, path)
    with claimed(disk, path):
        left_out: list[Damage] = []
        tables = read(disk, path, left_out.append).tables
        records = sum(len(table) for name, table in tables.items() if not name.endswith(f"/{COUNTERS}"))
        if not left_out:
            return Repaired(records)
        old = files(disk, path)
        number = 1 + max(old.values())
        listed, before = path / f"left-out-{number}.jsonl", path / f"before-repair-{number}"
        with disk.open(listed, "wb") as file:
            write_all(disk, file, b"".join(_described(left_out)))
        Journal.begin(disk, path / name_of("journal", number), lines.head("journal", number)).close()
        write_snapshot(disk, path, number, tables)
        disk.make(before)
        for source in old:
            disk.replace(source, before / source.name)
        return Repaired(records, left_out, listed, before)


def _described(left_out: Iterable[Damage]) -> Iterator[bytes]:
    for damage in left_out:
        text = damage.text.decode("utf-8", "backslashreplace")
        line = {"file": damage.file.name, "line": damage.line, "reason": damage.reason, "text": text}
        yield json.dumps(line).encode() + b"\n"
