"""The limits that scenarios put on the requests of an API: wishes of files, and the numbers they stand for."""

from collections.abc import Iterable

from mockserver.core.api.model import Api
from mockserver.core.limits.limiter import Operations, RateLimit
from mockserver.scenarios.rules.model import LimitWish, Scenario


def limits_of(scenarios: Iterable[Scenario], api: Api) -> list[RateLimit]:
    """Return the limits of an API: those that scenarios enforce, or else the ones its provider publishes.

    Where several have the same id, the first is meant.
    """
    enforced: dict[str, RateLimit] = {}
    for scenario in scenarios:
        for wish in scenario.rate_limits:
            for limit in _granted(wish, api):
                enforced.setdefault(limit.id, limit)
    return [*enforced.values()] or [*api.published_limits]


def _granted(wish: LimitWish, api: Api) -> tuple[RateLimit, ...]:
    """Return what a wish means for an API; made once, because every request asks."""
    limits = wish.granted.get(api.name)
    if limits is None:
        limits = wish.granted[api.name] = tuple(_made(wish, api)) if wish.api in (None, api.name) else ()
    return limits


def _made(wish: LimitWish, api: Api) -> Iterable[RateLimit]:
    id = wish.id if wish.api else f"{api.name}.{wish.id}"
    if wish.limit is not None:
        yield _limit(wish, id, wish.limit, wish.window, wish.operations or "all")
        return
    for published in api.published_limits:
        operations = wish.operations or published.operations
        yield _limit(wish, f"{id}.{published.id}", published.limit, published.window, operations)


def _limit(wish: LimitWish, id: str, limit: int, window: float, operations: Operations | tuple[str, ...]) -> RateLimit:
    return RateLimit(
        id, limit, window, operations, wish.algorithm, wish.burst, wish.per, wish.announced, enforced=True
    )  # fmt: skip
