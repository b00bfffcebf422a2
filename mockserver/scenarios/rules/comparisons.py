"""The comparisons of matchers, a row each: its operand, its test, and its sentence.

`COMPARISONS` is their only list: the reader of files, the JSON Schema, the check of the format's page and the reasons
use it. A new one is a new row.
"""

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from mockserver.core.patterns import LONGEST, Expression, compiled

ABSENT = object()
"""The value of a member that is not there."""

LONGEST_TEXT = 4096
"""Characters of a text that an expression is held against."""

LONGEST_SHOWN = 80
"""Characters of a value that a reason quotes."""

Test = Callable[[Any, Any], bool]
"""Whether a value passes, by the operand of its comparison."""


def shown(value: Any) -> str:
    """Write a value for people, cut where it is long."""
    text = "absent" if value is ABSENT else repr(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


@dataclass(frozen=True, slots=True)
class Operand:
    """The operand of a comparison: in `words`, as a JSON Schema, and as a check of a file, with `refused` as its error.

    A `grouping` operand consists of comparisons itself.
    """

    words: str
    schema: Mapping[str, Any]
    takes: Callable[[Any], bool]
    refused: str = ""
    made: Callable[[Any], Any] = lambda value: value
    """Make the operand from the file's value; raise `ValueError`."""
    grouping: bool = False

    def read(self, value: Any) -> Any:
        """Read an operand; raise `ValueError` with the expected form."""
        if not self.takes(value):
            raise ValueError(self.refused)
        return self.made(value)

    def written(self, expected: Any) -> str:
        """Write an operand that was read, for people."""
        if not self.grouping:
            return shown(expected)
        return f"[{'; '.join(' and '.join(map(str, group)) for group in expected)}]"


def _is_number(value: Any) -> bool:
    if isinstance(value, float):
        return isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)


def _is_scalar(value: Any) -> bool:
    return isinstance(value, (str, int, float))


def _is_filled_list(value: Any) -> bool:
    return isinstance(value, list) and bool(value)


def _groups_of(definition: str) -> Operand:
    return Operand(
        "list of values and comparisons",
        {"type": "array", "items": {"$ref": f"#/$defs/{definition}"}, "minItems": 1},
        _is_filled_list,
        "must be a list of comparisons, such as [{contains: a}, {equals: b}]",
        grouping=True,
    )


_SCALAR = ["string", "number", "boolean"]

VALUE = Operand("any value", {}, lambda value: True)
VALUES = Operand(
    "list of values, not empty", {"type": "array", "minItems": 1}, _is_filled_list, "must be a list of values"
)
TEXT = Operand("text", {"type": "string"}, lambda value: isinstance(value, str), "must be text")
SCALAR = Operand("text, number, true or false", {"type": _SCALAR}, _is_scalar, "must be text, a number, true or false")
SCALARS = Operand(
    "list of these",
    {"type": "array", "items": {"type": _SCALAR}, "minItems": 1},
    lambda value: _is_filled_list(value) and all(map(_is_scalar, value)),
    "must be a list of text, numbers, true or false",
)
FLAG = Operand("true or false", {"type": "boolean"}, lambda value: isinstance(value, bool), "must be true or false")
NUMBER = Operand("number", {"type": "number"}, _is_number, "must be a number")
EXPRESSION = Operand(
    f"regular expression of at most {LONGEST} characters",
    {"type": "string", "maxLength": LONGEST},
    lambda value: isinstance(value, str),
    "must be a regular expression",
    compiled,
)
GROUPS, TEXT_GROUPS = _groups_of("Test"), _groups_of("TextTest")


