"""The scenarios that a request can name: files in folders, read when they are first used."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mockserver.core.api.model import Api
from mockserver.core.logs import logger
from mockserver.core.problems import Misconfigured
from mockserver.core.text import suggestion
from mockserver.scenarios.format.stamps import Stamps, is_file
from mockserver.scenarios.rules.model import Scenario

log = logger()

ENDINGS = (".yaml", ".yml", ".json")

LONGEST_NAME = 200
"""Characters of a name, which requests can bring."""


@dataclass(slots=True)
class _Known:
    """A file that was read: its last good version, and the stamps of its files at the last reading."""

    scenario: Scenario | None
    stamps: Stamps
    error: Misconfigured | None = None


class Library:
    """Finds a scenario in its folders, the first folder first; a changed file is read again.

    If a good file is broken or gone, its last good version stays, and `broken` has the error.
    """

    def __init__(self, folders: Sequence[Path], apis: Mapping[str, Api]) -> None:
        self._folders = folders
        self._apis = apis
        self._known: dict[Path, _Known] = {}
        self.broken: dict[Path, str] = {}

    def names(self) -> list[str]:
        """Name every scenario that could be loaded."""
        return sorted({path.stem for folder in self._folders for path in folder.glob("*") if path.suffix in ENDINGS})

    def get(self, name: str) -> Scenario:
        """Return a scenario by its file's name without ending; raise `Misconfigured`."""
        return self.read(self.find(name))

    def find(self, name: str) -> Path:
        """Find the file of a scenario; raise `Misconfigured`."""
        for folder in self._folders:
            for ending in ENDINGS:
                path = folder / f"{name}{ending}"
                # A name from a request must not lead out of the folder.
                if path.parent == folder and path.name == f"{name}{ending}" and is_file(path):
                    return path
        names = self.names()
        raise Misconfigured(
            f"scenario {name[:LONGEST_NAME]!r}",
            f"there is no such scenario{suggestion(name, names)}; there are {', '.join(names)}",
        )

    def read(self, path: Path) -> Scenario:
        """Read one file; a scenario that does not name itself is called as its file is.

        Raise `Misconfigured` for a broken file that never was good.
        """
        known = self._known.get(path)
        if known is None or not known.stamps.hold():
            known = self._known[path] = self._read_anew(path, known.scenario if known else None)
        if known.scenario is None:
            raise replace(known.error) if known.error else Misconfigured(str(path), "is broken")
        return known.scenario

    def _read_anew(self, path: Path, before: Scenario | None) -> _Known:
        # PyYAML and the schema cost a start 60 ms that most runs do not need.
        from mockserver.scenarios.format.includes import Reading, load_file

        reading = Reading()
        try:
            scenario = load_file(path, self._apis, self.find, reading)
        except Misconfigured as error:
            for folder in self._folders:
                reading.stamps.note(folder)  # what could not be found may come
            if before:
                self._complain(path, str(error))
            return _Known(before, reading.stamps, error)
        if self.broken.pop(path, None):
            log.warning("%s is good again", path)
        return _Known(scenario, reading.stamps)

    def current(self, scenario: Scenario) -> Scenario:
        """Return a scenario as its files are now; one that came without a file is as it was."""
        return self.read(scenario.path) if scenario.path and scenario.path in self._known else scenario

    def look_again(self, in_use: Iterable[Scenario]) -> None:
        """Check whether broken files are good again; missing files without a follower are dropped."""
        followed = {scenario.path for scenario in in_use}
        for path in [*self.broken]:
            if path in followed or is_file(path):
                self.read(path)
            else:
                self.broken.pop(path, None)
                self._known.pop(path, None)

    def _complain(self, path: Path, message: str) -> None:
        if self.broken.get(path) != message:
            self.broken[path] = message
            log.error("%s is broken, what it said before stays: %s", path, "; ".join(message.splitlines()))
