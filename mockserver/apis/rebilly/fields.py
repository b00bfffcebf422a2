"""Strict marshmallow fields with Rebilly's limits, and the shapes its PHP clients send for lists and objects."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from marshmallow import EXCLUDE, Schema, ValidationError, fields, missing, validate

from mockserver.core.api.receivers import ADDRESS, read_address
from mockserver.core.patterns import portable
from mockserver.core.problems import FieldError

_BMP = r"[\u0000-\uFFFF]+"
_NOT_ASTRAL = re.compile("[^\U00010000-\U0010ffff]+")
"""What Rebilly allows in names and addresses: at least one character, none beyond the basic plane."""

RESOURCE_ID = re.compile(r"[@~\-.\w]+", re.ASCII)
LONGEST_ID = 50


class Body(Schema):
    """A request body: read-only and unknown members are passed over, as clients send back what they fetched.

    `load` is marshmallow's without what no body here has (hooks, validators, partial loading): it looks at the
    members that came and at those that are required, which makes it three times as fast.
    """

    class Meta:
        unknown = EXCLUDE

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        members = [(field.data_key or name, name, field) for name, field in self.load_fields.items()]
        self._members = [(*member, _is_expected(member[-1])) for member in members]

    def load(self, data: Any, **kwargs: Any) -> Any:
        if not isinstance(data, Mapping):
            raise ValidationError("Must be an object.", data=data, valid_data={})
        values: dict[str, Any] = {}
        errors: dict[str, Any] = {}
        for key, name, field, expected in self._members:
            value = data.get(key, missing)
            if value is missing and not expected:
                continue
            try:
                value = field.deserialize(value, key, data)
            except ValidationError as error:
                errors[key] = error.messages
                value = error.valid_data or missing
            if value is not missing:
                values[name] = value
        if errors:
            raise ValidationError(errors, data=dict(data), valid_data=values)
        return values


def _is_expected(field: fields.Field[Any]) -> bool:
    """Return whether a member's absence has to be looked at: it is required, or it has a default."""
    return field.required or field.load_default is not missing


def read(schema: Schema, body: Any) -> tuple[dict[str, Any], list[FieldError]]:
    """Load a body; return what is valid and every error in Rebilly's dotted notation."""
    try:
        return schema.load(body), []
    except ValidationError as error:
        valid = error.valid_data if isinstance(error.valid_data, dict) else {}
        return valid, flatten(error.messages)


def flatten(messages: Any, path: str = "") -> list[FieldError]:
    """Flatten marshmallow's nested messages.

    >>> flatten({"emails": {0: {"value": ["Must be a string."]}}})
    [FieldError(field='emails.0.value', message='Must be a string.')]
    """
    if isinstance(messages, dict):
        return [
            error
            for key, value in messages.items()
            for error in flatten(value, path if key == "_schema" else f"{path}.{key}" if path else str(key))
        ]
    return [FieldError(path, str(message)) for message in messages]


def _described(kwargs: dict[str, Any], described: Mapping[str, Any]) -> dict[str, Any]:
    """Add to a field's arguments what its OpenAPI says."""
    return {**kwargs, "metadata": {**described, **kwargs.get("metadata", {})}}


_COMMON = {"required": "This member is required.", "null": "Must not be null."}


class _Direct(fields.Field[Any]):
    """A field whose `_deserialize` says all there is to say.

    marshmallow runs a chain of validators for every value, also for a field that has none; that is half of the time
    a large body takes.
    """

    def deserialize(self, value: Any, attr: str | None = None, data: Any = None, **kwargs: Any) -> Any:
        if value is None or value is missing:
            return super().deserialize(value, attr, data, **kwargs)
        return self._deserialize(value, attr, data, **kwargs)


class Text(_Direct):
    """Text of at most `most` characters that fits `pattern`, if any."""

    default_error_messages = {**_COMMON, "type": "Must be a string."}

    def __init__(
        self,
        most: int | None = None,
        *,
        least: int = 0,
        pattern: re.Pattern[str] | None = None,
        hint: str = "",
        **kwargs: Any,
    ) -> None:
        described: dict[str, Any] = {}
        if most is not None:
            described["maxLength"] = most
        if least:
            described["minLength"] = least
        if pattern is not None:
            described["pattern"] = portable(pattern, whole=True)
        super().__init__(**_described(kwargs, described))
        self.most, self.least, self.pattern, self.hint = most, least, pattern, hint

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise self.make_error("type")
        errors = []
        if self.most is not None and len(value) > self.most:
            errors.append(f"Must be at most {self.most} characters long.")
        if len(value) < self.least:
            errors.append(f"Must be at least {self.least} characters long.")
        if self.pattern is not None and not self.pattern.fullmatch(value):
            errors.append(self.hint or f"Must match the pattern ^{self.pattern.pattern}$.")
        if errors:
            raise ValidationError(errors)
        return value


def plane_text(most: int) -> Text:
    """Return a nullable field for a name or an address line."""
    hint = "Must not be empty and must not hold characters beyond U+FFFF."
    # Said the other way round the expression means the same here, and compiles twenty times as fast.
    return Text(most, pattern=_NOT_ASTRAL, hint=hint, allow_none=True, metadata={"pattern": f"^{_BMP}$"})


def resource_id(**kwargs: Any) -> Text:
    """Return a field for the id of another resource."""
    return Text(
        LONGEST_ID,
        pattern=RESOURCE_ID,
        hint="Must hold only letters, digits and the characters @ ~ - . _",
        **kwargs,
    )


class Email(Text):
    """An e-mail address."""

    _shape = validate.Email()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(255, **_described(kwargs, {"format": "email"}))

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            self._shape(text)
        except ValidationError:
            raise ValidationError("Must be a valid e-mail address.") from None
        return text


