"""Rebilly's filter grammar: `field:value,value;field:!value;field:from..to` becomes a query of records.

Clauses join with AND, values with OR. Values match whole and without regard to case; numbers and moments compare by
value. A list is searched element by element.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshmallow import Schema

from mockserver.apis.rebilly.dialect import moment
from mockserver.core.fields.containers import Array, Object, OpenObject
from mockserver.core.fields.kinds import Flag, Number, Text, Whole
from mockserver.core.problems import FieldError, InvalidQuery
from mockserver.core.store.queries import QueryInstance, every, where
from mockserver.core.text import suggestion

MOST_CLAUSES = 50

_WHOLE = re.compile("-?[0-9]{1,400}")
_DECIMAL = re.compile(r"-?[0-9]{1,400}(\.[0-9]{1,400})?([eE][-+]?[0-9]{1,3})?")

Comparable = str | float | datetime | bool
Test = Callable[[Comparable | None], bool]


@dataclass(frozen=True, slots=True)
class Filterable:
    """What a collection can be filtered and sorted by: the kind of each dotted member; filters know aliases too."""

    kinds: Mapping[str, str]
    aliases: Mapping[str, str]
    open: bool = False
    """Whether every member goes, whatever it is."""

    def resolve(self, name: str, parameter: str) -> tuple[str, str]:
        """Return the member and its kind; raise `InvalidQuery` for an unknown one."""
        name = name.replace("/", ".")
        if parameter == "filter":
            name = self.aliases.get(name, name)
        kind = self.kinds.get(name)
        if kind:
            return name, kind
        parent = name.rpartition(".")[0]
        if self.open or self.kinds.get(parent) == "open" or self.kinds.get(name.partition(".")[0]) == "open":
            return name, "any"
        raise _refusal(parameter, f"There is no member {name!r} to {parameter} by{suggestion(name, self.kinds) or '.'}")


ANYTHING = Filterable({}, {}, open=True)
"""For objects that no schema describes."""


def filterable(schema: Schema, aliases: Mapping[str, str] | None = None) -> Filterable:
    """Read from a schema what its records can be filtered by."""
    return Filterable(dict(_kinds(schema, "")), aliases or {})


def condition(text: str, by: Filterable) -> QueryInstance:
    """Turn a filter into a query; raise `InvalidQuery` that names what is wrong."""
    if text.count('"') % 2:
        raise _refusal("filter", "A quotation mark is not closed.")
    clauses = [clause for clause in _split(text, ";") if clause.strip()]
    if len(clauses) > MOST_CLAUSES:
        raise _refusal("filter", f"A filter has at most {MOST_CLAUSES} clauses.")
    return every(_clause(clause, by) for clause in clauses)


def _holding(path: Sequence[str], test: Callable[[Any], bool]) -> QueryInstance:
    """Return the query for the records that have a value at a path which passes a test."""
    first, *rest = path

    def passes(inside: Any) -> bool:
        if rest or isinstance(inside, list):
            return any(map(test, values(inside, rest)))
        return test(inside)

    return where(first).test(passes)


def values(record: Any, path: Sequence[str]) -> Iterator[Any]:
    """Return every value a dotted path leads to, going through lists."""
    if isinstance(record, list):
        for item in record:
            yield from values(item, path)
    elif not path:
        yield record
    elif isinstance(record, dict) and path[0] in record:
        yield from values(record[path[0]], path[1:])


def comparable(value: Any, kind: str) -> Comparable | None:
    """Bring a stored value into the form its kind compares in; `None` where it has none."""
    if kind == "time":
        return moment(value) if isinstance(value, str) else None
    if isinstance(value, str):
        return value.casefold()
    return value if isinstance(value, (bool, int, float)) else None


def _kinds(schema: Schema, prefix: str) -> Iterator[tuple[str, str]]:
    for attribute, field in schema.fields.items():
        name = field.data_key or attribute
        if field.load_only or name.startswith("_"):
            continue
        if isinstance(field, Array):
            field = field.inner
        if isinstance(field, Object):
            yield from _kinds(field.schema, f"{prefix}{name}.")
        elif kind := _kind(field):
            yield prefix + name, kind


def _kind(field: Any) -> str | None:
    if isinstance(field, Text):
        return "time" if field.metadata.get("format") in ("date-time", "date") else "text"
    if isinstance(field, (Whole, Number)):
        return "number"
    if isinstance(field, Flag):
        return "flag"
    return "open" if isinstance(field, OpenObject) else None


def _clause(clause: str, by: Filterable) -> QueryInstance:
    name, colon, text = clause.partition(":")
    if not colon or not name.strip():
        raise _refusal("filter", f"{clause.strip()!r} is not of the form field:value.")
    member, kind = by.resolve(name.strip(), "filter")
    path = member.split(".")
    wanted, unwanted = ([_test(value, kind, member) for value in side] for side in _sides(text))
    sides = [
        *([_one_of(wanted, kind, path)] if wanted else ()),
        *([~_one_of(unwanted, kind, path)] if unwanted else ()),
    ]
    return every(sides)


def _one_of(tests: Sequence[Test], kind: str, path: Sequence[str]) -> QueryInstance:
    if len(tests) == 1:
        [test] = tests
        return _holding(path, lambda value: test(comparable(value, kind)))

    def passes(value: Any) -> bool:
        compared = comparable(value, kind)
        return any(test(compared) for test in tests)

    return _holding(path, passes)


def _split(text: str, separator: str) -> list[str]:
    """Part text at a separator that does not stand inside double quotes."""
    parts, quoted = [""], False
    for piece in text.split(separator):
        parts[-1] += separator + piece if quoted else piece
        quoted ^= piece.count('"') % 2 == 1
        if not quoted:
            parts.append("")
    return parts[:-1]


def _sides(text: str) -> tuple[list[str], list[str]]:
    """Part the values into wanted and unwanted; `!a,b` is the older spelling of `!a,!b`."""
    parts = [part.strip() for part in _split(text, ",")]
    if parts[0].startswith("!"):
        return [], [part.removeprefix("!") for part in parts]
    wanted = [part for part in parts if not part.startswith("!")]
    return wanted, [part[1:] for part in parts if part.startswith("!")]


def _test(text: str, kind: str, member: str) -> Test:
    if not text:
        raise _refusal("filter", f'{member} is compared with nothing; the empty text is "".')
    if text.startswith("@"):
        raise _refusal("filter", f"There is no value list {text[1:]!r}.")
    quoted = len(text) >= 2 and text[0] == text[-1] == '"'
    if quoted:
        text = text[1:-1]
    if '"' in text:
        raise _refusal("filter", f"A quotation mark stands inside a value of {member}.")
    if ".." in text and not quoted and kind != "text":
        return _range(text, kind, member)
    if kind == "any":
        return _resembles(text)
    expected = _literal(text, kind, member)
    return lambda value: value == expected


def _resembles(text: str) -> Test:
    """Compare with values of whatever kind: text without regard to case, numbers by value, flags by name."""
    folded, number = text.casefold(), _number(text)

    def same(value: Comparable | None) -> bool:
        if isinstance(value, bool):
            return folded == str(value).lower()
        return value == (folded if isinstance(value, str) else number) and value is not None

    return same


def _range(text: str, kind: str, member: str) -> Test:
    first, _, last = text.partition("..")
    if not first and not last:
        raise _refusal("filter", f"The range of {member} has neither a beginning nor an end.")
    if kind == "any":
        kind = "number" if all(_number(bound) is not None for bound in (first, last) if bound) else "time"
    least = _literal(first, kind, member) if first else None
    most = _literal(last, kind, member) if last else None

    def inside(value: Any) -> bool:
        if kind == "time" and isinstance(value, str):
            value = _moment(value.upper())
        if value is None or isinstance(value, (bool, str)):
            return False
        return (least is None or value >= least) and (most is None or value <= most)

    return inside


def _literal(text: str, kind: str, member: str) -> Any:
    """Read a value as its member's kind."""
    if kind == "number":
        number = _number(text)
        if number is None:
            raise _refusal("filter", f"{member} is compared with numbers, {text!r} is none.")
        return number
    if kind == "time":
        parsed = _moment(text)
        if parsed is None:
            raise _refusal("filter", f"{member} is compared with RFC 3339 moments, {text!r} is none.")
        return parsed
    if kind == "flag":
        if text.casefold() not in ("true", "false"):
            raise _refusal("filter", f"{member} is true or false, {text!r} is neither.")
        return text.casefold() == "true"
    return text.casefold()


def _moment(text: str) -> datetime | None:
    try:
        return moment(text)
    except ValueError:
        return None


def _number(text: str) -> float | None:
    """Read a number as JSON writes them; a whole one stays exact."""
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else None


def _refusal(parameter: str, message: str) -> InvalidQuery:
    return InvalidQuery(message, errors=[FieldError(parameter, message)])
