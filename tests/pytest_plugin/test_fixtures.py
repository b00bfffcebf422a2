"""What the plugin gives to a test: a server, a tenant, clients that know it."""

import pytest

from mockserver.testing.server import MockServer
from tests.pytest_plugin.conftest import Run


def test_six_lines_are_a_test(run: Run) -> None:
    outcome = run(
        "def test_signup_survives_an_outage(mock_tenant, stripe_client):",
        "    mock_tenant.fail('customers.create', 'unavailable')",
        "    ada = stripe_client.v1.customers.create({'name': 'Ada'}, {'max_network_retries': 1})",
        "    assert ada.name == 'Ada'",
        "    assert [call.status for call in mock_tenant.requests('customers.create')] == [503, 200]",
        "    assert len(mock_tenant.data('stripe', 'customers')) == 1",
    )
    outcome.assert_outcomes(passed=1)


def test_every_test_has_a_tenant_of_its_own(run: Run) -> None:
    """Which is gone when the next one begins, on the same server."""
    outcome = run(
        "import pytest",
        "seen = set()",
        "@pytest.mark.parametrize('n', range(3))",
        "def test_alone(mock_server, mock_tenant, rebilly, n):",
        "    assert rebilly.get('/customers').json() == []",
        "    rebilly.post('/customers', json={})",
        "    assert mock_server.tenants() == [mock_tenant.name]",
        "    seen.add(mock_tenant.name)",
        "    assert len(seen) == n + 1",
    )
    outcome.assert_outcomes(passed=3)


def test_the_name_of_a_tenant_follows_from_the_test(run: Run, pytester: pytest.Pytester) -> None:
    """So that ids and chance are the same in every run, also when others run beside it."""
    lines = (
        "from pathlib import Path",
        "import pytest",
        "@pytest.mark.parametrize('n', [1, 2])",
        "def test_named(mock_tenant, n):",
        "    with Path('names').open('a') as names: names.write(f'{n} {mock_tenant.name}\\n')",
    )
    names = []
    for options in ((), ("-n", "2"), ("-k", "2")):
        run(*lines, options=options)
        names += (pytester.path / "names").read_text().split("\n")[:-1]
    assert len(names) == 2 + 4 + 5
    assert len(set(names)) == 2
    assert all(name.split()[1].startswith("test-named-") for name in names)


def test_workers_have_servers_of_their_own(run: Run) -> None:
    outcome = run(
        "import pytest",
        "@pytest.mark.parametrize('n', range(8))",
        "def test_alone(mock_server, mock_tenant, rebilly, n):",
        "    for _ in range(n): rebilly.post('/customers', json={})",
        "    assert len(mock_tenant.requests('customers.create')) == n",
        "    assert mock_server.tenants() == [mock_tenant.name]",
        options=("-n", "2"),
    )
    outcome.assert_outcomes(passed=8)


def test_a_chargebee_client(run: Run) -> None:
    outcome = run(
        "from chargebee import Chargebee",
        "def test_chargebee(mock_tenant, chargebee_client):",
        "    made = chargebee_client.Customer.create({'first_name': 'Ada'})",
        "    assert chargebee_client.Customer.retrieve(made.customer.id).customer.first_name == 'Ada'",
        "    called = [call.operation for call in mock_tenant.requests(api='chargebee')]",
        "    assert called == ['customers.create', 'customers.get']",
        "def test_what_it_changes_for_that_is_changed_back():",
        "    assert Chargebee.verify_ca_certs",
    )
    outcome.assert_outcomes(passed=2)


def test_sessions_for_rebilly_and_chargeover(run: Run) -> None:
    outcome = run(
        "def test_both(mock_tenant, rebilly, chargeover):",
        "    assert rebilly.put('/customers/ada', json={}).status_code == 201",
        "    assert chargeover.post('/customer', json={'company': 'Ada'}).status_code == 201",
        "    assert [call.api for call in mock_tenant.requests()] == ['rebilly', 'chargeover']",
    )
    outcome.assert_outcomes(passed=1)


