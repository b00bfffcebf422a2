"""How Rebilly reads bodies and writes moments, what it says of mistakes, and types of members that only it has.

Read-only and unknown members are passed over, as clients send back what they fetched; nothing is taken for what it only
looks like. PHP's clients send `[]` for an empty object, and a forced object `{"0": …, "1": …}` for a list.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from marshmallow import EXCLUDE

from mockserver.core.api.model import Call, Exchange
from mockserver.core.fields import kinds
from mockserver.core.fields.containers import Array, Members, Object, OpenObject
from mockserver.core.fields.field import Dialect, Reading
from mockserver.core.fields.kinds import Number, Text
from mockserver.core.fields.refusals import Mistake, Refused
from mockserver.core.http.bodies import decode_json
from mockserver.core.problems import FieldError, Invalid, Malformed

_BMP = r"[\u0000-\uFFFF]+"
_NOT_ASTRAL = re.compile("[^\U00010000-\U0010ffff]+")
"""What Rebilly allows in names and addresses: at least one character, none beyond the basic plane."""

RESOURCE_ID = re.compile(r"[@~\-.\w]+", re.ASCII)
LONGEST_ID = 50


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


def _choices(facts: Mapping[str, Any]) -> str:
    choices: Sequence[str] = facts["choices"]
    shown = ", ".join(choices) if len(choices) <= 12 else f"{', '.join(choices[:8])}, … ({len(choices)} values)"
    return f"Must be one of {shown}."


class _Dialect(Dialect):
    words = {
        "required": "This member is required.",
        "null": "Must not be null.",
        "text": "Must be a string.",
        "too_long": "Must be at most {most} characters long.",
        "too_short": "Must be at least {least} characters long.",
        "pattern": "Must match the pattern ^{pattern}$.",
        "email": "Must be a valid e-mail address.",
        "date": "Must be a calendar date in the form YYYY-MM-DD.",
        "choice": _choices,
        "flag": "Must be true or false.",
        "whole": "Must be a whole number.",
        "too_small": "Must be a whole number from {least} to {most}.",
        "too_great": "Must be a whole number from {least} to {most}.",
        "number": "Must be a number.",
        "array": "Must be a list.",
        "elements": "Must have from {least} to {most} elements.",
        "object": "Must be an object.",
    }

    def elements(self, value: Any) -> list[Any] | None:
        return super().elements(as_list(value))

    def members(self, value: Any) -> Mapping[str, Any] | None:
        return super().members(as_object(value))


_DIALECT = _Dialect()
_READING = Reading(_DIALECT)


class Body(Members):
    """An object of Rebilly's, in requests and in answers."""

    dialect = _DIALECT
    whole = True
    keeps_names = True

    class Meta:
        unknown = EXCLUDE


def decode(exchange: Exchange) -> Any:
    """Read the body as JSON whatever its content type says: the PHP client sends none."""
    return decode_json(exchange.body)


def object_body(call: Call) -> dict[str, Any]:
    """Return the body as an object. An absent body and PHP's `[]` are empty objects; anything else is malformed."""
    body = as_object(call.body) if call.exchange.body.strip() else {}
    if not isinstance(body, dict):
        raise Malformed("Request body must be a JSON object.")
    return body


def read(schema: Body, body: Mapping[str, Any]) -> tuple[dict[str, Any], list[FieldError]]:
    """Load a body; return what is valid and every error in Rebilly's dotted notation."""
    try:
        return schema.read(body, _READING), []
    except Refused as refused:
        errors = [FieldError(".".join(each.path), _DIALECT.sentence(each)) for each in refused.mistakes]
        return refused.valid, errors


def valid(call: Call, schema: Body) -> dict[str, Any]:
    """Return the values of a body; raise `Invalid` with every error."""
    values, errors = read(schema, object_body(call))
    if errors:
        raise Invalid(errors=errors)
    return values


def plane_text(most: int) -> Text:
    """Return a nullable field for a name or an address line."""
    hint = "Must not be empty and must not hold characters beyond U+FFFF."
    # Said the other way round the expression means the same here, and compiles twenty times as fast.
    return Text(most, pattern=_NOT_ASTRAL, hint=hint, allow_none=True, metadata={"pattern": f"^{_BMP}$"})


def resource_id(**kwargs: Any) -> Text:
    """Return a field for the id of another resource."""
    hint = "Must hold only letters, digits and the characters @ ~ - . _"
    return Text(LONGEST_ID, pattern=RESOURCE_ID, hint=hint, **kwargs)


class Uri(kinds.Uri):
    """An absolute address, of any scheme."""

    def __init__(self, most: int, **kwargs: Any) -> None:
        super().__init__(most, hint="Must be a URI.", **kwargs)


class WebAddress(kinds.WebAddress):
    """An address that messages are sent to."""

    def __init__(self, most: int, **kwargs: Any) -> None:
        super().__init__(most, hint="Must be an http or https URL with a plain host, and without a user.", **kwargs)


class TextMap(OpenObject):
    """An object whose members are all text."""

    def parse(self, value: Any, reading: Reading) -> Any:
        found = super().parse(value, reading)
        mistakes = [Mistake("text", {}, (name,)) for name, member in found.items() if not isinstance(member, str)]
        if mistakes:
            raise Refused(mistakes)
        return found


class Moment(Text):
    """A read-only moment."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(dump_only=True, metadata={"format": "date-time"}, **kwargs)


class LinkSchema(Body):
    """A link to a related resource."""

    rel = Text(required=True)
    href = Text(required=True, metadata={"format": "uri"})


def linked() -> Array:
    """Return the field for the links of a record."""
    return Array(Object(LinkSchema), data_key="_links", dump_only=True)


class MoneySchema(Body):
    """An amount with its value in US dollars."""

    currency = Text(3)
    amount = Number()
    amountUsd = Number()


@lru_cache(maxsize=256)
def written(moment: datetime) -> str:
    """Write a moment.

    >>> written(datetime(2026, 1, 15, 10, 0, 0, 999, UTC))
    '2026-01-15T10:00:00+00:00'
    """
    return moment.replace(microsecond=0).isoformat()


def times(call: Call, before: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Return the times of a record that is stored now: when it was created, and when it was updated."""
    now = written(call.now)
    return {"createdTime": before["createdTime"] if before else now, "updatedTime": now}


def moment(text: str) -> datetime:
    """Read a moment back, or one that a filter names; without an offset it is UTC. Raise `ValueError`."""
    parsed = datetime.fromisoformat(text)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
