"""What was seen of values: how many of each kind, and of what is in them; and the shape that follows.

What was seen in several places is added up, in any order.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from mockserver.core.api.shapes import KINDS

ENOUGH = 10
"""Objects after which a member that all of them had is one that has to be there."""

_MOST_NAMES = 200
"""Members of an object that are told apart; no provider's resource has more."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_FREE = frozenset({"metadata", "meta_data", "customFields", "headers", "additionalFilters"})
"""Members whose members have names that somebody else chooses; what is in them is no concern of a shape."""

_CHOSEN = "cf_"
"""What the names of members begin with that somebody else chooses: Chargebee's custom fields."""

Json = dict[str, Any]
Seen = dict[str, Any]
"""The `kinds` with their numbers, and if there were any, what was seen in `members` by name and in `items`."""


def seen(values: Iterable[Any]) -> Seen:
    """Look at values."""
    kinds: dict[str, int] = {}
    members: dict[str, list[Any]] = {}
    items: list[Any] = []
    for value in values:
        kind = KINDS[type(value)]
        kinds[kind] = kinds.get(kind, 0) + 1
        if kind == "object":
            for name, member in value.items():
                members.setdefault(name, []).append(member)
        elif kind == "array":
            items += value
    found: Seen = {"kinds": kinds}
    if members:
        found["members"] = {name: seen(each) for name, each in members.items()}
    if items:
        found["items"] = seen(items)
    return found


def together(one: Seen, other: Seen) -> Seen:
    """Add up what was seen in two places."""
    found: Seen = {"kinds": _merged(one["kinds"], other["kinds"], lambda first, second: first + second)}
    if "members" in one or "members" in other:
        found["members"] = _merged(one.get("members", {}), other.get("members", {}), together)
    if "items" in one and "items" in other:
        found["items"] = together(one["items"], other["items"])
    elif "items" in one or "items" in other:
        found["items"] = one.get("items") or other["items"]
    return found


def shape(found: Seen, name: str = "") -> str | Json:
    """Write the shape of what was seen, for the member of this name."""
    kinds = " | ".join(sorted(found["kinds"]))
    inside: Json = {}
    members = found.get("members", {})
    if members and name not in _FREE and len(members) <= _MOST_NAMES and all(map(_NAME.fullmatch, members)):
        inside["members"] = _members(members, found["kinds"]["object"])
    if "items" in found:
        inside["items"] = shape(found["items"])
    return {"is": kinds, **inside} if inside else kinds


def _members(members: Mapping[str, Seen], objects: int) -> Json:
    """Write the shapes of members; those of too few objects may be missing."""
    needed = {name for name, each in members.items() if sum(each["kinds"].values()) == objects >= ENOUGH}
    return {
        name if name in needed else f"{name}?": shape(members[name], name)
        for name in sorted(members)
        if not name.startswith(_CHOSEN)
    }


def _merged(one: Mapping[str, Any], other: Mapping[str, Any], add: Any) -> Json:
    both = {**one, **other}
    return {key: add(one[key], other[key]) if key in one and key in other else value for key, value in both.items()}
