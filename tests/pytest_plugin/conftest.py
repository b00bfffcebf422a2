"""Test runs of their own with the plugin, whether or not the package is installed with its entry point."""

from collections.abc import Callable

import pytest

from tests.docs.pages import ROOT
from tests.plugin import INSTALLED, MODULE

Run = Callable[..., pytest.RunResult]


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the tests of a file, with warnings as errors, and give what came of it."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    plugins = ("-p", "mockserver" if INSTALLED else MODULE, "-p", "xdist.plugin")

    def run(*lines: str, options: tuple[str, ...] = ()) -> pytest.RunResult:
        pytester.makepyfile(test_shop="\n".join(lines))
        return pytester.runpytest_subprocess("-W", "error", *plugins, *options)

    return run
