"""What a file says of a request's members becomes matchers."""

from collections.abc import Mapping
from typing import Any

from mockserver.core.documents import MOST_ERRORS, Path_
from mockserver.scenarios.format.mistakes import Errors, hint
from mockserver.scenarios.rules.comparisons import COMPARISONS, Comparison, Operand
from mockserver.scenarios.rules.matching import ALWAYS_TEXT, REQUEST, Find, Matcher, steps_of

MOST_NESTED_TESTS = 5
"""Levels of grouping comparisons inside one another."""


def read_matchers(value: Mapping[str, Any], path: Path_, errors: Errors) -> tuple[Matcher, ...]:
    """Read the matchers of a rule, as the schema left them."""
    matchers = []
    for part, members in value.items():
        for key, wish in members.items():
            text = f"{part} {key}" if part in ALWAYS_TEXT else ""
            tests = _tests(wish, (*path, part, key), errors, text)
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


def _tests(wish: Any, path: Path_, errors: Errors, text: str, depth: int = 0) -> tuple[Comparison, ...]:
    """Read what a member is held against; `text` names one that is always text."""
    if len(errors) >= MOST_ERRORS:  # nobody is told of more, and expressions cost time
        return ()
    if wish in ("present", "absent"):
        return (Comparison(wish, True),)
    if not isinstance(wish, dict):
        return _test("equals", wish, path, errors, text, depth)
    if not wish:
        errors.append((path, f"must hold a comparison; there are {', '.join(COMPARISONS)}"))
    return tuple(
        test for name, expected in wish.items() for test in _test(name, expected, (*path, name), errors, text, depth)
    )


def _test(name: str, wish: Any, path: Path_, errors: Errors, text: str, depth: int) -> tuple[Comparison, ...]:
    """Read one comparison; none where something is wrong with it."""
    kind = COMPARISONS.get(name)
    if kind is None:
        known = f"{hint(errors, name, COMPARISONS)}; there are {', '.join(COMPARISONS)}"
        errors.append((path, f"unknown comparison{known}"))
        return ()
    try:
        operand = kind.operand.read(wish)
        if text and kind.on_text:
            _refuse_on_text(kind.on_text, wish, text)
    except ValueError as error:
        errors.append((path, f"{error}, for {name}" if kind.operand.grouping else str(error)))
        return ()
    if not kind.operand.grouping:
        return (Comparison(name, operand),)
    if depth >= MOST_NESTED_TESTS:
        errors.append((path, f"must not be nested more than {MOST_NESTED_TESTS} times"))
        return ()
    groups = tuple(_tests(each, (*path, index), errors, text, depth + 1) for index, each in enumerate(operand))
    return (Comparison(name, groups),)


def _refuse_on_text(operand: Operand, wish: Any, text: str) -> None:
    try:
        operand.read(wish)
    except ValueError as error:
        raise ValueError(f"{error}, because {text} is always text") from None
