"""What members of a request must be like, and why one is not."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from mockserver.core.api.model import Exchange
from mockserver.core.patterns import Expression
from mockserver.core.problems import UNREADABLE
from mockserver.scenarios.rules.budget import MOST_SEARCHED, Budget
from mockserver.scenarios.rules.comparisons import ABSENT, Comparison, shown, text_of

Part = Literal["headers", "query", "body", "arguments", "jsonpath", "request", "cookies"]

PARTS: tuple[Part, ...] = get_args(Part)

ALWAYS_TEXT = frozenset({"headers", "query", "arguments", "request", "cookies"})
"""Parts whose members are text, or absent."""

Find = Callable[[Any, Budget], list[Any]]
"""Finds values in a decoded body, as far as its budget goes."""


@dataclass(frozen=True, slots=True)
class Matcher:
    """What one member of a request must be like: `key` in its headers, query, body or path arguments, or of its own.

    `steps` is the way into the query or body that the key stands for. Of what a JSONPath finds, one has to pass.
    """

    part: Part
    key: str
    tests: Sequence[Comparison]
    steps: Sequence[str] = ()
    find: Find | None = field(default=None, compare=False)
    place: tuple[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "place", (self.part, self.key))

    def holds(self, facts: "Facts") -> bool:
        """Return whether a request fits: `reason` without its words, because every request pays it."""
        values = facts.found.get(self.place)
        if values is None:
            values = facts.found[self.place] = self._values(facts)
        if len(values) > 1:
            return self._failed(values) is None
        value = values[0]
        for test in self.tests:
            bundled = test.name == "matches" and test.expected.bundle
            if not (facts.fits(value, test.expected) if bundled else test.test(value, test.expected)):
                return False
        return True

    def reason(self, facts: "Facts") -> str:
        """Return why a request does not fit; nothing for one that does. What no rule asked for is looked up apart."""
        known = facts if self.place in facts.found else facts.apart
        values = known.found.get(self.place)
        if values is None:
            values = known.found[self.place] = self._values(known)
        failed = self._failed(values)
        if failed is None:
            return ""
        where = f"{self.part} {self.key}"
        if values == [ABSENT] and self.place in known.unfinished:
            return f"{where} was not found in the first {MOST_SEARCHED} values looked at, expected {failed}"
        if values == [ABSENT]:
            return f"{where} is absent, expected {failed}"
        return f"{where} is {', '.join(map(shown, values))}, expected {failed}"

    def _failed(self, values: list[Any]) -> Comparison | None:
        """Return the test that no value passes together with the tests before it."""
        for test in self.tests:
            values = [value for value in values if test.holds(value)]
            if not values:
                return test
        return None

    def _values(self, facts: "Facts") -> list[Any]:
        exchange = facts.exchange
        if self.part == "headers":
            return [exchange.headers.get(self.key, ABSENT)]
        if self.part == "request":
            return [REQUEST[self.key](exchange)]
        if self.part == "cookies":
            return [_cookie(exchange.headers.get("cookie", ""), self.key)]
        try:
            if self.part == "query":
                return [_parameter(exchange.query, self.key, self.steps)]
            if self.part == "arguments":
                return [exchange.match.arguments.get(self.key, ABSENT)]
            body = exchange.decoded()
        except UNREADABLE:
            return [ABSENT]
        if self.find:
            return facts.search(self.find, body, self.place) or [ABSENT]
        return [follow(body, self.steps)]


class Facts:
    """What was found out about one request, so that no two rules look for it."""

    __slots__ = ("_apart", "_budget", "_fitting", "exchange", "found", "unfinished")

    def __init__(self, exchange: Exchange, budget: Budget | None = None) -> None:
        self.exchange = exchange
        self.found: dict[tuple[str, str], list[Any]] = {}
        self.unfinished: tuple[tuple[str, str], ...] = ()
        """What may be in parts of a body that nobody looked at."""
        self._budget = budget
        self._fitting: dict[tuple[int, str], frozenset[int]] = {}
        self._apart: Facts | None = None

    @property
    def apart(self) -> "Facts":
        """What no rule has asked for, found out on a budget of its own: to tell of it must not change what happens."""
        if self._apart is None:
            self._apart = Facts(self.exchange, self._budget and self._budget.another(MOST_SEARCHED))
        return self._apart

    def search(self, find: Find, body: Any, place: tuple[str, str]) -> list[Any]:
        """Search a body, as long as all searches together may."""
        budget = self._budget = self._budget or Budget(MOST_SEARCHED)
        values = find(body, budget)
        if budget.spent:
            self.unfinished = (*self.unfinished, place)
        return values

    def fits(self, value: Any, expression: Expression) -> bool:
        """Return whether an expression that is one of a bundle fits a value."""
        text, bundle = text_of(value), expression.bundle
        if text is None or bundle is None:
            return False
        key = (id(bundle), text)
        fitting = self._fitting.get(key)
        if fitting is None:
            fitting = self._fitting[key] = bundle.fitting(text)
        return expression.number in fitting


def _url(exchange: Exchange) -> str:
    target = exchange.target
    return target if target.startswith("/") else "/" + target.partition("://")[2].partition("/")[2]


def _cookie(header: str, name: str) -> Any:
    """Find a cookie; of several of that name the first counts, as it is the one with the longest path."""
    for pair in header.split(";"):
        key, equals, value = pair.partition("=")
        if equals and key.strip() == name:
            return value.strip().strip('"')
    return ABSENT


REQUEST: Mapping[str, Callable[[Exchange], Any]] = {
    "method": lambda exchange: exchange.method,
    "path": lambda exchange: exchange.path,
    "url": _url,
    "body": lambda exchange: exchange.body.decode("utf-8", "replace") or ABSENT,
}
"""What can be asked of a request as it was sent: `url` is its path and query, `body` the undecoded text."""


_BRACKETS = re.compile(r"\[([^\[\]]*)\]")


def steps_of(key: str) -> tuple[str, ...]:
    """Read a way into a query or body, with dots or as forms write it; `expand[]` is all of a list.

    >>> steps_of("address[city]") == steps_of("address.city")
    True
    """
    return tuple(step for step in _BRACKETS.sub(r".\1", key).split(".") if step)


def _parameter(query: Mapping[str, str], key: str, steps: Sequence[str]) -> Any:
    """Find a query parameter by its name, or by the way that its name in brackets is."""
    if key in query or len(steps) < 2:
        return query.get(key, ABSENT)
    first, *others = steps
    return query.get(first + "".join(f"[{step}]" for step in others), ABSENT)


def follow(value: Any, steps: Sequence[str]) -> Any:
    """Follow a way into a decoded body; list elements go by index, `ABSENT` where it leads nowhere.

    >>> follow({"emails": [{"value": "ada@example.com"}]}, ("emails", "0", "value"))
    'ada@example.com'
    """
    for name in steps:
        if isinstance(value, dict) and name in value:
            value = value[name]
        elif isinstance(value, list) and name.isdecimal() and int(name[:6]) < len(value):
            value = value[int(name[:6])]
        else:
            return ABSENT
    return value
