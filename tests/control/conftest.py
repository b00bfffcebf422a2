"""A tenant of the test's own, as the Python client shows it."""

from collections.abc import Iterator

import pytest

from mockserver import Tenant
from mockserver.testing.server import MockServer


@pytest.fixture
def tenant(live: MockServer, organization: str) -> Iterator[Tenant]:
    with live.tenant(organization) as tenant:
        yield tenant
