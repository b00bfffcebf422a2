"""Files that include others: a file overrides its includes."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mockserver.core.api.model import Api
from mockserver.core.documents import Document, read
from mockserver.core.problems import Misconfigured
from mockserver.scenarios.format.loader import load
from mockserver.scenarios.format.schema import MOST_RULES
from mockserver.scenarios.format.stamps import Stamps, is_file
from mockserver.scenarios.rules.model import Scenario

DEEPEST, MOST_FILES = 10, 50
"""Files inside one another, and files altogether, that one scenario may consist of."""

LARGEST = 1024 * 1024
"""Bytes of all files of a scenario, which take some seconds to read."""

Find = Callable[[str], Path]
"""Finds a scenario of the library by its name; raises `Misconfigured`."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a scenario, and its own content, without includes."""

    document: Document
    scenario: Scenario


@dataclass(slots=True)
class Reading:
    """What was met while a scenario was read: its parts, the topmost first, and how its files looked before."""

    parts: list[Part] = field(default_factory=list)
    stamps: Stamps = field(default_factory=Stamps)


def load_file(path: Path, apis: Mapping[str, Api], find: Find, reading: Reading | None = None) -> Scenario:
    """Read a scenario file and all its includes; raise `Misconfigured` with the mistakes of all."""
    return _Reader(apis, find, reading or Reading()).file(path, ())


def load_document(document: Document, name: str, apis: Mapping[str, Api], find: Find) -> Scenario:
    """Read a scenario that came without a file, which can include scenarios of the library by their names only."""
    return replace(check_document(document, name, apis, find, Reading()), source=document.value)


def check_document(
    document: Document, name: str, apis: Mapping[str, Api], find: Find, reading: Reading
) -> Scenario:  # fmt: skip
    """Read a scenario without a file, and return the includes met on the way."""
    return _Reader(apis, find, reading).document(document, name, (), None)


class _Reader:
    """One reading of a scenario, which counts the files it takes."""

    def __init__(self, apis: Mapping[str, Api], find: Find, reading: Reading) -> None:
        self._apis = apis
        self._find = find
        self._reading = reading
        self._files = self._bytes = 0

    def file(self, path: Path, above: Sequence[Path], prefix: str = "") -> Scenario:
        self._files += 1
        self._reading.stamps.note(path)
        document = read(path, LARGEST)
        self._bytes += document.size
        scenario = self.document(document, path.stem, (*above, path.resolve()), path, prefix)
        return replace(scenario, path=path, files=(path, *scenario.files))

    def document(
        self, document: Document, name: str, above: Sequence[Path], path: Path | None, prefix: str = ""
    ) -> Scenario:
        refused: list[Misconfigured] = []  # what is wrong here, and then below in the order of the file
        own = Scenario(name, "")
        try:
            own = load(document, name, self._apis)
            own = _named(own, document, prefix) if prefix else own
        except Misconfigured as error:
            refused.append(error)
        here = len(refused)
        self._reading.parts.append(Part(document, own))
        for index, wish in reversed([*enumerate(_included(document))]):
            try:
                own = _over(own, self._below(document, ("include", index), wish, above, path))
            except Misconfigured as error:
                refused.insert(here, error)
        if not refused and len(own.rules) > MOST_RULES:
            refused.append(document.refuse([(("include",), f"brings the rules to more than {MOST_RULES}")]))
        if refused:
            raise _together(refused)
        return own

    def _below(
        self, document: Document, place: tuple[str, int], wish: str, above: Sequence[Path], path: Path | None
    ) -> Scenario:
        """Read an included file; its own errors are listed at this place, too."""
        try:
            found = self._place(wish, path)
        except Misconfigured as error:
            raise document.refuse([(place, error.message)]) from None
        if found.resolve() in above:
            raise document.refuse([(place, f"{wish} includes this file, which would never end")])
        if len(above) > DEEPEST or self._files >= MOST_FILES:
            raise document.refuse([(place, f"must not lead to more than {DEEPEST} levels or {MOST_FILES} files")])
        if self._bytes > LARGEST:
            raise document.refuse([(place, f"must not lead to more than {LARGEST} bytes")])
        try:
            return self.file(found, above, re.sub(r"[^A-Za-z0-9_.-]", "-", found.stem)[:80])
        except Misconfigured as error:
            [first, *more] = str(error).splitlines()
            errors = [(place, line) for line in (first, *more)]
            raise Misconfigured(error.where, error.message, error.more, errors) from None

    def _place(self, wish: str, path: Path | None) -> Path:
        """Find an included file: beside the one that includes it, or by its name in the library."""
        if path is not None and ("/" in wish or "." in wish):
            found = path.parent / wish
            self._reading.stamps.note(found)
            if not is_file(found):
                raise Misconfigured(str(path), f"there is no file {wish}")
            return found
        return self._find(wish)


def _included(document: Document) -> list[str]:
    """Return the names of a document's includes, as far as they are well formed."""
    value = document.value
    names = value.get("include") if isinstance(value, dict) else None
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def _named(scenario: Scenario, document: Document, prefix: str) -> Scenario:
    """Name the unnamed rules of an included file after it: those above it with the same number are others."""
    written = document.value.get("rules", [])
    rules = [
        rule if "id" in raw else replace(rule, id=f"{prefix}.{rule.id}")
        for rule, raw in zip(scenario.rules, written, strict=True)
    ]
    return replace(scenario, rules=tuple(rules), chosen={})


def _together(refused: Sequence[Misconfigured]) -> Misconfigured:
    """Join refusals into one, without duplicate errors."""
    first, *others = refused
    more = dict.fromkeys([*first.more, *(line for error in others for line in str(error).splitlines())])
    more.pop(f"{first.where}: {first.message}", None)
    return Misconfigured(first.where, first.message, [*more], [each for error in refused for each in error.errors])


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
