"""The patterns of a request's body, each as comparisons with one part of it."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mockserver.importers.wiremock.comparisons import Wish, comparison, plain
from mockserver.importers.wiremock.jsonpaths import PathStep, steps_of
from mockserver.importers.wiremock.members import Members, Remarks, Unsayable
from mockserver.importers.wiremock.values import found_at, is_definite, path_of, value_at
from mockserver.scenarios.rules.jsonpaths import LONGEST

_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PLACEHOLDER = re.compile(r"[$#]\{json-unit\.([a-z-]+)\}(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Demand:
    """What one part of the body must be like: `part` and `key` as in `match`."""

    part: str
    key: str
    wish: Wish

    @property
    def single(self) -> bool:
        """Return whether the key stands for one value at most."""
        return self.part != "jsonpath" or is_definite(self.key)


def wanted(pattern: Any, place: str, remarks: Remarks) -> list[Demand]:
    """Read one pattern; all that comes of it must hold."""
    members = Members(pattern, place)
    names = members.left()
    if "equalToJson" in names:
        found = [*_equal_to_json(members, remarks)]
    elif "matchesJsonPath" in names:
        found = _json_path(members, remarks)
    elif "and" in names:
        found = [each for inner in _inner(members, "and", remarks) for each in inner]
    elif "or" in names:
        found = [_either(_inner(members, "or", remarks), members.under("or"))]
    elif "not" in names:
        found = [_neither(wanted(members.take("not"), members.under("not"), remarks), members.under("not"))]
    else:
        return [Demand("request", "body", comparison(pattern, place))]
    members.all_taken()
    return found


def _inner(members: Members, name: str, remarks: Remarks) -> list[list[Demand]]:
    place = members.under(name)
    return [wanted(pattern, f"{place}[{index}]", remarks) for index, pattern in enumerate(members.elements(name))]


def _either(inner: list[list[Demand]], place: str) -> Demand:
    """Join alternatives, which our format can say of one part of the request."""
    alternatives = [each[0] for each in inner if len(each) == 1]
    where = {(each.part, each.key) for each in alternatives}
    if len(alternatives) != len(inner) or len(where) != 1:
        raise Unsayable(place, "has a counterpart only for alternatives about one part of the body")
    [(part, key)] = where
    return Demand(part, key, {"any_of": [plain(each.wish) for each in alternatives]})


def _neither(inner: list[Demand], place: str) -> Demand:
    if len(inner) != 1 or not inner[0].single:
        raise Unsayable(place, "has a counterpart only for one value of the body")
    return Demand(inner[0].part, inner[0].key, {"none_of": [plain(inner[0].wish)]})


def _json_path(members: Members, remarks: Remarks) -> list[Demand]:
    value, place = members.take("matchesJsonPath"), members.under("matchesJsonPath")
    inner = Members({"expression": value} if isinstance(value, str) else value, place)
    expression = inner.text("expression")
    if not expression:
        raise Unsayable(inner.under("expression"), "is missing")
    if len(expression) > LONGEST:
        raise Unsayable(place, f"must have at most {LONGEST} characters")
    steps = steps_of(expression, place)
    rest = {name: inner.take(name) for name in inner.left()}
    if not rest:
        return [Demand("jsonpath", key, wish) for key, wish in found_at(steps, place, remarks)]
    return [Demand("jsonpath", key, wish) for key, wish in _of_value(steps, rest, place, remarks)]


def _of_value(steps: Sequence[PathStep], rest: dict[str, Any], place: str, remarks: Remarks) -> list[tuple[str, Wish]]:
    """Read a matcher of what a path leads to."""
    if "equalToJson" not in rest:
        return value_at(steps, rest, place, remarks)
    found = [*_equal_to_json(Members({**rest, "ignoreExtraElements": None}, place), remarks)]
    if rest.get("ignoreExtraElements"):
        raise Unsayable(f"{place}.ignoreExtraElements", "has no counterpart below a path")
    return [(path_of(steps, place, remarks), found[0].wish)]


def _equal_to_json(members: Members, remarks: Remarks) -> Iterator[Demand]:
    place = members.under("equalToJson")
    value = _document(members.take("equalToJson"), place)
    extra, anyhow = bool(members.take("ignoreExtraElements")), bool(members.take("ignoreArrayOrder"))
    if extra:
        if any(item in ({}, []) for item in _all(value)):
            remarks.say(place, "asks of an empty object or list only that something is there")
        yield from _at_least(value, "$", place, anyhow=anyhow)
        return
    if anyhow and any(isinstance(item, list) and len(item) > 1 for item in _all(value)):
        raise Unsayable(members.under("ignoreArrayOrder"), "has no counterpart for lists without ignoreExtraElements")
    if any(isinstance(item, str) and _PLACEHOLDER.fullmatch(item) for item in _all(value)):
        raise Unsayable(place, "has placeholders, which have a counterpart only with ignoreExtraElements")
    yield Demand("jsonpath", "$", {"equals": value})


def _document(value: Any, place: str) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError) as error:
        raise Unsayable(place, f"is not JSON: {error}") from None


def _all(value: Any) -> Iterator[Any]:
    level = [value]
    while level:
        yield from level
        level = [
            inner
            for item in level
            if isinstance(item, (dict, list))
            for inner in (item.values() if isinstance(item, dict) else item)
        ]


def _at_least(value: Any, key: str, place: str, *, anyhow: bool) -> Iterator[Demand]:
    """Compare member by member, so that others may stand beside them."""
    if isinstance(value, dict) and value:
        for name, item in value.items():
            step = f".{name}" if _PLAIN_KEY.fullmatch(name) else f"[{json.dumps(name)}]"
            yield from _at_least(item, key + step, place, anyhow=anyhow)
    elif isinstance(value, list) and value and anyhow:
        if any(isinstance(item, (dict, list)) for item in value):
            raise Unsayable(place, "has lists of objects in any order, which have no counterpart")
        yield Demand("jsonpath", key, {"all_of": [{"contains": item} for item in value]})
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from _at_least(item, f"{key}[{index}]", place, anyhow=anyhow)
    elif isinstance(value, (dict, list)):
        yield Demand("jsonpath", key, {"present": True})
    else:
        yield Demand("jsonpath", key, _leaf(value, place))


def _leaf(value: Any, place: str) -> Wish:
    placeholder = _PLACEHOLDER.fullmatch(value) if isinstance(value, str) else None
    if not placeholder:
        return {"equals": value}
    kind, rest = placeholder.groups()
    if kind == "ignore" and not rest:
        return {"present": True}
    if kind == "any-boolean" and not rest:
        return {"one_of": [True, False]}
    if kind == "any-number" and not rest:
        return {"any_of": [{"gte": 0}, {"lt": 0}]}
    if kind == "regex":
        return comparison({"matches": rest}, place)
    raise Unsayable(place, f"the placeholder {kind} has no counterpart")
