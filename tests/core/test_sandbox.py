"""The path of one exchange, with an API that is nobody's."""

import logging
from typing import NoReturn

import pytest

from mockserver.core.documents import parse
from mockserver.core.store import StoreFailed
from mockserver.core.store.memory import Memory
from mockserver.core.store.tinydb import TinyStore
from mockserver.sandbox.sandbox import Sandbox
from mockserver.scenarios.format.loader import load
from tests.core.toy import call, sandbox, toy
from tests.tables import each_row


@pytest.fixture
def server() -> Sandbox:
    return sandbox()


def follow(server: Sandbox, text: str) -> None:
    server.use(server.defaults, [load(parse(text, "x.yaml"), "x", server.apis)])


def test_an_api_is_one_value(server: Sandbox) -> None:
    """Declared, it is routed, stored for and answered."""
    status, made = call(server, "POST", "/toys")
    assert (status, made["id"][:4]) == (201, "toy_")
    assert call(server, "GET", "/toys/count") == (200, 1)


def test_a_mistake_of_ours_shows_nothing_and_keeps_nothing(server: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    """The client gets the vendor's server error, the log the traceback, the store nothing."""
    with caplog.at_level(logging.ERROR, "mockserver"):
        assert call(server, "POST", "/toys", {"break": True}) == (400, {"toy": "server_error", "because": ""})
    assert "a secret of the implementation" in caplog.text
    assert call(server, "GET", "/toys/count") == (200, 0)


def test_a_refusal_keeps_nothing(server: Sandbox) -> None:
    assert call(server, "POST", "/toys", {"invalid": True}) == (400, {"toy": "invalid", "because": "no"})
    assert call(server, "GET", "/toys/count") == (200, 0)


def test_a_store_that_fails_is_unavailable(caplog: pytest.LogCaptureFixture) -> None:
    """A full disk is no mistake of the client's."""

    class Full(Memory):
        def append(self, tenant: str, changes: object) -> None:
            raise StoreFailed("No space left on device")

    server = sandbox(TinyStore(Full()))
    status, body = call(server, "POST", "/toys")
    assert (status, body["toy"]) == (400, "unavailable")
    assert call(server, "GET", "/toys/count") == (200, 0)


def test_the_core_asks_for_waits_and_never_waits(server: Sandbox) -> None:
    """Whoever drives an answer decides how to wait."""
    follow(server, "version: 1\nrules: [{ delay: 5m }, { delay: 10s }]")
    waits: list[float] = []
    assert call(server, "POST", "/toys", waits=waits)[0] == 201
    assert waits == [310.0]


def test_a_ranged_delay_lies_in_its_range_and_repeats(server: Sandbox) -> None:
    runs = []
    for _ in range(2):
        follow(server, "version: 1\nseed: 3\nrules: [{ delay: 1s..3s }]")
        server.tenants.drop("child")
        waits: list[float] = []
        for _ in range(50):
            call(server, "POST", "/toys", waits=waits)
        runs.append(waits)
    assert runs[0] == runs[1]
    assert all(1 <= wait < 3 for wait in runs[0])
    assert len(set(runs[0])) == 50


@each_row("seed", range(20))
def test_chance_comes_out_as_often_as_it_should(seed: int) -> None:
    """One in five of 500, whatever the seed; another seed is another day."""
    outcomes = []
    for scenario_seed in (seed, seed + 1000):
        server = sandbox()
        rule = "{ when: { probability: 0.2 }, times: forever, respond: { error: gone } }"
        follow(server, f"version: 1\nseed: {scenario_seed}\nrules: [{rule}]")
        outcomes.append([call(server, "POST", "/toys")[0] for _ in range(500)])
    assert all(70 <= outcome.count(400) <= 130 for outcome in outcomes)
    assert outcomes[0] != outcomes[1]


def test_the_servers_seed_moves_chance_and_ids() -> None:
    """Everything drawn follows from it."""

    def run(seed: str) -> list[object]:
        server = sandbox(seed=seed, time=lambda: 1_768_471_200.0)
        follow(server, "version: 1\nrules: [{ when: { probability: 0.5 }, respond: { error: gone } }]")
        return [call(server, "POST", "/toys") for _ in range(20)]

    assert run("a") == run("a")
    assert run("a") != run("b")


def test_a_store_error_inside_a_read_is_answered_too() -> None:
    """No exception escapes, whatever the store does."""

    class Broken(TinyStore):
        def transaction(self, tenant: str) -> NoReturn:
            raise RuntimeError("broken")

    assert call(sandbox(Broken()), "GET", "/toys/count")[1]["toy"] == "server_error"


def test_an_api_that_contradicts_itself_is_not_accepted() -> None:
    """A declaration is checked when it is made, and the error names the culprit."""
    from dataclasses import replace

    with pytest.raises(ValueError, match="API toy: POST /toys is declared twice"):
        replace(toy, routes=(*toy.routes, toy.routes[0]))
