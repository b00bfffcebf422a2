"""Files that include others: what a file says lies over what those say that it includes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from mockserver.core.api import Api
from mockserver.core.documents import Document, read
from mockserver.core.problems import Misconfigured
from mockserver.core.scenarios.loader import load
from mockserver.core.scenarios.model import Scenario
from mockserver.core.scenarios.schema import MOST_RULES

DEEPEST, MOST_FILES = 10, 50
"""Files inside one another, and files altogether, that one scenario may consist of."""

Find = Callable[[str], Path]
"""Finds a scenario of the library by its name; raises `Misconfigured`."""


def load_file(path: Path, apis: Mapping[str, Api], find: Find) -> Scenario:
    """Read a scenario file and all it includes."""
    return _Reader(apis, find).file(path, ())


def load_document(document: Document, name: str, apis: Mapping[str, Api], find: Find) -> Scenario:
    """Read a scenario that came without a file, which can include scenarios of the library by their names only."""
    return _Reader(apis, find).document(document, name, (), None)


class _Reader:
    """One reading of a scenario, which counts the files it takes."""

    def __init__(self, apis: Mapping[str, Api], find: Find) -> None:
        self._apis = apis
        self._find = find
        self._files = 0

    def file(self, path: Path, above: Sequence[Path]) -> Scenario:
        self._files += 1
        scenario = self.document(read(path), path.stem, (*above, path.resolve()), path)
        return replace(scenario, files=(path, *scenario.files))

    def document(self, document: Document, name: str, above: Sequence[Path], path: Path | None) -> Scenario:
        own = load(document, name, self._apis)
        included = document.value.get("include", [])
        for index, wish in reversed([*enumerate(included)]):
            place = ("include", index)
            try:
                found = self._place(wish, path)
            except Misconfigured as error:
                raise document.refuse([(place, error.message)]) from None
            if found.resolve() in above:
                raise document.refuse([(place, f"{wish} includes this file, which would never end")])
            if len(above) > DEEPEST or self._files >= MOST_FILES:
                raise document.refuse([(place, f"must not lead to more than {DEEPEST} levels or {MOST_FILES} files")])
            own = _over(own, self.file(found, above))
        if len(own.rules) > MOST_RULES:
            raise document.refuse([(("include",), f"brings the rules to more than {MOST_RULES}")])
        return own

    def _place(self, wish: str, path: Path | None) -> Path:
        """Find an included file: beside the one that includes it, or by its name in the library."""
        if path is not None and ("/" in wish or "." in wish):
            found = path.parent / wish
            if not found.is_file():
                raise Misconfigured(str(path), f"there is no file {wish}")
            return found
        return self._find(wish)


def _over(own: Scenario, below: Scenario) -> Scenario:
    """Lay a scenario over one that it includes: its rules come first, and those of the same id take their place."""
    ids = {rule.id for rule in own.rules}
    limits = {limit.id for limit in own.rate_limits}
    return replace(
        own,
        rules=(*own.rules, *(rule for rule in below.rules if rule.id not in ids)),
        rate_limits=(*own.rate_limits, *(limit for limit in below.rate_limits if limit.id not in limits)),
        auth={**below.auth, **own.auth},
        settings=_merged(below.settings, own.settings),
        vars={**below.vars, **own.vars},
        clock=own.clock or below.clock,
        data=_merged(below.data or {}, own.data or {}) or None,
        files=(*own.files, *below.files),
        chosen={},
    )


def _merged(below: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Lay mappings over one another at every depth."""
    merged = dict(below)
    for name, value in own.items():
        under = merged.get(name)
        both = isinstance(value, Mapping) and isinstance(under, Mapping)
        merged[name] = _merged(under, value) if both else value  # type: ignore[arg-type]  # both are mappings
    return merged
