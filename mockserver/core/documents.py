"""Reading YAML and JSON files: plain values, and the place of each in its file.

YAML here means the 1.2 core schema without surprises: `NO` and `00123` are text, dates are text, and what makes a
file hard to read or expensive to load (aliases, tags, duplicate keys) is refused.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from mockserver.core.problems import Misconfigured

Path_ = tuple[str | int, ...]

LARGEST = 8 * 1024 * 1024
"""Bytes of a file that are read at all."""

MOST_ERRORS = 200
"""Errors of a document in one refusal."""

_CORE = "tag:yaml.org,2002:"


@dataclass(frozen=True, slots=True)
class Document:
    """A value and the line and column of each of its parts."""

    source: str
    value: Any
    positions: Mapping[Path_, tuple[int, int]] = field(default_factory=dict)
    size: int = 0

    def where(self, path: Path_) -> str:
        """Return the place of a part, or of the nearest part around it, as `file:line:column`."""
        line, column = self.position(path)
        return f"{self.source}:{line}:{column}" if line else self.source

    def position(self, path: Path_) -> tuple[int, int]:
        """Return the line and column of a part, or of the nearest part around it; zeros where nothing is known."""
        around = (self.positions.get(path[:length]) for length in range(len(path), -1, -1))
        return next(filter(None, around), (0, 0))

    def refuse(self, errors: Iterable[tuple[Path_, str]]) -> Misconfigured:
        """Put every error of a document into one refusal, in the order of the file."""
        found = sorted(errors, key=lambda error: (self.position(error[0]), dotted(error[0])))
        if len(found) > MOST_ERRORS:
            found = [*found[:MOST_ERRORS], ((), f"and {len(found) - MOST_ERRORS} errors more")]
        texts = [(self.where(path), f"{dotted(path)}: {message}" if path else message) for path, message in found]
        (where, message), *more = texts
        return Misconfigured(where, message, [f"{where}: {message}" for where, message in more], found)


def read(path: Path, largest: int = LARGEST) -> Document:
    """Read a file; raise `Misconfigured` with file, line and column."""
    try:
        with path.open("rb") as file:
            text = file.read(largest + 1)
        if len(text) > largest:
            raise Misconfigured(str(path), f"is larger than {largest} bytes")
        return parse(text, str(path))
    except OSError as error:
        raise Misconfigured(str(path), f"cannot be read: {error.strerror}") from None


def parse(text: bytes | str, source: str) -> Document:
    """Read YAML or JSON from memory; `source` names it in errors."""
    positions: dict[Path_, tuple[int, int]] = {}
    loader = None
    try:
        loader = Loader(text)
        node = loader.get_single_node()
        return Document(source, _value(node, (), positions, source) if node else None, positions, len(text))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{source}:{mark.line + 1}:{mark.column + 1}" if mark else source
        raise Misconfigured(where, error.problem or "is not YAML") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Misconfigured(source, f"is not YAML: {str(error).splitlines()[0]}") from None
    except RecursionError:
        raise Misconfigured(source, "is nested too deeply") from None
    finally:
        if loader:
            loader.dispose()


def dotted(path: Path_) -> str:
    """Write a path as people do.

    >>> dotted(("rules", 0, "match", "status"))
    'rules[0].match.status'
    """
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


class Loader(yaml.SafeLoader):
    """PyYAML's parser with the plain scalars of the core schema."""

    yaml_implicit_resolvers: dict[str, Any] = {}

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="aliases are not allowed, write the value out", problem_mark=mark)
        return super().compose_node(parent, index)


for _tag, _pattern in {
    "null": r"~|null|Null|NULL|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?(0|[1-9][0-9]{0,18})",
    "float": r"[-+]?(0|[1-9][0-9]{0,18})?\.[0-9]{1,30}([eE][-+]?[0-9]{1,2})?|[-+]?[1-9][0-9]{0,18}[eE][-+]?[0-9]{1,2}",
}.items():
    Loader.add_implicit_resolver(_CORE + _tag, re.compile(f"^(?:{_pattern})$"), None)


def _value(node: yaml.Node, path: Path_, positions: dict[Path_, tuple[int, int]], source: str) -> Any:
    positions[path] = node.start_mark.line + 1, node.start_mark.column + 1
    if isinstance(node, yaml.MappingNode) and node.tag == _CORE + "map":
        return _mapping(node, path, positions, source)
    if isinstance(node, yaml.SequenceNode) and node.tag == _CORE + "seq":
        return [_value(item, (*path, index), positions, source) for index, item in enumerate(node.value)]
    kind = node.tag.removeprefix(_CORE)
    if not isinstance(node, yaml.ScalarNode) or kind not in _SCALARS:
        raise yaml.MarkedYAMLError(problem=f"the tag {node.tag} is not allowed", problem_mark=node.start_mark)
    return _text(node) if kind == "str" else _plain(node, kind)


def _plain(node: yaml.ScalarNode, kind: str) -> Any:
    """Return what is no text; a tag such as `!!int` may call anything so."""
    try:
        value = _SCALARS[kind](node.value)
    except ValueError:
        value = None
    if kind != "null" and (value is None or value in (float("inf"), float("-inf")) or value != value):
        raise yaml.MarkedYAMLError(problem=f"is no value of the kind {kind}", problem_mark=node.start_mark)
    return value


def _text(node: yaml.ScalarNode) -> str:
    """Return a text, with the two halves of a character that escapes write (as JSON does) as one."""
    text: str = node.value
    if text.isascii():
        return text
    try:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        problem = "a text ends or begins with half of a character"
        raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark) from None


def _mapping(node: yaml.MappingNode, path: Path_, positions: dict[Path_, tuple[int, int]], source: str) -> Any:
    mapping: dict[str, Any] = {}
    for key, item in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise yaml.MarkedYAMLError(problem="a key must be plain text", problem_mark=key.start_mark)
        key.value = _text(key)
        if key.value in mapping:
            raise yaml.MarkedYAMLError(problem=f"the key {key.value!r} stands here twice", problem_mark=key.start_mark)
        mapping[key.value] = _value(item, (*path, key.value), positions, source)
        if not isinstance(item, yaml.ScalarNode) or item.start_mark.line == key.start_mark.line:
            positions[*path, key.value] = key.start_mark.line + 1, key.start_mark.column + 1
    return mapping


_SCALARS: dict[str, Any] = {
    "null": lambda text: None,
    "bool": lambda text: {"true": True, "false": False}.get(text.lower()),
    "int": int,
    "float": float,
    "str": str,
}
