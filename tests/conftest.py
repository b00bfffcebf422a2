"""What tests share: the server on both of its edges, and a client for each API."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from mockserver.app import create_app
from mockserver.core.logs import Guard, logger
from mockserver.sandbox.sandbox import Sandbox
from mockserver.settings import Settings
from mockserver.testing.server import MockServer
from tests import stored
from tests.clients import Chargebee, ChargeOver, InProcess, Rebilly, Stripe, unused

pytest_plugins = "pytester"  # asked for here because pytest takes it from the outermost file only

# How long an example takes is the machine's affair; programs of their own measure.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(autouse=True)
def _unspent_log() -> None:
    """Let no test use up what the log takes of one kind in a minute."""
    for name in ("mockserver", "uvicorn.error"):
        for guard in logger(name).filters:
            if isinstance(guard, Guard):
                guard.forget()


@pytest.fixture(scope="session")
def live() -> Iterator[MockServer]:
    """One real server on a free port for the whole session; tests keep to tenants of their own."""
    with MockServer(Settings(port=0)) as server:
        yield server
        stored.end(server.sandbox)


@pytest.fixture
def organization() -> str:
    """An organization nobody else uses, whatever process the test runs in."""
    return unused()


@pytest.fixture(scope="session")
def application() -> Iterator[InProcess]:
    """One Flask application for the whole session, driven without a socket.

    Records that tests leave in it have the shapes that APIs declare of them.
    """
    application = InProcess(create_app(Settings()))
    yield application
    stored.end(application.sandbox)


@pytest.fixture
def rebilly(application: InProcess, organization: str) -> Rebilly:
    """A Rebilly caller with an organization of its own, in process."""
    return Rebilly(application, organization)


@pytest.fixture
def stripe(application: InProcess, organization: str) -> Stripe:
    """A Stripe caller with an account of its own, in process."""
    return Stripe(application, organization)


@pytest.fixture
def chargebee(application: InProcess, organization: str) -> Chargebee:
    """A Chargebee caller with a site of its own, in process."""
    return Chargebee(application, organization)


@pytest.fixture
def chargeover(application: InProcess, organization: str) -> ChargeOver:
    """A ChargeOver caller with an account of its own, in process."""
    return ChargeOver(application, organization)


@pytest.fixture
def sandbox(application: InProcess) -> Sandbox:
    """The sandbox behind the in-process application."""
    return application.sandbox
