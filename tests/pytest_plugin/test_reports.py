"""A failed test tells what its tenant was asked and answered."""

import pytest

from tests.pytest_plugin.conftest import Run


@pytest.mark.parametrize("options", [(), ("-n", "1")], ids=["alone", "with a worker"])
def test_the_journal_of_a_failed_test_is_shown(run: Run, options: tuple[str, ...]) -> None:
    outcome = run(
        "import pytest",
        "@pytest.mark.scenario('rate-limited')",
        "def test_signup(rebilly):",
        "    answer = rebilly.put('/customers/ada', json={'firstName': 'Ada'})",
        "    assert answer.status_code == 201",
        options=options,
    )
    outcome.assert_outcomes(failed=1)
    outcome.stdout.re_match_lines(
        [
            r"-+ mockserver: tenant test-signup-\w+ -+",
            r"1\. PUT \S+/customers/ada -> 429 \(rule two-429-then-ok\)  rebilly customers\.upsert",
            r"   sent {\"firstName\": \"Ada\"}",
            r"   got  {\"type\": \"about:blank\", \"title\": \"Rate Limit Exceeded\".*",
        ]
    )


def test_a_test_that_passes_or_is_expected_to_fail_shows_nothing(run: Run) -> None:
    outcome = run(
        "import pytest",
        "def test_well(rebilly): rebilly.get('/customers')",
        "@pytest.mark.xfail",
        "def test_known(rebilly): assert rebilly.get('/customers').status_code == 404",
        options=("-rA",),
    )
    outcome.assert_outcomes(passed=1, xfailed=1)
    outcome.stdout.no_fnmatch_line("*mockserver: tenant*")


def test_a_fixture_that_fails_is_a_failure_too(run: Run) -> None:
    """The last requests are shown, and how many were before them."""
    outcome = run(
        "import pytest",
        "@pytest.fixture",
        "def shop(rebilly):",
        "    for _ in range(32): rebilly.get('/customers')",
        "    raise LookupError('no shop')",
        "def test_shop(shop): pass",
    )
    outcome.assert_outcomes(errors=1)
    outcome.stdout.fnmatch_lines(["*mockserver: tenant test-shop-*", "2 earlier requests", "3. GET *"])


def test_a_client_that_never_came(run: Run) -> None:
    outcome = run("def test_quiet(mock_tenant): assert False")
    outcome.stdout.fnmatch_lines(["*mockserver: tenant*", "No request came with its credentials."])


def test_a_server_that_is_gone_does_not_hide_the_failure(run: Run) -> None:
    outcome = run(
        "def test_gone(mock_tenant, mock_server):",
        "    mock_server.close()",
        "    assert 'the reason' == ''",
    )
    outcome.stdout.fnmatch_lines(["*assert 'the reason' == ''*", "The journal cannot be read: *"])
