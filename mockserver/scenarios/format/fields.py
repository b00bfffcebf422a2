"""The fields of keys of a file, each with the sentence that an editor shows beside the key.

`published` is the part of a key's JSON Schema beyond its kind and its checks, which come from the field.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from mockserver.core.text import suggestion
from mockserver.scenarios.notation import Notation

Json = Mapping[str, Any]

NO_NAME = "must be a name of 1 to 100 letters, digits, . _ -"
NAME = r"[A-Za-z0-9_.-]{1,100}\Z"
"""What rules and machines can be called."""

API: Json = {"$ref": "#/$defs/Api"}
OPERATION: Json = {"$ref": "#/$defs/Operation"}


class Written(fields.Field[Any]):
    """A value in one of the small notations."""

    def __init__(self, notation: Notation[Any], **more: Any) -> None:
        super().__init__(**more)
        self._read = notation.read
        self.json_schema = notation.json_schema

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        try:
            return self._read(value)
        except ValueError as error:
            raise ValidationError(str(error)) from None


class Entries(fields.List[Any]):
    """A list of at most so many entries: a longer one is refused before any is looked at, for looking costs time.

    What can be read of the entries of a wrong one keeps its place; where nothing can, there is `None`.
    """

    def __init__(self, entry: fields.Field[Any], most: int, *, least: int | None = None, **more: Any) -> None:
        super().__init__(entry, validate=validate.Length(least, most), **more)
        self._most = most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        if not isinstance(value, list):
            raise self.make_error("invalid")
        if len(value) > self._most:
            raise ValidationError(f"must not hold more than {self._most} entries")
        read, errors = [], {}
        for number, entry in enumerate(value):
            try:
                read.append(self.inner.deserialize(entry, **kwargs))
            except ValidationError as error:
                errors[number] = error.messages
                read.append(error.valid_data)
        if errors:
            raise ValidationError(errors, valid_data=read)
        return read


class WrittenNumber(fields.Float):
    """A number that is written as one."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **kwargs)


def saying(sentence: str, published: Json | None = None) -> dict[str, Any]:
    """Return the metadata of a key; they are no words of OpenAPI, which would write them into its documents."""
    return {"sentence": sentence, "published": published}


def one_of(words: Sequence[str]) -> Callable[[str], None]:
    """Return a check that a text is one of some words; its error suggests the nearest."""

    def check(value: str) -> None:
        if value not in words:
            raise ValidationError(f"must be one of {', '.join(words)}{suggestion(value, words)}")

    check.words = tuple(words)  # type: ignore[attr-defined]  # for the editors' schema
    return check


def text(sentence: str, least: int | None = None, most: int | None = None, **more: Any) -> fields.String:
    """Return the field of a text of some length."""
    bounds = [validate.Length(least, most)] if least is not None or most is not None else []
    return fields.String(validate=bounds, metadata=saying(sentence, more.pop("published", None)), **more)


def word(sentence: str, words: Sequence[str]) -> fields.String:
    """Return the field of one of some words."""
    return fields.String(validate=one_of(words), metadata=saying(sentence))


def named(sentence: str, **more: Any) -> fields.String:
    """Return the field of a name."""
    return fields.String(validate=validate.Regexp(NAME, error=NO_NAME), metadata=saying(sentence), **more)


def whole(sentence: str, least: int, most: int) -> fields.Integer:
    """Return the field of a whole number within bounds."""
    return fields.Integer(strict=True, validate=validate.Range(least, most), metadata=saying(sentence))


def written(sentence: str, notation: Notation[Any], **more: Any) -> Written:
    """Return the field of a value in a notation."""
    return Written(notation, metadata=saying(sentence), **more)


def nested(sentence: str, schema: type[Schema]) -> fields.Nested:
    """Return the field of a mapping with keys of its own."""
    return fields.Nested(schema, metadata=saying(sentence))


def entries(sentence: str, entry: fields.Field[Any] | type[Schema], most: int, **more: Any) -> Entries:
    """Return the field of a list."""
    inner = fields.Nested(entry) if isinstance(entry, type) else entry
    return Entries(inner, most, metadata=saying(sentence, more.pop("published", None)), **more)


def raw(sentence: str, published: Json | None = None, **more: Any) -> fields.Raw:
    """Return the field of any value, which a reader of its own looks at."""
    return fields.Raw(metadata=saying(sentence, published), **more)


def mapping(
    sentence: str, published: Json | None = None, keys: fields.Field[Any] | None = None, values: Any = None
) -> fields.Dict:  # fmt: skip
    """Return the field of a mapping with any keys."""
    return fields.Dict(keys=keys or fields.String(), values=values, metadata=saying(sentence, published))


def needs(*names: str) -> Json:
    """Require one of some keys."""
    return {"anyOf": [{"required": [name]} for name in names]}


def only_with(key: str, *values: str) -> Json:
    """Require a key with one of some values."""
    return {"required": [key], "properties": {key: {"enum": list(values)}}}
