"""Reading WireMock's files: one mapping, several under `mappings`, or a folder of such files."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mockserver.core.problems import Misconfigured
from mockserver.importers.wiremock.lenient import Lenient, read

LARGEST = 4 * 1024 * 1024
"""Bytes of all files together."""

MOST_FILES = 5_000

_MAPPING = frozenset({"request", "response"})


@dataclass(frozen=True, slots=True)
class Stub:
    """One mapping, and where it stands: its file, and its number in it where there are several."""

    file: str
    number: int | None
    value: Any

    @property
    def place(self) -> str:
        return self.file if self.number is None else f"{self.file}, mapping {self.number}"


@dataclass(frozen=True, slots=True)
class Found:
    """What files hold: their mappings, a line about each file that cannot be read, and what else is told."""

    stubs: Sequence[Stub]
    unread: Sequence[str]
    told: Sequence[str]


def stubs(path: Path) -> Found:
    """Read all mappings in the order in which WireMock would; raise `Misconfigured` where no file can be read."""
    found: list[Stub] = []
    broken: list[Misconfigured] = []
    unread: list[str] = []
    told: list[str] = []
    files, size = [*_files(path)], 0
    for file, name in files:
        try:
            text = _text(file, LARGEST - size)
            size += len(text)
            decoded = _decoded(text, file)
            found += _of_file(decoded.value, name, file)
            told += [f"{name}: {remark}" for remark in decoded.told]
        except Misconfigured as error:
            broken.append(error)
            unread.append(f"{name}{error.where.removeprefix(str(file))}: not read: {error.message}")
    if len(broken) == len(files):
        raise Misconfigured(broken[0].where, broken[0].message, [str(error) for error in broken[1:]])
    return Found(found, unread, told)


def _files(path: Path) -> Iterator[tuple[Path, str]]:
    """Return the files and how to name them; a folder may be WireMock's own, with its mappings in `mappings`."""
    if not path.is_dir():
        yield path, path.name
        return
    folder = path / "mappings" if (path / "mappings").is_dir() else path
    files = sorted(file for file in folder.rglob("*.json") if file.is_file())
    if not files:
        raise Misconfigured(str(path), "has no files that end in .json")
    if len(files) > MOST_FILES:
        raise Misconfigured(str(path), f"has more than {MOST_FILES} files")
    yield from ((file, file.relative_to(folder).as_posix()) for file in files)


def _text(file: Path, room: int) -> bytes:
    try:
        if file.stat().st_size > room:
            raise Misconfigured(str(file), f"brings the mappings to more than {LARGEST} bytes")
        return file.read_bytes()
    except OSError as error:
        raise Misconfigured(str(file), f"cannot be read: {error.strerror}") from None


def _decoded(text: bytes, file: Path) -> Lenient:
    try:
        return read(text.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Misconfigured(str(file), f"is not UTF-8 at byte {error.start}") from None
    except json.JSONDecodeError as error:
        where = f"{file}:{error.lineno}:{error.colno}"
        raise Misconfigured(where, f"is not JSON: {error.msg}") from None
    except RecursionError:
        raise Misconfigured(str(file), "is nested too deeply") from None
    except ValueError as error:
        raise Misconfigured(str(file), f"is not JSON: {error}") from None


def _of_file(value: Any, name: str, file: Path) -> list[Stub]:
    if isinstance(value, Mapping) and "mappings" in value:
        several = value["mappings"]
        if not isinstance(several, list):
            raise Misconfigured(str(file), "mappings must be a list")
        return [Stub(name, number, each) for number, each in enumerate(several, 1)]
    if isinstance(value, Mapping) and _MAPPING & set(value):
        return [Stub(name, None, value)]
    raise Misconfigured(str(file), "must hold a stub mapping, with request and response, or several under mappings")
