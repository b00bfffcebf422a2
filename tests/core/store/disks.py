"""Disks that fail, and a folder that tries again: the file system as it is on a bad day."""

import threading
from collections.abc import Callable, Iterator, Mapping
from io import FileIO
from pathlib import Path
from typing import TypeVar

from mockserver.core.problems import Misconfigured
from mockserver.core.store import StoreFailed
from mockserver.core.store.folder import Folder
from mockserver.core.store.folder.disk import Disk
from mockserver.core.store.memory import Changes, Documents, Memory

Kept = TypeVar("Kept")


class FailingDisk(Disk):
    """A disk that asks before each call which error it is to raise, if any; a write that fails writes half before."""

    def error(self, call: str, path: Path) -> int | None:
        raise NotImplementedError

    def _check(self, call: str, path: Path) -> None:
        if number := self.error(call, path):
            raise OSError(number, f"{call} fails")

    def make(self, folder: Path) -> None:
        self._check("make", folder)
        super().make(folder)

    def names(self, folder: Path) -> list[str]:
        self._check("names", folder)
        return super().names(folder)

    def open(self, path: Path, mode: str) -> FileIO:
        self._check("open", path)
        return super().open(path, mode)

    def lock(self, file: FileIO) -> None:
        self._check("lock", _path(file))
        super().lock(file)

    def lines(self, path: Path) -> Iterator[bytes]:
        self._check("lines", path)
        return super().lines(path)

    def write(self, file: FileIO, data: bytes | memoryview) -> int:
        if number := self.error("write", _path(file)):
            super().write(file, data[: len(data) // 2])
            raise OSError(number, "write fails")
        return super().write(file, data)

    def truncate(self, file: FileIO, size: int) -> None:
        self._check("truncate", _path(file))
        super().truncate(file, size)

    def sync(self, file: FileIO) -> None:
        self._check("sync", _path(file))

    def replace(self, source: Path, target: Path) -> None:
        self._check("replace", source)
        super().replace(source, target)

    def remove(self, path: Path) -> None:
        self._check("remove", path)
        super().remove(path)


class Numbered(FailingDisk):
    """Counts calls, of which some fail by their number."""

    def __init__(self, failing: range = range(0), number: int = 0) -> None:
        self.calls = 0
        self._failing = failing
        self._number = number

    def error(self, call: str, path: Path) -> int | None:
        self.calls += 1
        return self._number if self.calls - 1 in self._failing else None


class Unwilling(FailingDisk):
    """Every call to a file fails first and works when made again; writing and cutting off fail every other time."""

    def __init__(self, number: int) -> None:
        self._failed: set[tuple[str, str]] = set()
        self._number = number

    def error(self, call: str, path: Path) -> int | None:
        once = (call, path.name)
        if once not in self._failed:
            self._failed.add(once)
            return self._number
        if call in ("write", "truncate"):
            self._failed.remove(once)
        return None


class Full(FailingDisk):
    """Has no room for as long as it is told so; what only reads or removes still works."""

    full = False

    def error(self, call: str, path: Path) -> int | None:
        return 28 if self.full and call in ("write", "sync") else None


class Stubborn(Folder):
    """A folder whose changes are tried again until they are kept, as a client does that is answered 503."""

    def append(self, tenant: str, changes: Changes) -> None:
        again(lambda: super(Stubborn, self).append(tenant, changes))

    def forget(self, tenant: str) -> None:
        again(lambda: super(Stubborn, self).forget(tenant))

    def restoring(
        self, tenant: str, before: Mapping[str, Documents], tables: Mapping[str, Documents]
    ) -> Callable[[], None]:  # fmt: skip
        keep = super().restoring(tenant, before, tables)
        return lambda: again(keep)


def again(change: Callable[[], Kept], most: int = 20) -> Kept:
    """Make a change until the disk takes it."""
    for _ in range(most):
        try:
            return change()
        except (StoreFailed, Misconfigured) as error:
            last = error
    raise last


def _path(file: FileIO) -> Path:
    return Path(str(file.name))


def storage(kind: str, path: Path) -> Memory:
    """Give memory, a folder, or a folder on a disk of which every call fails at first."""
    if kind == "memory":
        return Memory()
    if kind == "folder":
        return Folder(path)
    disk = Unwilling(28)
    return again(lambda: Stubborn(path, small=500, disk=disk))


def settled(folder: Folder) -> None:
    """Wait until a snapshot that is being written is there."""
    for thread in threading.enumerate():
        if thread.name == f"snapshot of {folder.path}":
            thread.join()
