"""Conditions on the values of a JSONPath of WireMock's, by the rules of its `MatchesJsonPathPattern.java`.

The conditions of Jayway's filters become matchers of members of a body.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from mockserver.core.patterns import compiled
from mockserver.importers.wiremock.comparisons import NUMBER, Wish, comparison, fitting
from mockserver.importers.wiremock.jsonpaths import ALL, QUOTED, PathStep, steps_of, unquoted, unwrapped, written
from mockserver.importers.wiremock.members import Remarks, Unsayable

_PATTERN = r"/(?:[^/\\]|\\.)*/[A-Za-z]*"
_CLAUSE = re.compile(
    rf"""
    @ (?P<steps> (?: \.\w+(?![\w(]) | \.?\[\s*(?:\d+|{QUOTED})\s*\] )* ) (?P<size> \.(?:size|length)\(\) )? \s*
    (?: (?P<operator> ==|!=|>=|<=|=~|>|<|\bin\b|\bsize\b ) \s* (?P<literal> .+ ) )?
    """,
    re.VERBOSE | re.DOTALL,
)
_LITERAL = re.compile(rf"(?P<text>{QUOTED})|(?P<number>-?\d+(?:\.\d+)?)|(?P<word>true|false|null)", re.DOTALL)
_PARTS = re.compile(rf"({QUOTED}|{_PATTERN})|&&|\|\|", re.DOTALL)
_COMPARISONS = {"==": "equals", "!=": "not", ">": "gt", ">=": "gte", "<": "lt", "<=": "lte"}
_FLAGS = {"i", "s", "m"}


def of_object(steps: Sequence[PathStep], condition: str, place: str) -> list[tuple[str, Wish]]:
    """Read `@.status == 'open' && @.total > 10` of the object behind some steps, by its members; raise `Unsayable`."""
    return [each for clause in _clauses(condition, place) for each in _clause(clause, steps, place)]


def is_about_members(condition: str) -> bool:
    """Return whether a condition asks for members of what it judges, and not for the value itself."""
    return re.search(r"@\s*(?![.\[])", condition) is None


def _clauses(condition: str, place: str) -> list[str]:
    clauses, start = [], 0
    for found in _PARTS.finditer(condition):
        if found[0] == "||":
            raise Unsayable(place, "a filter of one object has no counterpart with || in it")
        if found[0] == "&&":
            clauses.append(condition[start : found.start()])
            start = found.end()
    return [unwrapped(clause) for clause in [*clauses, condition[start:]]]


def _clause(text: str, base: Sequence[PathStep], place: str) -> list[tuple[str, Wish]]:
    clause = _CLAUSE.fullmatch(text)
    if not clause:
        raise Unsayable(place, f"the condition {text!r} has no counterpart")
    steps = [*base, *steps_of(f"${clause['steps']}", place)]
    operator, literal = clause["operator"], clause["literal"]
    if clause["size"] or operator == "size":
        return sized(steps, "==" if operator == "size" else operator or "", literal or "", place)
    if operator is None:
        return [(written(steps), {"present": True})]
    return [(written(steps), _compared(operator, literal, text, place))]


def _compared(operator: str, literal: str, text: str, place: str) -> Wish:
    if operator == "=~":
        return _fitting(literal, place)
    if operator == "in":
        inner = literal.strip()
        if not (inner.startswith("[") and inner.endswith("]")):
            raise Unsayable(place, f"the condition {text!r} has no counterpart")
        return {"one_of": [_literal(found[0], place) for found in _LITERAL.finditer(inner)]}
    value = _literal(literal, place)
    if operator not in ("==", "!=") and (isinstance(value, bool) or not isinstance(value, (int, float))):
        raise Unsayable(place, f"the condition {text!r} compares with no number")
    return {_COMPARISONS[operator]: value}


def _literal(text: str, place: str) -> Any:
    found = _LITERAL.fullmatch(text.strip())
    if not found:
        raise Unsayable(place, f"{text.strip()!r} in a filter has no counterpart")
    if found["text"] is None:
        return json.loads(found[0])
    value = unquoted(found["text"])
    return json.loads(value) if NUMBER.fullmatch(value) else value  # to Jayway, too, '5' is 5


def _fitting(literal: str, place: str) -> Wish:
    """Read `/re/i`, which Jayway holds against all of a text, a number or a truth value."""
    expression, _, flags = literal.strip().rpartition("/")
    if not expression.startswith("/") or not set(flags) <= _FLAGS:
        raise Unsayable(place, f"the expression {literal.strip()!r} has no counterpart")
    inner = expression[1:].replace(r"\/", "/")
    whole = f"(?{flags}){inner}" if flags else inner
    wish = fitting(whole, place, dots_fit_all=False)
    # What is not there, or null, is an empty text to it.
    return {"any_of": [wish, "absent", {"one_of": [None]}]} if compiled(whole).fits("") else wish


def sized(steps: Sequence[PathStep], operator: str, literal: str, place: str) -> list[tuple[str, Wish]]:
    """Return how many elements a list has, by those that are there; raise `Unsayable`."""
    if not re.fullmatch(r"\d{1,6}", literal.strip()) or operator not in ("==", ">=", "<=", ">", "<"):
        raise Unsayable(place, "a number of elements has a counterpart only as ==, >=, <=, > or < and a whole number")
    number = int(literal)
    least = {"==": number, ">=": number, ">": number + 1}.get(operator, 0)
    most = {"==": number, "<=": number, "<": number - 1}.get(operator)
    if most is not None and most < 0:
        raise Unsayable(place, "asks for less than no elements")
    path = written(steps)
    wishes: list[tuple[str, Wish]] = [(f"{path}[{least - 1}]" if least else path, {"present": True})]
    return wishes if most is None else [*wishes, (f"{path}[{most}]", {"absent": True})]


_INDEFINITE = re.compile(r"\.\.|\*|\?|\[[^\]'\"]*[:,]|\", \"")
_EMPTY: Sequence[Any] = (None, [], {})
"""What a path that can lead to one value only does not match where it leads there."""

_OF_A_LIST = "filters the elements of a list; an object there is not filtered itself"
_OF_AN_OBJECT = "is asked of an object there, not of the elements of a list"
_BEYOND = re.compile(r"=~|\.(size|length)\(\)|\s(in|nin|subsetof|anyof|noneof|size|empty|contains)\s")
"""The parts that the standard's filters lack."""

_NUMBERS = {
    "equalTo": "==", "equalToNumber": "==", "greaterThanNumber": ">", "greaterThanEqualNumber": ">=",
    "lessThanNumber": "<", "lessThanEqualNumber": "<=",
}  # fmt: skip


def is_definite(path: str) -> bool:
    """Return whether a path of ours can lead to one value only."""
    return not _INDEFINITE.search(path)


def found_at(steps: Sequence[PathStep], place: str, remarks: Remarks) -> list[tuple[str, Wish]]:
    """Return what makes a path alone match: something that is not empty, or any of several values."""
    filters = bool(steps) and steps[-1].kind == "filter" and not steps[-1].deep
    if filters and (found := _filtered(steps[:-1], steps[-1], place, remarks)):
        return found
    path = path_of(steps, place, remarks)
    if is_definite(path):
        return [(path, {"present": True, "none_of": [{"one_of": [*_EMPTY]}]})]
    return [(path, {"present": True})]


def _filtered(
    before: Sequence[PathStep], condition: PathStep, place: str, remarks: Remarks
) -> list[tuple[str, Wish]]:  # fmt: skip
    """Read a filter that ends a path: of objects by their members, of a list's elements where one clause will do."""
    if not _judges_objects(before, condition):
        if not _BEYOND.search(condition.text):
            return []
        found = of_object([*before, ALL], condition.text, place)
        remarks.say(place, _OF_A_LIST)
        return found if len(found) == 1 else []
    found = of_object(before, condition.text, place)
    remarks.say(place, _OF_AN_OBJECT)
    if all(step.definite for step in before) or len(found) == 1:
        return found
    last = max(number for number, step in enumerate(before) if step.kind == "several")
    inner = condition.about(written(before[last + 1 :])[1:])
    return [(written([*before[:last], inner]), {"present": True})]


def _judges_objects(before: Sequence[PathStep], condition: PathStep) -> bool:
    """Return whether a filter is meant for objects: those of a body, of `[*]`, or with `.['a']` as programs write them.

    Jayway asks its condition of an object itself, and of a list's elements; the standard knows the second alone.
    """
    if not is_about_members(condition.text):
        return False
    if any(not step.definite and not step.is_all for step in before):
        return False
    return not before or before[-1].is_all or any(step.dotted for step in before)


def value_at(
    steps: Sequence[PathStep], matcher: Mapping[str, Any], place: str, remarks: Remarks
) -> list[tuple[str, Wish]]:  # fmt: skip
    """Return what makes a path with a matcher match: any of the values it leads to."""
    if steps and steps[-1].kind == "function":
        return _counted(steps, matcher, place, remarks)
    if steps and steps[-1].kind == "names":
        raise Unsayable(place, "a matcher of several members at once has no counterpart")
    path = path_of(steps, place, remarks)
    wish = comparison(matcher, place, typed=True)
    definite = is_definite(path)
    if wish == {"absent": True}:
        return [(path, {"any_of": ["absent", {"one_of": [None, []]}]} if definite else wish)]
    if definite:
        remarks.say(place, "is asked of text, numbers and truth values; WireMock asks each element of a list")
    if not set(wish) & {"none_of", "all_of", "any_of", "not"} and wish:
        return [(path, wish)]
    # What is not there, or null, passes no matcher but absent: not even one that says what it must not be.
    return [(path, {"present": True, **({"not": None} if definite else {}), **wish})]


def _counted(
    steps: Sequence[PathStep], matcher: Mapping[str, Any], place: str, remarks: Remarks
) -> list[tuple[str, Wish]]:  # fmt: skip
    *before, function = steps
    [(name, number), *others] = matcher.items()
    if function.text not in ("length", "size") or others or name not in _NUMBERS or not _definite(before):
        raise Unsayable(place, f"the function {function.text}() has no counterpart here")
    remarks.say(place, "counts the elements of a list, not the members of an object")
    return sized(before, _NUMBERS[name], str(number), place)


def path_of(steps: Sequence[PathStep], place: str, remarks: Remarks) -> str:
    """Return the path as ours, and report a difference in meaning; raise `Unsayable`."""
    if steps and steps[0].kind == "filter" and not steps[0].deep:
        what = "has a counterpart only where nothing follows it" if len(steps) > 1 else "has no counterpart here"
        raise Unsayable(place, f"a filter of the whole body {what}")
    for step in steps:
        if step.kind == "function":
            raise Unsayable(place, f"the function {step.text}() has no counterpart here")
        if step.kind == "filter":
            if _BEYOND.search(step.text):
                raise Unsayable(place, f"the condition {step.text!r} has no counterpart for the elements of a list")
            remarks.say(place, _OF_A_LIST)
    return written(steps)


def _definite(steps: Sequence[PathStep]) -> bool:
    return all(step.definite for step in steps)
