"""A project that is not ours tests its code with the installed wheel and its plugin, several tests at a time."""

import os
import re
import shutil
import subprocess
import venv
from pathlib import Path

import pytest

from tests.docs.pages import ROOT

pytestmark = pytest.mark.packaging

PROJECT = ROOT / "tests" / "howto" / "project"
_OURS = ("MOCKSERVER_", "PYTEST_", "PYTHON", "COV_")


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment with the wheel and what the project names."""
    folder = tmp_path_factory.mktemp("project-env")
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    named = ["chargebee", "requests", "stripe", "pytest", "pytest-xdist"]
    subprocess.run([*install, "--constraint", str(ROOT / "constraints.txt"), str(wheel), *named], check=True)
    return python


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project in a folder away from the checkout."""
    return Path(shutil.copytree(PROJECT, tmp_path_factory.mktemp("elsewhere") / "shop"))


def run_tests(python: Path, project: Path, *options: str) -> subprocess.CompletedProcess[str]:
    mine = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    command = [str(python), "-m", "pytest", *options]
    return subprocess.run(command, cwd=project, env=mine, capture_output=True, text=True, timeout=120, check=False)


def test_its_tests_pass_in_parallel(python: Path, project: Path) -> None:
    """With the clients of three providers, in two processes, without a line of configuration but its scenarios."""
    ended = run_tests(python, project, "-n", "2", "-v", "--dist", "worksteal")
    assert "24 passed" in ended.stdout, ended.stdout + ended.stderr
    assert {*re.findall(r"\[(gw\d)\]", ended.stdout)} == {"gw0", "gw1"}
    assert ended.returncode == 0


def test_the_plugin_is_that_of_the_wheel(python: Path, project: Path) -> None:
    ended = run_tests(python, project, "--collect-only", "-q", "--trace-config")
    [line] = {line for line in ended.stdout.splitlines() if "mockserver" in line and "pytest_plugin.py" in line}
    assert str(python.parent.parent) in line
    assert str(ROOT) not in line


def test_it_can_be_left_out(python: Path, project: Path) -> None:
    """Then nobody knows its key of the ini file."""
    ended = run_tests(python, project, "-p", "no:mockserver")
    assert ended.stderr.strip() == "ERROR: Unknown config option: mockserver_scenarios"
