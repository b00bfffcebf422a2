"""Texts with gaps: `{{ request.body.email }}` in an answer of a rule is filled from the request.

The language is a part of Jinja's that cannot run for long and reaches nothing but what it is handed: names, members,
comparisons, choices and a few filters. Loops, calls, arithmetic and assignments are refused when a file is read.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import jinja2
from jinja2 import nodes

from mockserver.core.bodies import encode_json

LONGEST = 10_000
"""Characters of a text with gaps."""

MOST_GAPS = 100
"""Gaps of one text."""

LONGEST_VALUE = 16_384
"""Characters of a value that fills a gap; the rest is cut off."""

_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const,
    nodes.Filter, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Concat,
)  # fmt: skip


class _Environment(jinja2.Environment):
    """Jinja that reads members of mappings and lists, and no attributes of Python's objects."""

    def __init__(self) -> None:
        super().__init__(undefined=jinja2.ChainableUndefined, autoescape=False)
        self.filters = {
            "upper": lambda value: _text(value).upper(),
            "lower": lambda value: _text(value).lower(),
            "json": lambda value: encode_json(_plain(value)).decode(),
            "length": lambda value: len(value) if isinstance(value, (str, list, dict)) else 0,
            "default": lambda value, instead="": instead if value in (None, "") or _is_undefined(value) else value,
        }
        self.finalize = _text

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        try:
            if isinstance(obj, Mapping) or (isinstance(obj, list) and isinstance(argument, int)):
                return obj[argument]
        except (KeyError, IndexError):
            pass
        return self.undefined(name=str(argument))


class Template:
    """A compiled text with gaps."""

    def __init__(self, template: jinja2.Template) -> None:
        self._template = template

    def fill(self, values: Mapping[str, Any]) -> str:
        """Fill the gaps; what is not there fills them with nothing."""
        return self._template.render(values)


def has_gaps(text: str) -> bool:
    """Say whether a text is one with gaps."""
    return "{{" in text or "{%" in text or "{#" in text


@lru_cache(maxsize=1024)
def compiled(text: str) -> Template:
    """Compile a text; raises `ValueError` with what is wrong with it."""
    if len(text) > LONGEST:
        raise ValueError(f"must have at most {LONGEST} characters where it has gaps")
    environment = _environment()
    try:
        tree = environment.parse(text)
        gaps = 0
        for node in tree.find_all(nodes.Node):
            if not isinstance(node, _ALLOWED):
                raise ValueError(f"has {type(node).__name__.lower()} in a gap, which may only name, compare and choose")
            gaps += isinstance(node, (nodes.Name, nodes.Filter))
        if gaps > MOST_GAPS:
            raise ValueError(f"must have at most {MOST_GAPS} gaps")
        unknown = {node.name for node in tree.find_all(nodes.Filter)} - set(environment.filters)
        if unknown:
            raise ValueError(f"has the unknown filter {min(unknown)!r}; there are {', '.join(environment.filters)}")
        return Template(environment.from_string(tree))
    except (jinja2.TemplateError, RecursionError, OverflowError) as error:
        raise ValueError(f"is not a text with gaps: {error}") from None


def filled(value: Any, values: Mapping[str, Any]) -> Any:
    """Fill the gaps in all texts of a value; a text that is nothing but one gap becomes the text that fills it."""
    if isinstance(value, str):
        return compiled(value).fill(values) if has_gaps(value) else value
    if isinstance(value, dict):
        return {name: filled(item, values) for name, item in value.items()}
    if isinstance(value, list):
        return [filled(item, values) for item in value]
    return value


@lru_cache(maxsize=1)
def _environment() -> _Environment:
    return _Environment()


def _is_undefined(value: Any) -> bool:
    return isinstance(value, jinja2.Undefined)


def _plain(value: Any) -> Any:
    return None if _is_undefined(value) else value


def _text(value: Any) -> str:
    """Write a value into a gap: text as it is, null as nothing, and all else as JSON."""
    if value is None or _is_undefined(value):
        return ""
    text = value if isinstance(value, str) else encode_json(value).decode()
    return text[:LONGEST_VALUE]
