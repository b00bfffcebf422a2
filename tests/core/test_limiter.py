"""Rate limits on a clock that goes where it is told."""

from mockserver.core.limiter import Limiter, RateLimit

LIMIT = RateLimit("three", 3, 60.0, "writes")


def admitted(limiter: Limiter, *moments: float) -> list[bool]:
    return [limiter.admit([(LIMIT, "", True)], now)[0].admitted for now in moments]


def test_a_window_opens_with_the_first_request() -> None:
    limiter = Limiter()
    assert admitted(limiter, 1000.5, 1001, 1059, 1060, 1060.4) == [True, True, True, False, False]
    assert admitted(limiter, 1060.5) == [True]


def test_what_is_left_counts_down_to_zero_and_no_further() -> None:
    limiter = Limiter()
    assert [limiter.admit([(LIMIT, "", True)], 10.0)[0].remaining for _ in range(5)] == [2, 1, 0, 0, 0]


def test_an_answer_says_when_the_window_opens_again() -> None:
    limiter = Limiter()
    limiter.admit([(LIMIT, "", True)], 1000.25)
    allowance = limiter.look(LIMIT, 1030.25)
    assert (allowance.reset, allowance.retry_after, allowance.remaining) == (1061, 30.0, 2)


def test_a_clock_set_back_does_not_keep_the_door_shut() -> None:
    limiter = Limiter()
    assert admitted(limiter, 1000, 1000, 1000, 1000, 10) == [True, True, True, False, True]


def test_a_limit_covers_what_it_names() -> None:
    assert LIMIT.covers("POST", "customers.create")
    assert not LIMIT.covers("GET", "customers.list")
    named = RateLimit("named", 1, 1.0, ("customers.list",))
    assert named.covers("GET", "customers.list")
    assert not named.covers("GET", "customers.get")


def test_a_limit_can_be_spent_and_refilled() -> None:
    limiter = Limiter()
    limiter.leave(LIMIT, 1, 0.0)
    assert admitted(limiter, 1, 2) == [True, False]
    limiter.leave(LIMIT, 3, 2.0)
    assert admitted(limiter, 3) == [True]
