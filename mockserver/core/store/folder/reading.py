"""Reading a data folder: the newest snapshot, then every journal from its number on.

Damaged lines go to `damaged`, one by one, and are left out of the tables; a caller that must not lose any raises there.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from mockserver.core.logs import logger
from mockserver.core.problems import Misconfigured
from mockserver.core.store.folder.disk import Disk
from mockserver.core.store.folder.lines import FORMAT, LONGEST_HEAD, is_sound
from mockserver.core.store.memory import Documents, owner

log = logger()

BATCH = 500
"""Lines that are parsed at once."""

UNFINISHED = "snapshot.partial"
"""A snapshot that has no name of its own yet."""


class Damage(NamedTuple):
    """A damaged line, and its fault; line 0 stands for the whole file."""

    file: Path
    line: int
    reason: str
    text: bytes = b""


Damaged = Callable[[Damage], None]


@dataclass(slots=True)
class Found:
    """The contents of a folder.

    `weights` are the bytes of each tenant's records in a snapshot. `number` is that of the last journal, of which
    `size` bytes and `lines` lines are sound; with 0 lines there is none. `older` counts the bytes of all other files.
    """

    first: int = 0
    """The number from which on files count."""
    tables: dict[str, Documents] = field(default_factory=dict)
    weights: dict[str, int] = field(default_factory=dict)
    number: int = 0
    size: int = 0
    lines: int = 0
    older: int = 0


class _Line(NamedTuple):
    number: int
    text: bytes


def files(disk: Disk, folder: Path) -> dict[Path, int]:
    """Return a folder's files of lines with their numbers."""
    return {path: number for kind in ("snapshot", "journal") for number, path in numbered(disk, folder, kind).items()}


def numbered(disk: Disk, folder: Path, kind: str) -> dict[int, Path]:
    """Return a folder's files of a kind by their number, lowest first."""
    stems = [name.removeprefix(f"{kind}-").removesuffix(".jsonl") for name in disk.names(folder)]
    return {number: folder / name_of(kind, number) for number in sorted(_numbers(stems))}


def name_of(kind: str, number: int) -> str:
    """Return the name of a file, such as `journal-3.jsonl`."""
    return f"{kind}-{number}.jsonl"


def kept_files(disk: Disk, folder: Path) -> dict[Path, int]:
    """Return a data folder's files of lines with their numbers; raise `Misconfigured` for any other folder."""
    try:
        kept = files(disk, folder) if folder.is_dir() else {}
    except OSError as error:
        raise Misconfigured(f"data folder {folder}", f"cannot be read: {error.strerror}") from None
    if not kept:
        raise Misconfigured(f"data folder {folder}", "is none: it holds neither a journal nor a snapshot")
    return kept


def refuse(folder: Path) -> Damaged:
    """Return what raises `Misconfigured` for the first damage of a folder."""

    def refuse(damage: Damage) -> None:
        where = f"{damage.file}:{damage.line}" if damage.line else f"{damage.file}"
        raise Misconfigured(where, f"{damage.reason}; `mockserver repair {folder}` keeps all that is sound")

    return refuse


def read(disk: Disk, folder: Path, damaged: Damaged) -> Found:
    """Read a folder. Raise `OSError` where that fails, `Misconfigured` where an earlier version wrote it."""
    return _Reader(disk, folder, damaged).read()


