"""The parameters of Chargebee's requests: their types and bounds, and the errors that name one of them.

A schema is declared with marshmallow's fields and looked at in the order of declaration; the first wrong parameter is
told. What nobody declared is passed over, as Chargebee does. An empty value takes a member away: it is read as `None`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from marshmallow import Schema, fields

from mockserver.apis.chargebee.literals import literal
from mockserver.apis.chargebee.problems import Wrong, wrong

Describe = Callable[[fields.Field[Any] | Schema], dict[str, Any]]


class Parameter(fields.Field[Any]):
    """One parameter; a `required` one must be there and not be empty."""

    def __init__(self, *, required: bool = False, described: Mapping[str, Any] | None = None) -> None:
        super().__init__(required=required, allow_none=not required, metadata=dict(described or {}))

    def read(self, value: Any, param: str) -> Any:
        """Turn a value into what the operation works with; raise `Wrong`."""
        if value == "" or value is None:
            if self.required:
                raise blank(param)
            return None
        return self.parse(value, param)

    def unheard(self, value: Any) -> bool:
        """Return whether Chargebee passes over a value of a form, because of the brackets in its name."""
        return False

    def parse(self, value: Any, param: str) -> Any:
        """Turn a value that is not empty into what the operation works with."""
        raise NotImplementedError

    def openapi(self, described: Describe) -> dict[str, Any]:
        """Return the JSON Schema of the parameter's type; `described` gives that of another parameter or schema."""
        return {}


def inside(group: str, name: str) -> str:
    """Name a parameter of a group as forms do; a request's own stand in none, which is the empty one."""
    return f"{group}[{name}]" if group else name


def blank(param: str) -> Wrong:
    """Refuse a parameter that is missing or empty."""
    return wrong(param, "cannot be blank", legacy="param_required")


class Parameters(Schema):
    """The parameters of a request, or of a group in it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.parameters: Mapping[str, Parameter] = {
            field.data_key or name: field for name, field in self.fields.items() if isinstance(field, Parameter)
        }

    def read(self, data: Mapping[str, Any], group: str = "") -> dict[str, Any]:
        """Read the parameters that came; raise `Wrong` for the first that is wrong or missing."""
        values = {}
        for name, parameter in self.parameters.items():
            param = inside(group, name)
            if name in data:
                values[name] = parameter.read(data[name], param)
            elif parameter.required:
                values[name] = parameter.read(None, param)
        return values

    def heard(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Leave out of a form what Chargebee passes over: what stands in brackets behind the name of a JSON text."""
        heard = {}
        for name, value in data.items():
            parameter = self.parameters.get(name) if isinstance(value, (dict, list)) else None
            if parameter is None or not parameter.unheard(value):
                group = parameter.schema if isinstance(parameter, Group) and isinstance(value, dict) else None
                heard[name] = group.heard(value) if group else value
        return heard

    def unknown_names(self, data: Mapping[str, Any], group: str = "") -> list[str]:
        """Name what nobody declared, at every depth; custom fields count as declared."""
        names = []
        for name, value in data.items():
            param = inside(group, name)
            parameter = self.parameters.get(name)
            if parameter is None and (group or not name.startswith("cf_")):
                names.append(param)
            elif isinstance(parameter, Group) and isinstance(value, dict):
                names += parameter.schema.unknown_names(value, param)
            elif isinstance(parameter, Rows) and isinstance(value, dict):
                names += [inside(param, column) for column in value if column not in parameter.schema.parameters]
        return names


class Text(Parameter):
    """Text of at most `most` characters, and at least `least`."""

    def __init__(self, most: int = 250, *, least: int = 0, **kwargs: Any) -> None:
        bounds = {"maxLength": most, **({"minLength": least} if least else {})}
        super().__init__(described={**bounds, **kwargs.pop("described", {})}, **kwargs)
        self.most, self.least = most, least

    def openapi(self, described: Describe) -> dict[str, Any]:
        return {"type": "string"}

    def parse(self, value: Any, param: str) -> Any:
        text = text_of(value, param)
        if len(text) > self.most:
            raise wrong(param, f"cannot be longer than {self.most} characters")
        if len(text) < self.least:
            raise wrong(param, f"cannot be shorter than {self.least} characters")
        return text


