"""What is used of uvicorn that it does not document: each part is named here, and still there in this release."""

import ast
import asyncio
import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from uvicorn.config import Config
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import Server, ServerState

from mockserver.edges import asgi, connection, run
from mockserver.edges.connection import Connection

PROTOCOL = {
    "callbacks of asyncio and of the server": (
        "connection_made", "connection_lost", "data_received", "eof_received", "shutdown",
    ),
    "callbacks of the parser": (
        "on_message_begin", "on_url", "on_header", "on_headers_complete", "on_body", "on_message_complete",
    ),
    "the callback of a cycle": ("on_response_complete",),
    "state": (
        "cycle", "expect_100_continue", "flow", "headers", "loop", "parser", "pipeline", "scheme", "scope",
        "server_state", "timeout_keep_alive_task", "transport", "url",
    ),
}  # fmt: skip
CYCLE = (
    "body", "default_headers", "disconnected", "keep_alive", "message_event", "more_body", "response_complete",
    "transport",
)  # fmt: skip
FLOW = ("drain", "pause_reading", "resume_reading")
SERVER = (
    "capture_signals", "config", "force_exit", "lifespan", "serve", "server_state", "servers", "should_exit",
    "shutdown", "startup",
)  # fmt: skip


async def _app(scope: Any, receive: Any, send: Any) -> None:
    """Answer nothing."""


@pytest.fixture
def protocol() -> Iterator[HttpToolsProtocol]:
    """A connection of uvicorn's own."""
    loop = asyncio.new_event_loop()
    yield HttpToolsProtocol(Config(_app), ServerState(), {}, loop)
    loop.close()


def used(source: Any, name: str) -> set[str]:
    """Return the attributes of a variable, or of a member of that name, that a module or class mentions."""
    return {
        node.attr
        for node in ast.walk(ast.parse(inspect.getsource(source)))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in (name, f"self.{name}", f"{name}()")
    }


def own(source: type) -> set[str]:
    """Return the attributes that a class adds to those of its bases."""
    made = ast.parse(inspect.getsource(vars(source)["__init__"]).replace("\n    ", "\n").strip())
    stored = {
        node.attr for node in ast.walk(made) if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    }
    members = {*vars(source), *vars(source).get("__annotations__", {})}
    return stored | {name for name in members if not hasattr(source.__base__, name)}


def overridden(source: type) -> set[str]:
    """Return the members of its bases that a class replaces, but for those that every class has."""
    return {name for name in vars(source) if hasattr(source.__base__, name) and not name.startswith("__")}


def mentioned(source: type, *names: str) -> set[str]:
    """Return what a class uses or replaces of its bases."""
    found = set.union(*(used(source, name) for name in ("self", "super", *names)))
    return {name for name in found - own(source) if not name.startswith("__")} | overridden(source)


def test_a_connection_uses_what_is_named_here_and_no_more() -> None:
    assert mentioned(Connection) == {part for parts in PROTOCOL.values() for part in parts}


def test_every_part_of_a_connection_is_there(protocol: HttpToolsProtocol) -> None:
    set_later = used(HttpToolsProtocol, "self")
    parts = [part for parts in PROTOCOL.values() for part in parts]
    assert [part for part in parts if not (hasattr(protocol, part) or part in set_later)] == []


def test_nothing_of_ours_takes_the_place_of_a_part(protocol: HttpToolsProtocol) -> None:
    assert {name for name in own(Connection) if hasattr(protocol, name)} == set()


def test_every_part_of_a_cycle_is_named_and_there() -> None:
    assert used(connection, "cycle") | used(asgi, "cycle") == set(CYCLE)
    assert set(CYCLE) <= used(RequestResponseCycle, "self")


def test_every_part_of_flow_control_is_named_and_there() -> None:
    assert used(connection, "flow") == set(FLOW)
    assert [part for part in FLOW if not hasattr(FlowControl, part)] == []


def test_every_part_of_a_server_is_named_and_there() -> None:
    assert mentioned(run._Server) | used(run, "server") == set(SERVER)
    server, set_later = Server(Config(_app)), used(Server, "self")
    assert [part for part in SERVER if not (hasattr(server, part) or part in set_later)] == []
