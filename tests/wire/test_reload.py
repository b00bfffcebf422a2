"""Scenario files that change while a server runs: what follows them, what stays, and what is said of broken ones."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from mockserver.app import create_app
from mockserver.edges.run import LOOK_EVERY
from mockserver.settings import Settings
from mockserver.testing.server import MockServer
from tests.clients import KEY, InProcess, Rebilly

Write = Callable[[str, str], Path]

HEAD = "version: 1\nname: x\nrules:\n"
LIMITED = (
    "  - { id: limited, operation: customers.list, when: { calls: 1..2 }, respond: { error: too_many_requests } }\n"
)
SLOW = "  - { id: slow, operation: customers.create, delay: 1ms }\n"
GONE = "  - { id: slow, operation: customers.create, respond: { error: gone }, times: forever }\n"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a scenario file; each looks later than the one before."""
    times = iter(range(1_700_000_000, 1_700_000_100))

    def file(name: str, text: str) -> Path:
        path, now = tmp_path / name, next(times)
        path.write_text(text)
        os.utime(path, (now, now))
        return path

    return file


class Sandboxed:
    """A server in this process with a folder of scenarios, and one tenant that follows the file x.yaml."""

    def __init__(self, folder: Path) -> None:
        self.caller = InProcess(create_app(Settings(scenarios=folder)))
        self.rebilly = Rebilly(self.caller, "org_reload")
        self.put({"name": "x"})

    def put(self, body: Any) -> None:
        answer = self.rebilly.admin("PUT", "/scenario", body)
        assert answer.status == 200, answer.content

    def look(self) -> None:
        """Do what the server does now and then."""
        self.caller.sandbox.reload()

    def statuses(self, method: str, count: int = 1) -> list[int]:
        return [self.rebilly.send(method, "/customers", {} if method == "POST" else None).status for _ in range(count)]

    def state(self) -> Any:
        return self.rebilly.admin("GET", "/scenario").json

    def counts(self) -> dict[str, tuple[int, int]]:
        """Give how often each rule matched and fired."""
        [scenario] = self.state()["scenarios"]
        return {rule["id"]: (rule["matched"], rule["fired"]) for rule in scenario["rules"]}

    def admin(self, method: str, path: str, body: Any = None) -> Any:
        return self.rebilly.admin(method, path, body).json


@pytest.fixture
def server(tmp_path: Path, write: Write) -> Sandboxed:
    write("x.yaml", HEAD + LIMITED + SLOW)
    return Sandboxed(tmp_path)


def test_a_changed_file_is_followed_and_other_rules_count_on(server: Sandboxed, write: Write) -> None:
    assert (server.statuses("GET"), server.statuses("POST")) == ([429], [201])
    write("x.yaml", HEAD + LIMITED + GONE)
    server.look()
    assert server.statuses("POST") == [410]
    assert server.statuses("GET", 2) == [429, 200]
    assert server.counts() == {"limited": (3, 2), "slow": (1, 1)}


def test_a_rule_that_changed_counts_anew(server: Sandboxed, write: Write) -> None:
    """Edited to three calls, it refuses the next three."""
    assert server.statuses("GET", 3) == [429, 429, 200]
    write("x.yaml", HEAD + LIMITED.replace("1..2", "1..3") + SLOW)
    server.look()
    assert server.statuses("GET", 4) == [429, 429, 429, 200]


def test_a_rule_that_went_and_comes_again_counts_anew(server: Sandboxed, write: Write) -> None:
    assert server.statuses("GET", 2) == [429, 429]
    write("x.yaml", HEAD + SLOW)
    server.look()
    write("x.yaml", HEAD + LIMITED + SLOW)
    server.look()
    assert server.statuses("GET") == [429]


def test_nothing_begins_anew_where_only_the_file_was_touched(server: Sandboxed, write: Write) -> None:
    assert server.statuses("GET", 2) == [429, 429]
    write("x.yaml", HEAD + LIMITED + SLOW)
    server.look()
    assert server.statuses("GET") == [200]


