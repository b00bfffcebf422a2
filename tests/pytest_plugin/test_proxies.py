"""Clients of the plugin reach its server whatever the environment says of proxies and credentials."""

from pathlib import Path

import pytest

from tests.pytest_plugin.conftest import Run


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A proxy that is not there, and a .netrc with a login for everything."""
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "intranet.example.com")
    netrc = tmp_path / "netrc"
    netrc.write_text("default login nobody password nothing\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))


def test_every_client_goes_past_them(run: Run) -> None:
    outcome = run(
        "def test_stripe(mock_tenant, stripe_client):",
        "    stripe_client.v1.customers.create({'name': 'Ada'})",
        "    assert [call.status for call in mock_tenant.requests()] == [200]",
        "def test_chargebee(mock_tenant, chargebee_client):",
        "    chargebee_client.Customer.create({'first_name': 'Ada'})",
        "    assert [call.status for call in mock_tenant.requests()] == [200]",
        "def test_sessions(mock_tenant, rebilly, chargeover):",
        "    assert rebilly.get('/customers').status_code == chargeover.get('/customer').status_code == 200",
    )
    outcome.assert_outcomes(passed=3)


_LEFT_OPEN = ("-W", "ignore::ResourceWarning", "-W", "ignore::pytest.PytestUnraisableExceptionWarning")
"""Stripe's library never closes its asynchronous client."""


def test_asynchronous_calls_of_stripes_do_so_too(run: Run) -> None:
    outcome = run(
        "import asyncio",
        "def test_stripe(mock_tenant, stripe_client):",
        "    asyncio.run(stripe_client.v1.customers.list_async())",
        "    assert [call.status for call in mock_tenant.requests()] == [200]",
        options=_LEFT_OPEN,
    )
    outcome.assert_outcomes(passed=1)


def test_what_they_say_is_there_again_after_the_test(run: Run) -> None:
    outcome = run(
        "import os",
        "def test_client(chargebee_client): assert os.environ['NO_PROXY'].startswith('intranet.example.com,')",
        "def test_after(): assert os.environ['NO_PROXY'] == os.environ['no_proxy'] == 'intranet.example.com'",
    )
    outcome.assert_outcomes(passed=2)
