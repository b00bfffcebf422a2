"""The shape of stored records: the types of the members that an API has written itself.

The shapes of an API's collections lie beside it as JSON; `python -m tests.stored` writes them, from the records that
tests leave behind. What was never seen, a member or what else one can be that has only been null, is no concern of it.

A shape is written as its kinds, `"null | string"`, or as an object of these as `is` and of what is inside: `members` by
name, with a question mark behind those that may be missing, or `items`. Objects whose names anybody chooses have none.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

Place = tuple[str | int, ...]

KINDS: Mapping[type, str] = {
    type(None): "null", bool: "boolean", int: "number", float: "number", str: "string", list: "array", dict: "object",
}  # fmt: skip
"""The words of JSON for what a value is."""

_ARTICLES = {"array": "an array", "object": "an object", "null": "null"}


@dataclass(frozen=True, slots=True)
class Shape:
    """The possible values: their `kinds`, and their contents.

    `members` are those of an object by name, of which some are `required`, and that which its `type` names, too.
    `items` is what the elements of an array are.
    """

    kinds: frozenset[str]
    members: Mapping[str, "Shape"] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    items: "Shape | None" = None

    @classmethod
    def read(cls, written: str | Mapping[str, Any]) -> "Shape":
        """Read a shape from the JSON beside an API.

        >>> Shape.read({"is": "object", "members": {"name": "string", "age?": "null | number"}}).required
        frozenset({'name'})
        """
        if isinstance(written, str):
            return cls(frozenset(written.split(" | ")))
        members, items = written.get("members", {}), written.get("items")
        return cls(
            kinds=frozenset(written["is"].split(" | ")),
            members={name.removesuffix("?"): cls.read(shape) for name, shape in members.items()},
            required=frozenset(name for name in members if not name.endswith("?")),
            items=items and cls.read(items),
        )

    def fits(self, value: Any) -> bool:
        """Return whether a value has no mistakes, faster than `mistakes` finds them."""
        kind = KINDS[type(value)]
        if kind not in self.kinds:
            return len(self.kinds) == 1 and "null" in self.kinds
        if kind == "object":
            members = self.members
            if not self.required <= value.keys() or any(self._of_its_type(value)):
                return False
            for name, member in value.items():
                shape = members.get(name)
                if shape and not shape.fits(member):
                    return False
        elif kind == "array" and self.items:
            return all(map(self.items.fits, value))
        return True

    def mistakes(self, value: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
        """Yield the mistakes of a value, each with its place."""
        kind = KINDS[type(value)]
        if kind not in self.kinds and self.kinds != {"null"}:
            yield place, f"must be {_listed(self.kinds)}"
        elif kind == "object":
            yield from self._in_object(value, place)
        elif kind == "array" and self.items:
            for index, item in enumerate(value):
                yield from self.items.mistakes(item, (*place, index))

    def _in_object(self, value: Mapping[str, Any], place: Place) -> Iterator[tuple[Place, str]]:
        for name in sorted({*(self.required - value.keys()), *self._of_its_type(value)}):
            yield (*place, name), "must be there"
        for name, member in value.items():
            shape = self.members.get(name)
            if shape:
                yield from shape.mistakes(member, (*place, name))

    def _of_its_type(self, value: Mapping[str, Any]) -> Iterator[str]:
        """Return the members that an object lacks for what its `type` says that it is."""
        type = value.get("type")
        if isinstance(type, str):
            yield from (name for name in (type, f"_{type}") if name in self.members and name not in value)


@cache
def shapes(path: Path) -> Mapping[str, Shape]:
    """Read the shapes of an API's records, by collection."""
    return {name: Shape.read(shape) for name, shape in json.loads(path.read_text("utf-8")).items()}


def _listed(kinds: frozenset[str]) -> str:
    ordered = sorted(kinds, key=lambda kind: (kind == "null", kind))
    return " or ".join(_ARTICLES.get(kind, f"a {kind}") for kind in ordered)
