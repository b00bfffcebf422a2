"""The rules of custom fields: what a declaration of each type can set, and what they say of the values of a record."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from mockserver.apis.rebilly import names
from mockserver.apis.rebilly.dialect import Body, read
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import Array, Object
from mockserver.core.fields.field import Reading
from mockserver.core.fields.kinds import CalendarDate, Flag, Number, Text, Whole
from mockserver.core.fields.refusals import refuse
from mockserver.core.patterns import Expression, compiled
from mockserver.core.problems import FieldError
from mockserver.core.store import Record

Rules = Mapping[str, Any]

LONGEST_TEXT = 255
LONGEST_DECLARED_TEXT = 4000
MOST_ITEMS = 1000
LEAST_INTEGER, MOST_INTEGER = -(2**31), 2**31 - 1


class CustomDateTime(Text):
    """An RFC 3339 moment with its offset."""

    def parse(self, value: Any, reading: Reading) -> str:
        text: str = super().parse(value, reading)
        if not _MOMENT.fullmatch(text) or not _is_moment(text):
            raise refuse("moment", said="Must be an RFC 3339 moment such as 2026-01-15T10:00:00Z.")
        return text


class MonetarySchema(Body):
    """An amount in a currency."""

    currency = Text(3, pattern=re.compile("[A-Z]{3}"), hint="Must be three capital letters.", required=True)
    amount = Number(required=True)


class RulesSchema(Body):
    """The rules of every type."""

    required = Flag()


class StringRulesSchema(RulesSchema):
    """The rules of text."""

    allowedValues = Array(Text())
    maxLength = Whole(1, LONGEST_DECLARED_TEXT)
    pattern = Text()
    default = Text()


class ArrayRulesSchema(RulesSchema):
    """The rules of a list of texts."""

    allowedValues = Array(Text(LONGEST_TEXT))
    default = Array(Text(LONGEST_TEXT))


class BooleanRulesSchema(RulesSchema):
    """The rules of true or false."""

    default = Flag()


class DateRulesSchema(RulesSchema):
    """The rules of a day."""

    default = CalendarDate()


class DateTimeRulesSchema(RulesSchema):
    """The rules of a moment."""

    default = CustomDateTime()


class IntegerRulesSchema(RulesSchema):
    """The rules of a whole number."""

    minimum = Whole(LEAST_INTEGER, MOST_INTEGER)
    maximum = Whole(LEAST_INTEGER, MOST_INTEGER)
    default = Whole(LEAST_INTEGER, MOST_INTEGER)


class NumberRulesSchema(RulesSchema):
    """The rules of a number."""

    minimum = Number()
    maximum = Number()
    default = Number()


class MonetaryRulesSchema(RulesSchema):
    """The rules of an amount."""

    default = Object(MonetarySchema)


_RULES: Mapping[str, Body] = {
    "string": StringRulesSchema(),
    "array": ArrayRulesSchema(),
    "boolean": BooleanRulesSchema(),
    "date": DateRulesSchema(),
    "datetime": DateTimeRulesSchema(),
    "integer": IntegerRulesSchema(),
    "number": NumberRulesSchema(),
    "monetary": MonetaryRulesSchema(),
}

TYPES = tuple(_RULES)


def rules(type: str, given: Rules) -> tuple[Rules, list[FieldError]]:
    """Read the rules of a declaration; return every error, with fields as they are inside the rules."""
    kept, errors = read(_RULES[type], given)
    if errors:
        return kept, errors
    if "pattern" in kept and _compiled(kept["pattern"]) is None:
        errors.append(FieldError("pattern", "Must be a regular expression between delimiters, such as /^[0-9]+$/."))
    elif kept.get("minimum", LEAST_INTEGER) > kept.get("maximum", kept.get("minimum", LEAST_INTEGER)):
        errors.append(FieldError("maximum", "Must not be less than the minimum."))
    elif "default" in kept:
        errors += [FieldError("default", complaint) for complaint in complaints(type, kept, kept["default"])]
    return kept, errors


def complaints(type: str, rules: Rules, value: Any) -> list[str]:
    """Say everything that is wrong with a value."""
    return list(_CHECKS[type](rules, value))


def _string(rules: Rules, value: Any) -> Iterator[str]:
    if not isinstance(value, str):
        yield "Must be a string."
        return
    most = rules.get("maxLength", LONGEST_TEXT)
    if len(value) > most:
        yield f"Must be at most {most} characters long."
    pattern = _compiled(rules["pattern"]) if "pattern" in rules else None
    if pattern and not pattern.occurs(value):
        yield f"Must match the pattern {rules['pattern']}."
    if "allowedValues" in rules and value not in rules["allowedValues"]:
        yield _one_of(rules["allowedValues"])


def _array(rules: Rules, value: Any) -> Iterator[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        yield "Must be a list of strings."
        return
    if len(value) > MOST_ITEMS:
        yield f"Must have at most {MOST_ITEMS} items."
    if any(len(item) > LONGEST_TEXT for item in value):
        yield f"Each item must be at most {LONGEST_TEXT} characters long."
    if "allowedValues" in rules and not set(value) <= set(rules["allowedValues"]):
        yield f"Each item: {_one_of(rules['allowedValues'])}"


def _integer(rules: Rules, value: Any) -> Iterator[str]:
    if isinstance(value, bool) or not isinstance(value, int):
        yield "Must be a whole number."
    elif not LEAST_INTEGER <= value <= MOST_INTEGER:
        yield f"Must be a whole number from {LEAST_INTEGER} to {MOST_INTEGER}."
    else:
        yield from _bounds(rules, value)


def _number(rules: Rules, value: Any) -> Iterator[str]:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        yield "Must be a number."
    else:
        yield from _bounds(rules, value)


def _bounds(rules: Rules, value: float) -> Iterator[str]:
    if "minimum" in rules and value < rules["minimum"]:
        yield f"Must be at least {rules['minimum']}."
    if "maximum" in rules and value > rules["maximum"]:
        yield f"Must be at most {rules['maximum']}."


def _like_default(type: str) -> Callable[[Rules, Any], Iterator[str]]:
    """Check a value as the default of its type is: by a field, without rules of its own."""
    schema = _RULES[type]

    def check(rules: Rules, value: Any) -> Iterator[str]:
        for error in read(schema, {"default": value})[1]:
            inner = error.field.removeprefix("default").removeprefix(".")
            yield f"{inner}: {error.message}" if inner else error.message

    return check


_CHECKS: Mapping[str, Callable[[Rules, Any], Iterator[str]]] = {
    "string": _string,
    "array": _array,
    "boolean": _like_default("boolean"),
    "date": _like_default("date"),
    "datetime": _like_default("datetime"),
    "integer": _integer,
    "number": _number,
    "monetary": _like_default("monetary"),
}

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text.upper())
    except ValueError:
        return False
    return True


_CLOSING = {"(": ")", "{": "}", "[": "]", "<": ">"}
_FLAGS = frozenset("imsu")
"""What may stand behind an expression; there is no `x`, because RE2 has none."""


def _compiled(pattern: str) -> Expression | None:
    """Read a regular expression as PHP writes it, `/expression/flags`; `None` where it is none."""
    first = pattern[:1]
    if not first or first.isalnum() or first.isspace() or first == "\\":
        return None
    expression, closing, letters = pattern[1:].rpartition(_CLOSING.get(first, first))
    if not closing or not set(letters) <= _FLAGS:
        return None
    flags = "".join(sorted(set(letters) - {"u"}))
    try:
        return compiled(f"(?{flags}){expression}" if flags else expression)
    except ValueError:
        return None


def _one_of(allowed: list[str]) -> str:
    return f"Must be one of {', '.join(allowed)}."


_UNDECLARED = "There is no such custom field."
_REQUIRED = "This member is required."


def check_values(call: Call, resource: str, given: Mapping[str, Any], errors: list[FieldError]) -> Mapping[str, Any]:
    """Return the custom fields with the defaults of those left out; what is wrong is added to `errors`.

    Only enabled fields count as declared. Any other name is accepted, unless the tenant is strict.
    """
    declared = call.records.lookup(names.CUSTOM_FIELDS, "resource", resource)
    strict = call.settings["custom_fields"] == "strict"
    if not declared and not strict:
        return given
    enabled = {field["name"]: field for field in declared if field["isEnabled"]}
    values = {**_defaults(enabled), **given}
    if strict:
        errors += [FieldError(f"customFields.{name}", _UNDECLARED) for name in values if name not in enabled]
    for name, field in enabled.items():
        errors += [FieldError(f"customFields.{name}", message) for message in _complaints(field, values.get(name))]
    return values


def _defaults(enabled: Mapping[str, Record]) -> dict[str, Any]:
    return {name: field["additionalSchema"]["default"] for name, field in enabled.items() if _has_default(field)}


def _has_default(field: Record) -> bool:
    return "default" in (field["additionalSchema"] or {})


def _complaints(field: Record, value: Any) -> list[str]:
    rules = field["additionalSchema"] or {}
    if value is None:
        return [_REQUIRED] if rules.get("required") else []
    return complaints(field["type"], rules, value)
