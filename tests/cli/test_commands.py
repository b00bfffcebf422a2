"""The commands that ask and check."""

from pathlib import Path

import pytest
import requests

from mockserver import __version__
from mockserver.server import MockServer
from tests.cli.processes import run
from tests.clients import KEY


def test_check_counts_what_is_right(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("version: 1\nrules: [{ delay: 1s }]\n")
    ended = run("check", str(path))
    assert (ended.returncode, ended.stdout) == (0, f"{path}: ok, 1 rule\n")


def test_check_names_every_error_of_every_file(tmp_path: Path) -> None:
    """File, line, column, reason; and an exit status a CI job notices."""
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_text("version: 1\nrulez: []\nnamee: x\n")
    second.write_text("version: 1\n")
    ended = run("check", str(first), str(second))
    assert ended.returncode == 1
    assert ended.stdout == f"{second}: ok, 0 rules\n"
    assert ended.stderr.splitlines() == [
        f"{first}:2:1: rulez: unknown key, did you mean 'rules'?",
        f"{first}:3:1: namee: unknown key, did you mean 'name'?",
        "mockserver: 1 of 2 files are wrong",
    ]


def test_check_warns_of_errors_an_api_has_no_form_for(tmp_path: Path) -> None:
    """Only APIs the rule can be about are named, and a warning is no failure."""
    path = tmp_path / "limited.yaml"
    path.write_text(
        "version: 1\nrules:\n"
        "  - { api: chargeover, respond: { error: forbidden } }\n"
        "  - { operation: tags.create, respond: { error: declined } }\n"
        "  - { api: stripe, respond: { error: forbidden } }\n"
        "auth: [{ key: k, api: chargeover, error: conflict }]\n"
    )
    ended = run("check", str(path))
    assert (ended.returncode, ended.stdout) == (0, f"{path}: ok, 3 rules, 3 warnings\n")
    stands_in = "the nearest one stands in"
    assert ended.stderr.splitlines() == [
        f"{path}:3:35: warning: rules[0].respond.error: ChargeOver has no form of its own for 'forbidden'; {stands_in}",
        f"{path}:4:42: warning: rules[1].respond.error: Rebilly has no form of its own for 'declined'; {stands_in}",
        f"{path}:6:1: warning: auth: ChargeOver has no form of its own for 'conflict'; {stands_in}",
    ]


def test_check_needs_a_file() -> None:
    ended = run("check")
    assert (ended.returncode, ended.stderr) == (2, "mockserver: Missing argument 'FILE…'.\n")


def test_apis_lists_every_operation() -> None:
    ended = run("apis")
    assert ended.returncode == 0
    assert "customers.create" in ended.stdout
    assert "PostCustomer" in ended.stdout


def test_health_asks_a_running_server(live: MockServer) -> None:
    ended = run("health", "--url", live.url)
    apis = "chargebee, chargeover, rebilly, stripe"
    assert (ended.returncode, ended.stdout) == (0, f"{live.url} is up: mockserver {__version__}, {apis}\n")
    assert run("health", env={"MOCKSERVER_URL": live.url}).returncode == 0


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "ftp://x", "x"])
def test_health_fails_where_nothing_answers(url: str) -> None:
    ended = run("health", "--url", url)
    assert ended.returncode in (1, 2)
    assert len(ended.stderr.splitlines()) == 1


def test_seed_fills_a_running_server(live: MockServer, tmp_path: Path, organization: str) -> None:
    path = tmp_path / "fixture.yaml"
    path.write_text(
        "version: 1\nrebilly:\n  organizations:\n"
        f"    {organization}:\n      customers: [{{ id: ada }}, {{ locale: en }}]\n"
    )
    ended = run("seed", str(path), "--url", live.url)
    assert (ended.returncode, ended.stdout) == (0, f"rebilly {organization}: 2 customers\n")
    url = f"{live.url}/organizations/{organization}/customers"
    listed = requests.get(url, headers={"REB-APIKEY": KEY}, timeout=5)
    assert listed.headers["Pagination-Total"] == "2"


def test_seed_refuses_what_the_api_would_refuse(live: MockServer, tmp_path: Path, organization: str) -> None:
    """Nothing of the organization is kept."""
    path = tmp_path / "fixture.yaml"
    path.write_text(
        "version: 1\nrebilly:\n  organizations:\n"
        f"    {organization}:\n      customers: [{{ id: ada }}, {{ locale: '!' }}]\n"
    )
    ended = run("seed", str(path), "--url", live.url)
    assert ended.returncode == 2
    member = f"rebilly.organizations.{organization}.customers[1].locale"
    assert ended.stderr.startswith(f"mockserver: {path}:5:34: {member}: Must be a language tag")
    url = f"{live.url}/organizations/{organization}/customers"
    assert requests.get(url, headers={"REB-APIKEY": KEY}, timeout=5).json() == []


def test_help_names_every_command() -> None:
    ended = run("--help")
    assert ended.returncode == 0
    assert all(command in ended.stdout for command in ("serve", "check", "apis", "health", "seed"))


def test_an_unknown_command_is_one_line() -> None:
    ended = run("sevre")
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1


def test_a_fixture_can_be_loaded_again(live: MockServer, tmp_path: Path, organization: str) -> None:
    """What would be there twice stays as it is."""
    path = tmp_path / "fixture.yaml"
    records = "{ tags: [{ name: VIP, type: customer }], customers: [{ id: ada }] }"
    path.write_text(f"version: 1\nrebilly: {{ organizations: {{ {organization}: {records} }} }}\n")
    assert [run("seed", str(path), "--url", live.url).returncode for _ in range(2)] == [0, 0]
    tags = requests.get(f"{live.url}/organizations/{organization}/tags", headers={"REB-APIKEY": KEY}, timeout=5)
    assert [tag["name"] for tag in tags.json()] == ["VIP"]
