"""Scenarios about too many calls: limits that are spent, and answers that say so."""

import pytest

from tests.scenarios.shops import Shop


def _waits(shop: Shop, seconds: list[str]) -> list[str | None]:
    """Give what the vendor says of these waits: not all of them do."""
    return [*seconds] if shop.vendor.waits else [None] * len(seconds)


def test_rate_limited(shop: Shop) -> None:
    """Two 429, then all is well; Stripe and ChargeOver never say how long to wait."""
    shop.follow("rate-limited")
    *refused, last = [shop.create() for _ in range(3)]
    assert [shop.says(answer) for answer in refused] == [shop.word("too_many_requests")] * 2
    assert [answer.headers.get("retry-after") for answer in refused] == _waits(shop, ["2", "2"])
    assert last.status // 100 == 2


def test_retry_storm(shop: Shop) -> None:
    """The announced wait doubles, the fifth call gets through, and only that one has done anything."""
    shop.follow("retry-storm")
    *refused, last = [shop.create() for _ in range(5)]
    assert [shop.says(answer) for answer in refused] == [shop.word("too_many_requests")] * 4
    assert [answer.headers.get("retry-after") for answer in refused] == _waits(shop, ["1", "2", "4", "8"])
    assert last.status // 100 == 2
    assert shop.count() == 1


def test_provider_limits(shop: Shop) -> None:
    """What the provider publishes is enforced."""
    shop.follow("provider-limits")
    shop.freeze()
    name, many = shop.vendor.limit
    limits = shop.admin("GET", "/limits").json["limits"]
    [limit] = [limit for limit in limits if limit["id"].endswith(name)]
    assert (limit["limit"], limit["enforced"]) == (many, True)
    shop.admin("POST", f"/limits/{limit['id']}/exhaust")
    assert shop.says(shop.create()) == shop.word("too_many_requests")


def test_quota_running_out(shop: Shop) -> None:
    """Five calls go through, the sixth has to wait for twelve seconds, and after them one more gets through."""
    shop.freeze()
    shop.follow("quota-running-out")
    assert [shop.create().status // 100 for _ in range(5)] == [2] * 5
    refused = shop.create()
    assert shop.says(refused) == shop.word("too_many_requests")
    assert [refused.headers.get("retry-after")] == _waits(shop, ["12"])
    shop.advance("12s")
    assert [shop.create().status // 100, shop.create().status] == [2, 429]


@pytest.mark.parametrize("vendor", ["rebilly"], indirect=True)
def test_quota_running_out_is_announced(shop: Shop) -> None:
    """Rebilly tells with each answer what is left."""
    shop.freeze()
    shop.follow("quota-running-out")
    left = [shop.create().headers["x-ratelimit-remaining"] for _ in range(6)]
    assert left == ["4", "3", "2", "1", "0", "0"]


def test_concurrency_limit(shop: Shop) -> None:
    """While two calls wait for their answers a third is refused; when one of them is answered there is room."""
    shop.follow("concurrency-limit")
    first, second = shop.begin(), shop.begin()
    assert shop.says(shop.create()) == shop.word("too_many_requests")
    first.close()
    assert shop.create().status // 100 == 2
    second.close()
    assert shop.hasty.waits == [0.3] * 3