def test_rules_with_expressions_count_on(server: Sandboxed, write: Write) -> None:
    """Also where several are held against a request together, and where a file has a path into a body."""
    looks = [f"{{ request: {{ path: {{ matches: '/.*/.*(customers|x{number})' }} }} }}" for number in range(4)]
    looks.append("{ jsonpath: { $.a: absent } }")
    rules = "".join(f"  - {{ id: r{number}, match: {look}, delay: 1ms }}\n" for number, look in enumerate(looks))
    write("x.yaml", HEAD + rules)
    server.put({"name": "x"})
    server.statuses("GET", 3)
    write("x.yaml", HEAD + rules + GONE)
    server.look()
    [scenario] = server.state()["scenarios"]
    assert [rule["matched"] for rule in scenario["rules"]] == [3, 3, 3, 3, 3, 0]


def test_included_files_are_followed(server: Sandboxed, write: Write) -> None:
    write("base.yaml", f"version: 1\nrules:\n{SLOW}")
    write("x.yaml", f"version: 1\ninclude: [./base.yaml]\nrules:\n{LIMITED}")
    server.look()
    assert server.statuses("GET", 2) == [429, 429]
    write("base.yaml", f"version: 1\nrules:\n{GONE}")
    server.look()
    assert (server.statuses("GET"), server.statuses("POST")) == ([200], [410])


def test_new_tenants_follow_what_those_of_the_start_follow_now(tmp_path: Path, write: Write) -> None:
    path = write("x.yaml", HEAD + SLOW)
    caller = InProcess(create_app(Settings(scenario=(str(path),))))
    write("x.yaml", HEAD + GONE)
    caller.sandbox.reload()
    assert Rebilly(caller, "org_new").post("/customers", {}).status == 410


def test_a_broken_file_stays_what_it_was_and_is_told_of(server: Sandboxed, write: Write) -> None:
    """In the state of the scenarios and in health, until it is good again."""
    path = write("x.yaml", HEAD + LIMITED.replace("calls", "cals"))
    server.look()
    assert server.statuses("GET", 3) == [429, 429, 200]
    said = f"{path}:4:55: rules[0].when.cals: unknown key, did you mean 'calls'?"
    health = server.caller.send("GET", "/__admin/health", {}, None).json
    assert server.state()["broken"] == {str(path): said}
    assert (health["status"], health["broken"]) == ("ok", {"x.yaml": said})
    write("x.yaml", HEAD + LIMITED + GONE)
    server.look()
    assert server.state()["broken"] == {}
    assert "broken" not in server.caller.send("GET", "/__admin/health", {}, None).json
    assert server.statuses("POST") == [410]


def test_health_tells_strangers_only_which_file_is_broken(tmp_path: Path, write: Write) -> None:
    """A probe needs no token; what stands in the file is for those who have it."""
    path = write("x.yaml", HEAD + SLOW)
    caller = InProcess(create_app(Settings(scenario=(str(path),), admin_token="invented-token")))
    write("x.yaml", "rules: a secret\n")
    caller.sandbox.reload()
    assert caller.send("GET", "/__admin/health", {}, None).json["broken"] == {"x.yaml": ""}
    [told] = caller.send("GET", "/__admin/health", {"X-Mock-Token": "invented-token"}, None).json["broken"].values()
    assert "version" in told


def test_a_file_that_vanishes_stays_what_it_was(server: Sandboxed, tmp_path: Path) -> None:
    (tmp_path / "x.yaml").unlink()
    server.look()
    assert server.statuses("GET", 3) == [429, 429, 200]
    [said] = server.state()["broken"].values()
    assert said.endswith("x.yaml: cannot be read: No such file or directory")


def test_a_scenario_that_came_over_the_control_plane_stays_as_it_came(server: Sandboxed, write: Write) -> None:
    """Also what it includes: only files are followed."""
    server.put({"version": 1, "include": ["x"], "rules": [{"id": "own", "operation": "tags.list", "delay": "1ms"}]})
    write("x.yaml", HEAD + GONE)
    server.look()
    assert list(server.counts()) == ["own", "limited", "slow"]
    assert server.statuses("POST") == [201]


