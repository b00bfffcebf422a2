"""Arguments of tests in the form of the control plane: rules, expectations, durations, moments, files."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypedDict

from mockserver.testing.plane import ControlError

LONGEST_WAIT = 60.0
"""Seconds that the server lets a call wait at most."""

Duration = str | float | timedelta
"""A text with a unit such as `"250ms"`, a number of seconds, or a `timedelta`."""

Wanted = str | Mapping[str, Any]
"""The name of an operation, or all that requests have to be like, in the words of rules."""


class Failure(TypedDict, total=False):
    """Arguments of a failure beside its operation and its error; names and meanings are those of scenario files."""

    id: str
    api: str
    match: Mapping[str, Any]
    when: Mapping[str, Any]
    times: int | str
    status: int
    detail: str
    retry_after: Duration
    fields: Mapping[str, str]
    """The mistakes by member, with the error `invalid`."""
    effect: str
    store: str
    fault: str | Mapping[str, Any]
    delay: Duration
    after: Duration


_ANSWER = ("status", "detail", "retry_after", "fields")
_DURATIONS = ("retry_after", "delay", "after")


def failure(operation: str | Sequence[str], error: str | None, more: Failure) -> dict[str, Any]:
    """Return a rule of a failure.

    >>> failure("customers.create", "too_many_requests", {"times": 2, "retry_after": 3})
    {'operation': 'customers.create', 'respond': {'error': 'too_many_requests', 'retry_after': '3000ms'}, 'times': 2}
    """
    written = {name: _written(name, value) for name, value in more.items() if value is not None}
    respond = said(error=error, **{name: written.pop(name) for name in _ANSWER if name in written})
    named = operation if isinstance(operation, str) else [*operation]
    return {**said(operation=named, respond=respond or None), **written}


def _written(name: str, value: Any) -> Any:
    if name in _DURATIONS:
        return duration(value)
    if name == "fields":
        return [{"field": field, "message": message} for field, message in value.items()]
    return value


def expectation(
    wanted: Wanted | None,
    like: Mapping[str, Any],
    calls: int | str | None,
    bounds: Mapping[str, int],
    order: Sequence[Wanted] | None,
    within: Duration | None,
) -> dict[str, Any]:
    """Return an expectation; raise `TypeError` where it contradicts itself."""
    if calls is not None and bounds:
        raise TypeError("calls says how many there are, so at_least and at_most have nothing to say")
    return said(
        match={**({} if wanted is None else _request(wanted)), **like} or None,
        calls=bounds or None if calls is None else calls,
        order=None if order is None else [_request(each) for each in order],
        within=None if within is None else duration(within),
    )


def members(match: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return matchers as members of a query.

    >>> members({"body": {"email": "ada@example.com", "age": {"gt": 17}}})
    {'body.email': '"ada@example.com"', 'body.age': '{"gt": 17}'}
    """
    return {f"{part}.{name}": json.dumps(like) for part, each in match.items() for name, like in each.items()}


def _request(wanted: Wanted) -> Mapping[str, Any]:
    return {"operation": wanted} if isinstance(wanted, str) else wanted


def duration(value: Duration) -> str:
    """Return a duration as a text with a unit.

    >>> duration("10m"), duration(1.5), duration(timedelta(minutes=2))
    ('10m', '1500ms', '120000ms')
    """
    if isinstance(value, str):
        return value
    seconds = value.total_seconds() if isinstance(value, timedelta) else value
    return f"{seconds * 1000:.3f}".rstrip("0").rstrip(".") + "ms"


def moment(value: str | datetime) -> str:
    """Return a moment as a text of ISO 8601; one without a time zone is one of UTC.

    >>> moment(datetime(2026, 1, 15, 10))
    '2026-01-15T10:00:00+00:00'
    """
    if isinstance(value, str):
        return value
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()


def document(path: Path) -> Any:
    """Return the content of a file of YAML or JSON; raise `ControlError` with line and column of an error."""
    from mockserver.core.documents import read  # and with it the library for YAML
    from mockserver.core.problems import Misconfigured

    try:
        return read(path).value
    except Misconfigured as error:
        raise ControlError(str(error)) from None


def said(**members: Any) -> dict[str, Any]:
    """Return the members that are not `None`.

    >>> said(error="conflict", detail=None)
    {'error': 'conflict'}
    """
    return {name: value for name, value in members.items() if value is not None}
