"""How Chargebee reads parameters, and the sentences it refuses a wrong one with.

Parameters are looked at in the order of declaration; the first wrong one is told. What nobody declared is passed over,
as Chargebee does. An empty value takes a member away: it is read as `None`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from marshmallow import fields, validate

from mockserver.apis.chargebee.literals import literal
from mockserver.apis.chargebee.problems import Wrong, wrong
from mockserver.apis.chargebee.tables import table
from mockserver.core.fields.containers import Members, Object, shape_of
from mockserver.core.fields.field import Describe, Field, Occasion, Reading
from mockserver.core.fields.forms import FormDialect
from mockserver.core.fields.kinds import Email as AnyEmail
from mockserver.core.fields.kinds import Text
from mockserver.core.fields.refusals import MISSING, Mistake, Refused, refuse
from mockserver.core.http.forms import bracketed

NORTHERN_IRELAND = "XI"
"""No country of ISO 3166: Northern Ireland where VAT is concerned."""


def _choices(facts: Mapping[str, Any]) -> str:
    choices = facts["choices"]
    return f"invalid value, should be one of {', '.join(choices[:20])}{', …' if len(choices) > 20 else ''}"


class _Dialect(FormDialect):
    """A `required` parameter must be there and not be empty; a group that is missing lacks what is required in it."""

    words = {
        "required": "cannot be blank",
        "text": "wrong format",
        "object": "wrong format",
        "email": "wrong format",
        "too_long": "cannot be longer than {most} characters",
        "too_short": "cannot be shorter than {least} characters",
        "choice": _choices,
        "whole": "should be a whole number",
        "too_small": "should be at least {least}",
        "too_great": "should be at most {most}",
        "flag": "should be true or false",
    }

    def nullable(self, field: Field) -> bool:
        return not field.required

    def emptied(self, field: Field, reading: Reading) -> Any:
        return self.absent(field, reading) if field.required else None

    def absent(self, field: Field, reading: Reading) -> Any:
        if isinstance(field, Object):
            return field.parse({}, reading)
        raise refuse("required")


_OLDER_CODES = {"required": "param_required"} | dict.fromkeys(("choice", "too_small", "too_great"), "invalid_value")
"""What older clients are told of a kind of mistake; of any other, that the format is wrong."""

DIALECT = _Dialect()


@dataclass(frozen=True, slots=True)
class _Reading(Reading):
    """How one request is read: as a form, or as the record of a fixture file, which says more than forms can."""

    form: bool = True


FORM, GIVEN = _Reading(DIALECT), _Reading(DIALECT, form=False)


class Parameters(Members):
    """The parameters of a request or of a group in it, and the members of an object that answers show.

    What requests of a class take, and in which order, are all of its members unless it names them in `takes`.
    """

    dialect = DIALECT
    takes: Sequence[str] = ()

    @classmethod
    def taken(cls, on: Occasion | None) -> Iterator[str]:
        return iter(cls.takes) if cls.takes else super().taken(on)


def checked(members: Members, data: Mapping[str, Any], reading: Reading = FORM, *group: str) -> dict[str, Any]:
    """Return the parameters that came, which may stand in a group; raise `Wrong` for the first that is wrong."""
    try:
        return members.read(data, reading)
    except Refused as refused:
        raise told(refused, *group) from None


def told(refused: Refused, *group: str) -> Wrong:
    """Return what is told of a refusal: its first mistake."""
    mistake: Mistake = refused.mistakes[0]
    older = _OLDER_CODES.get(mistake.kind, "wrong_format")
    return wrong(bracketed([*group, *mistake.path]), DIALECT.sentence(mistake), legacy=older)


class Email(AnyEmail):
    """An e-mail address of at most 70 characters."""

    _FORM = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")

    def __init__(self, most: int = 70, **kwargs: Any) -> None:
        super().__init__(most, **kwargs)


class Country(Text):
    """The code of a country, or `XI`; any other is wrong (Chargebee's specification of `billing_address[country]`)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(50, **kwargs)

    def parse(self, value: Any, reading: Reading) -> Any:
        code = super().parse(value, reading)
        if code not in _countries() and code != NORTHERN_IRELAND:
            raise refuse("choice", said="should be the code of a country in ISO 3166 alpha-2")
        return code


@cache
def _countries() -> frozenset[str]:
    return frozenset(table("countries"))


class Json(Field):
    """An object as JSON, or as Python prints it, of at most 65,535 characters.

    Chargebee passes over what a form has in brackets behind the name of such a text.
    """

    most = 65_535
    what = "a JSON object"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(described={"maxLength": self.most}, **kwargs)

    def openapi(self, describe: Describe) -> dict[str, Any]:
        return {"type": "string", "description": "JSON"}

    def read(self, value: Any, reading: Reading) -> Any:
        return super().read(value, reading) if self.is_heard(value, reading) else MISSING

    def is_heard(self, value: Any, reading: Reading) -> bool:
        """Return whether a value is a text, where requests are forms."""
        return isinstance(value, str) or not (isinstance(reading, _Reading) and reading.form)

    def parse(self, value: Any, reading: Reading) -> Any:
        if isinstance(value, str):
            if len(value) > self.most:
                raise refuse("too_long", most=self.most)
            value = self.literal(value)
        if not isinstance(value, dict):
            raise refuse("json", said=f"should be {self.what}")
        return value

    def literal(self, text: str) -> Any:
        """Return what a text stands for; raise `Refused`."""
        try:
            return literal(text)
        except ValueError as error:
            raise refuse("json", said=f"should be {self.what}: it {error}") from None

    def shape(self) -> fields.Field[Any]:
        return fields.Dict(**self.shown())


class Rows(Field):
    """Rows of a group, which forms write by column: `entity_identifiers[scheme][0]=…`."""

    json_type = "object"

    def __init__(self, schema: type[Parameters], **kwargs: Any) -> None:
        super().__init__(described={"additionalProperties": {"type": "object"}}, **kwargs)
        self.schema = schema()

    def parse(self, value: Any, reading: Reading) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for index, row in rows_of(value):
            try:
                found.append(self.schema.read(row, reading))
            except Refused as refused:
                raise Refused(
                    [Mistake(each.kind, each.facts, (*each.path, index)) for each in refused.mistakes]
                ) from None
        return found

    def unknown(self, value: Any, reading: Reading) -> Sequence[tuple[str, ...]]:
        return (
            [(column,) for column in value if column not in self.schema.parameters] if isinstance(value, dict) else ()
        )

    def shape(self) -> fields.Field[Any]:
        return fields.List(fields.Nested(shape_of(type(self.schema))), **self.shown())


_INDEX = re.compile(r"\d{1,4}", re.ASCII)


def rows_of(value: Any) -> list[tuple[str, dict[str, Any]]]:
    """Turn columns into rows, each with its number; a list of rows, as fixture files have it, is taken as it is.

    >>> rows_of({"scheme": {"0": "DE:VAT", "1": "BE:EN"}, "value": {"1": "b"}})
    [('0', {'scheme': 'DE:VAT'}), ('1', {'scheme': 'BE:EN', 'value': 'b'})]
    """
    if isinstance(value, list) and all(isinstance(row, dict) for row in value):
        return [(str(index), row) for index, row in enumerate(value)]
    if not isinstance(value, dict):
        raise refuse("object")
    rows: dict[str, dict[str, Any]] = {}
    for name, column in value.items():
        cells = dict(enumerate(column)) if isinstance(column, list) else column
        if not isinstance(cells, dict) or not all(_INDEX.fullmatch(str(index)) for index in cells):
            raise refuse("object", name)
        for index, cell in cells.items():
            rows.setdefault(str(index), {})[name] = cell
    return sorted(rows.items(), key=lambda row: int(row[0]))


class Constant(Field):
    """A member of answers that is always the same word."""

    def __init__(self, word: str) -> None:
        super().__init__(dump_only=True, always=True, default=word)
        self.word = word

    def shape(self) -> fields.Field[Any]:
        return fields.String(validate=validate.Equal(self.word), **self.shown())
