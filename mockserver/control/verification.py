"""What a test expects of the requests of a tenant, as the control plane reads it."""

from collections.abc import Mapping, Sequence
from typing import Any

from mockserver.control.wording import Duration, duration, said

Match = str | Mapping[str, Any]
"""The name of an operation, or what requests have to be like in more respects."""


def expectation(
    match: Match | None,
    *,
    calls: int | str | None,
    at_least: int | None,
    at_most: int | None,
    order: Sequence[Match] | None,
    within: Duration | None,
) -> dict[str, Any]:
    """Write an expectation; without a number of calls, one has to be there.

    >>> expectation("customers.create", calls=0, at_least=None, at_most=None, order=None, within=2)
    {'match': {'operation': 'customers.create'}, 'calls': 'never', 'within': '2000ms'}
    """
    bounds = said(at_least=at_least, at_most=at_most)
    if calls is not None and bounds:
        raise TypeError("calls says how many there are, so at_least and at_most have nothing to say")
    count = ("never" if calls == 0 else calls) if calls is not None else bounds or None
    if count is None and order is None:
        count = {"at_least": 1}
    return said(
        match=None if match is None else _matched(match),
        calls=count,
        order=None if order is None else [_matched(each) for each in order],
        within=None if within is None else duration(within),
    )


def _matched(match: Match) -> Mapping[str, Any]:
    return {"operation": match} if isinstance(match, str) else match
