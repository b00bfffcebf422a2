"""A scenario as frozen values: what a file says, after it was checked."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from mockserver.core.auth import Grant
from mockserver.core.limiter import Operations
from mockserver.core.problems import FieldError

FOREVER = None

Effect = Literal["skip", "commit"]
"""What happens to the data where a rule answers: nothing, or what the operation does."""

Stored = Literal["genuine", "injected"]
"""Which answer an idempotency key remembers where a rule answers: the operation's own, or the rule's."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison of a matcher: `name` is the word in the file, `expected` its operand."""

    name: str
    expected: Any

    def holds(self, value: Any) -> bool:
        """Say whether a value passes. Numbers compare by value, text and numbers do not compare."""
        return _TESTS[self.name](value, self.expected)


@dataclass(frozen=True, slots=True)
class Matcher:
    """What one member of a request must be like: `key` in its headers, query, body or path arguments."""

    part: Literal["headers", "query", "body", "arguments"]
    key: str
    tests: Sequence[Comparison]


@dataclass(frozen=True, slots=True)
class Delay:
    """Seconds to wait, drawn evenly between two bounds."""

    least: float
    most: float

    def seconds(self, drawn: float) -> float:
        return self.least + (self.most - self.least) * drawn


@dataclass(frozen=True, slots=True)
class Respond:
    """What to answer instead: a named error in the vendor's words, or a status, headers and a body as they are."""

    error: str | None = None
    detail: str = ""
    retry_after: float | None = None
    fields: Sequence[FieldError] = ()
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One wish about some requests. It fires at most `times` times (`None`: without end) for a tenant."""

    id: str
    api: str | None = None
    operations: Sequence[str] = ()
    method: str | None = None
    path: re.Pattern[str] | None = None
    match: Sequence[Matcher] = ()
    calls: Sequence[tuple[int, int | None]] = ()
    probability: float | None = None
    respond: Respond | None = None
    effect: Effect = "skip"
    store: Stored = "genuine"
    delay: Delay | None = None
    times: int | None = FOREVER


@dataclass(frozen=True, slots=True)
class LimitWish:
    """A rate limit a scenario enforces; `limit` is `None` for the one the provider publishes."""

    id: str
    api: str | None
    operations: Operations | tuple[str, ...] | None
    limit: int | None
    window: float | None


@dataclass(frozen=True, slots=True)
class Scenario:
    """One file's worth of rules, limits, credentials and settings."""

    name: str
    seed: str
    rules: Sequence[Rule] = ()
    rate_limits: Sequence[LimitWish] = ()
    auth: Mapping[str, Sequence[Grant]] = field(default_factory=dict)
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return value
    try:
        return float(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _same(value: Any, expected: Any) -> bool:
    if isinstance(expected, (int, float)) and not isinstance(expected, bool):
        return _number(value) == expected  # also of text: a query or form value is nothing else
    return type(value) is type(expected) and bool(value == expected)


def _compare(value: Any, expected: Any, sign: int) -> bool:
    left, right = _number(value), _number(expected)
    return left is not None and right is not None and (left > right) - (left < right) == sign


def _contains(value: Any, expected: Any) -> bool:
    if isinstance(value, str):
        return isinstance(expected, str) and expected in value
    return isinstance(value, list) and any(_same(item, expected) for item in value)


ABSENT = object()
"""The value of a member that is not there."""

_TESTS: Mapping[str, Callable[[Any, Any], bool]] = {
    "equals": _same,
    "not": lambda value, expected: not _same(value, expected),
    "contains": _contains,
    "matches": lambda value, expected: isinstance(value, str) and expected.fullmatch(value[:4096]) is not None,
    "present": lambda value, expected: (value is not ABSENT) is expected,
    "absent": lambda value, expected: (value is ABSENT) is expected,
    "one_of": lambda value, expected: any(_same(value, item) for item in expected),
    "gt": lambda value, expected: _compare(value, expected, 1),
    "gte": lambda value, expected: _compare(value, expected, 1) or _compare(value, expected, 0),
    "lt": lambda value, expected: _compare(value, expected, -1),
    "lte": lambda value, expected: _compare(value, expected, -1) or _compare(value, expected, 0),
}

TESTS = tuple(_TESTS)
