"""What the tests with real SDKs share: the SDK installed, a Node process, and a client of a tenant of one's own."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

import pytest
from chargebee import Chargebee as ChargebeeClient
from stripe import HTTPClient, StripeClient

from mockserver.testing.server import MockServer
from tests.clients import KEY, Chargebee, OverHttp, Rebilly, Stripe
from tests.sdks.chargebee_node import PROGRAM as CHARGEBEE_PROGRAM
from tests.sdks.chargebee_node import ChargebeeNode
from tests.sdks.chargebee_python import client_of
from tests.sdks.javascript import FOLDER, Node, Sdk
from tests.sdks.stripe_node import PROGRAM, StripeNode

_OLDER = Path(__file__).parent / "older" / "requirements.txt"
_OLDER_PACKAGES = Path(__file__).parents[2] / "build" / "older-sdks"
_PACKAGE = FOLDER / "package.json"
_STAMP = FOLDER / "node_modules" / ".installed"


@pytest.fixture(scope="session")
def installed() -> None:
    """Node, with what `package.json` names installed."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            _unavailable(f"{program} is not installed")
    with _PACKAGE.open() as package:
        fcntl.flock(package, fcntl.LOCK_EX)  # test processes that run side by side install one after the other
        _install(package.read())


@pytest.fixture(scope="session")
def older_packages() -> Path:
    """The folder with what `older/requirements.txt` names installed."""
    with _OLDER.open() as requirements:
        fcntl.flock(requirements, fcntl.LOCK_EX)
        _install_older(requirements.read())
    return _OLDER_PACKAGES


@pytest.fixture(scope="session")
def node(installed: None) -> Iterator[Node]:
    """One Node process for the session, with Rebilly's SDK."""
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


@pytest.fixture
def account(live: MockServer, organization: str) -> Stripe:
    """An account of Stripe's that nobody else uses, without any library: for plain requests and its control plane."""
    return Stripe(OverHttp(live.url), organization)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stripe's Python library reports nothing about itself, and waits for nothing before it tries again."""
    monkeypatch.setattr("stripe.enable_telemetry", False)
    monkeypatch.setattr(HTTPClient, "INITIAL_DELAY", 0)


@pytest.fixture
def client(live: MockServer, organization: str, impatient: None) -> StripeClient:
    """Stripe's Python library with a key of that account."""
    return StripeClient(f"sk_test_{organization}", base_addresses={"api": live.url})


@pytest.fixture(scope="session")
def stripe_process(installed: None) -> Iterator[Node]:
    """One Node process for the session, with Stripe's library."""
    with Node(PROGRAM) as process:
        yield process


@pytest.fixture
def stripe_node(stripe_process: Node, live: MockServer, organization: str) -> StripeNode:
    """Stripe's Node library with a key of that account; it repeats nothing unless told to."""
    where = urlsplit(live.url)
    options = {"host": where.hostname, "port": where.port, "protocol": "http", "telemetry": False}
    return StripeNode(stripe_process, f"sk_test_{organization}", {**options, "maxNetworkRetries": 0})


@pytest.fixture
def site(live: MockServer, organization: str) -> Chargebee:
    """A site of Chargebee's that nobody else uses, without any library: for plain requests and its control plane."""
    return Chargebee(OverHttp(live.url), organization)


@pytest.fixture
def chargebee_client(live: MockServer, organization: str, monkeypatch: pytest.MonkeyPatch) -> ChargebeeClient:
    """Chargebee's Python client with a key of that site; it repeats nothing unless told to."""
    monkeypatch.setattr(ChargebeeClient, "verify_ca_certs", False)  # the whole class has it, and wants https with it
    return client_of(live.url, f"test_{organization}")


@pytest.fixture(scope="session")
def chargebee_process(installed: None) -> Iterator[Node]:
    """One Node process for the session, with Chargebee's library."""
    with Node(CHARGEBEE_PROGRAM) as process:
        yield process


@pytest.fixture
def chargebee_node(chargebee_process: Node, live: MockServer, organization: str) -> ChargebeeNode:
    """Chargebee's Node library with a key of that site; it repeats nothing unless told to."""
    return ChargebeeNode.of(chargebee_process, live.url, f"test_{organization}")


def _install(package: str) -> None:
    """Install the packages unless the last installation was of the same ones."""
    if _STAMP.exists() and _STAMP.read_text() == package:
        return
    command = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock"]
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        _unavailable(f"npm cannot install the SDK:\n{done.stderr}")
    _STAMP.write_text(package)


def _install_older(requirements: str) -> None:
    """Install the releases unless the last installation was of the same ones."""
    stamp = _OLDER_PACKAGES / ".installed"
    if stamp.exists() and stamp.read_text() == requirements:
        return
    options = ["--quiet", "--disable-pip-version-check", "--upgrade", "--target", str(_OLDER_PACKAGES)]
    command = [sys.executable, "-m", "pip", "install", *options, "--requirement", str(_OLDER)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        _unavailable(f"pip cannot install an older SDK:\n{done.stderr}")
    stamp.write_text(requirements)


def _unavailable(reason: str) -> NoReturn:
    """Skip where a developer lacks something; what a build lacks is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
