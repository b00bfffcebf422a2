"""Rules that look at the same things with expressions have these held against them together."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mockserver.core.patterns import Bundle, Expression
from mockserver.scenarios.rules.comparisons import Comparison
from mockserver.scenarios.rules.matching import Matcher
from mockserver.scenarios.rules.model import Rule

FEWEST, MOST = 4, 1_000
"""Expressions that are worth a bundle, and as many as one takes."""


def bundled(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Return rules whose expressions are one bundle, where that spares a request anything."""
    texts = {expression.text: expression for expression in _expressions(rules)}
    if not FEWEST <= len(texts) <= MOST:
        return tuple(rules)
    inside = {expression.text: expression for expression in Bundle([*texts.values()]).expressions}
    return tuple(
        replace(rule, match=tuple(_with(matcher, inside) for matcher in rule.match)) if rule.match else rule
        for rule in rules
    )


def _expressions(rules: Sequence[Rule]) -> Iterator[Expression]:
    for rule in rules:
        for matcher in rule.match:
            yield from (test.expected for test in matcher.tests if test.name == "matches")


def _with(matcher: Matcher, inside: dict[str, Expression]) -> Matcher:
    return replace(
        matcher,
        tests=tuple(
            Comparison("matches", inside[test.expected.text]) if test.name == "matches" else test
            for test in matcher.tests
        ),
    )
