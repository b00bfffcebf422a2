"""Exchanges that wait end with their client and with their server, and hold nothing any longer."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import Any

import pytest

from mockserver.settings import Settings
from mockserver.testing.server import MockServer
from tests.clients import KEY, OverHttp, Rebilly
from tests.wire.lines import Line, eventually
from tests.wire.places import Place, parted

pytestmark = pytest.mark.usefixtures("nothing_is_logged")


def held(server: MockServer) -> tuple[int, int]:
    """Count the connections and the exchanges a server holds."""
    assert server.running
    state = server.running.server.server_state
    return len(state.connections), len(state.tasks)


@dataclass
class Own:
    """A server of the test's own, which holds one connection: that of the client who orders things of it."""

    server: MockServer
    client: Rebilly

    def order(self, **rule: Any) -> None:
        answer = self.client.admin("POST", "/rules", {"operation": "customers.create", **rule})
        assert answer.status == 201
        assert eventually(lambda: held(self.server)[1] == 0)


@pytest.fixture
def own(organization: str) -> Iterator[Own]:
    with MockServer(Settings(port=0)) as server:
        yield Own(server, Rebilly(OverHttp(server.url), organization))


@pytest.fixture
def brief(organization: str) -> Iterator[Own]:
    """A server that keeps connections for a second."""
    with MockServer(Settings(port=0, keep_alive=1)) as server:
        yield Own(server, Rebilly(OverHttp(server.url), organization))


@pytest.mark.parametrize("wait", ["delay", "after"])
def test_who_leaves_while_it_waits_gets_done_what_it_asked_for(place: Place, wait: str) -> None:
    """At once, as a provider would have in the end; the journal says that nobody heard of it."""
    place.order(operation="customers.create", **{wait: "10m"})
    line = place.dial()
    line.request("POST", place.customers, b"{}")
    assert place.ask("GET", place.customers)[0] == 200
    line.close()
    assert eventually(lambda: len(place.journal()) == 2)
    entry = place.journal()[1]
    assert (entry["operation"], entry["response"], entry["rule"]) == ("customers.create", None, "rule-1")
    assert entry["milliseconds"] < 60_000
    assert len(place.ask("GET", place.customers)[1]) == 1


def test_who_leaves_lets_go_of_its_key(place: Place) -> None:
    """The retry with the same key gets what the first request was not told."""
    place.order(api="stripe", delay="10m", times=1)
    head = (
        f"POST /v1/customers HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer sk_test_{place.organization}\r\n"
        "Idempotency-Key: k\r\nContent-Length: 8\r\n\r\nname=Ada"
    ).encode()
    first, second = place.dial(), place.dial()
    first.send(head)
    assert eventually(lambda: place.server.sandbox.tenant(place.organization).running)
    second.send(head)
    assert second.answer()[0] == 409
    first.close()
    assert eventually(lambda: not place.server.sandbox.tenant(place.organization).running)
    third = place.dial()
    third.send(head)
    assert third.answer()[0] == 200
    status, found = place.ask("GET", f"/__admin/tenants/{place.organization}/data/stripe/customers")
    assert (status, len(found["records"])) == (200, 1)


def test_who_leaves_lets_go_of_its_slot(place: Place) -> None:
    """A limit of one request at a time has room again."""
    limit = {"id": "one", "api": "rebilly", "algorithm": "concurrency", "limit": 1}
    slow = {"operation": "customers.create", "delay": "10m"}
    scenario = {"version": 1, "rate_limits": [limit], "rules": [slow]}
    assert place.ask("PUT", f"/__admin/tenants/{place.organization}/scenario", scenario)[0] == 200
    line = place.dial()
    line.request("POST", place.customers, b"{}")
    assert eventually(lambda: place.ask("GET", place.customers)[0] == 429)
    line.close()
    assert eventually(lambda: place.ask("GET", place.customers)[0] == 200)


@pytest.mark.parametrize(
    "rule", [{"fault": "hang"}, {"fault": {"dribble": "10m"}}, {"delay": "10m"}, {"after": "10m"}], ids=str
)
@pytest.mark.parametrize("size", [2, 300_000], ids=["small", "large"])
def test_nothing_is_left_of_who_resets(own: Own, organization: str, rule: dict[str, Any], size: int) -> None:
    """Neither its connection nor its exchange, however much it had sent before it left."""
    own.order(**rule)
    line = Line(own.server.url)
    line.request("POST", f"/organizations/{organization}/customers", b"{" + b" " * (size - 2) + b"}")
    assert eventually(lambda: held(own.server) == (2, 1))
    line.reset()
    assert eventually(lambda: held(own.server) == (1, 0))


