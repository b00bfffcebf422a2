"""A member of an object: how requests are read and refused, and how answers show it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from marshmallow import INCLUDE, RAISE, Schema, fields, validate

from mockserver.core.fields.refusals import MISSING, Mistake, refuse

Describe = Callable[[fields.Field[Any] | Schema], dict[str, Any]]
"""Gives the JSON Schema of a field or of an object."""

Words = str | Callable[[Mapping[str, Any]], str]
"""A sentence with places for facts, as `str.format` has them, or what makes one of them."""

Occasion = Literal["create", "update"]


class Dialect:
    """How an API reads parameters: its attributes and methods are all differences between APIs.

    `order` is that of checking parameters and of listing mistakes: as they are declared, by their names, or as they
    were sent.
    """

    order: Literal["declared", "alphabet", "sent"] = "declared"
    size_first = False
    """Whether a list of too many elements is refused before its elements are looked at."""
    empty_text = False
    """Whether the empty text is no value, as null is none."""
    words: Mapping[str, Words] = {}
    """The sentence of each kind of mistake. A field's own text is in the fact `said`."""

    def sentence(self, mistake: Mistake) -> str:
        """Return the API's sentence for a mistake."""
        if "said" in mistake.facts:
            return str(mistake.facts["said"])
        words = self.words[mistake.kind]
        return words.format(**mistake.facts) if isinstance(words, str) else words(mistake.facts)

    def nullable(self, field: "Field") -> bool:
        """Return whether a parameter without its own `null` takes null."""
        return False

    def emptied(self, field: "Field", reading: "Reading") -> Any:
        """Return the value of an empty parameter; raise `Refused` where it cannot be empty."""
        if field.allow_none:
            return None
        raise refuse("null")

    def absent(self, field: "Field", reading: "Reading") -> Any:
        """Return the value of an absent required parameter, or `MISSING` to skip it; raise `Refused`."""
        raise refuse("required")

    def text(self, value: Any) -> str:
        """Return a value as text; raise `Refused` for any other type."""
        if isinstance(value, str):
            return value
        raise refuse("text", value=value)

    def whole(self, value: Any) -> int:
        """Return a value as a whole number; raise `Refused` where it is none."""
        if isinstance(value, bool) or not isinstance(value, int):
            raise refuse("whole", value=value)
        return value

    def number(self, value: Any) -> float:
        """Return a value as a number; raise `Refused` where it is none."""
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise refuse("number", value=value)
        return value

    def flag(self, value: Any) -> bool:
        """Return a value as true or false; raise `Refused` where it is neither."""
        if not isinstance(value, bool):
            raise refuse("flag", value=value)
        return value

    def elements(self, value: Any) -> list[Any] | None:
        """Return the elements of a list; nothing for any other value."""
        return value if isinstance(value, list) else None

    def members(self, value: Any) -> Mapping[str, Any] | None:
        """Return the members of an object; nothing for any other value."""
        return value if isinstance(value, Mapping) else None


@dataclass(frozen=True, slots=True)
class Reading:
    """How one request is read: the dialect, the version of the API it is in, and the settings of the API.

    A `strict` reading of a version excludes later members.
    """

    dialect: Dialect
    version: str = ""
    strict: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)

    def knows(self, field: "Field") -> bool:
        """Return whether a request of this version can have a parameter: it may have come later, or be gone."""
        day = self.version[:10]
        if field.until and day >= field.until:
            return False
        return not (self.strict and field.since and day < field.since)


class Field(fields.Field[Any]):
    """One member of an object: its form in requests, and in answers.

    `unset` is what an empty value stands for. `since` and `until` are days of versions of the API. `on` names the one
    request that takes it. `load_only` is never shown, `dump_only` never taken; `always` is there in every answer, and
    null there with `null`. `default` is what is stored where nothing is said. What is `plain` is stored as it was said.
    `answered` is how answers have it, where that is not as requests do.
    """

    json_type: ClassVar[str] = ""

    def __init__(
        self,
        *,
        allow_none: bool | None = None,
        unset: Any = MISSING,
        since: str = "",
        until: str = "",
        on: Occasion | None = None,
        always: bool | None = None,
        null: bool = False,
        default: Any = MISSING,
        plain: bool = True,
        answered: "Field | None" = None,
        described: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        metadata = {**(described or {}), **kwargs.pop("metadata", {})}
        super().__init__(allow_none=allow_none, metadata=metadata, **kwargs)
        self.says_null = allow_none is not None
        self.unset, self.since, self.until = unset, since, until
        self.on, self.always, self.null, self.default, self.plain = on, always, null, default, plain
        self.answered = answered

    def settle(self, dialect: Dialect) -> None:
        """Take the values that the declaration leaves open from a dialect."""
        if not self.says_null:
            self.allow_none = self.unset is not MISSING or dialect.nullable(self)

    def read(self, value: Any, reading: Reading) -> Any:
        """Return the operation's value for a sent value; raise `Refused`."""
        if value is None or (value == "" and reading.dialect.empty_text):
            return self.emptied(reading)
        return self.parse(value, reading)

    def emptied(self, reading: Reading) -> Any:
        """Return the operation's value for an empty value; raise `Refused` where a value is required."""
        return reading.dialect.emptied(self, reading) if self.unset is MISSING else self.unset

    def parse(self, value: Any, reading: Reading) -> Any:
        """Return the operation's value for a value that is not empty; raise `Refused`."""
        return value

    def openapi(self, describe: Describe) -> dict[str, Any]:
        """Return the JSON Schema of the type; `describe` gives that of another field or of an object."""
        return {"type": self.json_type} if self.json_type else {}

    def unknown(self, value: Any, reading: Reading) -> Sequence[tuple[str, ...]]:
        """Return the paths of undeclared members inside a value."""
        return ()

    def shape(self) -> fields.Field[Any]:
        """Return the member as answers show it, for their documents."""
        return fields.Raw(**self.shown())

    def shown(self) -> dict[str, Any]:
        """Return the documentation of a member in answers."""
        told = {name: self.metadata[name] for name in ("deprecated", "description") if name in self.metadata}
        return {"allow_none": self.null, "data_key": self.data_key, "metadata": told}


class Shape(Schema):
    """An object of an answer; it has no members but the declared ones."""

    class Meta:
        unknown = RAISE


class OpenShape(Schema):
    """An object of an answer that callers can add members to."""

    class Meta:
        unknown = INCLUDE


def constant(value: str) -> fields.Field[Any]:
    """Declare a member that is always the same word."""
    return fields.String(required=True, validate=validate.Equal(value))
