"""What the tests with real SDKs share: the SDK installed, a Node process, and a client of a tenant of one's own."""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from typing import NoReturn

import pytest

from mockserver.server import MockServer
from tests.clients import KEY, OverHttp, Rebilly
from tests.sdks.javascript import FOLDER, Node, Sdk

_PACKAGE = FOLDER / "package.json"
_STAMP = FOLDER / "node_modules" / ".installed"


@pytest.fixture(scope="session")
def node() -> Iterator[Node]:
    """One Node process for the session, with what `package.json` names installed."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            _unavailable(f"{program} is not installed")
    with _PACKAGE.open() as package:
        fcntl.flock(package, fcntl.LOCK_EX)  # test processes that run side by side install one after the other
        _install(package.read())
    with Node() as process:
        yield process


@pytest.fixture
def sdk(node: Node, live: MockServer, organization: str) -> Sdk:
    """The SDK for an organization nobody else uses."""
    urls = {"live": live.url, "sandbox": live.url}
    return Sdk(node, {"apiKey": KEY, "organizationId": organization, "sandbox": True, "urls": urls})


@pytest.fixture
def tenant(live: MockServer, organization: str) -> Rebilly:
    """The same organization without the SDK, for its control plane."""
    return Rebilly(OverHttp(live.url), organization)


def _install(package: str) -> None:
    """Install the packages unless the last installation was of the same ones."""
    if _STAMP.exists() and _STAMP.read_text() == package:
        return
    command = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock"]
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        _unavailable(f"npm cannot install the SDK:\n{done.stderr}")
    _STAMP.write_text(package)


def _unavailable(reason: str) -> NoReturn:
    """Skip where a developer lacks something; what a build lacks is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
