"""How ChargeOver reads parameters, and what it says of those it refuses.

Clients of old send every value as text, so numbers and flags are read from it, too. What nobody declared is passed
over, and so is what can only be read: clients send back whole objects.
"""

import re
from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargeover.problems import missing, no_data
from mockserver.core.api.model import Call, Exchange
from mockserver.core.fields.containers import Members
from mockserver.core.fields.field import Dialect, Field, Reading
from mockserver.core.fields.kinds import Text
from mockserver.core.fields.refusals import Refused, refuse
from mockserver.core.http.bodies import decode_json
from mockserver.core.problems import FieldError, Invalid, Malformed

_WHOLE = re.compile(r"\s*-?\d{1,18}\s*", re.ASCII)

_FLAGS: Mapping[Any, bool] = {True: True, False: False, "1": True, "0": False, "true": True, "false": False, "": False}


class _Dialect(Dialect):
    """Null takes a value away, numbers are text for what they look like, and empty text is no number."""

    order = "sent"
    words = {
        "text": "must be text",
        "choice": lambda facts: f"must be one of {', '.join(facts['choices'])}",
        "whole": "must be a whole number",
        "flag": "must be true or false",
        "array": "must be a list of texts",
    }

    def nullable(self, field: Field) -> bool:
        return not field.required

    def emptied(self, field: Field, reading: Reading) -> None:
        return None  # what is required is looked for once all the rest is right

    def text(self, value: Any) -> str:
        if isinstance(value, str):
            return value
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise refuse("text")
        return str(value)

    def whole(self, value: Any) -> Any:
        if value == "":
            return None
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, (int, str)) or not _WHOLE.fullmatch(str(value)[:40]):
            raise refuse("whole")
        return int(value)

    def flag(self, value: Any) -> bool:
        try:
            return _FLAGS[value.lower() if isinstance(value, str) else value]
        except (KeyError, TypeError):
            raise refuse("flag") from None


_DIALECT = _Dialect()
_READING = Reading(_DIALECT)


class Parameters(Members):
    """The members of an object; nearly all of them are in every answer."""

    dialect = _DIALECT
    always = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.required = [name for name, parameter in self.parameters.items() if parameter.required]


class Element(Text):
    """Text in a list, where null is none."""

    def read(self, value: Any, reading: Reading) -> Any:
        return self.parse(value, reading)


def read(schema: Parameters, data: Mapping[str, Any], *, partial: bool = False) -> dict[str, Any]:
    """Read the parameters that came; raise `Invalid` with all that are wrong, or with the first missing one.

    `partial` reads a change: what is required may be left out, but not be taken away.
    """
    try:
        values = schema.read(data, _READING)
    except Refused as refused:
        told = {mistake.path[0]: _DIALECT.sentence(mistake) for mistake in reversed(refused.mistakes)}
        raise Invalid(errors=[FieldError(name, told[name]) for name in data if name in told]) from None
    for name in schema.required:
        if values.get(name) in (None, "") and not (partial and name not in data):
            raise missing(name)
    return values


def read_new(call: Call, schema: Parameters) -> dict[str, Any]:
    """Read what a new object is made of."""
    return read(schema, data_of(call))


def read_changes(call: Call, schema: Parameters) -> dict[str, Any]:
    """Read what is to change."""
    return read(schema, data_of(call), partial=True)


def data_of(call: Call) -> Mapping[str, Any]:
    """Return the members of a body; raise where there are none. PHP writes an empty object as a list."""
    if call.body in (None, {}, []):
        raise no_data()
    if not isinstance(call.body, dict):
        raise Malformed("Missing or invalid parameter. The request body must be a JSON object.")
    return call.body


def decode(exchange: Exchange) -> Any:
    """Read the body; clients announce one with GET and DELETE, too, and send none."""
    return decode_json(exchange.body) if exchange.method in ("POST", "PUT") else None
