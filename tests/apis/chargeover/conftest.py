"""What tests of ChargeOver share."""

from collections.abc import Iterator

import pytest

from mockserver.testing.server import MockServer
from tests.apis.chargeover.sdks.wire import Wire


@pytest.fixture
def wire(live: MockServer, organization: str) -> Iterator[Wire]:
    """A connection to the session's server, for an account nobody else uses."""
    wire = Wire(live.url, organization)
    yield wire
    wire.close()
