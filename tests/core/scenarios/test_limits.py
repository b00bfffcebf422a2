"""The limits of scenario files: what they say, what they mean for an API, and what is wrong with them."""

import pytest

from mockserver.core.api.manifest import Apis
from mockserver.core.documents import parse
from mockserver.core.limits.limiter import RateLimit
from mockserver.core.problems import Misconfigured
from mockserver.registry import registered
from mockserver.scenarios.format.loader import load
from mockserver.scenarios.rules.model import Scenario, limits_of
from tests.tables import each_row

APIS = Apis(registered())


def scenario(*limits: str) -> Scenario:
    lines = "\n".join(f"  - {limit}" for limit in limits)
    return load(parse(f"version: 1\nrate_limits:\n{lines}", "x.yaml"), "x", APIS)


def of(api: str, *limits: str) -> list[RateLimit]:
    return limits_of([scenario(*limits)], APIS[api])


def refusal(limit: str) -> str:
    with pytest.raises(Misconfigured) as refused:
        scenario(limit)
    return str(refused.value)


@each_row(
    ("text", "limit", "window"),
    [
        ("5/s", 5, 1.0),
        ("3000/10m", 3000, 600.0),
        ("1/1.5s", 1, 1.5),
        ("7/250ms", 7, 0.25),
        ("1000000000/366d", 10**9, 31622400.0),
    ],
)
def test_a_rate_is_a_number_of_requests_in_a_time(text: str, limit: int, window: float) -> None:
    assert of("rebilly", f"{{ id: a, api: rebilly, limit: {text} }}") == [RateLimit("a", limit, window, enforced=True)]


def test_a_limit_says_how_and_for_whom_it_counts() -> None:
    [limit] = of(
        "stripe",
        "{ id: a, api: stripe, limit: 100/s, algorithm: token_bucket, burst: 5, per: header.X-Plan, headers: ietf,"
        " operations: [PostCustomers, customers.get] }",
    )
    assert limit == RateLimit(
        "a", 100, 1.0, ("customers.create", "customers.get"), "token_bucket", 5, "header.X-Plan", "ietf", enforced=True
    )
    assert limit.measure.capacity == 5


def test_without_an_api_each_has_the_limit_for_itself() -> None:
    both = "{ id: few, limit: 2, algorithm: concurrency }"
    assert [limit.id for api in ("rebilly", "stripe") for limit in of(api, both)] == ["rebilly.few", "stripe.few"]


def test_a_limit_of_one_api_leaves_others_what_they_publish() -> None:
    assert of("rebilly", "{ id: a, api: stripe, limit: 1/s }") == [*APIS["rebilly"].published_limits]


@pytest.mark.parametrize("algorithm", ["fixed_window", "sliding_window", "token_bucket"])
def test_published_limits_can_be_counted_in_another_way(algorithm: str) -> None:
    """The number, the time and what it is about are the provider's, the rest is the file's."""
    wish = f"{{ id: p, limit: published, algorithm: {algorithm}, per: credential, headers: none }}"
    assert of("rebilly", wish) == [
        RateLimit(
            "rebilly.p.rebilly-sandbox", 3000, 600.0, "writes", algorithm, None, "credential", "none", enforced=True  # type: ignore[arg-type]
        )
    ]  # fmt: skip


def test_of_two_scenarios_with_the_same_limit_one_counts() -> None:
    """Or a request that chooses the scenario its tenant follows would count twice."""
    followed = scenario("{ id: a, api: stripe, limit: 2/s }", "{ id: b, api: stripe, limit: 3/s }")
    chosen = scenario("{ id: a, api: stripe, limit: 1/s }")
    assert [(limit.id, limit.limit) for limit in limits_of([chosen, followed], APIS["stripe"])] == [("a", 1), ("b", 3)]


