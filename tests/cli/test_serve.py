"""`mockserver serve`: it says where it answers, takes its options from two places, and ends cleanly."""

import json
import os
import signal
import socket
from pathlib import Path

import pytest
import requests

from mockserver import __version__
from tests.cli.processes import run, serving
from tests.clients import KEY
from tests.tables import each_row

HEADERS = {"REB-APIKEY": KEY}


def test_the_address_is_printed_and_answers() -> None:
    with serving() as server:
        assert server.greeting[0].startswith(f"mockserver {__version__} answers at {server.url}")
        assert requests.get(f"{server.url}/status", timeout=5).json()["status"] == "ok"


def test_json_logs_print_one_line_a_program_can_read(tmp_path: Path) -> None:
    port_file = tmp_path / "port"
    with serving("--json-logs", "--port-file", str(port_file)) as server:
        line = json.loads(server.greeting[0])
        assert (line["event"], line["pid"], line["version"]) == ("started", server.process.pid, __version__)
        assert line["url"] == f"http://127.0.0.1:{line['port']}"
        assert port_file.read_text() == f"{line['port']}\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_a_signal_ends_it_with_success(number: signal.Signals) -> None:
    """Also with a client that keeps its connection open."""
    with serving() as server, requests.Session() as session:
        session.get(f"{server.url}/status", timeout=5)
        assert server.stop(number) == 0


def test_a_waiting_exchange_does_not_hold_up_the_end() -> None:
    with serving("--scenario", "slow") as server:
        host, port = server.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as line:
            requests.post(f"{server.url}/__admin/rules", json={"delay": "60s", "times": 5}, timeout=5)
            line.sendall(b"GET /customers HTTP/1.1\r\nHost: x\r\nREB-APIKEY: sk_sandbox_x\r\n\r\n")
            assert server.stop() == 0


def test_messages_that_wait_for_a_receiver_do_not_hold_up_the_end() -> None:
    """The one on its way has its five seconds; the others are dropped."""
    with socket.create_server(("127.0.0.1", 0)) as silent, serving() as server:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        organization = f"{server.url}/organizations/org_x"
        hook = {"method": "POST", "url": url, "credentialHash": "none"}
        assert requests.post(f"{organization}/webhooks", headers=HEADERS, json=hook, timeout=5).status_code == 201
        for _ in range(20):
            requests.post(f"{organization}/customers", headers=HEADERS, json={}, timeout=5)
        assert server.stop() == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="a process id namespace needs root")
