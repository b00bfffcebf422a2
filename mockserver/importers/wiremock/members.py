"""The members of an object in a mapping: each is taken once; the rest, or another meaning, can be reported."""

from collections.abc import Mapping, Sequence
from typing import Any


class Unsayable(Exception):
    """A mapping cannot become a rule, because of a `member` of it: without it the rule would mean something else."""

    def __init__(self, member: str, reason: str) -> None:
        super().__init__(member, reason)
        self.member = member
        self.reason = reason


class Members:
    """An object of a mapping; `place` is the way to it, for people."""

    def __init__(self, value: Any, place: str) -> None:
        if not isinstance(value, dict):
            raise Unsayable(place, "must be an object")
        self._left: dict[str, Any] = dict(value)
        self.place = place

    def under(self, name: str) -> str:
        """Return the way to a member."""
        return f"{self.place}.{name}" if self.place else name

    def take(self, name: str, default: Any = None) -> Any:
        """Take a member; null is as good as absent, as it is to WireMock."""
        value = self._left.pop(name, None)
        return default if value is None else value

    def text(self, name: str) -> str | None:
        """Take a member that is text, or a number or truth value where WireMock reads it as text."""
        value = self.take(name)
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, (int, float)):
            return str(value)
        raise Unsayable(self.under(name), "must be text")

    def number(self, name: str) -> int | float | None:
        """Take a member that is a number."""
        value = self.take(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, (int, float))):
            raise Unsayable(self.under(name), "must be a number")
        return value

    def mapping(self, name: str) -> Mapping[str, Any]:
        """Take a member that is an object; an empty one where it is absent."""
        value = self.take(name, {})
        if not isinstance(value, dict):
            raise Unsayable(self.under(name), "must be an object")
        return value

    def elements(self, name: str) -> Sequence[Any]:
        """Take a member that is a list; an empty one where it is absent."""
        value = self.take(name, [])
        if not isinstance(value, list):
            raise Unsayable(self.under(name), "must be a list")
        return value

    def all_taken(self, refusal: str = "has no counterpart") -> None:
        """Raise `Unsayable` for a member that was not taken."""
        if left := self.left():
            raise Unsayable(self.under(left[0]), refusal)

    def left(self) -> list[str]:
        """Return the names of members that were not taken and are not null."""
        return [name for name, value in self._left.items() if value is not None]


class Remarks:
    """The remarks about one mapping, each about a member of it."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []

    def say(self, member: str, text: str) -> None:
        """Remark on a member; the same remark is kept once."""
        if (member, text) not in self.said:
            self.said.append((member, text))