class _Reader:
    def __init__(self, disk: Disk, folder: Path, damaged: Damaged) -> None:
        self._disk = disk
        self._folder = folder
        self._damaged = damaged
        self._found = Found()

    def read(self) -> Found:
        snapshots, journals = (numbered(self._disk, self._folder, kind) for kind in ("snapshot", "journal"))
        first = max(snapshots, default=0)
        journals = self._begun({number: path for number, path in journals.items() if number >= first}, first)
        if snapshots:
            self._snapshot(snapshots[first], first)
        last, expected = max(journals, default=first), first
        for number, path in journals.items():
            self._miss(expected, number)
            self._journal(path, number, is_first=number == first, is_last=number == last)
            expected = number + 1
        if snapshots and not journals:
            self._miss(first, first + 1)
        self._found.first = first
        return self._found

    def _miss(self, expected: int, number: int) -> None:
        """Report the missing journals from the expected one up to this."""
        if number > expected:
            more = f", and so are those up to number {number - 1}" if number > expected + 1 else ""
            self._damaged(Damage(self._folder / name_of("journal", expected), 0, f"is missing{more}"))

    def _begun(self, journals: dict[int, Path], first: int) -> dict[int, Path]:
        """Leave out the last journals that hold no change: a server that could not begin them went on with the last."""
        begun = dict(journals)
        while begun and (last := max(begun)) > first and self._holds_nothing(begun[last]):
            del begun[last]
        return begun

    def _holds_nothing(self, journal: Path) -> bool:
        """Return whether a journal has no more than its head, or a part of that; a damaged one may hold anything."""
        lines = [*islice(self._disk.lines(journal), 2)]
        if len(lines) != 1:
            return not lines
        (text,) = lines
        if is_sound(text):
            return b'"format":' in text
        return not text.endswith(b"\n") and len(text) < LONGEST_HEAD and not is_sound(text[:-1] + b"\n")

    def _snapshot(self, file: Path, number: int) -> None:
        records, ended = 0, None
        for line, entry in self._entries(file, "snapshot", number, is_last=False):
            if "format" in entry:
                continue
            if "end" in entry:
                ended = entry["end"]
                continue
            records += self._replay(file, line, entry)
            tenant = entry["tenant"]
            self._found.weights[tenant] = self._found.weights.get(tenant, 0) + len(line.text)
        self._found.older = self._found.size
        if ended != records:
            self._damaged(Damage(file, 0, f"does not hold all that it held: {records} records are sound"))

    def _journal(self, file: Path, number: int, *, is_first: bool, is_last: bool) -> None:
        before, self._found.number = self._found.lines, number
        self._found.older += 0 if is_first else self._found.size
        for line, entry in self._entries(file, "journal", number, is_last=is_last):
            if "format" in entry:
                if not is_first and entry.get("after") != before:
                    self._damaged(Damage(file, line.number, f"follows a journal of other length than {before} lines"))
                continue
            if self._replay(file, line, entry) and "live" in entry:
                self._found.weights[entry["tenant"]] = entry["live"]

    def _replay(self, file: Path, line: _Line, entry: dict[str, Any]) -> bool:
        """Apply a change; return whether that was possible."""
        try:
            missing = replay(entry, self._found.tables)
        except (AttributeError, KeyError, TypeError, ValueError):
            self._damaged(Damage(file, line.number, "is no change", line.text))
            return False
        if missing:
            self._damaged(Damage(file, line.number, f"restores {missing} records that are nowhere", line.text))
        if "drop" in entry:
            self._found.weights.pop(entry["tenant"], None)
        return True

    def _entries(
        self, file: Path, kind: str, number: int, *, is_last: bool
    ) -> Iterator[tuple[_Line, dict[str, Any]]]:  # fmt: skip
        """Yield the sound lines of a file, its head among them."""
        found = self._found
        found.size = found.lines = 0
        lines = self._disk.lines(file)
        while batch := [*islice(lines, BATCH)]:
            sound = []
            for text in batch:
                line = _Line(found.lines + 1, text)
                if mended := self._sound(file, line, is_last=is_last):
                    sound.append(mended)
                elif is_last and not text.endswith(b"\n"):
                    break
                found.lines += 1
                found.size += len(text)
            # All at once: it is faster, and the objects share their keys.
            entries = json.loads(b"[" + b",".join(line.text for line in sound) + b"]")
            for line, entry in zip(sound, entries, strict=True):
                if (line.number == 1) != ("format" in entry):
                    self._damaged(Damage(file, line.number, "stands where it should not", line.text))
                elif line.number > 1 or self._is_head(file, line, entry, kind, number):
                    yield line, entry

    def _sound(self, file: Path, line: _Line, *, is_last: bool) -> _Line | None:
        """Return a line that is as it was written, or one of which just the end is not."""
        if is_sound(line.text):
            return line
        if line.number == 1 and line.text.startswith(b'{"format":1}'):
            raise Misconfigured(str(file), f"was written by an earlier version, this one reads format {FORMAT}")
        whole = line.text[:-1] + b"\n"
        if is_sound(whole):
            self._damaged(Damage(file, line.number, "does not end as it should", line.text))
            return _Line(line.number, whole)
        if is_last and not line.text.endswith(b"\n"):
            log.warning("%s: a last line without its end was never answered; %d bytes cut off", file, len(line.text))
            return None
        self._damaged(Damage(file, line.number, "does not fit its checksum", line.text))
        return None

    def _is_head(self, file: Path, line: _Line, entry: dict[str, Any], kind: str, number: int) -> bool:
        if entry["format"] != FORMAT:
            raise Misconfigured(str(file), f"is of format {entry['format']}, this version reads format {FORMAT}")
        if entry.get(kind) != number:
            self._damaged(Damage(file, line.number, f"is not the head of {kind} {number}", line.text))
            return False
        return True


def replay(entry: dict[str, Any], tables: dict[str, Documents]) -> int:
    """Apply a change to tables; return how many of the records it restores are nowhere."""
    tenant = entry["tenant"]
    if "drop" in entry:
        _take_out(tenant, tables)
        return 0
    if "restore" in entry:
        return _restore(tenant, entry, tables)
    for collection, id, record in entry["put"]:
        tables.setdefault(f"{tenant}/{collection}", {})[id] = record
    for collection, id in entry.get("delete", ()):
        tables.get(f"{tenant}/{collection}", {}).pop(id, None)
    return 0


def _restore(tenant: str, entry: dict[str, Any], tables: dict[str, Documents]) -> int:
    known = {name: dict(documents) for name, documents in tables.items() if owner(name) == tenant}
    for collection, id, record in entry["put"]:
        known.setdefault(f"{tenant}/{collection}", {})[id] = record
    restored, missing = {}, 0
    for collection, ids in entry["restore"].items():
        documents = known.get(f"{tenant}/{collection}", {})
        restored[f"{tenant}/{collection}"] = {id: documents[id] for id in ids if id in documents}
        missing += len(ids) - len(restored[f"{tenant}/{collection}"])
    _take_out(tenant, tables)
    tables.update(restored)
    return missing


def _take_out(tenant: str, tables: dict[str, Documents]) -> None:
    for name in [name for name in tables if owner(name) == tenant]:
        del tables[name]


def _numbers(stems: list[str]) -> Iterator[int]:
    return (int(stem) for stem in stems if stem.isascii() and stem.isdigit() and (stem == "0" or stem[0] != "0"))
