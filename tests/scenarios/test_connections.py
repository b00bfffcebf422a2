"""Scenarios in which a connection breaks: over real sockets what the client sees, and what was done."""

import pytest
import requests

from mockserver.core.http.reply import Fault
from tests.scenarios.shops import Shop


def _breaks(shop: Shop) -> type[requests.RequestException]:
    """Create a customer, and give how the client finds its connection."""
    with pytest.raises(requests.RequestException) as caught:
        shop.create(shop.keyed("k1"))
    return caught.type


def test_lost_answer(far_shop: Shop) -> None:
    """The record is there; a retry makes no second one where there is a key, and does where there is none."""
    far_shop.follow("lost-answer")
    assert _breaks(far_shop) is requests.ConnectionError
    assert far_shop.count() == 1
    assert far_shop.create(far_shop.keyed("k1")).status // 100 == 2
    assert far_shop.count() == (1 if far_shop.keyed("k1") else 2)


def test_lost_request(far_shop: Shop) -> None:
    """Nothing is there; a retry makes the one record."""
    far_shop.follow("lost-request")
    assert _breaks(far_shop) is requests.ConnectionError
    assert far_shop.count() == 0
    assert far_shop.create(far_shop.keyed("k1")).status // 100 == 2
    assert far_shop.count() == 1


def test_half_open(far_shop: Shop, impatient_shop: Shop) -> None:
    """Silence, then a reset, then all is well; nothing was done but what was answered."""
    far_shop.follow("half-open")
    assert _breaks(impatient_shop) is requests.ReadTimeout
    assert _breaks(impatient_shop) is requests.ConnectionError
    assert far_shop.create(far_shop.keyed("k1")).status // 100 == 2
    assert far_shop.count() == 1


def test_slow_then_timeout(shop: Shop) -> None:
    """Two slow answers, then silence in which the customer is made; a retry with its key makes no second one."""
    shop.follow("slow-then-timeout")
    assert [shop.list().status for _ in range(2)] == [200, 200]
    assert shop.hasty.waits == [0.5, 2.0]
    shop.create(shop.keyed("k1"))
    assert shop.hasty.faults == [None, None, Fault("hang", seconds=60.0)]
    assert shop.create(shop.keyed("k1")).status // 100 == 2
    assert shop.count() == (1 if shop.keyed("k1") else 2)


def test_truncated_answers(far_shop: Shop) -> None:
    """Every third answer ends too early, over and over, and a customer is made all the same."""
    far_shop.follow("truncated-answers")
    for _ in range(2):
        assert [far_shop.create().status // 100 for _ in range(2)] == [2, 2]
        assert _breaks(far_shop) is requests.exceptions.ChunkedEncodingError
    assert far_shop.count() == (5 if far_shop.keyed("k1") else 6)


def test_broken_answers(far_shop: Shop) -> None:
    """Four answers are no good, each in its way, and then one is; a customer is made each time."""
    far_shop.follow("broken-answers")
    assert _breaks(far_shop) is requests.exceptions.ChunkedEncodingError
    assert far_shop.create().content == b""
    assert _breaks(far_shop) is requests.exceptions.ChunkedEncodingError
    with pytest.raises(ValueError, match=r".*"):
        far_shop.create().json  # noqa: B018  # half a document is none
    assert far_shop.create().status // 100 == 2
    assert far_shop.count() == (4 if far_shop.keyed("k1") else 5)


def test_trickle(shop: Shop) -> None:
    """Every answer is whole in the end, and takes three seconds from its first piece to its last."""
    shop.follow("trickle")
    assert [shop.list().status for _ in range(3)] == [200] * 3
    assert shop.hasty.faults == [Fault("dribble", seconds=3.0, pieces=10)] * 3
