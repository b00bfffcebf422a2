"""Texts with gaps: `{{ request.body.email }}` in an answer of a rule is filled from the request.

Jinja only parses them: a gap names, compares and chooses, and a few filters change its value. So it can use only the
given names, its time is bounded, and so is its text. Loops, calls, arithmetic and assignments are refused when a file
is read.
"""

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import jinja2
from jinja2 import nodes

from mockserver.core.http.bodies import encode_json
from mockserver.core.text import suggestion
from mockserver.scenarios.notation.texts import has_gaps
from mockserver.scenarios.rules.comparisons import Comparison

NAMES = ("request", "vars", "call", "api", "operation", "tenant", "now", "id", "uuid")
"""The names for gaps."""

LONGEST = 10_000
"""Characters of a text with gaps."""

MOST_GAPS = 100
"""Names and filters in all gaps of one answer."""

DEEPEST = 30
"""Levels of nesting in a gap."""

LONGEST_VALUE = 16_384
"""Characters of a text that fills a gap; the rest is cut off."""

MOST_FILLED = 1_048_576
"""Characters that all gaps of one answer are filled with; later gaps stay empty."""

_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const,
    nodes.Filter, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Concat,
)  # fmt: skip

_COMPARISONS = {"eq": "equals", "ne": "not", "gt": "gt", "gteq": "gte", "lt": "lt", "lteq": "lte"}

_YEAR_10000 = 253_402_300_800

_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?", re.ASCII)


def _number(value: Any) -> Any:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    if not isinstance(value, str) or not (match := _NUMBER.fullmatch(value)):
        return None
    return float(value) if match[1] else int(value)


def _iso(value: Any) -> str:
    """Write an epoch second as a date and time of UTC; any other value as nothing."""
    seconds = _number(value)
    if seconds is None or not 0 <= seconds < _YEAR_10000:
        return ""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


FILTERS: Mapping[str, Callable[..., Any]] = {
    "upper": lambda filling, value: filling.text(value).upper(),
    "lower": lambda filling, value: filling.text(value).lower(),
    "json": lambda filling, value: filling.encoded(value),
    "number": lambda filling, value: _number(value),
    "iso": lambda filling, value: _iso(value),
    "length": lambda filling, value: len(value) if isinstance(value, (str, list, dict)) else 0,
    "default": lambda filling, value, instead="": instead if value in (None, "") else value,
}


class Template:
    """A text with gaps that was read; `gaps` is how many names and filters are in them."""

    def __init__(self, tree: nodes.Template, gaps: int) -> None:
        self.gaps = gaps
        self.parts = [part for output in tree.body if isinstance(output, nodes.Output) for part in output.nodes]

    @property
    def sole(self) -> nodes.Expr | None:
        """Return the gap of a text that is nothing else."""
        if len(self.parts) != 1 or isinstance(self.parts[0], nodes.TemplateData):
            return None
        return self.parts[0]


@lru_cache(maxsize=1024)
def compiled(text: str) -> Template:
    """Read a text; raise `ValueError` with its mistake."""
    if len(text) > LONGEST:
        raise ValueError(f"must have at most {LONGEST} characters where it has gaps")
    try:
        tree = _environment().parse(text)
    except (jinja2.TemplateError, RecursionError, OverflowError, ValueError) as error:
        raise ValueError(f"is not a text with gaps: {error}") from None
    gaps, level = 0, [*tree.iter_child_nodes()]
    for _ in range(DEEPEST):
        for node in level:
            _check(node)
            gaps += isinstance(node, (nodes.Name, nodes.Filter))
        level = [child for node in level for child in node.iter_child_nodes()]
    if level:
        raise ValueError(f"must not nest what is in a gap more than {DEEPEST} levels deep")
    return Template(tree, gaps)


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    return jinja2.Environment(keep_trailing_newline=True)  # noqa: S701 - it reads, and never writes


