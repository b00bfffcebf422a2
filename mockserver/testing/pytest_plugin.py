"""Fixtures and a marker for pytest: a server for the test run, a tenant for each test, clients that know it.

Nothing is imported before a fixture needs it, because every pytest of an environment loads this module.
"""

import hashlib
import re
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

if TYPE_CHECKING:
    from chargebee import Chargebee
    from stripe import StripeClient

    from mockserver.settings import Settings
    from mockserver.testing.server import MockServer
    from mockserver.testing.sessions import ApiSession
    from mockserver.testing.tenant import Tenant

_TENANT = pytest.StashKey["Tenant"]()
_RUN = pytest.StashKey[str]()
_MOST_SHOWN = 30
"""Exchanges of a failed test that its report shows."""

_OPTIONS = {
    "url": "Address of a running mockserver to use instead of one of this test run's own.",
    "token": "Token of its control plane.",
}
_INI = {
    **_OPTIONS,
    "scenarios": "Folder of scenarios for a mockserver of this test run's own, relative to the root of the project.",
    "seed": "Seed of a mockserver of this test run's own.",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--mockserver-url` and `--mockserver-token`, and ini keys."""
    group = parser.getgroup("mockserver")
    for name, help in _OPTIONS.items():
        group.addoption(f"--mockserver-{name}", metavar=name.upper(), help=help)
    for name, help in _INI.items():
        parser.addini(f"mockserver_{name}", help, type="string", default="")


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    text = "scenario(name, …): what mock_tenant follows: scenarios by name, or one as a document or a Path."
    config.addinivalue_line("markers", text)


@pytest.fixture(scope="session")
def mock_server_settings(pytestconfig: pytest.Config) -> "Settings":
    """Settings of the server of this test run; a fixture of the same name in a conftest takes their place."""
    from mockserver.settings import Settings

    folder, seed = (_told(pytestconfig, name) for name in ("scenarios", "seed"))
    return Settings(port=0, scenarios=pytestconfig.rootpath / folder if folder else None, seed=seed or "0")


@pytest.fixture(scope="session")
def mock_server(request: pytest.FixtureRequest) -> Iterator["MockServer"]:
    """A server for all tests of this process, or the one that `--mockserver-url` names."""
    from mockserver.testing.server import MockServer

    url = _told(request.config, "url")
    if url:
        server = MockServer.at(url, token=_told(request.config, "token"))
        server.tenants()  # that it answers, and knows the token, is better said before the first test
    else:
        server = MockServer(request.getfixturevalue("mock_server_settings"))
    with server:
        yield server


@pytest.fixture
def mock_tenant(mock_server: "MockServer", request: pytest.FixtureRequest) -> Iterator["Tenant"]:
    """A tenant of the test's own, which follows the scenario of the test's marker; it is gone after the test."""
    with mock_server.tenant(_tenant_of(request.node)) as tenant:
        request.node.stash[_TENANT] = tenant
        marker = request.node.get_closest_marker("scenario")
        if marker:
            tenant.scenario(*(_beside(request.path, given) for given in marker.args))
        yield tenant


@pytest.fixture
def stripe_client(mock_tenant: "Tenant", monkeypatch: pytest.MonkeyPatch) -> "StripeClient":
    """Stripe's own client for the tenant."""
    try:
        from stripe import StripeClient
    except ModuleNotFoundError:
        _lacks("stripe_client", "stripe")
    url = mock_tenant.url
    _reach_directly(monkeypatch, url)
    return StripeClient(
        mock_tenant.key("stripe"),
        base_addresses={"api": url, "connect": url, "files": url, "meter_events": url},
    )


@pytest.fixture
def chargebee_client(mock_tenant: "Tenant", monkeypatch: pytest.MonkeyPatch) -> "Chargebee":
    """Chargebee's own client for the tenant."""
    try:
        from chargebee import Chargebee
    except ModuleNotFoundError:
        _lacks("chargebee_client", "chargebee")
    _reach_directly(monkeypatch, mock_tenant.url)
    monkeypatch.setattr(Chargebee, "verify_ca_certs", False)  # or it refuses plain http
    scheme = mock_tenant.url.partition(":")[0]
    client = Chargebee(api_key=mock_tenant.key("chargebee"), site="mockserver", protocol=scheme)
    client.env.api_endpoint = mock_tenant.address("chargebee")  # which is no site and domain
    return client


@pytest.fixture
def rebilly(mock_tenant: "Tenant") -> Iterator["ApiSession"]:
    """A session of the library requests for the tenant's Rebilly organization: `rebilly.get("/customers")`."""
    with mock_tenant.session("rebilly") as session:
        yield session


@pytest.fixture
def chargeover(mock_tenant: "Tenant") -> Iterator["ApiSession"]:
    """A session of the library requests for the tenant's ChargeOver account: `chargeover.get("/customer")`."""
    with mock_tenant.session("chargeover") as session:
        yield session


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show the requests and answers of a failed test's tenant."""
    report = yield
    tenant = item.stash.get(_TENANT, None)
    if tenant and report.failed and call.when != "teardown":
        report.sections.append((f"mockserver: tenant {tenant.name}", _journal(tenant)))
    return report


def _journal(tenant: "Tenant") -> str:
    from mockserver.testing.plane import ControlError
    from mockserver.testing.results import transcript

    try:
        exchanges = tenant.requests()
    except ControlError as error:
        return f"The journal cannot be read: {error}"
    earlier = len(exchanges) - _MOST_SHOWN
    return "\n".join(
        [
            *([f"{earlier} earlier requests"] if earlier > 0 else []),
            transcript(exchanges[-_MOST_SHOWN:]) or "No request came with its credentials.",
        ]
    )


def _told(config: pytest.Config, name: str) -> str:
    """Return the value of an option, else that of the ini file."""
    return config.getoption(f"mockserver_{name}", default=None) or str(config.getini(f"mockserver_{name}"))


def _tenant_of(item: pytest.Item) -> str:
    """Name a test's tenant: the same in every run, because ids and chance follow from it.

    On a server that several runs may share it is another one in each of them.
    """
    file, _, test = item.location
    whole = f"{_run(item.config)}{file}::{test}"
    words = re.sub(r"[^A-Za-z0-9]+", "-", test.rpartition(".")[2])[:30].strip("-")
    return f"{words}-{hashlib.blake2b(whole.encode(), digest_size=6).hexdigest()}"


def _run(config: pytest.Config) -> str:
    """Return a unique name of this process of this test run, or nothing on a server of its own."""
    if not _told(config, "url"):
        return ""
    if _RUN not in config.stash:
        import secrets

        config.stash[_RUN] = secrets.token_hex(8)
    return config.stash[_RUN]


def _beside(test: Path, given: Any) -> Any:
    """Find a scenario file beside the file of a test."""
    return test.parent / given if isinstance(given, Path) else given


def _reach_directly(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Let clients that heed the environment reach a server past proxies, and with their own credentials only."""
    import os
    from urllib.parse import urlsplit

    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, ",".join(filter(None, [os.environ.get(name), urlsplit(url).hostname])))
    monkeypatch.setenv("NETRC", os.devnull)  # requests prefers a login of .netrc to the header of its caller


def _lacks(fixture: str, package: str) -> NoReturn:
    pytest.fail(f"{fixture} needs the provider's library: pip install {package}", pytrace=False)
