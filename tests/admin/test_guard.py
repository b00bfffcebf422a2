"""Who may use the control plane."""

import pytest

from mockserver.app import create_app
from mockserver.settings import Settings
from tests.admin.conftest import problem
from tests.clients import InProcess
from tests.tables import each_row


def test_a_page_of_another_site_may_not(application: InProcess) -> None:
    """A browser tab must not reset somebody's sandbox."""
    headers = {"Host": "localhost", "Origin": "https://evil.example.com"}
    assert problem(application.send("POST", "/__admin/reset", headers, None))[0] == 403


@pytest.mark.parametrize("host", ["evil.example.com", "evil.example.com:8080", "10.1.2.3"])
def test_a_name_that_only_points_here_may_not(application: InProcess, host: str) -> None:
    """DNS rebinding arrives with the attacker's name as its host."""
    assert problem(application.send("GET", "/__admin/health", {"Host": host}, None))[0] == 403


@each_row("host", ["localhost:8080", "127.0.0.1", "127.0.0.2:1", "[::1]:8080"])
def test_this_machine_may(application: InProcess, host: str) -> None:
    assert application.send("GET", "/__admin/health", {"Host": host}, None).status == 200


def test_the_address_of_a_port_mapping_may() -> None:
    """`--base-url` names it."""
    server = InProcess(create_app(Settings(base_url="http://billing.example.com:9999")))
    assert server.send("GET", "/__admin/health", {"Host": "billing.example.com:9999"}, None).status == 200


def test_a_name_of_the_certificate_may() -> None:
    """Whoever names the server there means it."""
    server = InProcess(create_app(Settings(tls=True, tls_name=("cb.mock",))))
    assert server.send("GET", "/__admin/health", {"Host": "cb.mock:8080"}, None).status == 200


@each_row(
    ("headers", "status"),
    [
        ({}, 401),
        ({"X-Mock-Token": "wrong"}, 401),
        ({"X-Mock-Token": "s3cret"}, 200),
        ({"Authorization": "Bearer s3cret"}, 200),
        ({"Authorization": "Basic s3cret"}, 401),
        ({"Authorization": "Bearer \u00fc"}, 401),
    ],
)
def test_a_token_is_asked_for_where_one_is_set(headers: dict[str, str], status: int) -> None:
    server = InProcess(create_app(Settings(admin_token="s3cret")))
    assert server.send("GET", "/__admin/tenants", headers, None).status == status


def test_a_wrong_token_changes_nothing() -> None:
    server = InProcess(create_app(Settings(admin_token="s3cret")))
    server.send("POST", "/__admin/tenants/org_a/rules", {"X-Mock-Token": "wrong"}, b'{"delay": "1s"}')
    assert server.sandbox.tenants.names() == []


def test_a_probe_needs_no_token() -> None:
    """A container's health check has none."""
    server = InProcess(create_app(Settings(admin_token="s3cret")))
    assert server.send("GET", "/__admin/health", {}, None).status == 200
