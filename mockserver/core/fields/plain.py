"""Plain JSON bodies: the dialect of APIs without published words, and the reading of a whole body."""

from collections.abc import Mapping
from typing import Any

from mockserver.core.fields.containers import Members
from mockserver.core.fields.field import Dialect, Reading
from mockserver.core.fields.refusals import Refused
from mockserver.core.problems import FieldError, Invalid, Malformed


def _bounds(facts: Mapping[str, Any]) -> str:
    least, most = facts["least"], facts["most"]
    if most is None:
        return f"at least {least}"
    return f"from {least} to {most}" if least is not None else f"at most {most}"


class PlainDialect(Dialect):
    """Names the expected form in each mistake; takes null only where a member allows it."""

    words = {
        "required": "is required",
        "null": "must not be null",
        "text": "must be text",
        "whole": "must be a whole number",
        "number": "must be a number",
        "flag": "must be true or false",
        "object": "must be an object",
        "array": "must be a list",
        "elements": lambda facts: f"must have {_bounds(facts)} elements",
        "too_short": lambda facts: (
            "must not be empty" if facts["least"] == 1 else f"must have at least {facts['least']} characters"
        ),
        "too_long": "must have at most {most} characters",
        "too_small": "must be at least {least}",
        "too_great": "must be at most {most}",
        "outside": lambda facts: f"must be {_bounds(facts)}",
        "pattern": "must fit {pattern}",
        "choice": lambda facts: f"must be one of {', '.join(facts['choices'])}",
        "email": "must be an e-mail address",
        "date": "must be a date, YYYY-MM-DD",
    }


PLAIN = PlainDialect()

_READING = Reading(PLAIN)


def read_body(members: Members, body: Any, **path: str) -> dict[str, Any]:
    """Return the members of a body, including those in the path.

    Raise `Malformed` unless it is an object, and `Invalid` with all wrong, missing or unknown members.
    """
    if not isinstance(body, Mapping):
        raise Malformed("The body must be an object.")
    data = {**body, **path}
    errors = [FieldError(".".join(names), "is not known") for names in members.unknown_paths(data, _READING)]
    values: dict[str, Any] = {}
    try:
        values = members.read(data, _READING)
    except Refused as refused:
        errors = [*(FieldError(".".join(each.path), PLAIN.sentence(each)) for each in refused.mistakes), *errors]
    if errors:
        raise Invalid(errors=errors)
    return values
