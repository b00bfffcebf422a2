"""`mockserver serve --tls`: https that clients can verify, and commands that reach it."""

import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
import trustme
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from mockserver import __version__
from tests.cli.processes import Serving, environment, run, serving
from tests.clients import KEY
from tests.sdks.conftest import installed as installed  # Node, where there is one

HEADERS = {"REB-APIKEY": KEY}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tls")


@pytest.fixture(scope="module")
def ca_file(folder: Path) -> Path:
    return folder / "ca.pem"


@pytest.fixture(scope="module")
def secure(folder: Path, ca_file: Path) -> Iterator[Serving]:
    """A server with https that also goes by the names of a network of containers."""
    names = ("--tls-name", "cb.mock", "--tls-name", "*.billing")
    (folder / "temporary").mkdir()
    temporary = {"TMPDIR": str(folder / "temporary")}
    with serving("--tls", "--ca-file", str(ca_file), *names, "--port-file", str(folder / "port"), env=temporary) as it:
        yield it


def shown(server: Serving, name: str, ca_file: Path) -> dict[str, Any]:
    """Give the certificate a client is shown who asks for a name; raises `SSLError` where it cannot be trusted."""
    parts = urlsplit(server.url)
    with (
        socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10) as connection,
        ssl.create_default_context(cafile=ca_file).wrap_socket(connection, server_hostname=name) as line,
    ):
        certificate = line.getpeercert()
    assert certificate is not None
    return certificate


def test_the_address_is_one_of_https(secure: Serving, folder: Path) -> None:
    """It is printed, and the port file holds the port as ever."""
    port = (folder / "port").read_text().strip()
    assert secure.url == f"https://127.0.0.1:{port}"
    greeting = f"mockserver {__version__} answers at {secure.url}  (control plane: {secure.url}/__admin)"
    assert secure.greeting[0] == greeting


def test_a_client_that_trusts_the_ca_gets_answers_and_links(secure: Serving, ca_file: Path) -> None:
    """Links keep to the name that the client used."""
    for url in (secure.url, secure.url.replace("127.0.0.1", "localhost")):
        customers = f"{url}/organizations/org_x/customers"
        created = requests.post(customers, headers=HEADERS, json={}, timeout=5, verify=str(ca_file))
        assert created.status_code == 201
        assert created.headers["location"] == f"{customers}/{created.json()['id']}"
        assert created.json()["_links"][0]["href"].startswith(customers)


def test_the_control_plane_answers_on_https_too(secure: Serving, ca_file: Path) -> None:
    health = requests.get(f"{secure.url}/__admin/health", timeout=5, verify=str(ca_file))
    assert (health.status_code, health.json()["status"]) == (200, "ok")


def test_a_client_that_does_not_trust_the_ca_gets_nothing(secure: Serving, tmp_path: Path) -> None:
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(other)
    with pytest.raises(requests.exceptions.SSLError, match="CERTIFICATE_VERIFY_FAILED"):
        requests.get(f"{secure.url}/status", timeout=5, verify=str(other))


@pytest.mark.parametrize(
    "name", ["127.0.0.1", "::1", "localhost", "acme.localhost", "ACME-2.localhost", "cb.mock", "acme.billing"]
)
def test_the_certificate_is_good_for_every_name_of_the_server(secure: Serving, ca_file: Path, name: str) -> None:
    """Also for those below localhost, which clients do not take an asterisk for."""
    assert shown(secure, name, ca_file)


@pytest.mark.parametrize("name", ["db.mock", "billing", "example.com", "under_score.localhost"])
def test_the_certificate_is_good_for_no_other_name(secure: Serving, ca_file: Path, name: str) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match="certificate is not valid for"):
        shown(secure, name, ca_file)


def test_the_certificate_is_valid_for_a_year(secure: Serving, ca_file: Path) -> None:
    """It begins a day ago, for clients whose clock is behind."""
    certificate = shown(secure, "localhost", ca_file)
    begin, end = (
        datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate[side]), UTC) for side in ("notBefore", "notAfter")
    )
    assert end - begin == timedelta(days=366)
    assert begin < datetime.fromtimestamp(ca_file.stat().st_mtime, UTC) - timedelta(hours=23)


def test_no_private_key_is_left_on_the_disk(secure: Serving, folder: Path, ca_file: Path) -> None:
    shown(secure, "new.localhost", ca_file)  # a certificate that is made while it serves
    assert list((folder / "temporary").iterdir()) == []
    assert "PRIVATE" not in ca_file.read_text()


def test_base_url_and_host_are_names_of_the_server_too(tmp_path: Path) -> None:
    ca_file, port_file = tmp_path / "ca.pem", tmp_path / "port"
    options = ("--host", "127.0.0.5", "--base-url", "https://billing.example.com", "--port-file", str(port_file))
    with serving("--tls", "--ca-file", str(ca_file), *options) as server:
        assert server.url == "https://billing.example.com"
        where = Serving(server.process, f"https://127.0.0.5:{port_file.read_text().strip()}", [])
        assert shown(where, "127.0.0.5", ca_file)
        assert shown(where, "billing.example.com", ca_file)


