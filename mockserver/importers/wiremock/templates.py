"""The simple ones of WireMock's templates, as ours; a text with any other stays as it is, and is not filled."""

import json
import re
from collections.abc import Mapping
from typing import Any

_EXPRESSION = re.compile(r"\{\{\{([^{}]*)\}\}\}|\{\{([^{}]*)\}\}")
_OPENING = re.compile(r"\{\{|\{%|\{#|\r")
_ALONE = re.compile(r"\{\{ (now|request\.body[^{}]*) \}\}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_STEP = re.compile(r"\.\[([^\]]+)\]|\.([^.\[\]\s]+)")
_JSON_STEP = re.compile(r"\.([A-Za-z_]\w*)|\[(\d+)\]|\['([^'\\]+)'\]")
_JSON_PATH = re.compile(r"jsonPath\s+request\.body\s+(['\"])\$((?:(?!\1).)*)\1(?:\s+default=(['\"])(.*?)\3)?")
_LOOKUP = re.compile(r"lookup\s+request\.(headers|query)\s+(['\"])([^'\"]+)\2")
_NOW = re.compile(r"now(?:\s+format=(['\"])unix\1)?")
_UUID = re.compile(r"randomValue\s+type=(['\"])UUID\1")
_PARAMETER = re.compile(r"parameters\.([A-Za-z_]\w*)")

LONGEST_SHOWN = 40
"""Characters of an expression in a report."""


class NoCounterpart(Exception):
    """A template has a part without a counterpart in ours."""


def literal(text: str) -> str:
    """Write a text so that nothing in it is a gap; where there are some, Jinja would make line ends its own."""
    return _OPENING.sub(lambda match: "{{ " + json.dumps(match[0]) + " }}", text)


def has_expressions(text: str) -> bool:
    """Return whether WireMock would fill a text."""
    return _EXPRESSION.search(text) is not None


def template(text: str, parameters: Mapping[str, Any]) -> str:
    """Write a template of WireMock's as one of ours; raise `NoCounterpart` with the expression that has none."""
    parts, at = [], 0
    for match in _EXPRESSION.finditer(text):
        parts += [_between(text[at : match.start()]), _expression((match[1] or match[2] or "").strip(), parameters)]
        at = match.end()
    return "".join([*parts, _between(text[at:])])


def _between(text: str) -> str:
    if "{{" in text:
        raise NoCounterpart(text[text.index("{{") + 2 :][:LONGEST_SHOWN])
    return literal(text)


def as_text(written: str) -> str:
    """Let a member that is nothing but a gap be text, whatever fills it, as it is to WireMock."""
    alone = _ALONE.fullmatch(written)
    return '{{ "" ~ ' + alone[1] + " }}" if alone else written


def _expression(text: str, parameters: Mapping[str, Any]) -> str:
    if found := _PARAMETER.fullmatch(text):
        value = parameters.get(found[1])
        if isinstance(value, (str, int, float, bool)):
            return literal(value if isinstance(value, str) else json.dumps(value))
    gap = _gap(text)
    if gap is None:
        raise NoCounterpart(text)
    return "{{ " + gap + " }}"


def _gap(text: str) -> str | None:
    if text in ("request.method", "request.path", "request.body"):
        return text
    if found := _NOW.fullmatch(text):
        return "now" if found[1] else "now | iso"
    if _UUID.fullmatch(text):
        return "uuid"
    if found := _LOOKUP.fullmatch(text):
        return _member(f"request.{found[1]}", _as_sent(found[1], found[3]))
    if found := _JSON_PATH.fullmatch(text):
        return _of_body(found[2], found[4])
    for part in ("query", "headers"):
        if text.startswith(f"request.{part}."):
            return _of_part(part, text.removeprefix(f"request.{part}"))
    return None


def _of_part(part: str, rest: str) -> str | None:
    steps = [bracketed or plain for bracketed, plain in _STEP.findall(rest)]
    if "".join(match[0] for match in _STEP.finditer(rest)) != rest or not steps:
        return None
    if steps[1:] not in ([], ["0"], ["first"]):
        return None
    return _member(f"request.{part}", _as_sent(part, steps[0]))


def _of_body(rest: str, default: str | None) -> str | None:
    if "".join(match[0] for match in _JSON_STEP.finditer(rest)) != rest:
        return None
    gap = "request.body"
    for name, index, quoted in _JSON_STEP.findall(rest):
        gap = f"{gap}[{index}]" if index else _member(gap, name or quoted)
    return gap if default is None else f"{gap} | default({json.dumps(default)})"


def _as_sent(part: str, name: str) -> str:
    """Write a name as requests have it here: those of headers are lower case."""
    return name.lower() if part == "headers" else name


def _member(of: str, name: str) -> str:
    return f"{of}.{name}" if _NAME.fullmatch(name) else f"{of}[{json.dumps(name)}]"
