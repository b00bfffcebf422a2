"""Settings of a server: who can reach it, and values that can never work."""

from pathlib import Path
from typing import Any

import pytest

from mockserver.app import create_app
from mockserver.core.problems import Misconfigured
from mockserver.settings import Settings, own_url, unknown_variables
from mockserver.testing.plane import ControlError
from mockserver.testing.server import MockServer
from tests.tables import each_row


@each_row("host", ["127.0.0.1", "127.0.0.9", "localhost", "LocalHost", "::1", "::ffff:127.0.0.1"])
def test_a_host_that_is_nothing_but_loopback_addresses_is_this_machine_alone(host: str) -> None:
    assert Settings(host=(host,)).loopback


@each_row("host", ["127.evil.example", "127.0.0.1.evil.example", "0.0.0.0", "::", "10.0.0.1"])  # noqa: S104
def test_any_other_host_is_not(host: str) -> None:
    """By its addresses, not by how its name begins."""
    settings = Settings(host=(host,))
    assert not settings.loopback
    assert settings.guarded().admin_token


def test_what_others_can_reach_does_not_start_without_a_token() -> None:
    """`serve` and `MockServer` make one; under another WSGI server nobody would see it."""
    with pytest.raises(Misconfigured, match=r"--admin-token: must not be empty with --host 0\.0\.0\.0"):
        create_app(Settings(host=("0.0.0.0",)))  # noqa: S104
    create_app(Settings(host=("0.0.0.0",), admin_token="s3cret"))  # noqa: S104


def test_an_empty_token_is_none_on_this_machine() -> None:
    assert Settings.parse({"admin_token": ""}, {}).admin_token == ""
    with pytest.raises(Misconfigured, match="MOCKSERVER_ADMIN_TOKEN: must not be empty"):
        Settings.parse({}, {"MOCKSERVER_ADMIN_TOKEN": "", "MOCKSERVER_HOST": "0.0.0.0"})  # noqa: S104


@each_row(
    ("name", "value"),
    [
        ("admin_token", "schl\u00fcssel"), ("admin_token", "s3cret\n"), ("base_url", "http://["), ("host", "a b"),
        ("port", 99_999), ("port", -1),
    ],
)  # fmt: skip
def test_python_is_told_as_the_command_line_is(name: str, value: Any) -> None:
    """At once, and by the name of the option."""
    with pytest.raises(Misconfigured, match=f"^--{name.replace('_', '-')}: must be "):
        Settings(**{name: value})


@each_row("token", ["schl\u00fcssel", "\u20ac", "s3cret\n", " s3cret"])
def test_a_client_is_told_of_a_token_that_no_header_carries(token: str) -> None:
    with pytest.raises(ControlError, match=r"^the token must be printable ASCII"):
        MockServer.at("http://127.0.0.1:9", token=token).tenants()


@pytest.mark.parametrize("name", ["data", "ca_file", "tls_cert", "tls_key", "port_file", "scenarios"])
@pytest.mark.parametrize("url", ["tcp://10.96.0.17:8080", "file:///records", "s3://records"])
def test_a_path_is_no_url(name: str, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be a folder of that name."""
    monkeypatch.chdir(tmp_path)
    option = f"--{name.replace('_', '-')}"
    with pytest.raises(Misconfigured, match=rf"^MOCKSERVER_{name.upper()}: must be a .*{url}"):
        create_app(Settings.parse({}, {f"MOCKSERVER_{name.upper()}": url}))
    with pytest.raises(Misconfigured, match=rf"^{option}: must be a .*{url}"):
        Settings.parse({name: url}, {})
    assert [*tmp_path.iterdir()] == []


INJECTED = {
    "MOCKSERVER_PORT": "tcp://10.96.0.17:8080",
    "MOCKSERVER_PORT_8080_TCP": "tcp://10.96.0.17:8080",
    "MOCKSERVER_PORT_8080_TCP_ADDR": "10.96.0.17",
    "MOCKSERVER_PORT_8080_TCP_PORT": "8080",
    "MOCKSERVER_PORT_8080_TCP_PROTO": "tcp",
    "MOCKSERVER_SERVICE_HOST": "10.96.0.17",
    "MOCKSERVER_SERVICE_PORT": "8080",
    "MOCKSERVER_SERVICE_PORT_HTTP": "8080",
    "MOCKSERVER_BILLING_PORT": "tcp://10.96.0.18:80",
    "MOCKSERVER_BILLING_PORT_53_UDP_PORT": "53",
    "MOCKSERVER_BILLING_SERVICE_HOST": "10.96.0.18",
    "MOCKSERVER_BILLING_SERVICE_PORT_ADMIN": "80",
    "MOCKSERVER_ENV_PATH": "/bin",
}
"""What a pod finds beside the services `mockserver` and `mockserver-billing`, and a container that is linked."""


def test_what_orchestrators_set_says_nothing_to_us() -> None:
    assert Settings.parse({}, INJECTED) == Settings()
    assert own_url(INJECTED) == "http://127.0.0.1:8080"
    assert unknown_variables(INJECTED) == []


def test_other_unknown_variables_are_a_line_each() -> None:
    """`MOCKSERVER_LOG_LEVEL` is one of another product's."""
    known = {"MOCKSERVER_SEED": "7", "MOCKSERVER_URL": "http://127.0.0.1:1", "PATH": "/bin"}
    assert unknown_variables({"MOCKSERVER_SCENARIOSS": "x", "MOCKSERVER_LOG_LEVEL": "INFO", **known}) == [
        "MOCKSERVER_LOG_LEVEL: is passed over, it is not a setting",
        "MOCKSERVER_SCENARIOSS: is passed over, it is not a setting, did you mean 'MOCKSERVER_SCENARIOS'?",
    ]


def test_a_command_looks_where_a_server_of_its_environment_answers() -> None:
    assert own_url({"MOCKSERVER_PORT": "9090", "MOCKSERVER_TLS": "yes"}) == "https://127.0.0.1:9090"
    assert own_url({"MOCKSERVER_TLS": "no", "MOCKSERVER_TLS_CERT": "mine.pem"}) == "https://127.0.0.1:8080"
    with pytest.raises(Misconfigured, match=r"^MOCKSERVER_PORT: must be a whole number"):
        own_url({"MOCKSERVER_PORT": "ninety"})