def test_variables_are_taken_as_options_are(tmp_path: Path) -> None:
    ca_file = tmp_path / "ca.pem"
    names = {"MOCKSERVER_TLS_NAME": "cb.mock, api.mock", "MOCKSERVER_CA_FILE": str(ca_file)}
    with serving(env={"MOCKSERVER_TLS": "true", **names}) as server:
        assert shown(server, "api.mock", ca_file)


def test_a_signal_ends_it_at_once_though_a_client_stays(tmp_path: Path) -> None:
    """A client that keeps its connection does not listen, and is not waited for; nothing is complained about."""
    ca_file = tmp_path / "ca.pem"
    with serving("--tls", "--ca-file", str(ca_file)) as server, requests.Session() as session:
        session.get(f"{server.url}/status", timeout=5, verify=str(ca_file))
        assert server.stop() == 0
        assert server.process.stdout
        assert server.process.stdout.read() == ""


FETCH = """
const https = require("node:https");
const url = process.argv[1];
fetch(url).then((answer) => answer.json()).then(({status}) => {
  https.get(url, (answer) => { console.log(status, answer.statusCode); answer.resume(); });
});
"""


@pytest.mark.sdk
def test_node_trusts_the_ca_file(secure: Serving, ca_file: Path, installed: None) -> None:
    """Through `fetch` and through `https`; also for a name below localhost."""
    port = urlsplit(secure.url).port
    env = environment({"NODE_EXTRA_CA_CERTS": str(ca_file), "NO_PROXY": "*", "no_proxy": "*"})
    command = ["node", "-e", FETCH, f"https://localhost:{port}/status"]
    ended = subprocess.run(command, env=env, capture_output=True, text=True, timeout=30, check=False)
    assert (ended.stdout, ended.stderr) == ("ok 200\n", "")


@pytest.fixture(scope="module")
def own(folder: Path) -> dict[str, str]:
    """Files as somebody has them who runs an authority: two certificates, their keys, and the CA."""
    ca, paths = trustme.CA(), {}
    mine, other = ca.issue_cert("127.0.0.1"), ca.issue_cert("127.0.0.1")
    key = load_pem_private_key(mine.private_key_pem.bytes(), None)
    locked = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret"))
    for name, pem in {
        "ca": ca.cert_pem.bytes(),
        "cert": mine.cert_chain_pems[0].bytes(),
        "key": mine.private_key_pem.bytes(),
        "other": other.private_key_pem.bytes(),
        "locked": locked,
        "broken": b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    }.items():
        paths[name] = str(folder / f"own-{name}.pem")
        Path(paths[name]).write_bytes(pem)
    return paths


@pytest.mark.parametrize("flag", [[], ["--tls"]], ids=["alone", "with --tls"])
def test_a_certificate_of_ones_own_is_shown(own: dict[str, str], flag: list[str]) -> None:
    with serving("--tls-cert", own["cert"], "--tls-key", own["key"], *flag) as server:
        assert server.url.startswith("https://")
        assert requests.get(f"{server.url}/status", timeout=5, verify=own["ca"]).status_code == 200


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--ca-file", "ca.pem"], "--ca-file: needs --tls"),
        (["--tls-name", "cb.mock"], "--tls-name: needs --tls"),
        (["--tls", "--tls-name", "no name"], "--tls-name: must be a host name or an IP address, not 'no name'"),
        (["--tls", "--tls-name", "cb_mock"], "--tls-name cb_mock: cannot stand in a certificate: "),
        (["--tls", "--ca-file", "no/ca.pem"], "--ca-file no/ca.pem: cannot be written: No such file or directory"),
        (["--tls-cert", "{cert}"], "--tls-cert: needs --tls-key"),
        (["--tls", "--tls-key", "{key}"], "--tls-key: needs --tls-cert"),
        (
            ["--tls-cert", "{cert}", "--tls-key", "{key}", "--ca-file", "ca.pem"],
            "--ca-file: is for the certificate that --tls makes, not for one of --tls-cert",
        ),
        (
            ["--tls-cert", "no.pem", "--tls-key", "{key}"],
            "--tls-cert no.pem: cannot be read: No such file or directory",
        ),
        (["--tls-cert", "{cert}", "--tls-key", "tests"], "--tls-key tests: cannot be read: Is a directory"),
        (["--tls-cert", "{key}", "--tls-key", "{key}"], "--tls-cert {key}: must be a PEM file with a certificate"),
        (["--tls-cert", "{cert}", "--tls-key", "{cert}"], "--tls-key {cert}: must be a PEM file with a private key"),
        (["--tls-cert", "{cert}", "--tls-key", "{other}"], "--tls-key {other}: is not the key of --tls-cert {cert}"),
        (["--tls-cert", "{cert}", "--tls-key", "{locked}"], "--tls-key {locked}: must be a key without a passphrase"),
        (["--tls-cert", "{broken}", "--tls-key", "{key}"], "--tls-cert {broken} --tls-key {key}: cannot be used: "),
    ],
)
def test_what_is_wrong_stops_the_start_with_one_line(own: dict[str, str], arguments: list[str], message: str) -> None:
    """Which option, what was expected."""
    ended = run("serve", "--port", "0", *(argument.format(**own) for argument in arguments))
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"mockserver: {message.format(**own)}")
    assert len(ended.stderr.splitlines()) == 1
    assert ended.stdout == ""