def test_async_clients(run: Run) -> None:
    """The server has a thread of its own, so a loop that waits for it does not hold it up."""
    outcome = run(
        "import asyncio, httpx",
        "def test_many(mock_tenant):",
        "    async def main():",
        "        headers = mock_tenant.credentials('rebilly')",
        "        async with httpx.AsyncClient(base_url=mock_tenant.address('rebilly'), headers=headers) as client:",
        "            answers = await asyncio.gather(*(client.post('/customers', json={}) for _ in range(20)))",
        "            mock_tenant.fail('customers.list', 'unavailable')",
        "            return {answer.status_code for answer in answers}, (await client.get('/customers')).status_code",
        "    assert asyncio.run(main()) == ({201}, 503)",
    )
    outcome.assert_outcomes(passed=1)


def test_a_library_that_is_not_installed(run: Run, pytester: pytest.Pytester) -> None:
    pytester.makeconftest("import sys\nsys.modules['stripe'] = None\n")
    outcome = run("def test_stripe(stripe_client): pass")
    outcome.assert_outcomes(errors=1)
    outcome.stdout.fnmatch_lines(["stripe_client needs the provider's library: pip install stripe"])


def test_a_server_that_runs_already(run: Run, live: MockServer) -> None:
    """Its tenants of other test runs are not met, whatever their tests are called."""
    lines = (
        "def test_elsewhere(mock_server, mock_tenant, rebilly):",
        f"    assert mock_server.url == {live.url!r}",
        "    rebilly.post('/customers', json={})",
        "    assert len(mock_tenant.requests()) == 1",
        "    print(mock_tenant.name)",
    )
    names = set()
    for _ in range(2):
        outcome = run(*lines, options=("-s", "--mockserver-url", live.url))
        outcome.assert_outcomes(passed=1)
        names |= {word for line in outcome.outlines for word in line.split() if word.startswith("test-elsewhere-")}
    assert len(names) == 2
    assert names.isdisjoint(live.tenants())


def test_workers_share_a_server_that_runs_already(run: Run, live: MockServer) -> None:
    outcome = run(
        "import pytest",
        "@pytest.mark.parametrize('n', range(6))",
        "def test_alone(mock_tenant, rebilly, n):",
        "    for _ in range(n): rebilly.post('/customers', json={})",
        "    assert len(mock_tenant.requests('customers.create')) == n",
        options=("-n", "2", "--mockserver-url", live.url),
    )
    outcome.assert_outcomes(passed=6)


def test_a_server_that_does_not_answer(run: Run) -> None:
    outcome = run("def test_nothing(mock_tenant): pass", options=("--mockserver-url", "http://127.0.0.1:9"))
    outcome.assert_outcomes(errors=1)
    outcome.stdout.fnmatch_lines(["*ControlError: http://127.0.0.1:9 does not answer as a mockserver: *"])


def test_keys_of_the_ini_file(run: Run, pytester: pytest.Pytester) -> None:
    """The folder of scenarios lies beside the file; an option wins over a key."""
    pytester.makeini("[pytest]\nmockserver_scenarios = chaos\nmockserver_seed = 7\nmockserver_url =\n")
    pytester.mkdir("chaos").joinpath("closed.yaml").write_text("version: 1\nrules: [{ respond: { status: 503 } }]\n")
    outcome = run(
        "import pytest",
        "@pytest.mark.scenario('closed')",
        "def test_closed(rebilly, mock_server):",
        "    assert rebilly.get('/customers').status_code == 503",
        "    assert mock_server.sandbox.seed == '7'",
    )
    outcome.assert_outcomes(passed=1)


def test_an_address_in_the_ini_file(run: Run, pytester: pytest.Pytester, live: MockServer) -> None:
    pytester.makeini(f"[pytest]\nmockserver_url = {live.url}\n")
    run(f"def test_there(mock_server): assert mock_server.url == {live.url!r}").assert_outcomes(passed=1)


def test_settings_of_ones_own(run: Run, pytester: pytest.Pytester) -> None:
    pytester.makeconftest(
        "import pytest\nfrom mockserver import Settings\n"
        "@pytest.fixture(scope='session')\n"
        "def mock_server_settings(): return Settings(port=0, scenario=('unauthorized',))\n"
    )
    outcome = run("def test_refused(rebilly): assert rebilly.get('/customers').status_code == 401")
    outcome.assert_outcomes(passed=1)
