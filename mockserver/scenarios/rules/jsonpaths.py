"""JSONPath (RFC 9535) in matchers, bounded: a filter tests single members, and a search stops at its budget."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from typing import Any

from jsonpath import JSONPath, JSONPathEnvironment, JSONPathError, JSONPathMatch
from jsonpath.filter import BaseExpression, FilterQuery
from jsonpath.selectors import Filter, FilterContext

from mockserver.scenarios.rules.matching import Budget, Find, OutOfSteps

LONGEST = 500
"""Characters of a path."""

_BUDGET = "budget"


class _Counted(JSONPathMatch):
    """A visited value, which is counted; its place is not needed."""

    __slots__ = ()

    def new_child(self, obj: object, key: int | str) -> JSONPathMatch:
        self._filter_context[_BUDGET].spend(1)
        return _Counted(filter_context=self._filter_context, obj=obj, parent=None, path="", parts=(), root=self.root)


class _CountedFilter(BaseExpression):
    """A filter's expression, which counts for as many values as it names."""

    def __init__(self, expression: BaseExpression) -> None:
        self._expression = expression
        self._steps = 1 + sum(1 for _ in _inside(expression))
        super().__init__()

    def evaluate(self, context: FilterContext) -> object:
        context.extra_context[_BUDGET].spend(self._steps)
        return self._expression.evaluate(context)

    async def evaluate_async(self, context: FilterContext) -> object:
        return self.evaluate(context)

    def children(self) -> list[BaseExpression]:
        return [self._expression]

    def set_children(self, children: list[BaseExpression]) -> None:
        [self._expression] = children


@lru_cache(maxsize=1)
def _environment() -> JSONPathEnvironment:
    environment = JSONPathEnvironment(strict=True, filter_caching=False)
    for name in ("match", "search"):  # they run unbounded regular expressions
        environment.function_extensions.pop(name, None)
    return environment


@lru_cache(maxsize=1024)
def finder(text: str) -> Find:
    """Compile a path; raises `ValueError`."""
    if len(text) > LONGEST:
        raise ValueError(f"must be a JSONPath of at most {LONGEST} characters")
    try:
        path = _environment().compile(text)
    except (JSONPathError, RecursionError) as error:
        raise ValueError(f"is not a JSONPath: {error.args[0] if error.args else error}") from None
    if not isinstance(path, JSONPath):
        raise ValueError("must be one JSONPath")  # strict paths are; two would be a compound
    for selector in (selector for segment in path.segments for selector in segment.selectors):
        if isinstance(selector, Filter):
            _refuse_searching(selector.expression)
            counted: Any = _CountedFilter(selector.expression)
            selector.expression = counted
    return lambda body, budget: _found(path, body, budget) if isinstance(body, (dict, list)) else []


def _found(path: JSONPath, body: Any, budget: Budget) -> list[Any]:
    found: list[Any] = []
    root = _Counted(filter_context={_BUDGET: budget}, obj=body, parent=None, path="$", parts=(), root=body)
    matches: Iterable[JSONPathMatch] = [root]
    for segment in path.segments:
        matches = segment.resolve(matches)
    with suppress(OutOfSteps, JSONPathError, RecursionError):
        for match in matches:
            found.append(match.obj)  # noqa: PERF401 - what was found before it gave up counts
    return found


def _refuse_searching(expression: BaseExpression) -> None:
    """Refuse a search in a filter, because its cost is not counted."""
    for inside in _inside(expression):
        if isinstance(inside, FilterQuery) and not inside.path.singular_query():
            raise ValueError("must ask in its filters for single members, such as `@.plan`")


def _inside(expression: BaseExpression) -> Iterator[BaseExpression]:
    """Return an expression and all it consists of."""
    yield expression
    for child in expression.children():
        yield from _inside(child)
