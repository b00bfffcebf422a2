"""Writing a file that others wait for: they find it whole, or not at all."""

import contextlib
import errno
import os
import shutil
from pathlib import Path

_TIED = frozenset({errno.EACCES, errno.EBUSY, errno.EPERM})
"""How a file cannot be replaced that still can be written: the folder is not ours, or the file is mounted by itself."""


def write_whole(path: Path, data: bytes) -> None:
    """Write a file under another name and rename it; raise `OSError` and leave the old file.

    Any other target (a pipe, a device, a file that a container mounts) is written in place.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    try:
        _replace(path, data)
    except OSError as error:
        if error.errno not in _TIED or not path.exists():
            raise
        path.write_bytes(data)


def _replace(path: Path, data: bytes) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(data)
        if path.exists():
            shutil.copymode(path, beside)
        beside.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
