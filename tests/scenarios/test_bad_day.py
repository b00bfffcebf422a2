"""The scenario that is made of others."""

from tests.scenarios.shops import Shop


def test_bad_day(shop: Shop) -> None:
    """Answers have a tail, one in twenty fails, and an outage comes and goes."""
    shop.freeze()
    shop.follow("bad-day")
    ordinary = [shop.list().status for _ in range(400)]
    assert set(ordinary) == {200, 500}
    assert 4 <= ordinary.count(500) <= 40
    assert len(shop.hasty.waits) == 400
    shop.advance("1m")
    assert {shop.list().status for _ in range(20)} == {503}
    shop.advance("2m")
    assert 15 <= [shop.list().status for _ in range(100)].count(500) <= 60
    shop.advance("10s")
    assert [shop.list().status for _ in range(100)].count(500) <= 15


def test_bad_day_begins_with_a_lost_answer(shop: Shop) -> None:
    """The first create is carried out, and its connection is reset."""
    shop.follow("bad-day")
    shop.create()
    assert [fault.kind for fault in shop.hasty.faults if fault] == ["connection_reset"]
    shop.follow_nothing()
    assert shop.count() == 1


def test_a_rule_of_its_own_stands_for_that_of_an_included_file(shop: Shop) -> None:
    """The recovery is there once, and all rules of the files it is made of are."""
    shop.follow("bad-day")
    [scenario] = shop.admin("GET", "/scenario").json["scenarios"]
    rules = [rule["id"] for rule in scenario["rules"]]
    assert sorted(rules) == ["done-and-not-said", "long-tail", "one-in-twenty-fails", "outage", "recovery"]
