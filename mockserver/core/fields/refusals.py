"""Mistakes in a request, in no API's words yet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

MISSING: Any = object()
"""No value at all, which is not the same as null."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: its kind in the dialect, the facts of its sentence, and its place."""

    kind: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    path: tuple[str, ...] = ()


class Refused(Exception):
    """A value is refused; `valid` is the rest of it without the mistakes, if any."""

    def __init__(self, mistakes: Sequence[Mistake], valid: Any = MISSING) -> None:
        super().__init__(mistakes)
        self.mistakes = mistakes
        self.valid = valid

    def below(self, *names: str) -> Iterable[Mistake]:
        """Yield the mistakes as one level up sees them."""
        return (Mistake(each.kind, each.facts, (*names, *each.path)) for each in self.mistakes)


def refuse(kind: str, *path: str, **facts: Any) -> Refused:
    """Return the refusal of one value; `path` leads to it from the value that is read.

    >>> [mistake] = refuse("too_long", most=5).below("name")
    >>> mistake.kind, mistake.path, mistake.facts
    ('too_long', ('name',), {'most': 5})
    """
    return Refused((Mistake(kind, facts, path),))
