"""How Stripe reads parameters, and the sentences it refuses a wrong one with.

Values are the text of forms; numbers, booleans and nulls of fixture files mean the same. Parameters are looked at in
the order of the alphabet, which is that of Stripe's documents; the first wrong one is told.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from mockserver.apis.stripe.problems import BadParameter, bad
from mockserver.core.fields.containers import Members
from mockserver.core.fields.field import Field, Reading
from mockserver.core.fields.forms import FormDialect
from mockserver.core.fields.refusals import Mistake, Refused, refuse
from mockserver.core.http.forms import bracketed


def abridged(text: str) -> str:
    """Show the beginning and the end of a long text, as Stripe's errors do.

    >>> abridged("Pan American Middle and Upper School")
    'Pan Americ...per School'
    """
    return text if len(text) <= 20 else f"{text[:10]}...{text[-10:]}"


def one_of(choices: Sequence[str]) -> str:
    """Write alternatives.

    >>> one_of(["none", "reverse", "exempt"])
    'none, reverse, or exempt'
    """
    if len(choices) < 3:
        return " or ".join(choices)
    return f"{', '.join(choices[:-1])}, or {choices[-1]}"


def _too_long(facts: Mapping[str, Any]) -> str:
    return f"Invalid string: {abridged(facts['text'])}; must be at most {facts['most']} characters"


class _Dialect(FormDialect):
    """The empty string and null unset a parameter, where it can be unset."""

    order = "alphabet"
    size_first = True
    whole_number = re.compile(r"[+-]?\d{1,18}", re.ASCII)
    words = {
        "required": "Missing required param: {name}.",
        "unknown": "Received unknown parameter: {name}",
        "empty": (
            "You passed an empty string for '{name}'. We assume empty values are an attempt to unset a parameter; "
            "however '{name}' cannot be unset. You should remove '{name}' from your request or supply a non-empty "
            "value."
        ),
        "text": lambda facts: "Invalid string: " + ("{}" if isinstance(facts["value"], dict) else "[]"),
        "too_long": _too_long,
        "email": "Invalid email address: {text}",
        "choice": lambda facts: f"Invalid {facts['name']}: must be one of {one_of(facts['choices'])}",
        "whole": lambda facts: f"Invalid integer: {abridged(facts['text'])}",
        "too_small": "This value must be greater than or equal to {least}.",
        "too_great": "This value must be less than or equal to {most} (it currently is '{number}').",
        "number": lambda facts: f"Invalid decimal: {abridged(facts['text'])}",
        "flag": lambda facts: f"Invalid boolean: {abridged(facts['text'])}",
        "object": "Invalid object",
        "array": "Invalid array",
        "elements": "Array {name} exceeded maximum {most} allowed elements.",
    }

    def emptied(self, field: Field, reading: Reading) -> Any:
        raise refuse("empty")

    def elements(self, value: Any) -> list[Any] | None:
        """Return the elements of an array, or of a hash whose keys are all numbers, in their order; else nothing."""
        if isinstance(value, list):
            return value
        if isinstance(value, dict) and all(key.isdecimal() and len(key) < 10 for key in value):
            return [value[key] for key in sorted(value, key=int)]
        return None

    def sentence(self, mistake: Mistake) -> str:
        return super().sentence(Mistake(mistake.kind, {**mistake.facts, "name": bracketed(mistake.path)}))


DIALECT = _Dialect()

_CODES = {
    "required": "parameter_missing",
    "unknown": "parameter_unknown",
    "empty": "parameter_invalid_empty",
    "email": "email_invalid",
    "whole": "parameter_invalid_integer",
    "too_small": "parameter_invalid_integer",
    "too_great": "parameter_invalid_integer",
}


class Parameters(Members):
    """The members of a request or an answer, or of a hash in one; of an answer nearly all are always there."""

    dialect = DIALECT
    always = True


def invalid(message: str, code: str = "", *path: str) -> Refused:
    """Refuse a value in words of its own."""
    return refuse("said", *path, said=message, code=code)


def read_request(schema: Members, data: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
    """Read a whole request; unknown parameters come before everything else. Raise `BadParameter`."""
    unknown = [bracketed(path) for path in schema.unknown_paths(data, reading)]
    if unknown:
        plural = "s" if len(unknown) > 1 else ""
        message = f"Received unknown parameter{plural}: {', '.join(unknown[:20])}"
        raise BadParameter(message, code="parameter_unknown", param=unknown[0])
    try:
        return schema.read(data, reading)
    except Refused as refused:
        first = refused.mistakes[0]
    sentence = DIALECT.sentence(first)
    if first.facts.get("of_request"):
        raise BadParameter(sentence)
    raise bad(first.path, sentence, first.facts.get("code", _CODES.get(first.kind, "")))