def text_of(value: Any, param: str) -> str:
    """Return a value as the text a form would carry; raise `Wrong` for a group."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    raise wrong(param, "wrong format")


_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


class Email(Text):
    """An e-mail address."""

    def __init__(self, most: int = 70, **kwargs: Any) -> None:
        super().__init__(most, **kwargs)

    def parse(self, value: Any, param: str) -> Any:
        text = super().parse(value, param)
        if not _EMAIL.fullmatch(text):
            raise wrong(param, "wrong format")
        return text


class Choice(Text):
    """One of a list of words."""

    def __init__(self, choices: Sequence[str], **kwargs: Any) -> None:
        super().__init__(described={"enum": list(choices)}, **kwargs)
        self.choices = tuple(choices)

    def parse(self, value: Any, param: str) -> Any:
        text = text_of(value, param)
        if text not in self.choices:
            shown = ", ".join(self.choices[:20]) + (", …" if len(self.choices) > 20 else "")
            raise wrong(param, f"invalid value, should be one of {shown}", legacy="invalid_value")
        return text


_WHOLE = re.compile(r"-?\d{1,18}", re.ASCII)


class Whole(Parameter):
    """A whole number between two bounds."""

    def __init__(self, least: int | None = None, most: int | None = None, **kwargs: Any) -> None:
        bounds = {"minimum": least, "maximum": most}
        super().__init__(described={name: bound for name, bound in bounds.items() if bound is not None}, **kwargs)
        self.least, self.most = least, most

    def openapi(self, described: Describe) -> dict[str, Any]:
        return {"type": "integer"}

    def parse(self, value: Any, param: str) -> int:
        text = text_of(value, param).strip()
        if isinstance(value, bool) or not _WHOLE.fullmatch(text):
            raise wrong(param, "should be a whole number")
        number = int(text)
        if self.least is not None and number < self.least:
            raise wrong(param, f"should be at least {self.least}", legacy="invalid_value")
        if self.most is not None and number > self.most:
            raise wrong(param, f"should be at most {self.most}", legacy="invalid_value")
        return number


class Moment(Whole):
    """A time in seconds since 1970."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(0, 253_370_764_800, **kwargs)


class Flag(Parameter):
    """`true` or `false`."""

    def openapi(self, described: Describe) -> dict[str, Any]:
        return {"type": "boolean"}

    def parse(self, value: Any, param: str) -> bool:
        text = text_of(value, param).lower()
        if text not in ("true", "false"):
            raise wrong(param, "should be true or false")
        return text == "true"


class Json(Parameter):
    """An object or an array as JSON, or as Python prints it, of at most `most` characters."""

    def __init__(self, kind: type[dict[Any, Any]] | type[list[Any]] = dict, most: int = 65_535, **kwargs: Any) -> None:
        super().__init__(described={"maxLength": most}, **kwargs)
        self.kind, self.most = kind, most

    def openapi(self, described: Describe) -> dict[str, Any]:
        return {"type": "string", "description": "JSON"}

    def unheard(self, value: Any) -> bool:
        return not isinstance(value, str)

    def parse(self, value: Any, param: str) -> Any:
        what = "object" if self.kind is dict else "array"
        if isinstance(value, str):
            if len(value) > self.most:
                raise wrong(param, f"cannot be longer than {self.most} characters")
            try:
                value = literal(value)
            except ValueError as error:
                raise wrong(param, f"should be a JSON {what}: it {error}") from None
        if not isinstance(value, self.kind):
            raise wrong(param, f"should be a JSON {what}")
        return value


class Group(Parameter):
    """A group of declared parameters; a `required` one that is missing lacks what is required in it."""

    def __init__(self, schema: type[Parameters], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.schema = schema()

    def read(self, value: Any, param: str) -> Any:
        return self.parse({}, param) if self.required and value in ("", None) else super().read(value, param)

    def openapi(self, described: Describe) -> dict[str, Any]:
        return described(self.schema)

    def parse(self, value: Any, param: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise wrong(param, "wrong format")
        return self.schema.read(value, param)


class Rows(Parameter):
    """Rows of a group, which forms write by column: `entity_identifiers[scheme][0]=…`."""

    def __init__(self, schema: type[Parameters], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.schema = schema()

    def openapi(self, described: Describe) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": {"type": "object"}}

    def parse(self, value: Any, param: str) -> list[dict[str, Any]]:
        return [self._row(row, index, param) for index, row in rows_of(value, param)]

    def _row(self, row: Mapping[str, Any], index: str, param: str) -> dict[str, Any]:
        try:
            return self.schema.read(row, param)
        except Wrong as problem:
            problem.param += f"[{index}]"
            raise


_INDEX = re.compile(r"\d{1,4}", re.ASCII)


def rows_of(value: Any, param: str) -> list[tuple[str, dict[str, Any]]]:
    """Turn columns into rows, each with its number; a list of rows, as fixture files have it, is taken as it is.

    >>> rows_of({"scheme": {"0": "DE:VAT", "1": "BE:EN"}, "value": {"1": "b"}}, "identifiers")
    [('0', {'scheme': 'DE:VAT'}), ('1', {'scheme': 'BE:EN', 'value': 'b'})]
    """
    if isinstance(value, list):
        if not all(isinstance(row, dict) for row in value):
            raise wrong(param, "wrong format")
        return [(str(index), row) for index, row in enumerate(value)]
    if not isinstance(value, dict):
        raise wrong(param, "wrong format")
    rows: dict[str, dict[str, Any]] = {}
    for name, column in value.items():
        cells = dict(enumerate(column)) if isinstance(column, list) else column
        if not isinstance(cells, dict) or not all(_INDEX.fullmatch(str(index)) for index in cells):
            raise wrong(f"{param}[{name}]", "wrong format")
        for index, cell in cells.items():
            rows.setdefault(str(index), {})[name] = cell
    return sorted(rows.items(), key=lambda row: int(row[0]))
