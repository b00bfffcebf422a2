"""Reading WireMock's files: one mapping, several under `mappings`, or a folder of such files.

Comments and single quotes may stand in their JSON, and what follows the first value is not read. WireMock turns on two
features of Jackson for reading, `ALLOW_COMMENTS` and `ALLOW_SINGLE_QUOTES` (its `common/Json.java`). Readers of JSON5
and Hjson take much more, so that files would pass which WireMock refuses: hence this one, which writes a text as JSON
and leaves the rest to Python's reader.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mockserver.core.problems import Misconfigured

_PIECE = re.compile(
    r"""
    "(?P<double>(?:[^"\\]++|\\(?:.|\Z))*+)(?P<double_end>"|\Z)
    | '(?P<single>(?:[^'\\]++|\\(?:.|\Z))*+)(?P<single_end>'|\Z)
    | //[^\r\n]*+ | /\*.*?(?:\*/|\Z)
    """,
    re.DOTALL | re.VERBOSE,
)
"""A text or a comment; one that has no end goes on to the end of the file, so that each place is looked at once."""

_IN_A_LINE = re.compile(r"[^\r\n]")
_ESCAPED = re.compile(r'\\.|"', re.DOTALL)
_BLANKS = " \t\r\n"


@dataclass(frozen=True, slots=True)
class Lenient:
    """The first value of a text, and remarks about its reading."""

    value: Any
    told: Sequence[str]


def read(text: str) -> Lenient:
    """Return the first value of a text; raise `ValueError`, or `json.JSONDecodeError` where a place can be told.

    Of members that stand twice in an object the last one counts, as it does to Jackson.

    >>> read("{'a': 1, 'a': 2} // twice")
    Lenient(value={'a': 2}, told=["the member 'a' stands twice in one object, of which the last one counts"])
    """
    told: list[str] = []

    def members(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, item in pairs:
            if name in found:
                told.append(f"the member {name!r} stands twice in one object, of which the last one counts")
            found[name] = item
        return found

    strict = _PIECE.sub(_strict, text)
    decoder = json.JSONDecoder(object_pairs_hook=members, parse_constant=_refused)
    value, end = decoder.raw_decode(strict, len(strict) - len(strict.lstrip(_BLANKS)))
    if strict[end:].strip(_BLANKS):
        told.append("what stands behind the first value is not read")
    return Lenient(value, told)


def _strict(piece: re.Match[str]) -> str:
    """Return a piece as JSON has it; what comes behind stays in its line."""
    if piece["double"] is not None:
        return f'"{_ESCAPED.sub(_escape, piece["double"])}{piece["double_end"]}'
    if piece["single"] is not None:
        return f'"{_ESCAPED.sub(_escape, piece["single"])}{piece["single_end"] and chr(34)}'
    return _IN_A_LINE.sub(" ", piece[0])


def _escape(found: re.Match[str]) -> str:
    return {r"\'": "'", '"': r"\""}.get(found[0], found[0])


def _refused(constant: str) -> Any:
    raise ValueError(f"{constant} is no number of JSON")


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
class FoundStubs:
    """The content of files: their mappings, a line about each unreadable file, and other remarks."""

    stubs: Sequence[Stub]
    unread: Sequence[str]
    told: Sequence[str]


def stubs(path: Path) -> FoundStubs:
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
    return FoundStubs(found, unread, told)


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
