r"""The language of Stripe's searches: clauses such as `name~"ada"` and `-phone:null`, joined by AND or by OR.

    query    = clause { (space | space "AND" space) clause }  |  clause { space "OR" space clause }
    clause   = [ "-" ] field operator value
    field    = name [ "[" quoted "]" ]
    operator = ":" | "~" | ">" | "<" | ">=" | "<="
    value    = quoted | number | "null"
    quoted   = '"' { character | "\" character } '"'  |  the same with "'"

Keywords may be written in any case, and text is compared in any.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

from mockserver.core.store.queries import QueryInstance, every, some, where

MOST_CLAUSES = 10
SHORTEST_PART = 3
"""Characters that a search for a part of a text has at least."""

NOT_PARSABLE = (
    'We were unable to parse your search query. Try using the format `metadata["key"]:"value"` to query for metadata '
    'or key:"value" to query for other fields.'
)


class SearchError(ValueError):
    """A query that is none, or that asks for what cannot be searched; its text is the answer's."""


class FieldType(Enum):
    """What a field can be asked: each type has its operators."""

    NUMERIC = (":", ">", "<", ">=", "<=")
    STRING = (":", "~")
    TOKEN = (":",)


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition; `key` is that of metadata, and a value that is None stands for null."""

    field: str
    operator: str
    value: str | None
    key: str | None = None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """All the clauses have to hold, or with `any` one of them."""

    clauses: tuple[Clause, ...]
    any: bool = False


_QUOTED = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_CLAUSE = re.compile(
    rf"(?P<minus>-)?(?P<field>[A-Za-z_][\w.]*)(?:\[(?P<key>{_QUOTED})\])?(?P<operator>>=|<=|[:~<>])"
    rf"(?P<value>{_QUOTED}|[+-]?[0-9]+(?:\.[0-9]+)?|(?i:null))",
    re.ASCII | re.DOTALL,
)
_JOINT = re.compile(r"\s+(?:(?P<word>and|or)\s+)?", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_NUMBER = re.compile(r"[+-]?[0-9]{1,18}(?:\.[0-9]{1,12})?")


def parse(text: str) -> Query:
    """Read a query; raises `SearchError`.

    >>> parse("-email:'ada@example.com'").clauses[0]
    Clause(field='email', operator=':', value='ada@example.com', key=None, negated=True)
    """
    text, joints = text.strip(), set()
    clause, position = _clause(text, 0)
    clauses = [clause]
    while position < len(text):
        joint = _JOINT.match(text, position)
        if joint is None:
            raise SearchError(NOT_PARSABLE)
        joints.add((joint["word"] or "and").lower())
        clause, position = _clause(text, joint.end())
        clauses.append(clause)
    if len(joints) > 1:
        raise SearchError(NOT_PARSABLE)
    if len(clauses) > MOST_CLAUSES:
        raise SearchError(f"A search query can have up to {MOST_CLAUSES} clauses, but yours has {len(clauses)}.")
    return Query(tuple(clauses), any=joints == {"or"})


def check(query: Query, fields: Mapping[str, FieldType], resource: str) -> None:
    """Refuse what a resource cannot be asked; raise `SearchError`."""
    for clause in query.clauses:
        type = fields.get(clause.field)
        if type is None:
            raise SearchError(f"Field `{clause.field}` is an unsupported search field for resource `{resource}`.")
        if (clause.field == "metadata") != (clause.key is not None):
            raise SearchError(NOT_PARSABLE)
        _check_value(clause, type)


def query_of(query: Query, fields: Mapping[str, FieldType]) -> QueryInstance:
    """Return what a query looks for, which was checked against the same fields, as a query of the store."""
    clauses = (_query_of(clause, fields[clause.field]) for clause in query.clauses)
    return some(clauses) if query.any else every(clauses)


def _clause(text: str, position: int) -> tuple[Clause, int]:
    """Read the clause at a position, and return where it ends."""
    match = _CLAUSE.match(text, position)
    if match is None:
        raise SearchError(NOT_PARSABLE)
    key, value = match["key"], match["value"]
    null = value.lower() == "null"
    if null and match["operator"] != ":":
        raise SearchError(NOT_PARSABLE)
    clause = Clause(
        match["field"],
        match["operator"],
        None if null else _unquoted(value),
        None if key is None else _unquoted(key),
        match["minus"] is not None,
    )
    return clause, match.end()


def _unquoted(text: str) -> str:
    return _ESCAPED.sub(r"\1", text[1:-1]) if text[0] in "\"'" else text


def _check_value(clause: Clause, type: FieldType) -> None:
    if clause.operator not in type.value:
        raise SearchError(f"Field `{clause.field}` does not support the operator `{clause.operator}`.")
    if clause.value is None:
        return
    if type is FieldType.NUMERIC and not _NUMBER.fullmatch(clause.value):
        raise SearchError(NOT_PARSABLE)
    if clause.operator == "~" and len(clause.value) < SHORTEST_PART:
        raise SearchError(f"A substring search needs at least {SHORTEST_PART} characters.")


def _query_of(clause: Clause, type: FieldType) -> QueryInstance:
    member = where(clause.field) if clause.key is None else where(clause.field)[clause.key]
    found = member.test(_test(clause, type))
    return found if (clause.value is None) == clause.negated else ~found


def _test(clause: Clause, type: FieldType) -> Callable[[Any], bool]:
    """Return what a value has to pass; for null, what it has to fail."""
    if clause.value is None:
        return lambda actual: actual is not None
    if type is FieldType.NUMERIC:
        number = Decimal(clause.value)
        return lambda actual: actual is not None and _compares(clause.operator, actual, number)
    wanted = clause.value.casefold()
    if clause.operator == "~":
        return lambda actual: actual is not None and wanted in str(actual).casefold()
    if type is FieldType.TOKEN:
        return lambda actual: actual is not None and str(actual).casefold() == wanted
    words = wanted.split()
    return lambda actual: actual is not None and _has_words(str(actual).casefold().split(), words)


def _compares(operator: str, actual: int, wanted: Decimal) -> bool:
    if actual == wanted:
        return operator in (":", ">=", "<=")
    return operator != ":" and (actual > wanted) == operator.startswith(">")


def _has_words(words: list[str], wanted: list[str]) -> bool:
    """Return whether words stand in a text one after the other: that is what `:` asks of text."""
    return bool(wanted) and any(
        words[start : start + len(wanted)] == wanted for start in range(len(words) - len(wanted) + 1)
    )
