"""Rate limits: every algorithm, share and way to tell of them, the same in every API."""

from typing import Any

import pytest

from mockserver.core.api.model import Exchange
from tests.clients import Answer
from tests.conformance.conftest import Subject
from tests.conformance.samples import MOMENT

NOON = "2026-01-15T12:00:00Z"
TIMED = ("fixed_window", "sliding_window", "token_bucket")
HINTS = ("ratelimit", "rate-limit", "retry-after")


@pytest.fixture
def still(subject: Subject) -> Subject:
    """A tenant for whom it is noon."""
    subject.admin("POST", "/clock/freeze", {"at": NOON})
    return subject


def limit(subject: Subject, *limits: dict[str, Any], **scenario: Any) -> None:
    """Let the tenant follow a scenario with limits of this API, called `a`, `b`, … unless they say how."""
    wishes = [{"id": id, "api": subject.sample.api, **wish} for id, wish in zip("abcd", limits, strict=False)]
    answer = subject.admin("PUT", "/scenario", {"version": 1, "rate_limits": wishes, **scenario})
    assert answer.status == 200, answer.content


def passed(subject: Subject, answers: list[Answer]) -> list[bool]:
    """Say which requests were let through; the others got the API's own 429."""
    refused = subject.sample.statuses["too_many_requests"]
    assert {answer.status for answer in answers} <= {200, 201, refused}
    return [answer.status != refused for answer in answers]


def tried(subject: Subject, times: int, headers: dict[str, str] | None = None) -> list[bool]:
    return passed(subject, [subject.create(headers) for _ in range(times)])


def advance(subject: Subject, by: str) -> None:
    assert subject.admin("POST", "/clock/advance", {"by": by}).status == 200


def left(subject: Subject) -> dict[str, int]:
    return {limit["id"]: limit["remaining"] for limit in subject.limits()}


def hints(answer: Answer) -> dict[str, str]:
    """Give the headers that tell of limits."""
    return {name: value for name, value in answer.headers.items() if any(hint in name for hint in HINTS)}


def exchange(subject: Subject) -> Exchange:
    """Make a creation of the tenant's that was not sent."""
    request = subject.sample.create(subject.tenant)
    headers = {**subject.sample.credentials(subject.tenant), **request.headers}
    return Exchange(
        method=request.method,
        target=request.target,
        path=request.target,
        query_string="",
        headers={name.lower(): value for name, value in headers.items()},
        body=request.body or b"",
        base_url="http://127.0.0.1",
        match=subject.sandbox.router.find(request.method, request.target),
    )


@pytest.mark.parametrize(
    ("wish", "steps"),
    [
        ({"limit": "2/10m"}, [("9m", [False]), ("1m", [True, True, False])]),
        ({"limit": "2/10m", "algorithm": "sliding_window"}, [("9m", [False]), ("1m", [True, True, False])]),
        (
            {"limit": "2/10m", "algorithm": "token_bucket"},
            [("299s", [False]), ("1s", [True, False]), ("1h", [True, True, False])],
        ),
        (
            {"limit": "60/m", "algorithm": "token_bucket", "burst": 2},
            [("999ms", [False]), ("1ms", [True, False]), ("1h", [True, True, False])],
        ),
    ],
    ids=[*TIMED, "burst"],
)
def test_a_limit_opens_on_the_tenants_clock(
    still: Subject, wish: dict[str, Any], steps: list[tuple[str, list[bool]]]
) -> None:
    limit(still, wish)
    assert tried(still, 3) == [True, True, False]
    for by, expected in steps:
        advance(still, by)
        assert tried(still, len(expected)) == expected


@pytest.mark.parametrize("algorithm", TIMED)
def test_a_clock_set_back_opens_a_limit(still: Subject, algorithm: str) -> None:
    limit(still, {"limit": "1/10m", "algorithm": algorithm})
    assert tried(still, 2) == [True, False]
    still.admin("PUT", "/clock", {"mode": "frozen", "now": "2026-01-15T11:00:00Z"})
    assert tried(still, 2) == [True, False]


@pytest.mark.parametrize("algorithm", ["fixed_window", "sliding_window"])
def test_a_window_follows_a_clock_that_runs(subject: Subject, algorithm: str) -> None:
    subject.admin("PUT", "/clock", {"mode": "offset", "now": NOON})
    limit(subject, {"limit": "2/1h", "algorithm": algorithm})
    assert tried(subject, 3) == [True, True, False]
    advance(subject, "1h")
    assert tried(subject, 1) == [True]


