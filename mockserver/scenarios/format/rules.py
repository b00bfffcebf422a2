"""A rule that its schema passed becomes a frozen `Rule`; further mistakes are added to those of the schema."""

from collections.abc import Mapping
from typing import Any

from mockserver.core.api.model import Api
from mockserver.core.documents import MOST_ERRORS, Path_
from mockserver.core.http.headers import lines_of
from mockserver.core.http.reply import Fault
from mockserver.core.problems import FieldError
from mockserver.scenarios.format.mistakes import Errors, hint, known_api, named_operations
from mockserver.scenarios.notation.texts import texts_with_gaps
from mockserver.scenarios.rules.comparisons import COMPARISONS, Comparison, Operand
from mockserver.scenarios.rules.matching import ALWAYS_TEXT, REQUEST, Find, Matcher, steps_of
from mockserver.scenarios.rules.model import ALWAYS, FOREVER, Respond, Rule, Step, When

_WITH_GAPS = {"detail": "detail", "fields_": "fields", "headers": "headers", "body": "body"}
"""The parts of an answer that can have gaps, as the schema and as files call them."""


MOST_NESTED_TESTS = 5
"""Levels of grouping comparisons inside one another."""


def read_rule(
    data: Mapping[str, Any],
    path: Path_,
    default_id: str,
    apis: Mapping[str, Api],
    errors: Errors,
) -> Rule:
    """Read a rule; one without an id has the default."""
    api = data.get("api")
    if api is not None:
        known_api(api, (*path, "api"), apis, errors)
    steps = _steps(data, path, errors)
    return Rule(
        id=data.get("id", default_id),
        api=api,
        operations=named_operations(data["operation"], (*path, "operation"), apis, errors)
        if "operation" in data
        else (),
        method=data.get("method"),
        path=data.get("path"),
        match=_matchers(data.get("match", {}), (*path, "match"), errors),
        when=_when(data.get("when") or {}),
        steps=steps,
        then=data.get("then", "pass" if "responses" in data else "repeat_last"),
        times=_times(data),
        priority=data.get("priority", 5),
        machine=data.get("machine", ""),
        state=data.get("state"),
        expires=data.get("expires"),
    )


def request_of(data: Mapping[str, Any], path: Path_, apis: Mapping[str, Api], errors: Errors) -> Rule:
    """Read the conditions on a request, with the keys of rules, as a rule without an effect."""
    return read_rule(data, path, "request", apis, errors)


def _when(data: Mapping[str, Any]) -> When:
    if not data:
        return ALWAYS
    return When(
        calls=tuple(data.get("calls", ())),
        probability=data.get("probability"),
        between=data.get("between"),
        per=data.get("per", "tenant"),
    )


def _times(data: Mapping[str, Any]) -> int | None:
    """Return how often a rule fires: once where it refuses, without a condition on its beginning and end.

    A client that retries would otherwise never succeed.
    """
    if "times" in data:
        times: int | None = data["times"]
        return times
    if not {"respond", "fault"} & set(data):
        return FOREVER
    bounded = {"state", "expires"} & set(data) or set(data.get("when") or ()) - {"per"}
    return FOREVER if bounded else 1


def _steps(data: Mapping[str, Any], path: Path_, errors: Errors) -> tuple[Step, ...]:
    if "responses" in data:
        return tuple(
            _step(step, step, (*path, "responses", index), data, errors)
            for index, step in enumerate(data["responses"])
            if isinstance(step, dict)
        )
    respond = data["respond"] if isinstance(data.get("respond"), dict) else None
    return (_step(data, respond, (*path, "respond"), data, errors),)


def _step(
    data: Mapping[str, Any], answer: Mapping[str, Any] | None, path: Path_, rule: Mapping[str, Any], errors: Errors
) -> Step:
    fault: Fault | None = data.get("fault")
    respond = _respond(answer, path, errors) if answer and {"error", "status"} & set(answer) else None
    spoils = fault is not None and not fault.silent and respond is None
    return Step(
        respond=respond,
        fault=fault,
        effect=data.get("effect", "commit" if spoils else rule.get("effect", "skip")),
        store=rule.get("store", "genuine"),
        delay=data.get("delay", rule.get("delay")),
        after=data.get("after", rule.get("after")),
        next_state=data.get("next_state"),
        repeat=data.get("repeat", 1),
        decides=respond is not None or fault is not None or "pass_" in data or "next_state" in data,
    )


