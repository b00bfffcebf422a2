"""Every pytest of an environment loads the plugin, so it has to cost next to nothing."""

from tests.pytest_plugin.conftest import Run

_HEAVY = ("uvicorn", "flask", "werkzeug", "requests", "marshmallow", "tinydb", "yaml", "stripe", "chargebee")


def test_a_run_that_does_not_use_it_imports_nothing_for_it(run: Run) -> None:
    outcome = run(
        "import sys",
        f"def test_light(): assert [name for name in {_HEAVY} if name in sys.modules] == []",
        "def test_ours():",
        "    ours = {name for name in sys.modules if name.startswith('mockserver.')}",
        "    assert ours == {'mockserver.testing', 'mockserver.testing.pytest_plugin', 'mockserver.version'}",
    )
    outcome.assert_outcomes(passed=2)


def test_its_fixtures_and_marker_are_described(run: Run) -> None:
    """For `pytest --fixtures` and `--markers`."""
    shown = run("", options=("--fixtures",)).stdout.str()
    for name in ("mock_server", "mock_tenant", "stripe_client", "chargebee_client", "rebilly", "chargeover"):
        assert f"\n{name}" in shown
    assert "@pytest.mark.scenario(name, …)" in run("", options=("--markers",)).stdout.str()