def test_what_one_limit_turns_away_counts_for_none(still: Subject) -> None:
    limit(
        still,
        {"limit": "5/1h", "algorithm": "sliding_window"},
        {"limit": "1/1m"},
        {"limit": "9/1h", "operations": "reads"},
        {"limit": 4, "algorithm": "concurrency"},
    )
    assert tried(still, 3) == [True, False, False]
    assert left(still) == {"a": 4, "b": 0, "c": 9, "d": 4}
    advance(still, "1m")
    assert tried(still, 2) == [True, False]
    assert left(still) == {"a": 3, "b": 0, "c": 9, "d": 4}


def test_reads_and_writes_can_be_counted_apart(still: Subject) -> None:
    limit(still, {"limit": "1/1h", "operations": "writes"}, {"limit": "2/1h", "operations": "reads"})
    created = still.create()
    read = still.sample.read(still.tenant, created)
    assert passed(still, [still.send(read) for _ in range(3)]) == [True, True, False]
    assert tried(still, 1) == [False]


def test_a_refusal_of_the_operation_counts(still: Subject) -> None:
    """It has cost the provider as much; only what is not let in is free."""
    limit(still, {"limit": "2/1h"})
    assert still.send(still.sample.invalid(still.tenant)).status == still.sample.statuses["invalid"]
    assert left(still) == {"a": 1}


def test_an_address_that_does_not_exist_counts_for_nothing(still: Subject) -> None:
    limit(still, {"limit": "1/1h"})
    still.send(still.sample.unknown(still.tenant))
    assert left(still) == {"a": 1}


@pytest.mark.parametrize("per", ["header.X-Plan", "idempotency_key"])
def test_a_header_can_say_who_shares_a_limit(still: Subject, per: str) -> None:
    """Those who send none share one, too."""
    name = "X-Plan" if per == "header.X-Plan" else still.key_header or "idempotency-key"
    limit(still, {"limit": "1/1h", "per": per})
    assert [tried(still, 2, {name: value}) for value in ("gold", "silver")] == [[True, False]] * 2
    assert tried(still, 2) == [True, False]
    [shown] = still.limits()
    assert {share["share"] for share in shown["shares"]} == {"gold", "silver", ""}


@pytest.mark.parametrize("per", ["tenant", "credential", "ip"])
def test_a_caller_shares_a_limit_with_itself(still: Subject, per: str) -> None:
    """And in no case with another tenant."""
    other = still.of(f"{still.tenant}-other")
    for tenant in (still, other):
        limit(tenant, {"limit": "2/1h", "per": per})
    assert tried(still, 3, {"X-Anything": "a"}) == [True, True, False]
    assert tried(other, 1) == [True]


def test_an_argument_can_say_who_shares_a_limit(still: Subject) -> None:
    reads = [still.sample.read(still.tenant, still.create()) for _ in range(2)]
    matches = [still.sandbox.router.find(read.method, read.target).arguments for read in reads]
    [name] = [name for name in matches[0] if matches[0][name] != matches[1][name]]
    limit(still, {"limit": "1/1h", "per": f"argument.{name}", "operations": "reads"})
    answers = [still.send(read) for read in (reads[0], reads[0], reads[1], reads[1])]
    assert passed(still, answers) == [True, False, True, False]


@pytest.mark.parametrize("algorithm", TIMED)
def test_what_is_published_can_be_counted_in_another_way(still: Subject, algorithm: str) -> None:
    wish = {"id": "p", "limit": "published", "algorithm": algorithm, "per": "header.X-Plan"}
    still.admin("PUT", "/scenario", {"version": 1, "rate_limits": [wish]})
    limits = still.limits()
    assert [(limit["algorithm"], limit["per"]) for limit in limits] == [(algorithm, "header.X-Plan")] * len(limits)
    assert limits[0]["limit"] == still.sample.writes_limit
    assert tried(still, 1, {"X-Plan": "gold"}) == [True]
    still.admin("POST", f"/limits/{limits[0]['id']}/exhaust?share=gold")
    assert [tried(still, 1, {"X-Plan": plan}) for plan in ("gold", "silver")] == [[False], [True]]


def test_a_limit_is_told_as_the_vendor_does(still: Subject) -> None:
    """Some tell of it always, some where it is spent, some never."""
    limit(still, {"limit": "1/90s"})
    assert (hints(still.create()), hints(still.create())) == still.sample.told


