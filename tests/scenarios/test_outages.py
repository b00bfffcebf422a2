"""Scenarios in which a provider, or a part of it, is not there."""

from tests.scenarios.shops import Shop


def test_outage_and_recovery(shop: Shop) -> None:
    """All is well for a minute, nothing for two, about two calls in three for another, and then all again."""
    shop.freeze()
    shop.follow("outage-and-recovery")
    assert shop.create().status // 100 == 2
    shop.advance("1m")
    assert [shop.says(answer) for answer in (shop.create(), shop.list())] == [shop.word("unavailable")] * 2
    shop.advance("119s")
    assert shop.says(shop.create()) == shop.word("unavailable")
    shop.advance("1s")
    recovering = [shop.list() for _ in range(300)]
    failures = [answer for answer in recovering if answer.status != 200]
    assert 70 <= len(failures) <= 130
    assert {shop.says(answer) for answer in failures} == {shop.word("server_error")}
    shop.advance("1m")
    assert {shop.list().status for _ in range(50)} == {200}
    assert shop.count() == 1


def test_maintenance(shop: Shop) -> None:
    """Reads work; every change is put off by ten minutes and changes nothing; after them it works."""
    ada = shop.id()
    before = shop.get(ada).json
    shop.freeze()
    shop.follow("maintenance")
    refused = [shop.create(), shop.change(ada), shop.create()]
    assert [shop.says(answer) for answer in refused] == [shop.word("unavailable")] * 3
    assert {answer.headers["retry-after"] for answer in refused} == {"600"}
    assert (shop.get(ada).json, shop.count()) == (before, 1)
    shop.advance("10m")
    assert shop.create().status // 100 == 2


def test_partial_outage(shop: Shop) -> None:
    """For ten minutes no card can be stored, and everything else about a customer works."""
    shop.freeze()
    shop.follow("partial-outage")
    ada = shop.id()
    assert [shop.says(shop.pay(ada)) for _ in range(2)] == [shop.word("unavailable")] * 2
    assert {answer.status // 100 for answer in (shop.get(ada), shop.change(ada), shop.list(), shop.create())} == {2}
    shop.advance("10m")
    assert shop.pay(ada).status // 100 == 2


def test_bad_gateway(shop: Shop) -> None:
    """Two pages of HTML, and then the provider itself; the pages come in nobody's words."""
    shop.follow("bad-gateway")
    first, second, third = [shop.create() for _ in range(3)]
    assert [answer.status for answer in (first, second)] == [502, 503]
    assert [answer.headers["content-type"] for answer in (first, second)] == ["text/html"] * 2
    assert [answer.content[:6] for answer in (first, second)] == [b"<html>"] * 2
    assert second.headers["retry-after"] == "5"
    assert third.status // 100 == 2
    assert shop.count() == 1


def test_captive_portal(shop: Shop) -> None:
    """The status says success, and nothing was done."""
    shop.follow("captive-portal")
    answer = shop.create()
    assert (answer.status, answer.headers["content-type"], answer.content[:6]) == (200, "text/html", b"<html>")
    assert shop.count() == 0


def test_gateway_timeout(shop: Shop) -> None:
    """The create is refused after two seconds; a retry with a key gets its answer, one without makes a second."""
    shop.follow("gateway-timeout")
    key = shop.keyed("k1")
    assert shop.says(shop.create(key)) == shop.word("timeout")
    assert (shop.hasty.waits, shop.count()) == ([2.0], 1)
    assert shop.create(key).status // 100 == 2
    assert shop.count() == (1 if key else 2)


def test_remembered_failure(shop: Shop) -> None:
    """The key keeps the failure, a new key does not; where there are no keys the next create works."""
    shop.follow("remembered-failure")
    first, same, other = [shop.create(shop.keyed(key)) for key in ("k1", "k1", "k2")]
    assert shop.says(first) == shop.word("server_error")
    if shop.keyed("k1"):
        assert shop.says(same) == shop.word("server_error")
        assert same.headers.keys() & {"idempotent-replayed", "chargebee-idempotency-replayed"}
    assert other.status // 100 == 2
    assert shop.count() == (1 if shop.keyed("k1") else 2)