def test_as_process_one_it_ends_on_a_signal_too(tmp_path: Path) -> None:
    """In a container the server has no init above it, and process 1 ignores signals it has no handler for."""
    import subprocess
    import sys
    import time

    port_file = tmp_path / "port"
    command = [sys.executable, "-m", "mockserver", "serve", "--port", "0", "--port-file", str(port_file)]
    unshare = ["unshare", "--pid", "--fork", "--kill-child", *command]
    process = subprocess.Popen(unshare, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 15
        while not port_file.exists() and time.monotonic() < deadline and process.poll() is None:
            time.sleep(0.02)
        if process.poll() is not None:
            pytest.skip("this kernel gives no process id namespace")
        [child] = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        os.kill(int(child), signal.SIGTERM)
        assert process.wait(timeout=15) == 0
    finally:
        process.kill()
        process.wait()


def test_options_win_over_the_environment() -> None:
    environment = {"MOCKSERVER_BASE_URL": "http://outside.example.com:9999", "MOCKSERVER_SEED": "7"}
    with serving("--base-url", "http://inside.example.com", env=environment) as server:
        assert server.url == "http://inside.example.com"


def test_links_name_the_base_url(tmp_path: Path) -> None:
    """Behind a port mapping only the person who mapped it knows the address."""
    port_file = tmp_path / "port"
    with serving("--base-url", "http://billing.example.com:9999", "--port-file", str(port_file)):
        url = f"http://127.0.0.1:{port_file.read_text().strip()}/organizations/org_x/customers"
        created = requests.post(url, headers=HEADERS, json={}, timeout=5)
        assert created.headers["location"].startswith(
            "http://billing.example.com:9999/organizations/org_x/customers/cus_"
        )


def test_scenarios_fixtures_and_folders_are_taken(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(
        "version: 1\nrules:\n  - { operation: customers.list, respond: { error: gone } }\n"
    )
    with serving("--scenarios", str(tmp_path), "--scenario", "mine", "--fixtures", "fixtures/rebilly.yaml") as server:
        customers = f"{server.url}/organizations/org_demo/customers"
        assert requests.get(customers, headers=HEADERS, timeout=5).status_code == 410
        assert requests.get(f"{customers}/ada", headers=HEADERS, timeout=5).json()["email"] == "ada@example.com"


def test_a_server_others_can_reach_wants_a_token() -> None:
    """The token is made at the start and printed; the probe needs none."""
    with serving("--host", "0.0.0.0") as server:  # noqa: S104
        url = server.url.replace("0.0.0.0", "127.0.0.1")  # noqa: S104
        token = next(line.partition(": ")[2] for line in server.greeting if line.startswith("Control plane token"))
        assert requests.get(f"{url}/__admin/health", timeout=5).status_code == 200
        assert requests.get(f"{url}/__admin/tenants", timeout=5).status_code == 401
        bearer = {"Authorization": f"Bearer {token}"}
        assert requests.get(f"{url}/__admin/tenants", headers=bearer, timeout=5).status_code == 200


@each_row(
    ("arguments", "message"),
    [
        (["--port", "eighty"], "--port: must be a whole number from 0 to 65535, not 'eighty'"),
        (["--host", "no host"], "--host: must be a host name or an IP address, not 'no host'"),
        (["--host", "127.1"], "--host: must be a host name or an IP address, not '127.1'"),
        (["--host", "127.evil.example", "--port", "0"], "--host 127.evil.example --port 0: cannot listen"),
        (["--admin-token", "schlüssel"], "--admin-token: must be printable ASCII without blanks at its ends"),
        (["--admin-token", " s3cret"], "--admin-token: must be printable ASCII without blanks at its ends"),
        (["--admin-token", "s3cret\n"], "--admin-token: must be printable ASCII without blanks at its ends"),
        (["--admin-token", "s3\tcret"], "--admin-token: must be printable ASCII without blanks at its ends"),
        (
            ["--admin-token", "", "--host", "::"],
            "--admin-token: must not be empty with --host ::, which others can reach",
        ),
        (["--port", "0", "--port-file", "no-such-folder/port"], "--port-file no-such-folder/port: cannot be written: "),
        (["--base-url", "http://["], "--base-url: must be an address such as http://localhost:8080, not 'http://['"),
        (["--base-url", "http://billing.example.com:99999"], "--base-url: must be an address such as"),
        (["--base-url", "http://bücher.example.com"], "--base-url: must be an address such as"),
        (["--host", "203.0.113.7", "--port", "0"], "--host 203.0.113.7 --port 0: cannot listen"),
        (["--base-url", "billing"], "--base-url: must be an address such as http://localhost:8080, not 'billing'"),
        (["--scenario", "flakey"], "scenario 'flakey': there is no such scenario, did you mean 'flaky'?"),
        (["--scenarios", "nowhere"], "--scenarios: must be a folder that exists, not 'nowhere'"),
        (
            ["--fixtures", "nowhere.yaml"],
            "--fixtures: must be a file or folder that exists, or the name of a shipped file, not 'nowhere.yaml'",
        ),
        (["--fixtures", "Makefile"], "Makefile:"),
        (["--data", "Makefile"], "data folder Makefile: cannot be used"),
        (["--max-body", "1"], "--max-body: must be a whole number from 1024"),
        (["--prot", "1"], "No such option '--prot'"),
        (["extra"], "Got unexpected extra argument"),
    ],
)
def test_what_is_wrong_stops_the_start_with_one_line(arguments: list[str], message: str) -> None:
    """Which, where, what was expected."""
    ended = run("serve", *arguments)
    assert ended.returncode == 2
    assert message in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert "Traceback" not in ended.stderr + ended.stdout


@each_row(
    ("name", "value", "message"),
    [
        ("MOCKSERVER_PORT", "-1", "MOCKSERVER_PORT: must be a whole number from 0 to 65535, not '-1'"),
        ("MOCKSERVER_JSON_LOGS", "maybe", "MOCKSERVER_JSON_LOGS: must be true or false, not 'maybe'"),
        (
            "MOCKSERVER_ADMIN_TOKEN",
            "s3cret ",
            "MOCKSERVER_ADMIN_TOKEN: must be printable ASCII without blanks at its ends, which a header can carry",
        ),
        ("MOCKSERVER_SEED", "\udcff", "MOCKSERVER_SEED: must be text in UTF-8"),
    ],
)
def test_a_wrong_variable_is_named(name: str, value: str, message: str) -> None:
    ended = run("serve", env={name: value})
    assert (ended.returncode, ended.stderr) == (2, f"mockserver: {message}\n")


def test_a_taken_port_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = run("serve", "--port", port)
    assert ended.returncode == 2
    assert f"--host 127.0.0.1 --port {port}: cannot listen: " in ended.stderr


def test_a_wrong_fixture_is_named_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(
        "version: 1\nrebilly:\n  organizations:\n    org_x:\n      customers:\n"
        "        - primaryAddress: { country: Atlantis }\n"
    )
    ended = run("serve", "--fixtures", str(path))
    where = f"{path}:6:29: rebilly.organizations.org_x.customers[0].primaryAddress.country"
    assert ended.stderr.startswith(f"mockserver: {where}: Must be ")


def test_a_scenario_chosen_by_header_brings_its_settings_for_that_request(tmp_path: Path) -> None:
    (tmp_path / "strict.yaml").write_text("version: 1\nsettings: { rebilly: { pagination: strict } }\n")
    with serving("--scenarios", str(tmp_path)) as server:
        url = f"{server.url}/organizations/org_x/customers?limit=-1"
        chosen = requests.get(url, headers={**HEADERS, "X-Mock-Scenario": "strict"}, timeout=5)
        assert [chosen.status_code, requests.get(url, headers=HEADERS, timeout=5).status_code] == [400, 200]


def test_fixtures_are_for_the_first_start_of_a_data_folder(tmp_path: Path) -> None:
    """Started again, an organization keeps what became of its records."""
    fixture = tmp_path / "fixture.yaml"
    fixture.write_text("version: 1\nrebilly: { organizations: { org_x: { customers: [{ locale: en }] } } }\n")
    options = ("--data", str(tmp_path / "data"), "--fixtures", str(fixture))
    for _ in range(2):
        with serving(*options) as server:
            url = f"{server.url}/organizations/org_x/customers"
            assert len(requests.get(url, headers=HEADERS, timeout=5).json()) == 1
            server.stop()


def test_settings_of_fixtures_are_for_every_start(tmp_path: Path) -> None:
    """A data folder keeps no settings: a site has those of its fixtures whenever the server starts."""
    fixture = tmp_path / "fixture.yaml"
    fixture.write_text(
        "version: 1\nchargebee: { sites: { shop: { settings: { base_currency: EUR }, customers: [{ id: ada }] } } }\n"
    )
    for id in ("grace", "emmy"):
        with serving("--data", str(tmp_path / "data"), "--fixtures", str(fixture)) as server:
            url = f"{server.url}/api/v2/customers"
            answer = requests.post(url, auth=("test_shop", ""), data={"id": id}, timeout=5)
            assert answer.json()["customer"]["preferred_currency_code"] == "EUR"
            server.stop()


def test_variables_that_kubernetes_sets_are_not_ours() -> None:
    """A service called mockserver puts them into every pod beside it."""
    injected = {"MOCKSERVER_PORT": "tcp://10.0.0.9:8080", "MOCKSERVER_SERVICE_HOST": "10.0.0.9"}
    with serving(env={**injected, "MOCKSERVER_PORT_8080_TCP": "tcp://10.0.0.9:8080"}) as server:
        assert requests.get(f"{server.url}/status", timeout=5).status_code == 200
        assert server.greeting[0].startswith("mockserver ")


def test_a_variable_nobody_knows_is_a_line_and_stops_nothing() -> None:
    """Other products have the prefix, too; a slip of the pen is still worth a word."""
    with serving(env={"MOCKSERVER_PROT": "1"}) as server:
        assert requests.get(f"{server.url}/status", timeout=5).status_code == 200
        expected = "MOCKSERVER_PROT: is passed over, it is not a setting, did you mean 'MOCKSERVER_PORT'?"
        assert server.greeting[0] == f"WARNING {expected}"


def test_a_shipped_fixture_goes_by_its_name() -> None:
    """An installed server has no checkout to name a path in."""
    with serving("--fixtures", "rebilly") as server:
        url = f"{server.url}/organizations/org_demo/customers"
        assert len(requests.get(url, headers=HEADERS, timeout=5).json()) == 12
