"""The file that changes are appended to before they are answered."""

import contextlib
from io import FileIO
from pathlib import Path

from mockserver.core.store.folder.disk import Disk, write_all


class Journal:
    """A line is in the file whole or not at all, whatever call fails. `size` is in bytes, `lines` counts the head."""

    def __init__(self, disk: Disk, file: FileIO, size: int, lines: int) -> None:
        self._disk = disk
        self._file = file
        self._torn = False
        self.size = size
        self.lines = lines

    @classmethod
    def begin(cls, disk: Disk, path: Path, head: bytes) -> "Journal":
        """Begin a file with a head that is on the device when this returns; leave nothing where that fails."""
        file = disk.open(path, "wb")
        try:
            write_all(disk, file, head)
            disk.sync(file)
        except OSError:
            file.close()
            with contextlib.suppress(OSError):  # a journal without changes is passed over when a folder is read
                disk.remove(path)
            raise
        return cls(disk, file, len(head), 1)

    @classmethod
    def go_on(cls, disk: Disk, path: Path, size: int, lines: int) -> "Journal":
        """Go on with a file of which so many bytes and lines are sound; the rest is cut off."""
        file = disk.open(path, "ab")
        try:
            disk.truncate(file, size)
        except OSError:
            file.close()
            raise
        return cls(disk, file, size, lines)

    def append(self, line: bytes) -> None:
        """Append a line, or raise `OSError` and have none of it in the file."""
        if self._torn:
            self._mend()  # half a line would hide every later one
        self._torn = True
        try:
            write_all(self._disk, self._file, line)
        except OSError:
            with contextlib.suppress(OSError):  # tried again before the next line
                self._mend()
            raise
        self._torn = False
        self.size += len(line)
        self.lines += 1

    def close(self) -> None:
        """Sync the appended lines to the device, or raise `OSError`, and close the file."""
        try:
            if self._torn:
                self._mend()
            self._disk.sync(self._file)
        finally:
            self._file.close()

    def _mend(self) -> None:
        self._disk.truncate(self._file, self.size)
        self._file.seek(self.size)  # a file that was begun writes where it stands, not at its end
        self._torn = False
