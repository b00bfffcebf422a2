"""How files look from outside, so that a change of one is seen without reading it."""

from pathlib import Path

Look = tuple[int, int]


class Stamps:
    """The looks of some files; one that is not there has a look, too."""

    def __init__(self) -> None:
        self._looks: dict[Path, Look] = {}

    def note(self, path: Path) -> None:
        """Remember how a file looks, before it is read: what changes meanwhile is then seen as a change."""
        self._looks.setdefault(path, _look(path))

    def hold(self) -> bool:
        """Return whether every file looks as it did."""
        return all(_look(path) == look for path, look in self._looks.items())


def is_file(path: Path) -> bool:
    """Return whether there is a file; a name that no file can have has none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _look(path: Path) -> Look:
    try:
        stat = path.stat()
    except (OSError, ValueError):
        return 0, -1
    return stat.st_mtime_ns, stat.st_size
