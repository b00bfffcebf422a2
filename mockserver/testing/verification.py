"""What a test asks of the requests of a tenant, as the control plane reads it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from mockserver.testing.wording import Duration, duration, said

Wanted = str | Mapping[str, Any]
"""The name of an operation, or all that requests have to be like, in the words of rules."""


def expectation(
    wanted: Wanted | None,
    *,
    match: Mapping[str, Any] | None,
    status: int | str | None,
    calls: int | str | None,
    at_least: int | None,
    at_most: int | None,
    order: Sequence[Wanted] | None,
    within: Duration | None,
) -> dict[str, Any]:
    """Write an expectation; raise `TypeError` where it contradicts itself."""
    bounds = said(at_least=at_least, at_most=at_most)
    if calls is not None and bounds:
        raise TypeError("calls says how many there are, so at_least and at_most have nothing to say")
    like = {**({} if wanted is None else _request(wanted)), **said(match=match, status=status)}
    return said(
        match=like or None,
        calls=bounds or None if calls is None else calls,
        order=None if order is None else [_request(each) for each in order],
        within=None if within is None else duration(within),
    )


def members(match: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Write matchers as members of a query.

    >>> members({"body": {"email": "ada@example.com", "age": {"gt": 17}}})
    {'body.email': '"ada@example.com"', 'body.age': '{"gt": 17}'}
    """
    return {f"{part}.{name}": json.dumps(like) for part, each in match.items() for name, like in each.items()}


def _request(wanted: Wanted) -> Mapping[str, Any]:
    return {"operation": wanted} if isinstance(wanted, str) else wanted
