"""WireMock's JSONPaths as those of a scenario file, which are the standard's."""

import json
import re
from typing import Any

from mockserver.importers.wiremock.comparisons import Wish
from mockserver.importers.wiremock.members import Unsayable

_INDEFINITE = re.compile(r"\.\.|\*|\?|\[[^\]'\"]*[:,]")
_OF_ITSELF = re.compile(r"\$\[\?\s*\((.+)\)\s*\]", re.DOTALL)
_CLAUSE = re.compile(r"\s*@((?:\.\w+|\[\d+\]|\['[^'\\]+'\])+)\s*(?:(==|!=|>=|<=|>|<)\s*(.+?))?\s*", re.DOTALL)
_LITERAL = re.compile(r"""'([^'\\]*)'|"([^"\\]*)"|(-?\d+(?:\.\d+)?)|(true|false|null)""")
_COMPARISONS = {"==": "equals", "!=": "not", ">": "gt", ">=": "gte", "<": "lt", "<=": "lte"}


def path(expression: str, place: str) -> str:
    """Give the path from the root; raises `Unsayable`."""
    expression = expression.strip()
    if _OF_ITSELF.fullmatch(expression):
        raise Unsayable(place, "a filter of the whole body has no counterpart here")
    if expression.startswith("$[?"):
        raise Unsayable(place, "a filter of the whole body has a counterpart only where nothing follows it")
    return expression if expression.startswith("$") else f"$.{expression}"


def is_definite(expression: str) -> bool:
    """Say whether a path can lead to one value only."""
    return not _INDEFINITE.search(expression)


def filters_list(expression: str) -> bool:
    """Say whether a path filters what may be a list or an object, which WireMock does not do as the standard does."""
    return "[?" in expression


def present(expression: str) -> Wish:
    """Say what makes a path alone match: one value that is there and not null, or any of several."""
    return {"present": True, "not": None} if is_definite(expression) else {"present": True}


def of_itself(expression: str, place: str) -> list[tuple[str, Wish]] | None:
    """Read `$[?(@.status == 'open' && @.total > 10)]`, which WireMock asks of a body that is an object, by its parts.

    `None` for any other expression.
    """
    found = _OF_ITSELF.fullmatch(expression.strip())
    if not found:
        return None
    return [_clause(text, place) for text in found[1].split("&&")]


def _clause(text: str, place: str) -> tuple[str, Wish]:
    clause = _CLAUSE.fullmatch(text)
    if not clause:
        raise Unsayable(place, f"the filter {text.strip()!r} of the whole body has no counterpart")
    where, operator, literal = clause.groups()
    if operator is None:
        return f"${where}", {"present": True}
    value = _literal(literal, place)
    if operator not in ("==", "!=") and (isinstance(value, bool) or not isinstance(value, (int, float))):
        raise Unsayable(place, f"the filter {text.strip()!r} compares with no number")
    return f"${where}", {_COMPARISONS[operator]: value}


def _literal(text: str, place: str) -> Any:
    found = _LITERAL.fullmatch(text)
    if not found:
        raise Unsayable(place, f"{text!r} in a filter of the whole body has no counterpart")
    single, double, number, word = found.groups()
    if single is not None or double is not None:
        return single if single is not None else double
    return json.loads(number or word)
