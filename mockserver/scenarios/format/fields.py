"""The little languages inside a scenario file, as fields: durations, rates, counts of calls, delays, faults, moments.

Each says in `json_schema` what an editor can know of it.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from marshmallow import ValidationError, fields, validate

from mockserver.core.http.auth import Network, network
from mockserver.core.http.headers import several
from mockserver.core.http.reply import Fault
from mockserver.core.limits.announcements import NAMES
from mockserver.core.limits.limiter import Announced
from mockserver.core.patterns import Expression, compiled, portable
from mockserver.core.text import suggestion
from mockserver.scenarios.format.moments import read_date, read_moment
from mockserver.scenarios.notation.announced import read_announced
from mockserver.scenarios.notation.delays import Delay
from mockserver.scenarios.notation.durations import NUMBER, UNIT, duration
from mockserver.scenarios.notation.faulty import FAULTS, MOST_PIECES, read_fault
from mockserver.scenarios.notation.paths import PathTest
from mockserver.scenarios.notation.rates import MOST_REQUESTS, RATE, read_limit
from mockserver.scenarios.notation.shares import NAMED, SHARE, is_share
from mockserver.scenarios.notation.waits import read_delay
from mockserver.scenarios.rules.model import FOREVER, Moment

_RANGE = re.compile(r"(\d{1,9})?\.\.(\d{1,9})?", re.ASCII)

MOST_LINES = 50
"""Lines of one name that an answer has."""

DURATION = f"^{NUMBER}{UNIT}$"


def _valid(read: Callable[[Any], Any], value: Any) -> Any:
    try:
        return read(value)
    except ValueError as error:
        raise ValidationError(str(error)) from None


class HeaderField(fields.String):
    """The value of a header, or the values of several lines of one name."""

    json_schema: ClassVar[Mapping[str, Any]] = {
        "anyOf": [
            {"type": "string"},
            {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": MOST_LINES},
        ]
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        texts = value if isinstance(value, list) else [value]
        if not 1 <= len(texts) <= MOST_LINES or not all(isinstance(text, str) for text in texts):
            raise ValidationError(f"must be a text, or a list of 1 to {MOST_LINES} texts")
        if any("\n" in text for text in texts):
            raise ValidationError("is not a header that HTTP can carry")
        return several(texts)


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


class Number(fields.Float):
    """A number that is written as one."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **kwargs)


class Duration(fields.Field[float]):
    """`250ms`, `2s`, `10m`, `1h`, `1d`."""

    json_schema: ClassVar[Mapping[str, Any]] = {"type": "string", "pattern": DURATION}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> float:
        seconds: float = _valid(duration, value)
        return seconds


class Rate(fields.Field[tuple[int, float | None] | None]):
    """`3000/10m`, a number alone for requests at once, or `published` for what the provider publishes (`None`)."""

    json_schema: ClassVar[Mapping[str, Any]] = {
        "oneOf": [
            {"type": "string", "pattern": f"^(?:published|{RATE.pattern})$"},
            {"type": "integer", "minimum": 1, "maximum": MOST_REQUESTS},
        ]
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> tuple[int, float | None] | None:
        if value == "published":
            return None
        read: tuple[int, float | None] = _valid(read_limit, value)
        return read


class Calls(fields.Field[list[tuple[int, int | None]]]):
    """`3`, `1..2`, `4..`, or a list of these; calls are counted from 1."""

    _one: ClassVar[Mapping[str, Any]] = {
        "oneOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": portable(_RANGE, whole=True)}]
    }
    json_schema: ClassVar[Mapping[str, Any]] = {"oneOf": [*_one["oneOf"], {"type": "array", "items": _one}]}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[tuple[int, int | None]]:
        items = value if isinstance(value, list) else [value]
        if not items or len(items) > 1000:
            raise ValidationError("must be a number, a range such as 1..2, or a list of them")
        return [self._range(item) for item in items]

    def _range(self, item: Any) -> tuple[int, int | None]:
        if isinstance(item, int) and not isinstance(item, bool) and item >= 1:
            return item, item
        match = _RANGE.fullmatch(item) if isinstance(item, str) else None
        first, last = (int(match[1] or 1), int(match[2]) if match[2] else None) if match else (0, None)
        if first < 1 or (last is not None and last < first):
            raise ValidationError("must be a number from 1, a range such as 1..2 or 3.., or a list of them")
        return first, last