_ANY = r"([A-Za-z0-9._~:/?@!$&'()*+,;=\-]|%[0-9A-Fa-f]{2})"
_HOST = r"([A-Za-z0-9.\-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?"
_URI = re.compile(rf"[A-Za-z][A-Za-z0-9+.\-]*:(//{_HOST}([/?]{_ANY}*)?|[A-Za-z0-9?]{_ANY}*)(#{_ANY}*)?")


class Uri(Text):
    """An absolute address, of any scheme."""

    def __init__(self, most: int, **kwargs: Any) -> None:
        super().__init__(most, pattern=_URI, hint="Must be a URI.", **_described(kwargs, {"format": "uri"}))

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            urlsplit(text)  # refuses what stands in brackets and is no address
        except ValueError:
            raise ValidationError("Must be a URI.") from None
        return text


class WebAddress(Text):
    """An address that messages are sent to."""

    _expected = "Must be an http or https URL with a plain host, and without a user."

    def __init__(self, most: int, **kwargs: Any) -> None:
        super().__init__(most, pattern=ADDRESS, hint=self._expected, **_described(kwargs, {"format": "uri"}))

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            read_address(text)
        except ValueError:
            raise ValidationError(self._expected) from None
        return text


class CalendarDate(Text):
    """A day as `YYYY-MM-DD`."""

    _shape = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**_described(kwargs, {"format": "date"}))

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            if self._shape.fullmatch(text):
                date.fromisoformat(text)
                return text
        except ValueError:
            pass
        raise ValidationError("Must be a calendar date in the form YYYY-MM-DD.")


class Choice(Text):
    """One of a list of words."""

    def __init__(self, choices: Sequence[str], **kwargs: Any) -> None:
        super().__init__(**_described(kwargs, {"enum": list(choices)}))
        self.choices = frozenset(choices)
        shown = ", ".join(choices) if len(choices) <= 12 else f"{', '.join(choices[:8])}, … ({len(choices)} values)"
        self._message = f"Must be one of {shown}."

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if text not in self.choices:
            raise ValidationError(self._message)
        return text


class Flag(_Direct):
    """`true` or `false`, and nothing that only looks like them."""

    default_error_messages = {**_COMMON, "type": "Must be true or false."}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("type")
        return value


class Whole(_Direct):
    """A whole number between two bounds."""

    default_error_messages = {**_COMMON, "type": "Must be a whole number."}

    def __init__(self, least: int | None = None, most: int | None = None, **kwargs: Any) -> None:
        bounds = {"minimum": least, "maximum": most}
        described = {name: bound for name, bound in bounds.items() if bound is not None}
        super().__init__(**_described(kwargs, described))
        self.least, self.most = least, most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.make_error("type")
        if (self.least is not None and value < self.least) or (self.most is not None and value > self.most):
            raise ValidationError(f"Must be a whole number from {self.least} to {self.most}.")
        return value


class Number(_Direct):
    """A number, whole or not."""

    default_error_messages = {**_COMMON, "type": "Must be a number."}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self.make_error("type")
        return value


class Listing(_Direct, fields.List[Any]):
    """A list, of `size` elements from … to …; PHP's forced objects `{"0": …, "1": …}` count as one."""

    default_error_messages = {**_COMMON, "invalid": "Must be a list."}

    def __init__(self, inner: fields.Field[Any], size: tuple[int, int] | None = None, **kwargs: Any) -> None:
        described = {"minItems": size[0], "maxItems": size[1]} if size else {}
        super().__init__(inner, **_described(kwargs, described))
        self.size = size

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        value = as_list(value)
        if not isinstance(value, list):
            raise self.make_error("invalid")
        result: list[Any] = []
        errors: dict[int, Any] = {}
        for index, item in enumerate(value):
            try:
                result.append(self.inner.deserialize(item))
            except ValidationError as error:
                errors[index] = error.messages
                if error.valid_data is not None:
                    result.append(error.valid_data)
        if errors:
            raise ValidationError(errors, valid_data=result)
        if self.size and not self.size[0] <= len(result) <= self.size[1]:
            raise ValidationError(f"Must have from {self.size[0]} to {self.size[1]} elements.")
        return result


class Shape(_Direct, fields.Nested):
    """An object of another schema; PHP's empty list counts as an empty object."""

    default_error_messages = {**_COMMON, "type": "Must be an object."}

    def _deserialize(self, value: Any, attr: str | None, data: Any, partial: Any = None, **kwargs: Any) -> Any:
        value = as_object(value)
        if not isinstance(value, Mapping):
            raise self.make_error("type")
        return self.schema.load(value)


class Anything(_Direct, fields.Dict):
    """An object whose members nobody declared."""

    default_error_messages = {**_COMMON, "invalid": "Must be an object."}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        return super()._deserialize(as_object(value), attr, data, **kwargs)  # type: ignore[no-untyped-call]


class TextMap(Anything):
    """An object whose members are all text."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        found = super()._deserialize(value, attr, data, **kwargs)
        errors = {name: ["Must be a string."] for name, member in found.items() if not isinstance(member, str)}
        if errors:
            raise ValidationError(errors)
        return found


def as_list(value: Any) -> Any:
    """Turn an object with the keys 0 to n-1 into a list; leave everything else.

    >>> as_list({"0": "a", "1": "b"})
    ['a', 'b']
    """
    if isinstance(value, dict) and list(value) == [str(index) for index in range(len(value))]:
        return list(value.values())
    return value


def as_object(value: Any) -> Any:
    """Turn an empty list into an empty object; leave everything else."""
    return {} if value == [] else value