@pytest.mark.parametrize(
    "rule", [{"fault": "hang"}, {"fault": {"dribble": "10m"}}, {"delay": "10m"}, {"after": "10m"}], ids=str
)
@pytest.mark.parametrize("size", [2, 300_000], ids=["small", "large"])
def test_nothing_is_left_of_who_leaves(brief: Own, organization: str, rule: dict[str, Any], size: int) -> None:
    """It might listen still, and is waited for as long as an idle connection is kept."""
    brief.order(**rule)
    with closing(Line(brief.server.url)) as line:
        line.request("POST", f"/organizations/{organization}/customers", b"{" + b" " * (size - 2) + b"}")
        assert eventually(lambda: held(brief.server)[1] == 1)
    assert eventually(lambda: held(brief.server) == (0, 0))


@pytest.mark.parametrize("rule", [{"fault": "hang"}, {"delay": "10m"}], ids=str)
@pytest.mark.parametrize("leave", [Line.close, Line.reset], ids=["close", "reset"])
def test_nothing_is_left_of_who_leaves_a_pipeline(
    brief: Own, organization: str, rule: dict[str, Any], leave: Callable[[Line], None]
) -> None:
    """The requests behind the one that waits are forgotten with it."""
    brief.order(**rule)
    head = f"POST /organizations/{organization}/customers HTTP/1.1\r\nHost: x\r\nREB-APIKEY: {KEY}\r\n"
    line = Line(brief.server.url)
    line.send(f"{head}Content-Length: 2\r\n\r\n{{}}".encode() * 3)
    assert eventually(lambda: held(brief.server)[1] == 1)
    leave(line)
    assert eventually(lambda: held(brief.server) == (0, 0))
    assert brief.client.get("/customers").headers["pagination-total"] == ("0" if "fault" in rule else "1")


@pytest.mark.parametrize("fault", [{"truncate": "90%"}, "wrong_length", "malformed", {"dribble": "10ms"}], ids=str)
def test_nothing_piles_up_for_who_does_not_read(place: Place, fault: Any) -> None:
    """A large answer is written as fast as it is read; TLS holds one more piece."""
    place.order(operation="customers.list", fault=fault, respond={"status": 200, "body": "x" * 8_000_000})
    line = place.dial()
    line.request("GET", place.customers)
    assert place.server.running
    state: Any = place.server.running.server.server_state
    assert eventually(lambda: any(connection.failing for connection in [*state.connections]))
    time.sleep(0.05)
    assert all(connection.transport.get_write_buffer_size() < 200_000 for connection in [*state.connections])
    line.close()
    assert eventually(lambda: not any(connection.failing for connection in [*state.connections]))


@pytest.mark.parametrize("rule", [{"fault": "hang"}, {"fault": {"dribble": "10m"}}], ids=str)
def test_a_server_that_stops_waits_for_no_fault(organization: str, rule: dict[str, Any]) -> None:
    """And ends the connections."""
    lines, seconds = _stopped_amid(organization, {**rule, "times": 5})
    with ExitStack() as undo:
        for line in lines:
            undo.callback(line.close)
        assert [parted(line.rest())[2] for line in lines] == [b""] * 5
    assert seconds < 1


@pytest.mark.parametrize("wait", ["delay", "after"])
def test_a_server_that_stops_answers_those_who_wait(organization: str, wait: str) -> None:
    """Before their time, because nobody could later."""
    lines, seconds = _stopped_amid(organization, {wait: "10m"})
    with ExitStack() as undo:
        for line in lines:
            undo.callback(line.close)
        assert [line.answer()[0] for line in lines] == [201] * 5
    assert seconds < 1


def _stopped_amid(organization: str, rule: dict[str, Any]) -> tuple[list[Line], float]:
    """Stop a server amid five exchanges that a rule is about; give their connections, and how long that took."""
    with MockServer(Settings(port=0)) as server:
        Own(server, Rebilly(OverHttp(server.url), organization)).order(**rule)
        lines = [Line(server.url) for _ in range(5)]
        for line in lines:
            line.request("POST", f"/organizations/{organization}/customers", b"{}")
        assert eventually(lambda: held(server)[1] == 5)
        began = time.monotonic()
    return lines, time.monotonic() - began