class Times(fields.Field[int | None]):
    """A number from 1, or `forever`."""

    json_schema: ClassVar[Mapping[str, Any]] = {"oneOf": [{"type": "integer", "minimum": 1}, {"const": "forever"}]}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int | None:
        if value == "forever":
            return FOREVER
        if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
            return value
        raise ValidationError("must be a number from 1, or forever")


class ShareField(fields.Field[str]):
    """Who shares a count."""

    json_schema: ClassVar[Mapping[str, Any]] = {
        "type": "string",
        "pattern": portable(SHARE, whole=True),
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str) or not is_share(value):
            known = suggestion(value, NAMED) if isinstance(value, str) else ""
            raise ValidationError(f"must be one of {', '.join(NAMED)}, header.NAME or argument.NAME{known}")
        return value


class AnnouncedField(fields.Field[Announced]):
    """How answers tell of a limit."""

    json_schema: ClassVar[Mapping[str, Any]] = {
        "oneOf": [
            {"enum": ["vendor", "ietf", "none"]},
            {
                "type": "object",
                "properties": {name: {"type": "string"} for name in NAMES},
                "additionalProperties": False,
                "minProperties": 1,
            },
        ]
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Announced:
        read: Announced = _valid(read_announced, value)
        return read


_SPAN: Mapping[str, Any] = {"type": "string", "pattern": DURATION}
_SIGMA: Mapping[str, Any] = {"type": "number", "minimum": 0, "maximum": 10}


def _held(**members: Mapping[str, Any]) -> Mapping[str, Any]:
    """Describe a mapping that holds these members and no others."""
    return {"type": "object", "properties": members, "required": [*members], "additionalProperties": False}


class DelayField(fields.Field[Delay]):
    """`250ms`, `100ms..400ms` for an even draw, or a distribution by its name."""

    json_schema: ClassVar[Mapping[str, Any]] = {
        "oneOf": [
            {"type": "string", "pattern": rf"^{NUMBER}{UNIT}(?:\.\.{NUMBER}{UNIT})?$"},
            {
                "type": "object",
                "properties": {
                    "fixed": _SPAN,
                    "uniform": _held(min=_SPAN, max=_SPAN),
                    "normal": _held(mean=_SPAN, stddev=_SPAN),
                    "lognormal": {"oneOf": [_held(median=_SPAN, p99=_SPAN), _held(median=_SPAN, sigma=_SIGMA)]},
                },
                "additionalProperties": False,
                "minProperties": 1,
                "maxProperties": 1,
            },
        ]
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Delay:
        read: Delay = _valid(read_delay, value)
        return read


class FaultField(fields.Field[Fault]):
    """`connection_reset`, or `{truncate: 40%}` for one with a measure."""

    json_schema: ClassVar[Mapping[str, Any]] = {
        "oneOf": [
            {"enum": list(FAULTS)},
            {
                "type": "object",
                "properties": {
                    **{name: {"type": "string", "pattern": r"^\d{1,2}%$"} for name in ("truncate", "wrong_length")},
                    "hang": _SPAN,
                    "dribble": {
                        "oneOf": [
                            _SPAN,
                            {
                                "type": "object",
                                "properties": {
                                    "over": _SPAN,
                                    "pieces": {"type": "integer", "minimum": 1, "maximum": MOST_PIECES},
                                },
                                "additionalProperties": False,
                            },
                        ]
                    },
                },
                "additionalProperties": False,
                "minProperties": 1,
                "maxProperties": 1,
            },
        ]
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Fault:
        read: Fault = _valid(read_fault, value)
        return read


_MOMENT: Mapping[str, Any] = {"type": "string", "pattern": rf"^(?:\+{NUMBER}{UNIT}|\d{{4}}.+)$"}


class Between(fields.Field[tuple[Moment, Moment | None]]):
    """`[+5m, +7m]`: two moments of the tenant's clock; the second may be null, for no end."""

    json_schema: ClassVar[Mapping[str, Any]] = {
        "type": "array",
        "prefixItems": [_MOMENT, {"oneOf": [_MOMENT, {"type": "null"}]}],
        "minItems": 2,
        "maxItems": 2,
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> tuple[Moment, Moment | None]:
        if not isinstance(value, list) or len(value) != 2:
            raise ValidationError("must be a list of two moments, such as [+5m, +7m]")
        first: Moment = _valid(read_moment, value[0])
        last: Moment | None = None if value[1] is None else _valid(read_moment, value[1])
        comparable = last is not None and (first.at is None) == (last.at is None)
        if last and comparable and last.timestamp(0.0) <= first.timestamp(0.0):
            raise ValidationError("must end later than it begins")
        return first, last


class Expires(fields.Field[Moment]):
    """`{ttl: 30m}` after loading, or `{at: 2026-01-15T10:00:00Z}`."""

    json_schema: ClassVar[Mapping[str, Any]] = {
        "oneOf": [
            {
                "type": "object",
                "properties": {"ttl": {"type": "string", "pattern": DURATION}},
                "required": ["ttl"],
                "additionalProperties": False,
            },
            {
                "type": "object",
                "properties": {"at": {"type": "string", "format": "date-time"}},
                "required": ["at"],
                "additionalProperties": False,
            },
        ]
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Moment:
        if isinstance(value, dict) and set(value) == {"ttl"}:
            seconds: float = _valid(duration, value["ttl"])
            return Moment(seconds=seconds)
        if isinstance(value, dict) and set(value) == {"at"}:
            at: datetime = _valid(read_date, value["at"])
            return Moment(at=at)
        raise ValidationError("must hold ttl, a duration, or at, a date and time")


class DateTime(fields.Field[datetime]):
    """A date and time with an offset; without one it is UTC."""

    json_schema: ClassVar[Mapping[str, Any]] = {"type": "string", "format": "date-time"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        at: datetime = _valid(read_date, value)
        return at


class PathField(fields.Field[PathTest]):
    """A pattern with wildcards, or `{matches: …}` for a regular expression."""

    json_schema: ClassVar[Mapping[str, Any]] = {
        "oneOf": [
            {"type": "string", "minLength": 1, "maxLength": 500},
            {
                "type": "object",
                "properties": {"matches": {"type": "string"}},
                "required": ["matches"],
                "additionalProperties": False,
            },
        ]
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> PathTest:
        if isinstance(value, dict) and set(value) == {"matches"}:
            return PathTest.of_expression(pattern(value["matches"]))
        if not isinstance(value, str) or not 1 <= len(value) <= 500:
            raise ValidationError("must be a pattern of 1 to 500 characters, or {matches: REGULAR EXPRESSION}")
        return PathTest.of_wildcards(value)


class NetworkField(fields.Field[Network]):
    """An address or a network: `127.0.0.1`, `10.0.0.0/8`, `::1`."""

    json_schema: ClassVar[Mapping[str, Any]] = {"type": "string"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Network:
        try:
            if isinstance(value, str):  # a number would be taken for an address
                return network(value)
        except ValueError:
            pass
        raise ValidationError("must be an IP address or a network such as 10.0.0.0/8")


def pattern(value: Any) -> Expression:
    """Compile a regular expression, or say what is wrong with it."""
    if not isinstance(value, str):
        raise ValidationError("must be a regular expression")
    try:
        return compiled(value)
    except ValueError as error:
        raise ValidationError(str(error)) from None
