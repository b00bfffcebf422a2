"""How answers tell of limits: which headers, and which of several limits goes into them."""

import pytest

from mockserver.core.limits.announcements import announced, withdraw
from mockserver.core.limits.limiter import Announced, Counted, Limiter, RateLimit
from tests.tables import each_row

NOON = 1_768_478_400.5
NAMES = {"limit": "L", "remaining": "R", "reset": "S", "retry_after": "W"}


def limit(id: str, many: int, window: float, how: Announced) -> RateLimit:
    return RateLimit(id, many, window, announced=how, enforced=True)


def counted(*limits: RateLimit, times: int = 1) -> Counted:
    """Count requests, and give what was said about the last of them."""
    limiter = Limiter()
    found = [limiter.admit([(limit, "") for limit in limits], NOON) for _ in range(times)]
    return found[-1]


@pytest.mark.parametrize("how", ["vendor", "none"])
def test_what_the_vendor_tells_or_nobody_is_not_told_here(how: Announced) -> None:
    assert announced(counted(limit("a", 2, 60, how))) == {}


def test_the_ietfs_fields_are_lists_in_the_order_of_the_limits() -> None:
    limits = (limit("a", 2, 60, "ietf"), limit("quiet", 2, 60, "none"), limit("b", 9, 86_400, "ietf"))
    assert announced(counted(*limits)) == {
        "RateLimit-Policy": '"a";q=2;w=60, "b";q=9;w=86400',
        "RateLimit": '"a";r=1;t=60, "b";r=8;t=86400',
    }


def test_a_window_of_parts_of_a_second_is_not_told() -> None:
    """The field has whole seconds only, and none is no window."""
    assert announced(counted(limit("a", 2, 0.5, "ietf"))) == {"RateLimit-Policy": '"a";q=2', "RateLimit": '"a";r=1;t=1'}


def test_names_of_ones_own_tell_the_wait_only_where_there_is_one() -> None:
    one = limit("a", 1, 60, NAMES)
    assert announced(counted(one)) == {"L": "1", "R": "0", "S": "1768478461"}
    assert announced(counted(one, times=2)) == {"L": "1", "R": "0", "S": "1768478461", "W": "60"}


@pytest.mark.parametrize("turned", [False, True], ids=["in one order", "in the other"])
def test_of_limits_with_the_same_names_the_tightest_is_told(turned: bool) -> None:
    """Where one turns the request away, that one, however little the others have left."""
    wide, tight = limit("wide", 9, 60, NAMES), limit("tight", 2, 3600, NAMES)
    limits = (tight, wide) if turned else (wide, tight)
    assert announced(counted(*limits)) == {"L": "2", "R": "1", "S": "1768482001"}
    refused = announced(counted(*limits, times=3))
    assert refused == {"L": "2", "R": "0", "S": "1768482001", "W": "3600"}


@each_row(
    ("how", "kept"),
    [
        ("vendor", {"Retry-After", "X-RateLimit-Limit", "Rate-Limit-Limit"}),
        ("ietf", {"Retry-After"}),
        ("none", set()),
        (NAMES, set()),
    ],
    ids=["vendor", "ietf", "none", "names"],
)
def test_a_refusal_loses_the_vendors_words_where_others_are_wanted(how: Announced, kept: set[str]) -> None:
    """But not what says that it is a refusal of its kind."""
    others = {"Stripe-Rate-Limited-Reason", "Content-Type"}
    headers = dict.fromkeys(("Retry-After", "X-RateLimit-Limit", "Rate-Limit-Limit", *others), "1")
    withdraw(headers, counted(limit("a", 1, 60, how), times=2))
    assert set(headers) == kept | others


def test_an_answer_that_no_limit_refused_keeps_its_headers() -> None:
    headers = {"Retry-After": "1"}
    withdraw(headers, counted(limit("a", 1, 60, "none")))
    assert headers == {"Retry-After": "1"}