def test_settings_that_changed_are_set_and_no_others(server: Sandboxed, write: Write) -> None:
    """What was set meanwhile over the control plane stays."""
    write("x.yaml", "version: 1\nsettings: { rebilly: { put: merge } }\n")
    server.put({"name": "x"})
    server.admin("PUT", "/settings/rebilly", {"put": "replace"})
    write("x.yaml", "version: 1\nsettings: { rebilly: { put: merge, references: strict } }\n")
    server.look()
    settings = server.admin("GET", "/settings/rebilly")
    assert (settings["put"], settings["references"]) == ("replace", "strict")


def test_lists_of_credentials_that_changed_hold_from_then_on(server: Sandboxed, write: Write) -> None:
    def reads(key: str) -> int:
        return Rebilly(server.caller, "org_reload", key).get("/customers").status

    write("x.yaml", "version: 1\nauth: [{ key: sk_sandbox_one, api: rebilly }]\n")
    server.put({"name": "x"})
    assert (reads("sk_sandbox_one"), reads("sk_sandbox_two")) == (200, 401)
    write("x.yaml", "version: 1\nauth: [{ key: sk_sandbox_two, api: rebilly }]\n")
    server.look()
    assert (reads("sk_sandbox_one"), reads("sk_sandbox_two")) == (401, 200)
    write("x.yaml", "version: 1\n")
    server.look()
    assert (reads("sk_sandbox_one"), reads("sk_sandbox_two")) == (200, 200)


def test_time_and_records_are_for_the_loading_of_a_scenario(server: Sandboxed, write: Write) -> None:
    """A test that runs is not set back by an edit of its file."""
    server.admin("POST", "/clock/freeze", {"at": "2026-01-15T10:00:00Z"})
    data = "data: { rebilly: { organizations: { '*': { customers: [{ id: ada }] } } } }"
    write("x.yaml", f"version: 1\nclock: {{ start: 2030-01-01T00:00:00Z }}\n{data}\n")
    server.look()
    assert server.admin("GET", "/clock")["now"] == "2026-01-15T10:00:00+00:00"
    assert server.rebilly.get("/customers/ada").status == 404
    server.put({"name": "x"})
    assert server.admin("GET", "/clock")["now"].startswith("2030-01-01")
    assert server.rebilly.get("/customers/ada").status == 200


def test_windows_of_time_go_on_from_where_the_scenario_was_loaded(server: Sandboxed, write: Write) -> None:
    server.admin("POST", "/clock/freeze", {"at": "2026-01-15T10:00:00Z"})
    server.put({"name": "x"})
    server.admin("POST", "/clock/advance", {"by": "5m"})
    write(
        "x.yaml", HEAD + "  - { operation: customers.list, when: { between: [+4m, +6m] }, respond: { error: gone } }\n"
    )
    server.look()
    assert server.statuses("GET") == [410]


@pytest.fixture
def served(tmp_path: Path, write: Write) -> Iterator[Callable[..., MockServer]]:
    """Start servers whose tenants begin with the scenario of x.yaml."""
    write("x.yaml", HEAD + SLOW)
    running: list[MockServer] = []

    def start(**settings: Any) -> MockServer:
        running.append(MockServer(Settings(port=0, scenario=(str(tmp_path / "x.yaml"),), **settings)).__enter__())
        return running[-1]

    yield start
    for server in running:
        server.__exit__(None, None, None)


def _creates(server: MockServer) -> int:
    url = f"{server.url}/organizations/org_watch/customers"
    return requests.post(url, json={}, headers={"REB-APIKEY": KEY}, timeout=5).status_code


def test_a_server_looks_at_its_files_by_itself(served: Callable[..., MockServer], write: Write) -> None:
    server = served()
    assert _creates(server) == 201
    write("x.yaml", HEAD + GONE)
    until = time.monotonic() + 10 * LOOK_EVERY
    while _creates(server) != 410:
        assert time.monotonic() < until, "the change was not seen"
        time.sleep(0.02)


def test_a_server_can_be_told_not_to_look(served: Callable[..., MockServer], write: Write) -> None:
    server = served(no_watch=True)
    write("x.yaml", HEAD + GONE)
    time.sleep(1.2 * LOOK_EVERY)
    assert _creates(server) == 201
