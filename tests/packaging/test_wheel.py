"""What is installed from the wheel works without the checkout."""

import subprocess
import venv
import zipfile
from pathlib import Path

import pytest

from mockserver.registry import registered
from tests.docs.pages import ROOT

pytestmark = pytest.mark.packaging

CREATE = """
import json, urllib.request
from mockserver.testing.server import MockServer
with MockServer() as server:
    request = urllib.request.Request(
        server.url + "/organizations/org_x/customers",
        data=b'{"primaryAddress": {"firstName": "Ada"}}',
        headers={"REB-APIKEY": "sk_sandbox_x", "X-Mock-Scenario": "provider-limits"},
    )
    with urllib.request.urlopen(request) as answer:
        print(answer.status, json.load(answer)["firstName"])
"""


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an empty environment with the wheel and what it needs."""
    folder = tmp_path_factory.mktemp("env")
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "--constraint", str(ROOT / "constraints.txt"), str(wheel)], check=True)
    return python


def test_the_wheel_holds_what_a_server_needs(wheel: Path) -> None:
    """The package with its type marker, the scenarios with their schema and the fixtures; no test, no benchmark."""
    names = zipfile.ZipFile(wheel).namelist()
    shipped = {
        f"mockserver/_shipped/{path.relative_to(ROOT).as_posix()}"
        for folder in ("scenarios", "fixtures")
        for path in (ROOT / folder).rglob("*.*")
    }
    assert {name for name in names if name.startswith("mockserver/_shipped/")} == shipped
    assert "mockserver/py.typed" in names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"mockserver"}


def test_an_empty_environment_creates_a_customer(python: Path, tmp_path: Path) -> None:
    """Through a real server, with a shipped scenario, away from the checkout."""
    ended = subprocess.run([str(python), "-c", CREATE], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ended.stdout, ended.stderr) == ("201 Ada\n", "")


def test_the_command_is_installed(python: Path, tmp_path: Path) -> None:
    command = [str(python.parent / "mockserver"), "apis"]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ended.returncode == 0
    named = [line.split()[0] for line in ended.stdout.splitlines() if not line.startswith(" ")]
    assert named == [api.name for api in registered()]


def test_the_base_install_is_small(python: Path) -> None:
    """At most 15 MB, without the installer and compiled copies."""
    packages = next((python.parent.parent / "lib").glob("python*/site-packages"))
    size = sum(
        path.stat().st_size
        for path in packages.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not _is_installer(path, packages)
    )
    assert size < 15 * 1024 * 1024


def _is_installer(path: Path, packages: Path) -> bool:
    return path.relative_to(packages).parts[0].startswith(("pip", "setuptools", "_distutils_hack", "pkg_resources"))
