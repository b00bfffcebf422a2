"""The little languages inside a scenario file: durations, rates, counts of calls, delays, patterns."""

import re
from typing import Any

from marshmallow import ValidationError, fields

from mockserver.core.auth import Network, network
from mockserver.core.patterns import compiled
from mockserver.core.scenarios.model import FOREVER, Delay

_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_DURATION = re.compile(r"(\d{1,9}(?:\.\d{1,6})?)(ms|s|m|h|d)")
_RATE = re.compile(r"(\d{1,9})/(\d{0,9}(?:ms|s|m|h|d))")
_RANGE = re.compile(r"(\d{1,9})?\.\.(\d{1,9})?")

LONGEST_DELAY = 600.0


def duration(text: Any) -> float:
    """Read a duration with its unit as seconds.

    >>> duration("250ms")
    0.25
    """
    match = _DURATION.fullmatch(text) if isinstance(text, str) else None
    if not match:
        raise ValidationError("must be a duration with a unit, such as 250ms, 2s or 10m")
    return float(match[1]) * _UNITS[match[2]]


class Duration(fields.Field[float]):
    """`250ms`, `2s`, `10m`, `1h`, `1d`."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> float:
        return duration(value)


class Rate(fields.Field[tuple[int, float] | None]):
    """`3000/10m`, or `published` for what the provider publishes (`None`)."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> tuple[int, float] | None:
        if value == "published":
            return None
        match = _RATE.fullmatch(value) if isinstance(value, str) else None
        if not match:
            raise ValidationError("must be a number of requests in a time, such as 3000/10m, or published")
        window = match[2] if match[2][0].isdigit() else f"1{match[2]}"
        if duration(window) <= 0:
            raise ValidationError("must have a time above zero")
        return int(match[1]), duration(window)


class Calls(fields.Field[list[tuple[int, int | None]]]):
    """`3`, `1..2`, `4..`, or a list of these; calls are counted from 1."""

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

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int | None:
        if value == "forever":
            return FOREVER
        if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
            return value
        raise ValidationError("must be a number from 1, or forever")


class DelayField(fields.Field[Delay]):
    """`250ms`, or `100ms..400ms` for an even draw between the two."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Delay:
        first, dots, last = value.partition("..") if isinstance(value, str) else (value, "", "")
        least = duration(first)
        most = duration(last) if dots else least
        if most < least:
            raise ValidationError("must go from the shorter duration to the longer")
        if most > LONGEST_DELAY:
            raise ValidationError(f"must not be longer than {LONGEST_DELAY:.0f}s")
        return Delay(least, most)


class NetworkField(fields.Field[Network]):
    """An address or a network: `127.0.0.1`, `10.0.0.0/8`, `::1`."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Network:
        try:
            return network(value)
        except ValueError:
            raise ValidationError("must be an IP address or a network such as 10.0.0.0/8") from None


class Pattern(fields.Field[re.Pattern[str]]):
    """A regular expression that has to fit the whole value."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> re.Pattern[str]:
        return pattern(value)


def pattern(value: Any) -> re.Pattern[str]:
    """Compile a regular expression, or say what is wrong with it."""
    try:
        return compiled(value if isinstance(value, str) else "(")
    except ValueError as error:
        raise ValidationError(str(error)) from None