def test_a_second_server_leaves_the_ca_file_of_the_first_alone(secure: Serving, ca_file: Path) -> None:
    """It cannot have the port, so it writes nothing."""
    before = ca_file.read_bytes()
    ended = run("serve", "--port", str(urlsplit(secure.url).port), "--tls", "--ca-file", str(ca_file))
    assert "cannot listen" in ended.stderr
    assert ca_file.read_bytes() == before


def without_trustme(code: str) -> subprocess.CompletedProcess[str]:
    """Run Python where the extra is not installed."""
    command = [sys.executable, "-c", f"import sys; sys.modules['trustme'] = None\n{code}"]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, env=environment(), check=False)


def test_without_the_extra_it_says_what_to_install() -> None:
    ended = without_trustme("from mockserver.cli import main; main(['serve', '--port', '0', '--tls'])")
    message = "mockserver: --tls needs the extra: pip install 'mockserver[tls]'\n"
    assert (ended.returncode, ended.stderr) == (2, message)


def test_a_certificate_of_ones_own_needs_no_extra(own: dict[str, str]) -> None:
    ended = without_trustme(
        "from pathlib import Path\n"
        "from mockserver.testing.server import MockServer\n"
        "from mockserver.settings import Settings\n"
        f"settings = Settings(port=0, tls_cert=Path({own['cert']!r}), tls_key=Path({own['key']!r}))\n"
        "with MockServer(settings) as server: print(server.url[:8])"
    )
    assert (ended.stdout, ended.stderr) == ("https://\n", "")


def test_a_server_without_https_imports_nothing_of_it() -> None:
    code = (
        "import sys\nfrom mockserver.testing.server import MockServer\nwith MockServer(): pass\n"
        "print([name for name in ('mockserver.edges.tls', 'trustme', 'cryptography') if name in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=False)
    assert (ended.stdout, ended.stderr) == ("[]\n", "")


@pytest.mark.parametrize("variable", ["MOCKSERVER_CA_FILE", "REQUESTS_CA_BUNDLE"])
def test_health_trusts_what_it_is_told_to(secure: Serving, ca_file: Path, variable: str) -> None:
    """By option, by the variable that the server has, or by the one of other programs."""
    up = f"{secure.url} is up: mockserver {__version__}"
    assert run("health", "--url", secure.url, env={variable: str(ca_file)}).stdout.startswith(up)
    assert run("health", "--url", secure.url, "--ca-file", str(ca_file)).stdout.startswith(up)


def test_health_finds_the_server_of_its_own_environment(secure: Serving, ca_file: Path) -> None:
    """In a container it is told nothing but what the server was told."""
    port = str(urlsplit(secure.url).port)
    env = {"MOCKSERVER_TLS": "true", "MOCKSERVER_PORT": port, "MOCKSERVER_CA_FILE": str(ca_file)}
    assert run("health", env=env).stdout.startswith(f"{secure.url} is up")


def test_health_takes_no_certificate_it_cannot_trust(secure: Serving, tmp_path: Path) -> None:
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(other)
    ended = run("health", "--url", secure.url, "--ca-file", str(other))
    assert ended.returncode == 1
    assert ended.stderr.endswith("--ca-file names the CA to trust\n")


@pytest.mark.parametrize(
    ("path", "message"),
    [("no.pem", "cannot be read: No such file or directory"), ("Makefile", "must be a PEM file with a certificate")],
)
def test_a_wrong_ca_file_is_named(secure: Serving, path: str, message: str) -> None:
    ended = run("health", "--url", secure.url, "--ca-file", path)
    assert (ended.returncode, ended.stderr) == (2, f"mockserver: --ca-file {path}: {message}\n")


def test_seed_fills_a_server_with_https(secure: Serving, ca_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "fixture.yaml"
    path.write_text("version: 1\nrebilly: { organizations: { org_seeded: { customers: [{ id: ada }] } } }\n")
    ended = run("seed", str(path), "--url", secure.url, "--ca-file", str(ca_file))
    assert (ended.returncode, ended.stdout) == (0, "rebilly org_seeded: 1 customers\n")