@dataclass(frozen=True, slots=True)
class Operator:
    """The meaning of a comparison: `sentence` states when it `holds`.

    For a member that is always text, `on_text` is a further check of the operand, because another one would hold for
    all texts or for none. `of_text` is a plainer test for operands that are text, or lists of text.
    """

    operand: Operand
    holds: Test
    sentence: str
    on_text: Operand | None = None
    of_text: Test | None = None

    def test(self, expected: Any) -> Test:
        """Return the test with an operand."""
        texts = expected if isinstance(expected, list) else [expected]
        plain = self.of_text is not None and all(isinstance(text, str) for text in texts)
        return self.of_text if self.of_text and plain else self.holds


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison of a matcher: `name` is the word in the file, `expected` its operand.

    The operand of a grouping one is a sequence of groups of comparisons; a group holds where all in it do.
    """

    name: str
    expected: Any
    test: Test = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "test", COMPARISONS[self.name].test(self.expected))

    def holds(self, value: Any) -> bool:
        """Return whether a value passes. Numbers compare by value, text and numbers do not compare."""
        return self.test(value, self.expected)

    def __str__(self) -> str:
        return f"{self.name} {COMPARISONS[self.name].operand.written(self.expected)}"


_NUMBER = re.compile(r"[-+]?\d{1,300}(\.\d{1,300})?([eE][-+]?\d{1,2})?", re.ASCII)


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return value
    return float(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else None


def _same(value: Any, expected: Any) -> bool:
    """Return whether a value is the expected one; members and elements are compared as values alone are."""
    if not isinstance(expected, (dict, list)):
        return _equal(value, expected)
    pairs = [(value, expected)]  # no recursion: files may be nested as deeply as they can be read
    while pairs:
        value, expected = pairs.pop()
        if isinstance(expected, dict):
            if not isinstance(value, dict) or value.keys() != expected.keys():
                return False
            pairs += [(value[name], item) for name, item in expected.items()]
        elif isinstance(expected, list):
            if not isinstance(value, list) or len(value) != len(expected):
                return False
            pairs += zip(value, expected, strict=True)
        elif not _equal(value, expected):
            return False
    return True


def _equal(value: Any, expected: Any) -> bool:
    if isinstance(expected, bool) and isinstance(value, str):
        return value == ("true" if expected else "false")
    if isinstance(expected, (int, float)) and not isinstance(expected, bool):
        return _number(value) == expected  # also of text: a query or form value is nothing else
    return type(value) is type(expected) and bool(value == expected)


def _ordering(than: str, *signs: int) -> Operator:
    """Return the operator that holds where a value minus the operand has one of some signs."""

    def holds(value: Any, expected: Any) -> bool:
        left, right = _number(value), _number(expected)
        return left is not None and right is not None and (left > right) - (left < right) in signs

    return Operator(NUMBER, holds, f"it is a number, or looks like one, that is {than}")


def _contains(value: Any, expected: Any) -> bool:
    if isinstance(value, str):
        return isinstance(expected, str) and expected in value
    return isinstance(value, list) and any(_same(item, expected) for item in value)


def _matches(value: Any, expected: Expression) -> bool:
    text = text_of(value)
    return text is not None and expected.fits(text)


def text_of(value: Any) -> str | None:
    """Return the text that an expression is matched with; a number is taken as text, as in a form."""
    if isinstance(value, str):
        return value[:LONGEST_TEXT]
    return None if isinstance(value, bool) or not isinstance(value, (int, float)) else str(value)


def _grouping(held: Callable[[Iterator[bool]], bool], sentence: str) -> Operator:
    """Return the operator of groups of comparisons, given the test of which of them hold."""

    def holds(value: Any, groups: Sequence[Sequence[Comparison]]) -> bool:
        return held(all(test.holds(value) for test in group) for group in groups)

    return Operator(GROUPS, holds, sentence, on_text=TEXT_GROUPS)


def _is_one_of(value: Any, texts: Sequence[str]) -> bool:
    return value in texts if isinstance(value, str) else False


COMPARISONS: dict[str, Operator] = {
    "equals": Operator(
        VALUE,
        _same,
        "they are equal: numbers by value, text with the same case; text that looks like a number equals that number, "
        "and true and false as text equal these; so it is with every member and element of objects and lists",
        on_text=SCALAR,
        of_text=operator.eq,  # nothing but text equals text
    ),
    "not": Operator(
        VALUE,
        lambda value, expected: not _same(value, expected),
        "they are not equal; also when the member is absent",
        on_text=SCALAR,
    ),
    "contains": Operator(
        VALUE, _contains, "text has the text in it, or a list has the value among its elements", on_text=TEXT
    ),
    "matches": Operator(
        EXPRESSION,
        _matches,
        f"it fits the whole text, or its first {LONGEST_TEXT} characters; a number is taken as text",
    ),
    "present": Operator(
        FLAG, lambda value, expected: (value is not ABSENT) is expected, "the member is there, or is not"
    ),
    "absent": Operator(FLAG, lambda value, expected: (value is ABSENT) is expected, "the member is not there, or is"),
    "one_of": Operator(
        VALUES,
        lambda value, expected: any(_same(value, item) for item in expected),
        "it equals one of them",
        on_text=SCALARS,
        of_text=_is_one_of,
    ),
    "gt": _ordering("greater", 1),
    "gte": _ordering("greater or equal", 1, 0),
    "lt": _ordering("less", -1),
    "lte": _ordering("less or equal", -1, 0),
    "any_of": _grouping(any, "one of them holds"),
    "all_of": _grouping(all, "each of them holds"),
    "none_of": _grouping(lambda held: not any(held), "none of them holds"),
}
"""All comparisons, by the words that files have for them."""
