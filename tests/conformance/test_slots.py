"""Limits of requests at the same time, over real sockets: who is under way counts, and lets go in the end."""

import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from typing import Any

import pytest

from mockserver.testing.server import MockServer
from tests.clients import OverHttp
from tests.conformance.conftest import Subject
from tests.conformance.samples import Request, Sample

SLOW = {"X-Slow": "yes"}
HALF_A_MINUTE = {"id": "slow", "match": {"headers": {"X-Slow": "present"}}, "delay": "30s"}
"""Nobody waits for it: these clients leave."""


class Waiting:
    """A client that has sent a request and may wait for the answer, or leave."""

    def __init__(self, server: MockServer, request: Request, headers: dict[str, str]) -> None:
        self._connection = HTTPConnection(server.url.removeprefix("http://"), timeout=10)
        self._connection.request(request.method, request.target, request.body, headers)

    def status(self) -> int:
        """Wait for the answer."""
        return self._connection.getresponse().status

    def leave(self) -> None:
        self._connection.close()


@pytest.fixture
def subject(sample: Sample, live: MockServer, organization: str) -> Subject:
    """One API on the server behind the socket."""
    return Subject(sample, OverHttp(live.url), live.sandbox, organization)


@pytest.fixture
def wait(subject: Subject, live: MockServer) -> Iterator[Callable[..., Waiting]]:
    """Send creations of the tenant's without waiting for their answers; in the end all clients leave."""
    clients: list[Waiting] = []

    def send(headers: dict[str, str] | None = None, request: Request | None = None) -> Waiting:
        sent = request or subject.sample.create(subject.tenant)
        credentials = subject.sample.credentials(subject.tenant)
        clients.append(Waiting(live, sent, {**credentials, **sent.headers, **(headers or {})}))
        return clients[-1]

    yield send
    for client in clients:
        client.leave()


def limit(subject: Subject, many: int, *rules: dict[str, Any]) -> None:
    """Let the tenant follow a scenario that takes so many requests at once."""
    wish = {"id": "few", "api": subject.sample.api, "limit": many, "algorithm": "concurrency"}
    answer = subject.admin("PUT", "/scenario", {"version": 1, "rate_limits": [wish], "rules": [HALF_A_MINUTE, *rules]})
    assert answer.status == 200, answer.content


def settled(subject: Subject, remaining: int) -> bool:
    """Say whether so many slots are free, or come to be so within a while."""
    return _comes_true(lambda: subject.limits()[0]["remaining"] == remaining)


def ended(subject: Subject, many: int) -> bool:
    """Say whether so many requests have come to their end, or do within a while."""
    return _comes_true(lambda: len(subject.admin("GET", "/requests").json["requests"]) == many)


def _comes_true(what: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 10
    while not what():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.005)
    return True


def test_requests_under_way_take_all_slots_until_they_end(subject: Subject, wait: Callable[..., Waiting]) -> None:
    """A hundred of them; the one too many is refused at once and costs none of theirs."""
    limit(subject, 100)
    clients = [wait(SLOW) for _ in range(100)]
    assert settled(subject, 0)
    began = time.monotonic()
    assert [subject.create().status for _ in range(3)] == [subject.sample.statuses["too_many_requests"]] * 3
    assert time.monotonic() - began < 5
    assert subject.limits()[0]["remaining"] == 0
    for client in clients[:40]:
        client.leave()
    assert settled(subject, 40)
    assert subject.create().status in (200, 201)
    for client in clients:
        client.leave()
    assert settled(subject, 100)


