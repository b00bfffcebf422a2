"""The small notations of scenario files: durations, rates, paths, faults."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Value = TypeVar("Value", covariant=True)


@dataclass(frozen=True, slots=True)
class Notation(Generic[Value]):
    """A notation of a value: its reader, which raises `ValueError`, and its JSON Schema for editors."""

    read: Callable[[Any], Value]
    json_schema: Mapping[str, Any]


def holding(**members: Mapping[str, Any]) -> dict[str, Any]:
    """Describe a mapping that holds these members and no others."""
    return {"type": "object", "properties": members, "required": [*members], "additionalProperties": False}


def one_of_these(members: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Describe a mapping that holds one of these members."""
    return {
        "type": "object", "properties": dict(members), "additionalProperties": False, "minProperties": 1,
        "maxProperties": 1,
    }  # fmt: skip
