"""The calls by which a data folder reaches the file system, in one place, so that each can be made to fail."""

import fcntl
import os
from collections.abc import Iterator
from io import BufferedReader, FileIO
from pathlib import Path


class Disk:
    """The file system. Every call may raise `OSError`; files are objects, so that no number outlives its owner."""

    def make(self, folder: Path) -> None:
        """Make a folder that only its owner can read, where it does not exist."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def names(self, folder: Path) -> list[str]:
        """Return the names of the entries of a folder."""
        return sorted(path.name for path in folder.iterdir())

    def open(self, path: Path, mode: str) -> FileIO:
        """Open a file without a buffer, to read (`rb`), to begin (`wb`) or to go on (`ab`); a new one is private."""
        return FileIO(path, mode, opener=_privately)

    def lock(self, file: FileIO) -> None:
        """Lock a file for this process, or raise `BlockingIOError` where another one has it."""
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def lines(self, path: Path) -> Iterator[bytes]:
        """Yield the lines of a file, with their ends."""
        with self.open(path, "rb") as file, BufferedReader(file) as lines:
            yield from lines

    def write(self, file: FileIO, data: bytes | memoryview) -> int:
        """Write what fits, and return how much that was."""
        return file.write(data) or 0

    def truncate(self, file: FileIO, size: int) -> None:
        """Cut a file off behind so many bytes."""
        file.truncate(size)

    def sync(self, file: FileIO) -> None:
        """Bring what was written onto the device."""
        os.fsync(file)

    def replace(self, source: Path, target: Path) -> None:
        """Rename a file, in place of another one."""
        source.replace(target)

    def remove(self, path: Path) -> None:
        """Remove a file, where it exists."""
        path.unlink(missing_ok=True)


def write_all(disk: Disk, file: FileIO, data: bytes) -> None:
    """Write all of it, in as many calls as it takes."""
    rest = memoryview(data)
    while rest:
        rest = rest[disk.write(file, rest) :]


def _privately(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