def test_a_limit_can_be_told_in_the_ietfs_fields(still: Subject) -> None:
    """Lists with an item for each limit; the vendor's own headers give way to them."""
    limit(
        still,
        {"limit": "2/90s", "headers": "ietf"},
        {"limit": "60/m", "algorithm": "token_bucket", "burst": 9, "headers": "ietf"},
        {"limit": 3, "algorithm": "concurrency", "headers": "ietf"},
        {"limit": "5/1.5s", "algorithm": "sliding_window", "headers": "ietf"},
    )
    policies = '"a";q=2;w=90, "b";q=60;w=60, "c";q=3;qu="concurrent-requests", "d";q=5'
    answers = [still.create() for _ in range(3)]
    assert [answer.headers["ratelimit-policy"] for answer in answers] == [policies] * 3
    assert [answer.headers["ratelimit"] for answer in answers] == [
        '"a";r=1;t=90, "b";r=8;t=1, "c";r=2;t=1, "d";r=4;t=2',
        '"a";r=0;t=90, "b";r=7;t=1, "c";r=2;t=1, "d";r=3;t=2',
        '"a";r=0;t=90, "b";r=7;t=1, "c";r=3;t=0, "d";r=3;t=2',
    ]
    allowed = {"ratelimit", "ratelimit-policy", "retry-after", *still.sample.refused_with}
    assert all(set(hints(answer)) <= allowed for answer in answers)


def test_a_limit_can_be_told_under_names_of_ones_own(still: Subject) -> None:
    """Where several go by the same names, the tightest is told."""
    names = {"limit": "X-Quota", "remaining": "X-Quota-Left", "reset": "X-Quota-Reset", "retry_after": "X-Quota-Wait"}
    limit(still, {"limit": "2/90s", "headers": names}, {"limit": "9/1h", "headers": names})
    answers = [still.create() for _ in range(3)]
    told = [{name: value for name, value in answer.headers.items() if name.startswith("x-quota")} for answer in answers]
    first = {"x-quota": "2", "x-quota-left": "1", "x-quota-reset": str(MOMENT + 90)}
    spent = {**first, "x-quota-left": "0"}
    assert told == [first, spent, {**spent, "x-quota-wait": "90"}]
    assert {name for answer in answers for name in hints(answer)} <= still.sample.refused_with


def test_a_limit_can_be_told_not_at_all(still: Subject) -> None:
    """A client has to cope with 429 and nothing else; that it can be repeated is no word about the limit."""
    limit(still, {"limit": "1/90s", "headers": "none"})
    answers = [still.create(), still.create()]
    assert passed(still, answers) == [True, False]
    assert {name for answer in answers for name in hints(answer)} <= still.sample.refused_with


def test_whoever_waits_as_long_as_told_is_let_through(still: Subject) -> None:
    """Also where the wait is a part of a second, which the header tells as a whole one."""
    names = {"retry_after": "X-Wait"}
    limit(still, {"limit": "25/s", "algorithm": "token_bucket", "burst": 1, "headers": names})
    assert tried(still, 1) == [True]
    refused = still.create()
    assert refused.headers["x-wait"] == "1"
    advance(still, "39ms")
    assert tried(still, 1) == [False]
    advance(still, "1ms")
    assert tried(still, 1) == [True]


def test_a_scenario_that_is_followed_and_chosen_counts_once(still: Subject) -> None:
    still.admin("PUT", "/scenario", {"name": "provider-limits"})
    still.create({"X-Mock-Scenario": "provider-limits"})
    assert still.limits()[0]["remaining"] == still.sample.writes_limit - 1


def test_explain_tells_the_levels_and_counts_nothing(still: Subject) -> None:
    limit(still, {"limit": "2/1h", "algorithm": "sliding_window"}, {"limit": "1/1h", "operations": "writes"})
    still.create()
    for _ in range(2):
        assert still.sandbox.explain(exchange(still))["limits"] == [
            {
                "id": "a", "algorithm": "sliding_window", "per": "tenant", "limit": 2, "remaining": 1, "enforced": True,
                "refuses": False,
            },
            {
                "id": "b", "algorithm": "fixed_window", "per": "tenant", "limit": 1, "remaining": 0, "enforced": True,
                "refuses": True,
            },
        ]  # fmt: skip
