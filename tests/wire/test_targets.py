"""The production edge sees what was really sent, and by whom."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn

from mockserver.edges.connection import Connection
from mockserver.settings import Settings
from mockserver.testing.server import MockServer
from tests.wire.conftest import Line, running_loop

ODD_TARGETS = [
    "//organizations/org_x/customers",
    "/organizations/org_x/customers/?q=a%20b+c",
    "/a%2Fb%2f/%C3%A9",
    "/plain?",
    "/x?a=1?b=2",
    "/x;y=1,2",
    "/%",
    "http://elsewhere.example.com/absolute?x=1",
]


@pytest.mark.parametrize("target", ODD_TARGETS)
def test_the_raw_target_reaches_the_core(live: MockServer, line: Line, organization: str, target: str) -> None:
    """Signatures are made over the target as it was sent, so nothing may tidy it up."""
    mark = f"{target}{'&' if '?' in target else '?'}mark={organization}"
    line.request("GET", mark)
    line.answer()
    targets = {entry.target for tenant in live.sandbox.tenants.names() for entry in _journal(live, tenant)}
    assert mark in targets | {entry.target for entry in live.sandbox.defaults.journal}


def _journal(live: MockServer, tenant: str) -> Any:
    return live.sandbox.tenant(tenant).journal


def test_the_clients_socket_is_in_reach() -> None:
    """A fault on the wire needs the connection it is to break."""
    seen: dict[str, Any] = {}

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        connection = scope["mockserver.line"].transport.get_extra_info("socket")
        seen.update(peer=connection.getpeername(), target=scope["mockserver.target"])
        scope["mockserver.line"].transport.abort()

    with serving_once(app, type("Bound", (Connection,), {"limits": Settings()})) as caller:
        caller.send(b"GET //odd?x=%2f HTTP/1.1\r\nHost: x\r\n\r\n")
        assert caller.closed()
        assert seen == {"peer": caller.name, "target": b"//odd?x=%2f"}


@contextmanager
def serving_once(app: Any, protocol: type[Connection]) -> Iterator[Line]:
    """Run an application behind a protocol, and give a connection to it."""
    config = uvicorn.Config(app, http=protocol, lifespan="off", log_config=None, ws="none")
    server = uvicorn.Server(config)
    with running_loop() as loop, socket.create_server(("127.0.0.1", 0)) as listener:
        serving = asyncio.run_coroutine_threadsafe(server.serve(sockets=[listener]), loop)
        caller = Line("http://{}:{}".format(*listener.getsockname()))
        yield caller
        caller.close()
        server.should_exit = True
        serving.result(10)


def test_an_answer_does_not_wait_for_an_acknowledgement() -> None:
    """Head and body are two writes: with Nagle's algorithm the second would wait 40 ms for the client's system."""
    seen: list[int] = []

    class Watching(Connection):
        limits = Settings()

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            connection = transport.get_extra_info("socket")
            seen.append(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            transport.abort()

    with serving_once(None, Watching) as caller:
        assert caller.closed()
    assert seen
    assert all(seen)


def test_the_journal_names_the_peer(live: MockServer, line: Line, organization: str) -> None:
    """Which of many clients was it?"""
    line.request("GET", f"/organizations/{organization}/customers")
    assert line.answer()[0] == 200
    [entry] = live.sandbox.tenant(organization).journal
    assert entry.peer == "{}:{}".format(*line.name)


def test_links_name_the_address_the_client_used(
    dial: Callable[[str], Line], live: MockServer, organization: str
) -> None:
    """`localhost` and `127.0.0.1` are two names; an answer keeps to the caller's."""
    line = dial(live.url.replace("127.0.0.1", "localhost"))
    line.request("POST", f"/organizations/{organization}/customers", b"{}")
    assert b'"href":"http://localhost:' in line.answer()[1]
