"""The server is up."""

import pytest

from mockserver import __version__
from mockserver.registry import registered
from mockserver.testing.server import MockServer
from tests.clients import Caller, InProcess, OverHttp


@pytest.fixture(params=["in process", "over http"])
def caller(request: pytest.FixtureRequest, application: InProcess, live: MockServer) -> Caller:
    return application if request.param == "in process" else OverHttp(live.url)


def test_health_names_the_version_and_the_apis(caller: Caller) -> None:
    """A probe learns what answers."""
    answer = caller.send("GET", "/__admin/health", {}, None)
    assert answer.status == 200
    assert answer.json == {
        "status": "ok",
        "version": __version__,
        "apis": [api.name for api in registered()],
    }
