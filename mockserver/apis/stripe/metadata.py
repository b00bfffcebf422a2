"""Metadata: the text that callers hang on nearly every object, its limits, and how it is merged."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe.fields import text_of
from mockserver.apis.stripe.parameters import Describe, Parameter, Path, Reading
from mockserver.apis.stripe.problems import BadParameter, bad

MOST_KEYS, LONGEST_KEY, LONGEST_VALUE = 50, 40, 500


class Metadata(Parameter):
    """A hash of text; the empty string takes away a key, or as a whole every key (`{}` is given for it)."""

    def __init__(self) -> None:
        super().__init__(unset={}, described={"additionalProperties": {"type": "string", "maxLength": LONGEST_VALUE}})

    def openapi(self, described: Describe) -> dict[str, Any]:
        return {"type": "object"}

    def parse(self, value: Any, path: Path, reading: Reading) -> dict[str, str]:
        if not isinstance(value, dict):
            raise bad(path, "Invalid object")
        for key, item in value.items():
            _check_entry(key, item, path)
        return {key: "" if item is None else text_of(item, (*path, key)) for key, item in value.items()}


def _check_entry(key: str, value: Any, path: Path) -> None:
    if len(key) > LONGEST_KEY:
        raise _out_of_bounds(
            f"Metadata keys can have up to {LONGEST_KEY} characters, but you passed in a key that is {len(key)} "
            f"characters. Invalid key: {key}"
        )
    if isinstance(value, (dict, list)):
        raise bad((*path, key), "Metadata values must be strings, but you passed in a hash or an array.")
    if value is not None and len(text := text_of(value, (*path, key))) > LONGEST_VALUE:
        raise _out_of_bounds(
            f"Metadata values can have up to {LONGEST_VALUE} characters, but you passed in a value that is {len(text)} "
            f"characters. Invalid value: {text}"
        )


def merged_metadata(before: Mapping[str, str], given: Mapping[str, str] | None) -> dict[str, str]:
    """Lay metadata that came over what is stored; an empty value takes its key away, `{}` takes all."""
    if given is None:
        return dict(before)
    if not given:
        return {}
    merged = {key: value for key, value in {**before, **given}.items() if value != ""}
    if len(merged) > MOST_KEYS:
        raise _out_of_bounds(f"Metadata can have up to {MOST_KEYS} keys, but you've set {len(merged)}.")
    return merged


def _out_of_bounds(message: str) -> BadParameter:
    return BadParameter(message)
