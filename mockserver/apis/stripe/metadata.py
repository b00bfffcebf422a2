"""Metadata: the text that callers hang on nearly every object, its limits, and how it is merged."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe.dialect import invalid
from mockserver.apis.stripe.problems import BadParameter
from mockserver.core.fields.field import Describe, Field, Reading
from mockserver.core.fields.refusals import Refused, refuse

MOST_KEYS, LONGEST_KEY, LONGEST_VALUE = 50, 40, 500


class Metadata(Field):
    """A hash of text; the empty string takes away a key, or as a whole every key (`{}` is given for it)."""

    def __init__(self) -> None:
        super().__init__(unset={}, described={"additionalProperties": {"type": "string", "maxLength": LONGEST_VALUE}})

    def openapi(self, describe: Describe) -> dict[str, Any]:
        return {"type": "object"}

    def parse(self, value: Any, reading: Reading) -> dict[str, str]:
        if not isinstance(value, dict):
            raise refuse("object")
        return {key: _entry(key, item, reading) for key, item in value.items()}


def _entry(key: str, value: Any, reading: Reading) -> str:
    """Read one entry, whose value is refused by its own name, and whose size by none."""
    if len(key) > LONGEST_KEY:
        raise _too_large(
            f"Metadata keys can have up to {LONGEST_KEY} characters, but you passed in a key that is {len(key)} "
            f"characters. Invalid key: {key}"
        )
    if isinstance(value, (dict, list)):
        raise invalid("Metadata values must be strings, but you passed in a hash or an array.", "", key)
    text = "" if value is None else reading.dialect.text(value)
    if len(text) > LONGEST_VALUE:
        raise _too_large(
            f"Metadata values can have up to {LONGEST_VALUE} characters, but you passed in a value that is {len(text)} "
            f"characters. Invalid value: {text}"
        )
    return text


def _too_large(message: str) -> Refused:
    return refuse("said", said=message, of_request=True)


def merged_metadata(before: Mapping[str, str], given: Mapping[str, str] | None) -> dict[str, str]:
    """Lay metadata that came over what is stored; an empty value takes its key away, `{}` takes all."""
    if given is None:
        return dict(before)
    if not given:
        return {}
    merged = {key: value for key, value in {**before, **given}.items() if value != ""}
    if len(merged) > MOST_KEYS:
        raise BadParameter(f"Metadata can have up to {MOST_KEYS} keys, but you've set {len(merged)}.")
    return merged
