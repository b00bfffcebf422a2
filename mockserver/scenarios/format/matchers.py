"""What a file says of a request's members becomes matchers."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from marshmallow import ValidationError

from mockserver.core.documents import MOST_ERRORS, Path_
from mockserver.scenarios.format.fields import pattern
from mockserver.scenarios.format.mistakes import Errors, hint
from mockserver.scenarios.rules.matching import GROUPING, REQUEST, TESTS, Comparison, Find, Matcher, steps_of

MOST_NESTED_TESTS = 5
"""Levels of `any_of`, `all_of` and `none_of` inside one another."""


def read_matchers(value: Mapping[str, Any], path: Path_, errors: Errors) -> tuple[Matcher, ...]:
    """Read the matchers of a rule, as the schema left them."""
    matchers = []
    for part, members in value.items():
        for key, wish in members.items():
            tests = _tests(wish, (*path, part, key), errors)
            if part == "request" and key not in REQUEST:
                told = f"is nothing of a request{hint(errors, key, REQUEST)}; there are {', '.join(REQUEST)}"
                errors.append(((*path, part, key), told))
            find = _jsonpath(key, (*path, part, key), errors) if part == "jsonpath" else None
            name = key.lower() if part == "headers" else key
            steps = steps_of(key) if part in ("query", "body") else ()
            matchers.append(Matcher(part, name, tests, steps, find))  # type: ignore[arg-type]  # the schema knows parts
    return tuple(matchers)


def _jsonpath(key: str, path: Path_, errors: Errors) -> Find | None:
    from mockserver.scenarios.rules.jsonpaths import finder  # a tenth of a second: only for files that have some

    try:
        return finder(key)
    except ValueError as error:
        errors.append((path, str(error)))
        return None


def _tests(wish: Any, path: Path_, errors: Errors, depth: int = 0) -> tuple[Comparison, ...]:
    if len(errors) >= MOST_ERRORS:  # nobody is told of more, and expressions cost time
        return ()
    if wish in ("present", "absent"):
        return (Comparison(wish, True),)
    if not isinstance(wish, dict):
        return (Comparison("equals", wish),)
    if not wish:
        errors.append((path, f"must hold a comparison; there are {', '.join(TESTS)}"))
    tests = []
    for name, expected in wish.items():
        try:
            if name not in TESTS:
                known = ", ".join(TESTS)
                raise ValidationError(f"unknown comparison{hint(errors, name, TESTS)}; there are {known}")
            grouping = name in GROUPING
            operand = _groups(name, expected, (*path, name), errors, depth) if grouping else _operand(name, expected)
            tests.append(Comparison(name, operand))
        except ValidationError as error:
            errors.append(((*path, name), str(error.messages[0])))
    return tuple(tests)


def _groups(name: str, expected: Any, path: Path_, errors: Errors, depth: int) -> tuple[tuple[Comparison, ...], ...]:
    if not isinstance(expected, list) or not expected:
        raise ValidationError(f"must be a list of comparisons, such as [{{contains: a}}, {{equals: b}}], for {name}")
    if depth >= MOST_NESTED_TESTS:
        raise ValidationError(f"must not be nested more than {MOST_NESTED_TESTS} times")
    return tuple(_tests(wish, (*path, index), errors, depth + 1) for index, wish in enumerate(expected))


def _operand(name: str, expected: Any) -> Any:
    if name == "matches":
        return pattern(expected)
    if name == "one_of" and (not isinstance(expected, list) or not expected):
        raise ValidationError("must be a list of values")
    if name in ("present", "absent") and not isinstance(expected, bool):
        raise ValidationError("must be true or false")
    if name in ("gt", "gte", "lt", "lte") and not _is_finite(expected):
        raise ValidationError("must be a number")
    return expected


def _is_finite(value: Any) -> bool:
    if isinstance(value, float):
        return isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)
