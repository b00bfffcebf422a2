"""The reader of expectations: the keys are those of rules."""

from collections.abc import Mapping
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, validate

from mockserver.core.api.model import Api
from mockserver.core.documents import Document, Path_
from mockserver.sandbox.verification.expectations import Expectation
from mockserver.sandbox.verification.wanted import Wanted
from mockserver.scenarios.format.fields import Written, one_of
from mockserver.scenarios.format.mistakes import Errors, validated
from mockserver.scenarios.format.rules import request_of
from mockserver.scenarios.format.schema import METHODS, MOST_MEMBERS
from mockserver.scenarios.notation.moments import DURATION
from mockserver.scenarios.notation.texts import PATH
from mockserver.scenarios.rules.matching import PARTS

LONGEST_WAIT = 60.0
"""Seconds that a call may wait for requests."""

MOST_IN_ORDER = 100
"""Requests that are expected in an order."""

_CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx", "none")


class Statuses(fields.Field[tuple[str, ...]]):
    """A status, a class of statuses such as `4xx`, `none` for no answer, or a list of these."""

    _one: ClassVar[Mapping[str, Any]] = {
        "oneOf": [{"type": "integer", "minimum": 100, "maximum": 599}, {"enum": [*_CLASSES]}]
    }
    json_schema: ClassVar[Mapping[str, Any]] = {"oneOf": [*_one["oneOf"], {"type": "array", "items": _one}]}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> tuple[str, ...]:
        found = tuple(str(item) for item in (value if isinstance(value, list) else [value]))
        if not found or not all(item in _CLASSES or (item.isdecimal() and 100 <= int(item) <= 599) for item in found):
            raise ValidationError("must be a status, a class such as 4xx, none, or a list of these")
        return found


class CallsWanted(fields.Field[tuple[int, int | None]]):
    """`2`, `never`, or `{at_least: 1, at_most: 3}`."""

    _number: ClassVar[Mapping[str, Any]] = {"type": "integer", "minimum": 0}
    json_schema: ClassVar[Mapping[str, Any]] = {
        "oneOf": [
            _number,
            {"const": "never"},
            {
                "type": "object",
                "properties": {"at_least": _number, "at_most": _number},
                "additionalProperties": False,
                "minProperties": 1,
            },
        ]
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> tuple[int, int | None]:
        if value == "never":
            return 0, 0
        if _is_count(value):
            return value, value
        if not isinstance(value, dict) or not value or not set(value) <= {"at_least", "at_most"}:
            raise ValidationError("must be a number, never, or an object with at_least, at_most or both")
        for name, number in value.items():
            if not _is_count(number):
                raise ValidationError(f"{name} must be a number from 0")
        least, most = value.get("at_least", 0), value.get("at_most")
        if most is not None and least > most:
            raise ValidationError("at_least must not be above at_most")
        return least, most


class WantedSchema(Schema):
    """The wanted requests, with the keys of rules, and their answers."""

    api = fields.String()
    operation = fields.Raw()
    method = fields.String(validate=one_of(METHODS))
    path = Written(PATH)
    match = fields.Dict(
        keys=fields.String(validate=one_of(PARTS)),
        values=fields.Dict(keys=fields.String(), validate=validate.Length(max=MOST_MEMBERS)),
    )
    status = Statuses()
    rule = fields.String()


class VerifySchema(Schema):
    """An expectation of requests."""

    match = fields.Nested(WantedSchema)
    calls = CallsWanted()
    order = fields.List(fields.Nested(WantedSchema), validate=validate.Length(1, MOST_IN_ORDER))
    within = Written(DURATION, validate=validate.Range(max=LONGEST_WAIT, error=f"must be at most {LONGEST_WAIT:.0f}s"))


def load_wanted(document: Document, apis: Mapping[str, Api]) -> Wanted:
    """Read which requests are asked for; raise `Misconfigured` with all errors."""
    data, errors = validated(WantedSchema(), document.value, "what is asked for")
    wanted = _wanted(data, (), apis, errors)
    if errors:
        raise document.refuse(errors)
    return wanted


def load_expectation(document: Document, apis: Mapping[str, Api]) -> tuple[Expectation, float]:
    """Read an expectation, and how many seconds to wait for it; raise `Misconfigured` with all errors."""
    data, errors = validated(VerifySchema(), document.value, "an expectation")
    given = document.value if isinstance(document.value, dict) else {"match": None}
    if "match" not in given and ("order" not in given or "calls" in given):
        errors.append((("match",), "is missing: it says which calls are counted"))
    wanted = _wanted(data["match"], ("match",), apis, errors) if isinstance(data.get("match"), dict) else None
    order = [
        _wanted(each, ("order", index), apis, errors)
        for index, each in enumerate(data.get("order", ()))
        if isinstance(each, dict)
    ]
    if errors:
        raise document.refuse(errors)
    least, most = data.get("calls", (1, None))
    return Expectation(wanted, least, most, order), data.get("within", 0.0)


def _wanted(data: Mapping[str, Any], path: Path_, apis: Mapping[str, Api], errors: Errors) -> Wanted:
    return Wanted(request_of(data, path, apis, errors), data.get("status", ()), data.get("rule"))


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