def test_a_slot_is_free_when_the_answer_is(subject: Subject, wait: Callable[..., Waiting]) -> None:
    """Whoever waits gets an answer, and whoever comes then a slot."""
    limit(subject, 2, {"id": "soon", "match": {"headers": {"X-Soon": "present"}}, "delay": "50ms"})
    clients = [wait({"X-Soon": "yes"}) for _ in range(2)]
    assert [client.status() // 100 for client in clients] == [2, 2]
    assert settled(subject, 2)


ENDINGS: dict[str, dict[str, Any]] = {
    "an answer": {},
    "a delay": {"delay": "20ms"},
    "a late answer": {"after": "20ms"},
    "an error": {"respond": {"error": "server_error"}},
    "an error behind a change": {"respond": {"error": "timeout"}, "effect": "commit"},
    "a late error": {"respond": {"error": "unavailable"}, "delay": "10ms", "after": "10ms"},
    "a reset": {"fault": "connection_reset"},
    "a close": {"fault": "close"},
    "a hanging connection": {"fault": {"hang": "30s"}},
    "an empty answer": {"fault": "empty_response"},
    "half an answer": {"fault": {"truncate": "50%"}},
    "a malformed answer": {"fault": "malformed"},
    "a wrong length": {"fault": "wrong_length"},
    "a slow answer": {"fault": {"dribble": {"over": "30s", "pieces": 3}}},
    "a reset behind a delay": {"fault": "connection_reset", "delay": "20ms"},
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_slot_is_free_after(subject: Subject, wait: Callable[..., Waiting], ending: str) -> None:
    """However a request ends. An answer that only its client's connection keeps waiting holds none."""
    wish = ENDINGS[ending]
    limit(subject, 1, *([{"id": "ending", "match": {"headers": {"X-End": "present"}}, **wish}] if wish else []))
    for number in (1, 2):
        wait({"X-End": "yes"})
        assert ended(subject, number)
        assert subject.limits()[0]["remaining"] == 1
    assert subject.create().status in (200, 201)


@pytest.mark.parametrize("request_of", ["invalid", "broken", "unknown"])
def test_a_slot_is_free_after_a_refusal(subject: Subject, wait: Callable[..., Waiting], request_of: str) -> None:
    limit(subject, 1)
    refused = wait(request=getattr(subject.sample, request_of)(subject.tenant))
    assert refused.status() >= 400
    assert settled(subject, 1)
    assert subject.create().status in (200, 201)


@pytest.mark.parametrize("wish", [{"delay": "30s"}, {"after": "30s"}], ids=["delay", "after"])
def test_a_slot_is_free_when_the_client_leaves(
    subject: Subject, wait: Callable[..., Waiting], wish: dict[str, Any]
) -> None:
    """Before or after its operation ran."""
    limit(subject, 1, {"id": "ending", "match": {"headers": {"X-End": "present"}}, **wish})
    client = wait({"X-End": "yes"})
    assert settled(subject, 0)
    assert subject.create().status == subject.sample.statuses["too_many_requests"]
    client.leave()
    assert settled(subject, 1)
    assert subject.create().status in (200, 201)


def test_slots_are_each_shares_own(subject: Subject, wait: Callable[..., Waiting]) -> None:
    wish = {"id": "few", "api": subject.sample.api, "limit": 1, "algorithm": "concurrency", "per": "header.X-Plan"}
    subject.admin("PUT", "/scenario", {"version": 1, "rate_limits": [wish], "rules": [HALF_A_MINUTE]})
    client = wait({**SLOW, "X-Plan": "gold"})
    assert settled(subject, 0)
    refused = subject.sample.statuses["too_many_requests"]
    assert [subject.create({"X-Plan": plan}).status == refused for plan in ("gold", "silver")] == [True, False]
    client.leave()
    assert settled(subject, 1)


def test_what_is_set_leaves_slots_to_those_under_way(subject: Subject, wait: Callable[..., Waiting]) -> None:
    """Exhaust takes the free ones, refill gives them back, and neither those of requests that still run."""
    limit(subject, 3)
    client = wait(SLOW)
    assert settled(subject, 2)
    assert subject.admin("POST", "/limits/few/exhaust").json["remaining"] == 0
    assert subject.create().status == subject.sample.statuses["too_many_requests"]
    assert subject.admin("POST", "/limits/few/refill").json["remaining"] == 2
    client.leave()
    assert settled(subject, 3)


def test_a_reset_in_the_middle_of_a_request_costs_no_slot(subject: Subject, wait: Callable[..., Waiting]) -> None:
    limit(subject, 2)
    client = wait(SLOW)
    assert settled(subject, 1)
    subject.admin("POST", "/reset?only=limits")
    assert settled(subject, 2)
    other = wait(SLOW)
    assert settled(subject, 1)
    client.leave()
    assert ended(subject, 1)
    assert subject.limits()[0]["remaining"] == 1
    other.leave()
    assert settled(subject, 2)
