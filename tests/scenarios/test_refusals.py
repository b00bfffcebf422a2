"""Scenarios that say no: to keys, to what is there already, and to cards."""

from tests.scenarios.shops import Shop
from tests.scenarios.vendors import VENDORS


def test_unauthorized(shop: Shop) -> None:
    """Every call is refused."""
    shop.follow("unauthorized")
    assert [shop.says(answer) for answer in (shop.list(), shop.create())] == [shop.word("unauthenticated")] * 2


def test_forbidden(shop: Shop) -> None:
    """Reads work, every change is refused and names the permission or the account."""
    shop.follow("forbidden")
    assert shop.list().status == 200
    assert [shop.says(shop.create()) for _ in range(2)] == [shop.word("forbidden")] * 2


def test_conflict(shop: Shop) -> None:
    """The first create meets a conflict, the next one works."""
    shop.follow("conflict")
    first, *others = [shop.create() for _ in range(3)]
    assert shop.says(first) == shop.word("conflict")
    assert [answer.status // 100 for answer in others] == [2, 2]
    assert shop.count() == 2


def test_read_only_key(shop: Shop) -> None:
    """One key may do everything, one may read, others are unknown; and the lists can be lifted."""
    shop.follow("read-only-key")
    keys = [shop.vendor.with_key(key) for key in shop.vendor.keys]
    try:
        reads = [shop.list(key).status for key in keys]
        writes = [shop.create(key).status for key in keys]
    finally:
        for api in VENDORS:
            assert shop.control("PUT", f"/auth/{api}", {"credentials": []}).status == 200
    assert reads == [200, 200, 401]
    assert (writes[0] // 100, writes[1:]) == (2, [403, 401])
    assert shop.list().status == 200


def test_expired_key(shop: Shop) -> None:
    """The key works for ten minutes; afterwards it is refused, and only Stripe says why."""
    shop.freeze()
    shop.follow("expired-key")
    shop.advance("599s")
    assert shop.create().status // 100 == 2
    shop.advance("1s")
    assert [shop.says(answer) for answer in (shop.create(), shop.list())] == [shop.word("expired")] * 2


def test_declined_card(shop: Shop) -> None:
    """The first card is declined, whatever it is, and not stored; the next one is taken."""
    ada = shop.id()
    shop.follow("declined-card")
    declined, taken = shop.pay(ada), shop.pay(ada)
    assert shop.says(declined) == shop.word("declined")
    assert taken.status // 100 == 2


def test_locked_record(shop: Shop) -> None:
    """The first update finds the customer locked."""
    ada = shop.id()
    shop.follow("locked-record")
    locked, changed = shop.change(ada), shop.change(ada)
    assert shop.says(locked) == shop.word("locked")
    assert changed.status // 100 == 2


def test_duplicate_submission(shop: Shop) -> None:
    """The second of two creates is told of the first, and a third with the same key gets the answer of the first."""
    shop.follow("duplicate-submission")
    key = shop.keyed("k1")
    first, second, third = [shop.create(key) for _ in range(3)]
    assert first.status // 100 == third.status // 100 == 2
    assert shop.says(second) == shop.word("in_progress" if key else "duplicate")
    id_of = shop.vendor.sample.id_of
    assert (id_of(third) == id_of(first)) is bool(key)
    assert shop.count() == (1 if key else 2)


def test_duplicate_submission_of_two_jobs(shop: Shop) -> None:
    """Two creates that are two jobs are not each other's repetition, where keys can tell."""
    shop.follow("duplicate-submission")
    statuses = [shop.create(shop.keyed(key)).status // 100 for key in ("k1", "k2", "k3")]
    assert statuses == ([2, 2, 2] if shop.keyed("k1") else [2, 4, 2])
