"""Records in a folder: a journal that is written before a change is answered, and a snapshot now and then.

The folder holds `snapshot-N.jsonl` and `journal-N.jsonl`, a JSON object a line: `{"tenant", "put": [[collection,
id, record]], "delete": [[collection, id]]}`, `{"tenant", "drop": true}`, or `{"tenant", "restore": {collection:
[id]}, "put"}`: these records and no others, those that are not put as they are. A state is the newest snapshot and the
journals from its number on, replayed in order. What was answered survives the end of the process at any moment;
it is not forced through the operating system's cache, so a power cut may lose the last moments.
"""

import fcntl
import gc
import json
import logging
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from mockserver.core.problems import Misconfigured
from mockserver.core.store.tinydb import Changes, Documents, Memory, owner

log = logging.getLogger("mockserver")

FORMAT = 1
BATCH = 500
"""Lines that are parsed at once."""

SETTLED_AT_LEAST = 50_000
"""Changes in a journal before a snapshot is worth its cost."""


_ENCODER = json.JSONEncoder(separators=(",", ":"))


class Folder(Memory):
    """TinyDB tables that remember themselves in a folder. The store calls one method at a time."""

    durable = True

    def __init__(self, path: Path, settled_at_least: int = SETTLED_AT_LEAST) -> None:
        super().__init__()
        self._path = path
        self._settled_at_least = settled_at_least
        self._snapshot: threading.Thread | None = None
        self._owner = _claim(path)
        with _uncollected():
            self._number = _load(path, self.tables)
        self._journal = _open_journal(path, self._number)
        self._size = os.fstat(self._journal).st_size
        self._changes = 0
        self._kept = sum(map(len, self.tables.values()))

    def append(self, tenant: str, changes: Changes) -> None:
        put, delete = [], []
        for collection, changed in changes.items():
            for id, record in changed.items():
                if record is None:
                    delete.append([collection, id])
                else:
                    put.append([collection, id, record])
        self._write({"tenant": tenant, "put": put, "delete": delete}, len(put) + len(delete))

    def forget(self, tenant: str) -> None:
        self._write({"tenant": tenant, "drop": True}, 1)

    def restoring(self, tenant: str, tables: Mapping[str, Documents]) -> Callable[[], None]:
        put = []
        for collection, documents in tables.items():
            before = self.tables.get(f"{tenant}/{collection}", {})
            # The very same object was written before. Equality would not do: 1 equals true. Each is encoded by
            # itself, so that other threads have their turn.
            put += [
                _encoded([collection, id, record]) for id, record in documents.items() if before.get(id) is not record
            ]
        order = {collection: [*documents] for collection, documents in tables.items()}
        head = _encoded({"tenant": tenant, "restore": order})
        line = b"".join([head[:-1], b',"put":[', b",".join(put), b"]}\n"])
        return lambda: self._append(line, sum(map(len, order.values())) + len(put) + 1)

    def settle(self) -> None:
        """Start a snapshot in the background when the journal has outgrown what it describes."""
        if self._changes <= max(self._settled_at_least, 2 * self._kept):
            return
        if self._snapshot and self._snapshot.is_alive():
            return
        os.close(self._journal)
        self._number += 1
        self._journal = _open_journal(self._path, self._number)
        self._size, self._changes = os.fstat(self._journal).st_size, 0
        # The state at this very moment: replaying the new journal over a later one would change the order of creation.
        tables = {name: documents.copy() for name, documents in self.tables.items()}
        self._snapshot = threading.Thread(target=self._snapshot_or_say, args=(self._number, tables), daemon=True)
        self._snapshot.start()

    def close(self) -> None:
        if self._snapshot:
            self._snapshot.join()
        os.fsync(self._journal)
        os.close(self._journal)
        os.close(self._owner)

    def _write(self, entry: dict[str, Any], changes: int) -> None:
        self._append(_line(entry), changes)

    def _append(self, line: bytes, changes: int) -> None:
        try:
            written = 0
            while written < len(line):
                written += os.write(self._journal, line[written:])
        except OSError:
            os.ftruncate(self._journal, self._size)  # half a line would hide every later one
            raise
        self._size += len(line)
        self._changes += changes

    def _snapshot_or_say(self, number: int, tables: dict[str, Documents]) -> None:
        try:
            self._take_snapshot(number, tables)
        except OSError as error:  # the journals still hold everything
            log.error("%s: no snapshot could be written: %s", self._path, error.strerror)

    def _take_snapshot(self, number: int, tables: dict[str, Documents]) -> None:
        """Write what was stored when journal `number` began."""
        partial = self._path / "snapshot.partial"
        kept = 0
        with partial.open("wb") as file:
            file.write(_line({"format": FORMAT}))
            for name, documents in tables.items():
                tenant, _, collection = name.rpartition("/")
                for id, record in documents.items():
                    file.write(_line({"tenant": tenant, "put": [[collection, id, record]], "delete": []}))
                    kept += 1
            file.flush()
            os.fsync(file.fileno())
        partial.replace(self._path / f"snapshot-{number}.jsonl")
        self._kept = kept
        for old, path in [*_numbered(self._path, "snapshot"), *_numbered(self._path, "journal")]:
            if old < number:
                path.unlink(missing_ok=True)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector from walking all that was loaded, again and again while it is loaded."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _claim(path: Path) -> int:
    """Make the folder ours, so that two servers do not write into one."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        owner = os.open(path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise Misconfigured(f"data folder {path}", f"cannot be used: {error.strerror}") from None
    try:
        fcntl.flock(owner, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(owner)
        raise Misconfigured(f"data folder {path}", "is in use by another server") from None
    return owner


def _numbered(path: Path, kind: str) -> list[tuple[int, Path]]:
    files = [(file.stem.removeprefix(f"{kind}-"), file) for file in path.glob(f"{kind}-*.jsonl")]
    return sorted((int(number), file) for number, file in files if number.isdigit())


def _load(path: Path, tables: dict[str, Documents]) -> int:
    """Replay the folder into `tables`; give the number of the journal to go on with."""
    snapshots = _numbered(path, "snapshot")
    first = snapshots[-1][0] if snapshots else 0
    journals = [(number, file) for number, file in _numbered(path, "journal") if number >= first]
    if snapshots:
        for entry in _entries(snapshots[-1][1], torn=False):
            _replay(entry, tables)
    for index, (_, file) in enumerate(journals):
        for entry in _entries(file, torn=index == len(journals) - 1):
            _replay(entry, tables)
    return journals[-1][0] if journals else first


def _entries(file: Path, *, torn: bool) -> Iterator[dict[str, Any]]:
    """Read a file. Where `torn`, a last line without its end was never answered and is cut off."""
    number, offset = 0, 0
    with file.open("rb") as lines:
        while batch := list(islice(lines, BATCH)):
            if torn and not batch[-1].endswith(b"\n"):
                os.truncate(file, offset + sum(map(len, batch[:-1])))
                batch.pop()
            offset += sum(map(len, batch))
            for entry in _parsed(batch, file, number):
                number += 1
                if not (entry.get("format") == FORMAT if number == 1 else "tenant" in entry):
                    raise _foreign(file, number)
                if number > 1:
                    yield entry


def _parsed(batch: list[bytes], file: Path, number: int) -> list[dict[str, Any]]:
    """Parse lines all at once: it is faster, and the objects share their keys."""
    try:
        entries = json.loads(b"[" + b",".join(batch) + b"]")
        if len(entries) == len(batch) and all(isinstance(entry, dict) for entry in entries):
            return entries  # type: ignore[no-any-return]
    except ValueError:
        pass
    for line in batch:
        number += 1
        try:
            if isinstance(json.loads(line), dict):
                continue
        except ValueError:
            pass
        raise _foreign(file, number)
    raise _foreign(file, number)


def _foreign(file: Path, number: int) -> Misconfigured:
    return Misconfigured(f"{file}:{number}", "is not a line this version wrote; move the folder away")


def _replay(entry: dict[str, Any], tables: dict[str, Documents]) -> None:
    tenant = entry["tenant"]
    if "drop" in entry:
        _take_out(tenant, tables)
        return
    if "restore" in entry:
        before = _take_out(tenant, tables)
        for collection, id, record in entry["put"]:
            before.setdefault(f"{tenant}/{collection}", {})[id] = record
        for collection, ids in entry["restore"].items():
            name = f"{tenant}/{collection}"
            tables[name] = {id: before[name][id] for id in ids}
        return
    for collection, id, record in entry["put"]:
        tables.setdefault(f"{tenant}/{collection}", {})[id] = record
    for collection, id in entry["delete"]:
        tables.get(f"{tenant}/{collection}", {}).pop(id, None)


def _take_out(tenant: str, tables: dict[str, Documents]) -> dict[str, Documents]:
    """Take a tenant's tables away, and give them."""
    return {name: tables.pop(name) for name in [name for name in tables if owner(name) == tenant]}


def _open_journal(path: Path, number: int) -> int:
    journal = os.open(path / f"journal-{number}.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    if os.fstat(journal).st_size == 0:
        os.write(journal, _line({"format": FORMAT}))
    return journal


def _line(entry: dict[str, Any]) -> bytes:
    return _encoded(entry) + b"\n"


def _encoded(value: Any) -> bytes:
    return _ENCODER.encode(value).encode("ascii")
