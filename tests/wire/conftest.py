"""What tests on the wire share: connections, servers that wait for nobody, and places to try faults at."""

import asyncio
import logging
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from mockserver.settings import Settings
from mockserver.testing.server import MockServer
from tests.wire.edges import Edge, OnTheWire, UnderWsgi
from tests.wire.lines import Line as Line
from tests.wire.places import Doors, Place


@pytest.fixture
def dial() -> Iterator[Callable[[str], Line]]:
    """Open connections that are closed after the test."""
    lines: list[Line] = []

    def connect(url: str) -> Line:
        lines.append(Line(url))
        return lines[-1]

    yield connect
    for line in lines:
        line.close()


@pytest.fixture
def line(live: MockServer, dial: Callable[[str], Line]) -> Line:
    """A connection to the session's server."""
    return dial(live.url)


@pytest.fixture(scope="session")
def wsgi() -> UnderWsgi:
    """The edge for any WSGI server."""
    return UnderWsgi()


@pytest.fixture(params=["wire", "wsgi"])
def edge(request: pytest.FixtureRequest, live: MockServer, wsgi: UnderWsgi) -> Edge:
    """Each of both edges."""
    return wsgi if request.param == "wsgi" else OnTheWire(live.url)


@pytest.fixture(scope="session")
def impatient() -> Iterator[MockServer]:
    """A server that waits for nobody and takes little."""
    with MockServer(Settings(port=0, request_timeout=0.3, keep_alive=1, max_header=2048, max_body=4096)) as server:
        yield server


@pytest.fixture(scope="session")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """A server of each kind, both of which take large bodies."""
    ca_file = tmp_path_factory.mktemp("ca") / "ca.pem"
    settings = Settings(port=0, max_body=20_000_000)
    with MockServer(settings) as http, MockServer(replace(settings, tls=True, ca_file=ca_file)) as https:
        yield {"http": (http, None), "https": (https, ssl.create_default_context(cafile=ca_file))}


@pytest.fixture(params=["http", "https"])
def place(request: pytest.FixtureRequest, doors: Doors, organization: str) -> Iterator[Place]:
    """An organization nobody else uses, with TLS and without."""
    server, trust = doors[request.param]
    place = Place(server, organization, trust)
    yield place
    for line in place.lines:
        line.close()


@pytest.fixture
def nothing_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test that made the server complain: a fault that was asked for is no mistake."""
    yield
    assert [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.WARNING] == []


@contextmanager
def running_loop() -> Iterator[asyncio.AbstractEventLoop]:
    """Give an event loop that runs on a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
