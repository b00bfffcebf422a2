"""A disk without room: each side says so in its own words, and nothing of the change is there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mockserver.app import create_app
from mockserver.core.api.manifest import Apis
from mockserver.core.store.folder import Folder
from mockserver.core.store.tinydb import TinyStore
from mockserver.registry import registered
from mockserver.sandbox.sandbox import Sandbox
from mockserver.scenarios.format.library import Library
from mockserver.settings import Settings
from tests.admin.conftest import Admin, problem
from tests.clients import InProcess, Rebilly
from tests.core.store.disks import Full

FIXTURE = {"version": 1, "rebilly": {"organizations": {"org_full": {"customers": [{"id": "grace"}]}}}}


@pytest.fixture
def disk() -> Full:
    return Full()


@pytest.fixture
def rebilly(tmp_path: Path, disk: Full) -> Iterator[Rebilly]:
    """A client of a server on that disk, with a customer and a snapshot from before."""
    store = TinyStore(Folder(tmp_path, disk=disk))
    sandbox = Sandbox(registered(), store, Library([], Apis(registered())))
    client = Rebilly(InProcess(create_app(Settings(), sandbox)), "org_full")
    assert client.put("/customers/ada", {}).status == 201
    assert client.admin("POST", "/snapshots", {"name": "before"}).status in (200, 201)
    assert client.put("/customers/bob", {}).status == 201
    disk.full = True
    yield client
    sandbox.close()


def ids(rebilly: Rebilly) -> list[str]:
    return sorted(customer["id"] for customer in rebilly.get("/customers").json)


def test_the_api_says_so_in_its_own_words(rebilly: Rebilly, disk: Full) -> None:
    assert rebilly.put("/customers/eve", {}).status == 503
    assert ids(rebilly) == ["ada", "bob"]
    disk.full = False
    assert rebilly.put("/customers/eve", {}).status == 201


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/data", FIXTURE),
        ("PATCH", "/data/rebilly/customers/ada", {"email": "ada@example.com"}),
        ("DELETE", "/data/rebilly/customers/ada", None),
        ("POST", "/snapshots/before/restore", None),
        ("POST", "/reset", None),
        ("DELETE", "", None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_control_plane_says_so_in_problem_details(
    rebilly: Rebilly, disk: Full, caplog: pytest.LogCaptureFixture, method: str, path: str, body: Any
) -> None:
    """It is the disk's fault: 503, one line in the log, and everything as it was."""
    caplog.clear()
    status, detail = problem(rebilly.admin(method, path, body))
    assert (status, detail) == (503, "The change could not be kept: write fails.")
    assert [record.exc_info for record in caplog.records] == [None]
    assert ids(rebilly) == ["ada", "bob"]
    disk.full = False
    assert rebilly.admin(method, path, body).status < 300


def test_a_reset_that_failed_has_reset_nothing(rebilly: Rebilly, disk: Full) -> None:
    """The records go first: only they can fail."""
    admin = Admin(rebilly)
    admin("PUT", "/clock", {"mode": "frozen", "now": "2026-01-15T10:00:00Z"})
    admin.refused("POST", "/reset")
    assert admin("GET", "/clock")["mode"] == "frozen"
    disk.full = False
    admin("POST", "/reset")
    assert admin("GET", "/clock")["mode"] == "real"
