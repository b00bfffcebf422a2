"""Records in a folder: a journal that is written before a change is answered, and a snapshot now and then.

An answered change survives the end of the process at any moment; it is not forced through the operating system's cache,
so a power cut may lose the last moments. `lines` has the format of files.
"""

import contextlib
import gc
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from mockserver.core.logs import logger
from mockserver.core.problems import Misconfigured
from mockserver.core.store import StoreFailed
from mockserver.core.store.folder import lines
from mockserver.core.store.folder.disk import Disk
from mockserver.core.store.folder.journal import Journal
from mockserver.core.store.folder.reading import UNFINISHED, Found, name_of, read, refuse
from mockserver.core.store.folder.snapshot import remove_before, write_snapshot
from mockserver.core.store.memory import Changes, Documents, Memory

log = logger()

SMALL = 4 * 1024 * 1024
"""Bytes of files below which a snapshot is not worth its cost."""

TIMES_LIVE = 3
"""The size of the files, as a multiple of the stored bytes, from which a snapshot is written."""

PAUSE = 1.25
"""How much the files grow after a snapshot that failed until the next is tried."""


class Folder(Memory):
    """TinyDB tables that remember themselves in a folder. The store calls one method at a time."""

    durable = True

    def __init__(self, path: Path, small: int = SMALL, disk: Disk | None = None) -> None:
        """Open a folder; raise `Misconfigured` where it cannot be opened, or where a line is damaged."""
        super().__init__()
        self.path = path
        self._small = small
        self._disk = disk or Disk()
        self._snapshot: threading.Thread | None = None
        self._not_below = 0.0
        with contextlib.ExitStack() as undo:
            undo.enter_context(claimed(self._disk, path))
            try:
                with _uncollected():
                    found = read(self._disk, path, refuse(path))
                with contextlib.suppress(OSError):
                    self._disk.remove(path / UNFINISHED)  # it only takes room, and so do files before the snapshot
                    remove_before(self._disk, path, found.first)
                self._journal = self._go_on(found)
            except OSError as error:
                raise Misconfigured(f"data folder {path}", f"cannot be used: {error.strerror}") from None
            self._claim = undo.pop_all()
        self.tables = found.tables
        self._weights = found.weights
        self._live = sum(found.weights.values())
        self._number = found.number
        self._older = found.older

    def append(self, tenant: str, changes: Changes) -> None:
        put, delete, gone = [], [], []
        for collection, changed in changes.items():
            before = self.tables.get(f"{tenant}/{collection}", {})
            for id, record in changed.items():
                if id in before:
                    gone.append((collection, id, before[id]))
                if record is None:
                    delete.append((collection, id))
                else:
                    put.append((collection, id, record))
        listed = lines.encoded(put)
        weight = self._weights.get(tenant, 0) + lines.weight_of_list(tenant, len(put), listed)
        if gone:
            weight -= lines.weight_of_list(tenant, len(gone), lines.encoded(gone))
        self._append(lines.change(tenant, weight, listed, lines.encoded(delete)))
        self._weigh(tenant, weight)

    def forget(self, tenant: str) -> None:
        self._append(lines.dropped(tenant))
        self._weigh(tenant, 0)

    def restoring(
        self, tenant: str, before: Mapping[str, Documents], tables: Mapping[str, Documents]
    ) -> Callable[[], None]:  # fmt: skip
        # The very same object was written before. Equality would not do: 1 equals true. Each is encoded by itself, so
        # that other threads have their turn.
        put = [*_missing(tables, before)]
        order = {collection: [*documents] for collection, documents in tables.items()}
        gone = lines.weight(tenant, _missing(before, tables))
        weight = self._weights.get(tenant, 0) + lines.weight(tenant, put) - gone
        line = lines.restored(tenant, weight, order, put)

        def keep() -> None:
            self._append(line)
            self._weigh(tenant, weight)

        return keep

    def settle(self) -> None:
        """Begin the next journal, and a snapshot in the background, when the files have outgrown the records."""
        size = self._older + self._journal.size
        if size <= max(self._small, TIMES_LIVE * self._live, self._not_below):
            return
        if self._snapshot and self._snapshot.is_alive():
            return
        self._not_below = size * PAUSE
        try:
            self._begin_next()
        except OSError as error:
            log.warning("%s: the journal goes on, the next one could not be begun: %s", self.path, error.strerror)
            return
        # The state at this very moment: replaying the new journal over a later one would change the order of creation.
        tables = {name: documents.copy() for name, documents in self.tables.items()}
        snapshot = threading.Thread(
            target=self._take_snapshot, args=(self._number, tables), name=f"snapshot of {self.path}", daemon=True
        )
        try:
            snapshot.start()
        except RuntimeError as error:  # no thread is left
            log.warning("%s: no snapshot could be written: %s", self.path, error)
        else:
            self._snapshot = snapshot

    def close(self) -> None:
        if self._snapshot:
            self._snapshot.join()
        try:
            self._journal.close()
        except OSError as error:
            log.error("%s: the last changes may not be on the device: %s", self.path, error.strerror)
        self._claim.close()

    def _go_on(self, found: Found) -> Journal:
        path = self.path / name_of("journal", found.number)
        if found.lines:
            return Journal.go_on(self._disk, path, found.size, found.lines)
        return Journal.begin(self._disk, path, lines.head("journal", found.number))

    def _begin_next(self) -> None:
        """Open the next journal before the last one is closed."""
        number, last = self._number + 1, self._journal
        head = lines.head("journal", number, after=last.lines)
        self._journal = Journal.begin(self._disk, self.path / name_of("journal", number), head)
        self._number = number
        self._older += last.size
        try:
            last.close()
        except OSError as error:
            log.warning("%s: the last changes may not be on the device: %s", self.path, error.strerror)

    def _take_snapshot(self, number: int, tables: Mapping[str, Documents]) -> None:
        try:
            self._older = write_snapshot(self._disk, self.path, number, tables)
            self._not_below = 0.0
            remove_before(self._disk, self.path, number)
        except OSError as error:  # the journals still hold everything
            log.warning(
                "%s: a snapshot could not be written, or older files not be removed: %s", self.path, error.strerror
            )

    def _append(self, line: bytes) -> None:
        try:
            self._journal.append(line)
        except OSError as error:
            raise StoreFailed(error.strerror or str(error)) from error

    def _weigh(self, tenant: str, weight: int) -> None:
        self._live += weight - self._weights.pop(tenant, 0)
        if weight:
            self._weights[tenant] = weight


def _missing(tables: Mapping[str, Documents], others: Mapping[str, Documents]) -> Iterator[bytes]:
    """Write the records of `tables` of which `others` have not the very same."""
    for collection, documents in tables.items():
        known = others.get(collection, {})
        for id, record in documents.items():
            if known.get(id) is not record:
                yield lines.triple(collection, id, record)


@contextlib.contextmanager
def claimed(disk: Disk, path: Path) -> Iterator[None]:
    """Make a folder ours until the block ends, so that two servers do not write into one; raise `Misconfigured`."""
    try:
        disk.make(path)
        with disk.open(path / "lock", "ab") as lock:
            disk.lock(lock)
            yield
    except BlockingIOError:
        raise Misconfigured(f"data folder {path}", "is in use by another server") from None
    except OSError as error:
        raise Misconfigured(f"data folder {path}", f"cannot be used: {error.strerror}") from None


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector from walking all that was loaded, again and again while it is loaded."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