def _check(node: nodes.Node) -> None:
    if not isinstance(node, _ALLOWED):
        raise ValueError(f"has {type(node).__name__.lower()} in a gap, which may only name, compare and choose")
    if isinstance(node, nodes.Name) and node.name not in NAMES:
        raise ValueError(f"names {node.name!r}{suggestion(node.name, NAMES)}; there are {', '.join(NAMES)}")
    if isinstance(node, nodes.Const) and node.value in (math.inf, -math.inf):
        raise ValueError("has a number in a gap that is beyond all bounds")
    if not isinstance(node, nodes.Filter):
        return
    if node.name not in FILTERS:
        known = ", ".join(FILTERS)
        raise ValueError(f"has the unknown filter {node.name!r}{suggestion(node.name, FILTERS)}; there are {known}")
    if node.dyn_args or node.dyn_kwargs or node.kwargs or len(node.args) > (node.name == "default"):
        raise ValueError(f"gives the filter {node.name!r} what it does not take")


class Filling:
    """One filling of the gaps of an answer with `values`."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values
        self._left = MOST_FILLED

    def filled(self, value: Any) -> Any:
        """Fill the gaps in all texts of a value; a text that is nothing but a gap becomes what fills it."""
        if isinstance(value, str) and has_gaps(value):
            sole = compiled(value).sole
            return self.written(value) if sole is None else self._kept(self._found(sole))
        if isinstance(value, dict):
            return {name: self.filled(item) for name, item in value.items()}
        if isinstance(value, list):
            return [self.filled(item) for item in value]
        return value

    def written(self, text: str) -> str:
        """Fill the gaps of a text; a missing value leaves one empty."""
        if not has_gaps(text):
            return text
        return "".join(
            part.data if isinstance(part, nodes.TemplateData) else self.text(self._found(part))
            for part in compiled(text).parts
        )

    def text(self, value: Any) -> str:
        """Write a value into a gap: text as it is, null as nothing, and all else as JSON."""
        if value is None:
            return ""
        return self._spent(value) if isinstance(value, str) else self.encoded(value)

    def encoded(self, value: Any) -> str:
        """Write a value as JSON."""
        return self._spent(encode_json(value).decode()) if self._left > 0 else ""

    def _spent(self, text: str) -> str:
        """Count a text as written, as far as it may be."""
        kept = text[: max(min(self._left, LONGEST_VALUE), 0)]
        self._left -= len(text)
        return kept

    def _kept(self, value: Any) -> Any:
        """Return a value that is to be written as it is."""
        if isinstance(value, (dict, list)):
            self._left -= len(encode_json(value)) if self._left > 0 else 1
            return value if self._left >= 0 else None
        return self.text(value) if isinstance(value, str) else value

    def _found(self, node: nodes.Node) -> Any:
        match node:
            case nodes.Const():
                return node.value
            case nodes.Name():
                return self._values.get(node.name)
            case nodes.Getattr():
                return _member(self._found(node.node), node.attr)
            case nodes.Getitem():
                return _member(self._found(node.node), self._found(node.arg))
            case nodes.Filter():
                arguments = [self._found(argument) for argument in (node.node, *node.args) if argument]
                return FILTERS[node.name](self, *arguments)
            case nodes.CondExpr():
                chosen = node.expr1 if self._found(node.test) else node.expr2
                return self._found(chosen) if chosen else None
            case nodes.Compare():
                return self._compared(node)
            case nodes.And():
                return self._found(node.left) and self._found(node.right)
            case nodes.Or():
                return self._found(node.left) or self._found(node.right)
            case nodes.Not():
                return not self._found(node.node)
            case nodes.Concat():
                return "".join(self.text(self._found(part)) for part in node.nodes)
            case _:
                raise TypeError(type(node).__name__)  # no file that was read has any other

    def _compared(self, node: nodes.Compare) -> bool:
        """Compare as matchers do; of a chain, each with the next one."""
        left = self._found(node.expr)
        for operand in node.ops:
            right = self._found(operand.expr)
            if operand.op in ("in", "notin"):
                held = _within(left, right) is (operand.op == "in")
            else:
                held = Comparison(_COMPARISONS[operand.op], right).holds(left)
            if not held:
                return False
            left = right
        return True


def _within(value: Any, whole: Any) -> bool:
    if isinstance(whole, dict):
        return isinstance(value, str) and value in whole
    return Comparison("contains", value).holds(whole)


def _member(whole: Any, name: Any) -> Any:
    """Return a member of a mapping or list, and nothing of any other object."""
    try:
        if isinstance(whole, Mapping) or (isinstance(whole, list) and isinstance(name, int)):
            return whole[name]
    except (KeyError, IndexError, TypeError):
        pass
    return None
