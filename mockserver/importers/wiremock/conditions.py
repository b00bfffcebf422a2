"""The conditions of Jayway's filters, as what members of a body must be like."""

import json
import re
from collections.abc import Sequence
from typing import Any

from mockserver.core.patterns import compiled
from mockserver.importers.wiremock.comparisons import NUMBER, Wish, fitting
from mockserver.importers.wiremock.jsonpaths import Step, steps_of, unquoted, unwrapped, written
from mockserver.importers.wiremock.members import Unsayable

_TEXT = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\""""
_PATTERN = r"/(?:[^/\\]|\\.)*/[A-Za-z]*"
_CLAUSE = re.compile(
    rf"""
    @ (?P<steps> (?: \.\w+(?![\w(]) | \.?\[\s*(?:\d+|{_TEXT})\s*\] )* ) (?P<size> \.(?:size|length)\(\) )? \s*
    (?: (?P<operator> ==|!=|>=|<=|=~|>|<|\bin\b|\bsize\b ) \s* (?P<literal> .+ ) )?
    """,
    re.VERBOSE | re.DOTALL,
)
_LITERAL = re.compile(rf"(?P<text>{_TEXT})|(?P<number>-?\d+(?:\.\d+)?)|(?P<word>true|false|null)", re.DOTALL)
_PARTS = re.compile(rf"({_TEXT}|{_PATTERN})|&&|\|\|", re.DOTALL)
_COMPARISONS = {"==": "equals", "!=": "not", ">": "gt", ">=": "gte", "<": "lt", "<=": "lte"}
_FLAGS = {"i", "s", "m"}


def of_object(steps: Sequence[Step], condition: str, place: str) -> list[tuple[str, Wish]]:
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


def _clause(text: str, base: Sequence[Step], place: str) -> list[tuple[str, Wish]]:
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


def sized(steps: Sequence[Step], operator: str, literal: str, place: str) -> list[tuple[str, Wish]]:
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
