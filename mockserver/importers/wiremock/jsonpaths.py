"""WireMock's JSONPaths, in the dialect of Jayway's json-path 2, as those of a scenario file, which are the standard's.

What differs, by `internal/path/PathCompiler.java` of https://github.com/json-path/JsonPath: a dot may stand before a
bracket, a path may end in a function, and a filter judges an object itself, and of a list the elements.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from mockserver.importers.wiremock.members import Unsayable

Kind = Literal["name", "names", "index", "several", "filter", "function"]

QUOTED = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\""""
_STEP = re.compile(
    rf"""
    (?P<deep>\.\.)? (?(deep)|\.?) \[ \s* (?P<names> (?:{QUOTED}) (?: \s*,\s* (?:{QUOTED}) )* ) \s* \]
    | (?P<deep2>\.\.)? (?(deep2)|\.?) \[ \s* (?P<index> -?\d+ ) \s* \]
    | (?P<deep3>\.\.)? (?(deep3)|\.?) \[ \s* (?P<several> [-\d:,\s]+ | \* ) \s* \]
    | (?P<deep4>\.\.)? (?(deep4)|\.?) \[ \s* \?
        (?P<filter> (?: {QUOTED} | /(?:[^/\\]|\\.)*/ | \[ [^\]]* \] | [^\]'"/\[] )* ) \]
    | (?P<deep5>\.\.|\.) (?: (?P<star>\*) | (?P<name> [^\s.\[\]()*]+ ) (?P<function> \( [^()]* \) )? )
    """,
    re.VERBOSE | re.DOTALL,
)
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_TEXT = re.compile(QUOTED)


@dataclass(frozen=True, slots=True)
class PathStep:
    """One step of a path: its text as the standard writes it, but for functions and filters, which are Jayway's."""

    kind: Kind
    text: str
    deep: bool = False
    dotted: bool = False
    """Whether a dot stands before a bracket, which only programs write."""

    @property
    def definite(self) -> bool:
        """Return whether the step leads to one value at most."""
        return self.kind in ("name", "index") and not self.deep

    @property
    def is_all(self) -> bool:
        """Return whether the step leads to all elements of a list."""
        return self.kind == "several" and self.text == "[*]" and not self.deep

    def about(self, inner: str) -> "PathStep":
        """Return a filter whose condition is asked of what is further inside."""
        parts = re.split(f"({QUOTED})", self.text)
        text = "".join(part if number % 2 else part.replace("@", f"@{inner}") for number, part in enumerate(parts))
        return replace(self, text=text)


ALL = PathStep("several", "[*]")


def steps_of(expression: str, place: str) -> Sequence[PathStep]:
    """Read a path, which may lack its root; raise `Unsayable`."""
    text = expression.strip()
    text = text.removeprefix("$") if text.startswith("$") else f".{text}"
    steps, at = [], 0
    while at < len(text):
        found = _STEP.match(text, at)
        if not found:
            raise Unsayable(place, f"the path {expression!r} has no counterpart from {text[at:][:40]!r} on")
        steps.append(_step(found))
        at = found.end()
    return steps


def _step(found: re.Match[str]) -> PathStep:
    deep = found[0].startswith("..")
    dotted = not deep and found[0].startswith(".[")
    if found["names"] is not None:
        names = [unquoted(name) for name in _TEXT.findall(found["names"])]
        if len(names) == 1:
            return PathStep("name", named(names[0], deep=deep), deep, dotted)
        return PathStep("names", f"[{', '.join(json.dumps(name) for name in names)}]", deep, dotted)
    if found["index"] is not None:
        return PathStep("index", f"[{int(found['index'])}]", deep, dotted)
    if found["several"] is not None:
        return PathStep("several", f"[{found['several'].strip()}]", deep, dotted)
    if found["filter"] is not None:
        return PathStep("filter", unwrapped(found["filter"]), deep, dotted)
    if found["star"]:
        return PathStep("several", "*" if deep else "[*]", deep)
    if found["function"]:
        return PathStep(
            "function", found["name"] if found["function"] == "()" else f"{found['name']}{found['function']}"
        )
    return PathStep("name", named(found["name"], deep=deep), deep)


def written(steps: Sequence[PathStep]) -> str:
    """Write a path as the standard does.

    >>> written(steps_of("$.['a'].b[0].['c d']", ""))
    '$.a.b[0]["c d"]'
    """
    return "$" + "".join(f"{'..' if step.deep else ''}{_written(step)}" for step in steps)


def _written(step: PathStep) -> str:
    return f"[?{standard(step.text)}]" if step.kind == "filter" else step.text


def standard(condition: str) -> str:
    """Write the condition of a filter as the standard does, as far as it knows what is in it."""
    parts = re.split(f"({QUOTED})", condition)
    return "".join(part if number % 2 else part.replace(".[", "[") for number, part in enumerate(parts))


def named(name: str, *, deep: bool = False) -> str:
    """Write the step to a member."""
    if _PLAIN.fullmatch(name):
        return name if deep else f".{name}"
    return f"[{json.dumps(name)}]"


def unquoted(text: str) -> str:
    """Return what stands in quotes."""
    return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL)


def unwrapped(condition: str) -> str:
    """Take away parentheses around all of a condition.

    >>> unwrapped("((@.a == 1))"), unwrapped("(@.a) && (@.b)")
    ('@.a == 1', '(@.a) && (@.b)')
    """
    condition = condition.strip()
    while condition.startswith("(") and _closes_at(condition) == len(condition) - 1:
        condition = condition[1:-1].strip()
    return condition


def _closes_at(condition: str) -> int:
    """Return where the parenthesis closes that a condition begins with; those in texts and expressions do not count."""
    depth = 0
    for piece in re.finditer(rf"{QUOTED}|/(?:[^/\\]|\\.)*/|[()]", condition, re.DOTALL):
        depth += {"(": 1, ")": -1}.get(piece[0], 0)
        if depth == 0:
            return piece.start()
    return -1
