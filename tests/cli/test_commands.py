"""The commands that ask and check."""

from pathlib import Path

import pytest
import requests

from mockserver import __version__
from mockserver.registry import registered
from mockserver.testing.server import MockServer
from tests.cli.processes import run
from tests.clients import KEY
from tests.tables import each_row


def test_apis_lists_every_operation() -> None:
    ended = run("apis")
    assert ended.returncode == 0
    assert "customers.create" in ended.stdout
    assert "PostCustomer" in ended.stdout


def test_health_asks_a_running_server(live: MockServer) -> None:
    ended = run("health", "--url", live.url)
    apis = ", ".join(api.name for api in registered())
    assert (ended.returncode, ended.stdout) == (0, f"{live.url} is up: mockserver {__version__}, {apis}\n")
    assert run("health", env={"MOCKSERVER_URL": live.url}).returncode == 0


@each_row(
    ("name", "value"),
    [
        ("MOCKSERVER_PORT", "tcp://10.96.0.17:8080"), ("MOCKSERVER_PORT", "ninety"), ("MOCKSERVER_PORT", "99999"),
        ("MOCKSERVER_TLS", "perhaps"), ("MOCKSERVER_URL", "tcp://10.96.0.17:8080"), ("MOCKSERVER_PROT", "1"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("arguments", [("health",), ("seed", "Makefile"), ("explain", "GET", "/v1/customers")])
def test_no_variable_leads_to_a_traceback(arguments: tuple[str, ...], name: str, value: str) -> None:
    ended = run(*arguments, env={name: value})
    assert ended.returncode in (0, 1, 2)
    assert all(line.startswith("mockserver: ") for line in ended.stderr.splitlines()), ended.stderr


def test_health_reads_a_wrong_variable_as_serve_does() -> None:
    message = "mockserver: MOCKSERVER_PORT: must be a whole number from 0 to 65535, not 'ninety'\n"
    for command in ("health", "serve"):
        ended = run(command, env={"MOCKSERVER_PORT": "ninety"})
        assert (ended.returncode, ended.stderr) == (2, message)


def test_a_variable_nobody_knows_is_told_by_every_command_that_asks(live: MockServer) -> None:
    ended = run("health", "--url", live.url, env={"MOCKSERVER_PROT": "1"})
    told = "MOCKSERVER_PROT: is passed over, it is not a setting, did you mean 'MOCKSERVER_PORT'?"
    assert (ended.returncode, ended.stderr) == (0, f"mockserver: warning: {told}\n")


def test_health_goes_past_proxies(live: MockServer) -> None:
    proxy = "http://127.0.0.1:9"
    assert run("health", "--url", live.url, env={"HTTP_PROXY": proxy, "http_proxy": proxy}).returncode == 0


def test_a_token_that_no_header_carries_is_named(live: MockServer, tmp_path: Path) -> None:
    path = tmp_path / "fixture.yaml"
    path.write_text("version: 1\n")
    ended = run("seed", str(path), "--url", live.url, "--admin-token", "schl\u00fcssel")
    expected = "must be printable ASCII without blanks at its ends, which a header can carry"
    assert (ended.returncode, ended.stderr) == (2, f"mockserver: --admin-token: {expected}\n")


@each_row("url", ["http://127.0.0.1:1", "ftp://x", "x", "http://[", "http://127.0.0.1:99999"])
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
    assert all(command in ended.stdout for command in ("serve", "check", "schema", "explain", "apis", "health", "seed"))


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
