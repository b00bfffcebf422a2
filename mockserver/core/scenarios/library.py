"""The scenarios a server can be asked for by name: files in folders, read when they are first wanted."""

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

from mockserver.core.api import Api
from mockserver.core.problems import Misconfigured
from mockserver.core.scenarios.model import Scenario
from mockserver.core.wording import suggestion

log = logging.getLogger("mockserver")

ENDINGS = (".yaml", ".yml", ".json")

Stamp = tuple[tuple[int, int], ...]
"""Time and size of each file of a scenario: another one means another content."""


class Library:
    """Finds a scenario in the folders it was given, the first folder first; a changed file is read anew.

    Where a file that was good is broken, what it said before stays, and `broken` says what is wrong with it.
    """

    def __init__(self, folders: Sequence[Path], apis: Mapping[str, Api]) -> None:
        self._folders = folders
        self._apis = apis
        self._read: dict[Path, tuple[Stamp, Scenario]] = {}
        self.broken: dict[Path, str] = {}

    def names(self) -> list[str]:
        """Name every scenario that could be loaded."""
        return sorted({path.stem for folder in self._folders for path in folder.glob("*") if path.suffix in ENDINGS})

    def get(self, name: str) -> Scenario:
        """Give a scenario by its file's name without ending; raises `Misconfigured`."""
        return self.read(self.find(name))

    def find(self, name: str) -> Path:
        """Find the file of a scenario; raises `Misconfigured`."""
        for folder in self._folders:
            for ending in ENDINGS:
                path = folder / f"{name}{ending}"
                # A name from a request must not lead out of the folder.
                if path.parent == folder and path.name == f"{name}{ending}" and path.is_file():
                    return path
        names = self.names()
        raise Misconfigured(
            f"scenario {name!r}",
            f"there is no such scenario{suggestion(name, names)}; there are {', '.join(names)}",
        )

    def read(self, path: Path) -> Scenario:
        """Read one file; a scenario that does not name itself is called as its file is.

        Raises `Misconfigured` for a broken file that never was good.
        """
        known = self._read.get(path)
        if known and known[0] == _stamp(known[1].files):
            return known[1]
        # PyYAML and the schema cost a start 60 ms that most runs do not need.
        from mockserver.core.scenarios.includes import load_file

        try:
            scenario = load_file(path, self._apis, self.find)
        except Misconfigured as error:
            if known is None:
                raise
            self._complain(path, str(error))
            return known[1]
        self._read[path] = _stamp(scenario.files), scenario
        if self.broken.pop(path, None):
            log.warning("%s is good again", path)
        return scenario

    def current(self, scenario: Scenario) -> Scenario:
        """Give a scenario as its files are now; one that came without a file is as it was."""
        path = scenario.files[0] if scenario.files else None
        return self.read(path) if path in self._read else scenario

    def _complain(self, path: Path, message: str) -> None:
        if self.broken.get(path) != message:
            self.broken[path] = message
            log.error("%s is broken, what it said before stays: %s", path, message)


def _stamp(files: Sequence[Path]) -> Stamp:
    """Look at files; one that is gone counts as empty."""
    return tuple(_look(path) for path in files)


def _look(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except OSError:
        return 0, 0
    return stat.st_mtime_ns, stat.st_size
