"""The marker `scenario`: what the tenant of a test follows."""

import pytest

from tests.pytest_plugin.conftest import Run


def test_by_name_or_as_a_document(run: Run) -> None:
    outcome = run(
        "import pytest",
        "@pytest.mark.scenario('rate-limited', 'slow')",
        "def test_names(mock_tenant):",
        "    assert [scenario.name for scenario in mock_tenant.scenarios()] == ['rate-limited', 'slow']",
        "@pytest.mark.scenario({'version': 1, 'rules': [{'respond': {'error': 'gone'}, 'times': 'forever'}]})",
        "def test_inline(rebilly):",
        "    assert {rebilly.get('/customers').status_code for _ in range(3)} == {410}",
        "def test_none(mock_tenant):",
        "    assert mock_tenant.scenarios() == []",
    )
    outcome.assert_outcomes(passed=3)


def test_the_nearest_marker_holds(run: Run) -> None:
    outcome = run(
        "import pytest",
        "pytestmark = pytest.mark.scenario('slow')",
        "def test_of_the_module(mock_tenant):",
        "    assert [scenario.name for scenario in mock_tenant.scenarios()] == ['slow']",
        "@pytest.mark.scenario('rate-limited')",
        "def test_of_the_test(mock_tenant):",
        "    assert [scenario.name for scenario in mock_tenant.scenarios()] == ['rate-limited']",
    )
    outcome.assert_outcomes(passed=2)


def test_a_file_beside_the_test(run: Run, pytester: pytest.Pytester) -> None:
    pytester.path.joinpath("closed.yaml").write_text("version: 1\nrules: [{ respond: { status: 503 } }]\n")
    outcome = run(
        "from pathlib import Path",
        "import pytest",
        "@pytest.mark.scenario(Path('closed.yaml'))",
        "def test_closed(rebilly):",
        "    assert rebilly.get('/customers').status_code == 503",
        options=("--strict-markers",),
    )
    outcome.assert_outcomes(passed=1)


def test_what_is_wrong_fails_the_test(run: Run) -> None:
    """With the words of the server; the tenant is gone nevertheless."""
    outcome = run(
        "import pytest",
        "@pytest.mark.scenario('rate-limit')",
        "def test_misspelt(mock_tenant): pass",
        "def test_after_it(mock_server): assert mock_server.tenants() == []",
    )
    outcome.assert_outcomes(errors=1, passed=1)
    outcome.stdout.fnmatch_lines(["*ControlError: *rate-limit*did you mean 'rate-limited'*"])
