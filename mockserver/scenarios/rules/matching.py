"""What members of a request must be like, and why one is not.

How much matching may look at is bounded in steps: a value of a body that a search looks at is one. A step takes some
five microseconds. Rules that are asked take less, and are counted by the ten.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

from mockserver.core.api.model import Exchange
from mockserver.core.patterns import Bundle, Expression
from mockserver.core.problems import UNREADABLE
from mockserver.scenarios.rules.comparisons import ABSENT, Comparison, shown, text_of

MOST_SEARCHED = 2_000
"""Values of a body that all JSONPaths look at together for one request."""

MOST_STEPS = 100_000
"""Steps that one call of the control plane takes."""

RULES_A_STEP = 10
"""Rules that are asked in the time of a step."""

FEWEST_BUNDLED, MOST_BUNDLED = 4, 1_000
"""Expressions that are worth a bundle, and as many as one takes."""

Part = Literal["headers", "query", "body", "arguments", "jsonpath", "request", "cookies"]

PARTS: tuple[Part, ...] = get_args(Part)

ALWAYS_TEXT = frozenset({"headers", "query", "arguments", "request", "cookies"})
"""Parts whose members are text, or absent."""

Find = Callable[[Any, "Budget"], list[Any]]
"""Finds values in a decoded body, as far as its budget goes."""


@dataclass(frozen=True, slots=True)
class Matcher:
    """The condition on one member of a request: `key` in its headers, query, body or path arguments, or of its own.

    `steps` is the key's path into the query or body. Of the values that a JSONPath finds, one has to pass.
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


class OutOfSteps(Exception):
    """A request has been looked at as far as it may; what was found by then counts."""


class Budget:
    """The steps that are left. They also count for the `whole`, if there is one.

    Beyond the last step `refusal` is raised, or `OutOfSteps` without one.
    """

    __slots__ = ("_refusal", "_whole", "left")

    def __init__(self, most: int, refusal: Exception | None = None, whole: "Budget | None" = None) -> None:
        self.left = most
        self._refusal = refusal
        self._whole = whole

    def spend(self, steps: int) -> None:
        """Take steps."""
        self.left -= steps
        if self._whole:
            self._whole.spend(steps)
        if self.left < 0:
            raise self._refusal or OutOfSteps

    def another(self, most: int) -> "Budget":
        """Return a budget beside this one, of the same whole; what refuses refuses there, too."""
        return self if self._refusal else Budget(most, whole=self._whole)

    def spend_for_rules(self, rules: int) -> None:
        """Take the steps for rules that are asked."""
        self.spend(1 + rules // RULES_A_STEP)

    @property
    def spent(self) -> bool:
        """Return whether something was not looked at."""
        return self.left < 0


class Facts:
    """What was found out about one request, so that no two rules look for it."""

    __slots__ = ("_apart", "_budget", "_fitting", "exchange", "found", "unfinished")

    def __init__(self, exchange: Exchange, budget: Budget | None = None) -> None:
        self.exchange = exchange
        self.found: dict[tuple[str, str], list[Any]] = {}
        self.unfinished: tuple[tuple[str, str], ...] = ()
        """The unknown content of parts of a body that were not searched."""
        self._budget = budget
        self._fitting: dict[tuple[int, str], frozenset[int]] = {}
        self._apart: Facts | None = None

    @property
    def apart(self) -> "Facts":
        """Facts that no rule needed, found on a budget of their own, so that an explanation changes no outcome."""
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
"""The members of a request as it was sent: `url` is its path and query, `body` the undecoded text."""


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
    """Follow a path into a decoded body, with list elements by index; return `ABSENT` without a value.

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


def bundled(matches: Sequence[Sequence[Matcher]]) -> list[Sequence[Matcher]]:
    """Return the matchers of rules; expressions are held against what they look at together, where that spares much."""
    tests = [test for match in matches for matcher in match for test in matcher.tests if test.name == "matches"]
    texts = {test.expected.text: test.expected for test in tests}
    if not FEWEST_BUNDLED <= len(texts) <= MOST_BUNDLED:
        return [*matches]
    inside = {expression.text: expression for expression in Bundle([*texts.values()]).expressions}
    return [tuple(_with(matcher, inside) for matcher in match) for match in matches]


def _with(matcher: Matcher, inside: Mapping[str, Expression]) -> Matcher:
    return replace(
        matcher,
        tests=tuple(
            Comparison("matches", inside[test.expected.text]) if test.name == "matches" else test
            for test in matcher.tests
        ),
    )
