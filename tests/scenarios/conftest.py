"""Every rule of this suite holds for every API that has words here: customers, and cards that are declined."""

from dataclasses import replace
from hashlib import blake2b

import pytest

from mockserver.testing.server import MockServer
from tests.clients import InProcess, OverHttp
from tests.scenarios.hasty import Hasty
from tests.scenarios.shops import Shop
from tests.scenarios.vendors import VENDORS
from tests.scenarios.vendors.vendor import Vendor


@pytest.fixture(params=VENDORS)
def vendor(request: pytest.FixtureRequest) -> Vendor:
    return VENDORS[request.param]


@pytest.fixture
def organization(request: pytest.FixtureRequest) -> str:
    """An organization of the test's own that is called the same on every run: chance depends on the name."""
    return f"org_{blake2b(request.node.nodeid.encode(), digest_size=6).hexdigest()}"


@pytest.fixture
def shop(vendor: Vendor, application: InProcess, organization: str) -> Shop:
    """A shop that nobody has to wait for."""
    return Shop(vendor, Hasty(application), application.sandbox, organization)


@pytest.fixture
def far_shop(vendor: Vendor, live: MockServer, organization: str) -> Shop:
    """A shop at the other end of a socket."""
    return Shop(vendor, OverHttp(live.url), live.sandbox, organization)


@pytest.fixture
def impatient_shop(far_shop: Shop, live: MockServer) -> Shop:
    """The far shop with a client that waits for nobody."""
    return replace(far_shop, caller=OverHttp(live.url, timeout=0.15))