@each_row(
    ("limit", "place", "message"),
    [
        ("{ id: a, limit: 0/10m }", "3:14 limit", "must be at least 1; a rule with error: too_many_"),
        ("{ id: a, limit: 0, algorithm: concurrency }", "3:14 limit", "must be at least 1"),
        ("{ id: a, limit: 1000000001/s }", "3:14 limit", "must be at most 1000000000"),
        ("{ id: a, limit: 99999999999999999999/s }", "3:14 limit", "must be a number of requests in"),
        ("{ id: a, limit: 5/367d }", "3:14 limit", "must have a time from 1ms to 366d"),
        ("{ id: a, limit: 5/0s }", "3:14 limit", "must have a time from 1ms to 366d"),
        ("{ id: a, limit: 5/10 }", "3:14 limit", "must be a duration with a unit"),
        ("{ id: a, limit: -5/s }", "3:14 limit", "must be a number of requests in a time"),
        ("{ id: a, limit: 5.5 }", "3:14 limit", "must be a number of requests in a time"),
        ("{ id: a, limit: true }", "3:14 limit", "must be a number of requests in a time"),
        ("{ id: a, limit: publishd }", "3:14 limit", "must be a number of requests in a time"),
        ("{ id: a, limit: 5 }", "3:14 limit", "must be a rate, such as 3000/10m, with algorithm: fixed"),
        ("{ id: a, limit: 5/s, algorithm: concurrency }", "3:14 limit", "must be a number alone, such as"),
        ("{ id: a, limit: published, algorithm: concurrency }", "3:14 limit", "must be a number alone"),
        ("{ id: a }", "3:5 limit", "missing data for required field"),
        ("{ limit: 5/s }", "3:5 id", "missing data for required field"),
        ("{ id: grüße, limit: 5/s }", "3:7 id", "must be a name of 1 to 100 letters, digits, . _ -"),
        ('{ id: "a\\n", limit: 5/s }', "3:7 id", "must be a name"),
        ("{ id: a, limit: 5/s, algorithm: leaky }", "3:26 algorithm", "must be one of fixed_window, sl"),
        ("{ id: a, limit: 5/s, algorithm: tokenbucket }", "3:26 algorithm", "did you mean 'token_buck"),
        ("{ id: a, limit: 5/s, burst: 5 }", "3:26 burst", "goes with algorithm: token_bucket"),
        ("{ id: a, limit: 5/s, algorithm: token_bucket, burst: 0 }", "3:51 burst", "must be greater than"),
        ("{ id: a, limit: 5/s, per: credentials }", "3:26 per", "did you mean 'credential'?"),
        ("{ id: a, limit: 5/s, per: header. }", "3:26 per", "must be one of tenant, credential, ip, id"),
        ("{ id: a, limit: 5/s, per: 'header.a b' }", "3:26 per", "must be one of tenant, credential"),
        ("{ id: a, limit: 5/s, headers: itef }", "3:26 headers", "must be vendor, ietf, none, or names of "),
        ("{ id: a, limit: 5/s, headers: {} }", "3:26 headers", "must hold names of headers for limit, "),
        ("{ id: a, limit: 5/s, headers: { remain: X } }", "3:26 headers", "did you mean 'remaining'?"),
        ("{ id: a, limit: 5/s, headers: { limit: 'X Y' } }", "3:26 headers", "limit must be the name of a h"),
        ("{ id: a, limit: 5/s, headers: { limit: X, reset: x } }", "3:26 headers", "must not name a header"),
        ("{ id: a, limit: 5/s, operations: [] }", "3:26 operations", "must name an operation, or be all, re"),
        ("{ id: a, limit: 5/s, operations: customers.fly }", "3:26 operations", "no API has an operation"),
        ("{ id: a, limit: 5/s, api: strip }", "3:26 api", "there is no API 'strip', did you mean 'stripe'?"),
        ("{ id: a, limit: 5/s, limits: 6/s }", "3:26 limits", "unknown key, did you mean 'limit'?"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_place(limit: str, place: str, message: str) -> None:
    told, (where, key) = refusal(limit), place.split()
    assert told.startswith(f"x.yaml:{where}: rate_limits[0].{key}: ")
    assert message in told
    assert len(told.splitlines()) == 1


def test_two_limits_cannot_have_one_id() -> None:
    with pytest.raises(Misconfigured, match=r"rate_limits\[1\]\.id: the id 'a' was used before"):
        scenario("{ id: a, limit: 1/s }", "{ id: a, limit: 2/s }")