def _respond(data: Mapping[str, Any], path: Path_, errors: Errors) -> Respond:
    return Respond(
        error=data.get("error"),
        detail=data.get("detail", ""),
        retry_after=data.get("retry_after"),
        fields=tuple(
            FieldError(item["field"], item["message"]) for item in data.get("fields_", ()) if item and len(item) == 2
        ),
        status=data.get("status"),
        headers=data.get("headers", {}),
        body=data.get("body"),
        templates=_has_gaps(data, path, errors),
    )


def _has_gaps(data: Mapping[str, Any], path: Path_, errors: Errors) -> bool:
    """Return whether any text of an answer has gaps; each is read, to find its mistakes."""
    parts = {name: data[key] for key, name in _WITH_GAPS.items() if key in data}
    if headers := parts.get("headers"):
        parts["headers"] = {name: _one_or_several(value) for name, value in headers.items()}
    texts = [*texts_with_gaps(parts, path)]
    if not texts:
        return False
    from mockserver.scenarios.rules.templates import MOST_GAPS, compiled  # Jinja: only for files that have such texts

    gaps = 0
    for here, text in texts:
        try:
            gaps += compiled(text).gaps
        except ValueError as error:
            errors.append((here, str(error)))
        if gaps > MOST_GAPS:
            errors.append((here, f"brings what gaps of this answer name and filter to more than {MOST_GAPS}"))
            break
    return True


def _one_or_several(value: str) -> str | list[str]:
    """Return a header as a file writes it."""
    lines = lines_of(value)
    return lines if len(lines) > 1 else value


def _matchers(value: Mapping[str, Any], path: Path_, errors: Errors) -> tuple[Matcher, ...]:
    """Read the matchers of a rule, as the schema left them."""
    matchers = []
    for part, members in value.items():
        for key, wish in members.items():
            text = f"{part} {key}" if part in ALWAYS_TEXT else ""
            tests = _tests(wish, (*path, part, key), errors, text)
            if part == "request" and key not in REQUEST:
                told = f"is nothing of a request{hint(errors, key, REQUEST)}; there are {', '.join(REQUEST)}"
                errors.append(((*path, part, key), told))
            find = _finder(key, (*path, part, key), errors) if part == "jsonpath" else None
            name = key.lower() if part == "headers" else key
            steps = steps_of(key) if part in ("query", "body") else ()
            matchers.append(Matcher(part, name, tests, steps, find))  # type: ignore[arg-type]  # the schema knows parts
    return tuple(matchers)


def _finder(key: str, path: Path_, errors: Errors) -> Find | None:
    from mockserver.scenarios.rules.jsonpaths import finder  # a tenth of a second: only for files that have some

    try:
        return finder(key)
    except ValueError as error:
        errors.append((path, str(error)))
        return None


def _tests(wish: Any, path: Path_, errors: Errors, text: str, depth: int = 0) -> tuple[Comparison, ...]:
    """Read the matcher of a member; `text` names one that is always text."""
    if len(errors) >= MOST_ERRORS:  # more are not listed, and expressions cost time
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
    operator = COMPARISONS.get(name)
    if operator is None:
        known = f"{hint(errors, name, COMPARISONS)}; there are {', '.join(COMPARISONS)}"
        errors.append((path, f"unknown comparison{known}"))
        return ()
    try:
        operand = operator.operand.read(wish)
        if text and operator.on_text:
            _refuse_on_text(operator.on_text, wish, text)
    except ValueError as error:
        errors.append((path, f"{error}, for {name}" if operator.operand.grouping else str(error)))
        return ()
    if not operator.operand.grouping:
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
