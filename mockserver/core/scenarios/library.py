"""The scenarios a server can be asked for by name: files in folders, read when they are first wanted."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from mockserver.core.api import Api
from mockserver.core.problems import Misconfigured
from mockserver.core.scenarios.model import Scenario
from mockserver.core.wording import suggestion

ENDINGS = (".yaml", ".yml", ".json")


class Library:
    """Finds a scenario in the folders it was given, the first folder first; a changed file is read anew."""

    def __init__(self, folders: Sequence[Path], apis: Mapping[str, Api]) -> None:
        self._folders = folders
        self._apis = apis
        self._read: dict[Path, tuple[tuple[int, int], Scenario]] = {}

    def names(self) -> list[str]:
        """Name every scenario that could be loaded."""
        return sorted({path.stem for folder in self._folders for path in folder.glob("*") if path.suffix in ENDINGS})

    def get(self, name: str) -> Scenario:
        """Give a scenario by its file's name without ending; raises `Misconfigured`."""
        for folder in self._folders:
            for ending in ENDINGS:
                path = folder / f"{name}{ending}"
                # A name from a request must not lead out of the folder.
                if path.parent == folder and path.name == f"{name}{ending}" and path.is_file():
                    return self.read(path)
        names = self.names()
        raise Misconfigured(
            f"scenario {name!r}",
            f"there is no such scenario{suggestion(name, names)}; there are {', '.join(names)}",
        )

    def read(self, path: Path) -> Scenario:
        """Read one file; a scenario that does not name itself is called as its file is."""
        stat = path.stat()
        stamp = (stat.st_mtime_ns, stat.st_size)
        known = self._read.get(path)
        if known and known[0] == stamp:
            return known[1]
        # PyYAML and the schema cost a start 60 ms that most runs do not need.
        from mockserver.core.documents import read
        from mockserver.core.scenarios.loader import load

        scenario = load(read(path), path.stem, self._apis)
        self._read[path] = stamp, scenario
        return scenario
