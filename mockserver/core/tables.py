"""Long lists that stand in data files beside the code: JSON, rows of CSV, words of text. Each file is read once."""

import csv
import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any


class Tables:
    """The data files of the folder `data` beside a module, by their names without an ending; nobody may change them."""

    def __init__(self, module: str) -> None:
        self._folder = Path(module).with_name("data")

    def json(self, name: str) -> Any:
        """Return the value of a JSON file."""
        return _json(self._folder / f"{name}.json")

    def rows(self, name: str) -> Sequence[Mapping[str, str]]:
        """Return the rows of a CSV file, each by the names of its columns."""
        return _rows(self._folder / f"{name}.csv")

    def words(self, name: str) -> Sequence[str]:
        """Return the words of a text file, in their order."""
        return _words(self._folder / f"{name}.txt")


@cache
def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def _rows(path: Path) -> tuple[Mapping[str, str], ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return (*csv.DictReader(file),)


@cache
def _words(path: Path) -> tuple[str, ...]:
    return (*path.read_text(encoding="utf-8").split(),)
