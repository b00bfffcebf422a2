"""Rules of one line: what goes wrong, with which operation, and how often."""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from mockserver.testing.wording import Duration, duration, said


class Failure(TypedDict, total=False):
    """What a failure can say beside its operation and its error; names and meanings are those of scenario files."""

    id: str
    api: str
    match: Mapping[str, Any]
    when: Mapping[str, Any]
    times: int | str
    status: int
    detail: str
    retry_after: Duration
    fields: Mapping[str, str]
    """What is wrong with which member, with the error `invalid`."""
    effect: str
    store: str
    fault: str | Mapping[str, Any]
    delay: Duration
    after: Duration


_ANSWER = ("status", "detail", "retry_after", "fields")
_DURATIONS = ("retry_after", "delay", "after")


def failure(operation: str | Sequence[str], error: str | None, more: Failure) -> dict[str, Any]:
    """Write a rule.

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
