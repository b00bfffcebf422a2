"""The parameters of ChargeOver's requests: their types, and what is taken for a value of each.

Clients of old send every value as text, so numbers and flags are read from it, too. What nobody declared is passed
over, and so is what can only be read: clients send back whole objects.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from marshmallow import Schema, fields

from mockserver.apis.chargeover.problems import missing
from mockserver.core.problems import FieldError, Invalid

Describe = Callable[[fields.Field[Any] | Schema], dict[str, Any]]


class Parameter(fields.Field[Any]):
    """One parameter; null takes the value away."""

    json_type = "string"

    def __init__(self, *, required: bool = False, **described: Any) -> None:
        super().__init__(required=required, allow_none=not required, metadata=described)

    def read(self, value: Any) -> Any:
        """Turn a value into what is stored; raise `ValueError` with what was expected."""
        raise NotImplementedError

    def openapi(self, described: Describe) -> dict[str, Any]:
        """Return the JSON Schema of the parameter's type."""
        return {"type": self.json_type}


class Parameters(Schema):
    """The parameters of a request."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.parameters: Mapping[str, Parameter] = {
            name: field for name, field in self.fields.items() if isinstance(field, Parameter)
        }
        self.required = [name for name, parameter in self.parameters.items() if parameter.required]

    def read(self, data: Mapping[str, Any], *, partial: bool = False) -> dict[str, Any]:
        """Read the parameters that came; raise `Invalid` with all that are wrong, or with the first missing one.

        `partial` reads a change: what is required may be left out, but not be taken away.
        """
        values, errors = {}, []
        for name, value in data.items():
            parameter = self.parameters.get(name)
            if parameter is None:
                continue
            try:
                values[name] = None if value is None else parameter.read(value)
            except ValueError as error:
                errors.append(FieldError(name, str(error)))
        for name in self.required:
            if values.get(name) in (None, "") and not (partial and name not in data) and not errors:
                raise missing(name)
        if errors:
            raise Invalid(errors=errors)
        return values


class Text(Parameter):
    """Text; numbers are taken for what they look like."""

    def read(self, value: Any) -> str:
        if isinstance(value, str):
            return value
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise ValueError("must be text")
        return str(value)


class Choice(Text):
    """One of a list of words."""

    def __init__(self, choices: Sequence[str], **kwargs: Any) -> None:
        super().__init__(enum=list(choices), **kwargs)
        self.choices = tuple(choices)

    def read(self, value: Any) -> str:
        text = super().read(value)
        if text not in self.choices:
            raise ValueError(f"must be one of {', '.join(self.choices)}")
        return text


_WHOLE = re.compile(r"\s*-?\d{1,18}\s*", re.ASCII)


class Whole(Parameter):
    """A whole number, also as text; empty text is none."""

    json_type = "integer"

    def read(self, value: Any) -> int | None:
        if value == "":
            return None
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, (int, str)) or not _WHOLE.fullmatch(str(value)[:40]):
            raise ValueError("must be a whole number")
        return int(value)


class Flag(Parameter):
    """True or false, also as 1 or 0, also as text; empty text is false."""

    json_type = "boolean"

    def read(self, value: Any) -> bool:
        try:
            return _FLAGS[value.lower() if isinstance(value, str) else value]
        except (KeyError, TypeError):
            raise ValueError("must be true or false") from None


_FLAGS: Mapping[Any, bool] = {True: True, False: False, "1": True, "0": False, "true": True, "false": False, "": False}


class Texts(Parameter):
    """A list of texts."""

    json_type = "array"

    def read(self, value: Any) -> list[str]:
        if not isinstance(value, list):
            raise ValueError("must be a list of texts")
        return [Text().read(item) for item in value]

    def openapi(self, described: Describe) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string"}}
