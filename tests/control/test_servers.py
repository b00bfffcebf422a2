"""A server of one's own, and one that runs elsewhere: the same object, with another life."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

import mockserver
from mockserver import Settings, Tenant
from mockserver.testing.plane import ControlError
from mockserver.testing.server import MockServer
from tests.cli.processes import serving

_HEAVY = ("uvicorn", "flask", "requests", "marshmallow", "tinydb", "yaml", "click")


def printed(code: str) -> str:
    """Run code in a process of its own and give what it prints."""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=False)
    assert run.stderr == ""
    return run.stdout.strip()


def loaded(*statements: str) -> list[str]:
    """Name what of the heavy things a process has imported after some statements."""
    report = f"print(*[name for name in {_HEAVY} if name in sys.modules])"
    return printed("\n".join(["import sys", *statements, report])).split()


def test_a_server_of_ones_own_lives_as_long_as_its_block() -> None:
    with MockServer() as server:
        assert server.health()["status"] == "ok"
        url = server.url
    with pytest.raises(ControlError, match="does not answer as a mockserver") as caught:
        MockServer.at(url).health()
    assert caught.value.status is None


def test_a_server_can_be_started_again() -> None:
    """With nothing of what was in it before."""
    server = MockServer(Settings(port=0, seed="7"))
    for _ in range(2):
        with server, server.tenant("again") as tenant:
            tenant.freeze("2026-01-15T10:00:00Z")
            tenant.session("rebilly").post("/customers", json={})
            [record] = tenant.data("rebilly", "customers")
    assert record["id"].startswith("cus_")


def test_a_server_without_a_block() -> None:
    """For frameworks that begin and end elsewhere; to do so twice is no mistake."""
    server = MockServer().start()
    url = server.url
    assert server.start().url == url
    assert server.tenants() == []
    for _ in range(2):
        server.close()
    assert server.running is None


def test_outside_its_block_there_is_no_server() -> None:
    server = MockServer()
    with pytest.raises(ControlError, match="the server does not run; it does so inside its `with` block"):
        server.tenant()
    with pytest.raises(RuntimeError, match="does not run in this process"):
        server.sandbox  # noqa: B018


def test_a_server_elsewhere_goes_on(live: MockServer) -> None:
    """When the block of one who reached it ends."""
    with MockServer.at(f"{live.url}/") as server:
        assert server.url == live.url
        server.tenant("elsewhere").fail("customers.list", "conflict")
    assert [rule.source["operation"] for rule in live.tenant("elsewhere").rules()] == ["customers.list"]


def test_a_server_in_another_process_wants_its_token() -> None:
    """A wrong one changes nothing."""
    with serving("--admin-token", "only-for-tests") as process:
        for token in ("", "wrong"):
            with pytest.raises(ControlError, match="wants its token") as caught:
                MockServer.at(process.url, token=token).tenant("shop")
            assert caught.value.status == 401
        server = MockServer.at(process.url, token="only-for-tests")
        assert server.tenants() == []
        with server.tenant("shop") as tenant:
            assert tenant.session("stripe").get("/customers").ok
        server.close()


def test_a_server_for_other_machines_makes_its_token() -> None:
    """As the command does, because anybody could reach its control plane; its own client knows it."""
    with MockServer(Settings(host=("0.0.0.0",), port=0)) as server:  # noqa: S104
        assert server.tenant().requests() == []
        with pytest.raises(ControlError, match="wants its token"):
            MockServer.at(server.url).tenants()


def test_the_links_of_a_server_may_name_another_address() -> None:
    """Its control plane is asked where it listens."""
    with MockServer(Settings(port=0, base_url="http://billing.example.com")) as server:
        assert server.url == "http://billing.example.com"
        assert server.tenants() == []


def test_https_wants_its_authority(tmp_path: Path) -> None:
    ca_file = tmp_path / "ca.pem"
    with MockServer(Settings(port=0, tls=True, ca_file=ca_file)) as server:
        assert server.tenants() == []
        assert MockServer.at(server.url, ca_file=ca_file).tenants() == []
        with pytest.raises(ControlError, match="ca_file names the CA to trust"):
            MockServer.at(server.url).tenants()


def test_what_is_no_mockserver_says_so(live: MockServer) -> None:
    with pytest.raises(ControlError, match="does not answer as a mockserver: 401"):
        MockServer.at(f"{live.url}/v1").tenants()


def test_accepted_credentials_hold_for_the_server() -> None:
    with MockServer() as server, server.tenant("shop") as tenant:
        session = tenant.session("stripe")
        server.accept("stripe", {"key": "sk_test_other"})
        assert session.get("/customers").status_code == 401
        server.accept("stripe")
        assert session.get("/customers").status_code == 200


def test_nothing_is_imported_before_it_is_used() -> None:
    """The package is loaded by every pytest of an environment; a client of a server elsewhere needs requests alone."""
    assert loaded("import mockserver") == []
    assert (
        loaded("import mockserver.testing.pytest_plugin", "from mockserver import MockServer, Tenant, ControlError")
        == []
    )
    assert loaded("from mockserver import MockServer", "MockServer.at('http://127.0.0.1:1')") == []


def test_a_client_of_a_server_elsewhere_needs_requests_alone(live: MockServer) -> None:
    asked = f"tenant = MockServer.at({live.url!r}).tenant()"
    assert loaded("from mockserver import MockServer", asked, "tenant.session('stripe').get('/customers')") == [
        "requests"
    ]


def test_a_server_that_is_only_served_loads_no_flask() -> None:
    assert {"flask", "requests"}.isdisjoint(loaded("from mockserver import MockServer", "with MockServer(): pass"))


def test_the_package_has_these_names_and_no_others() -> None:
    assert mockserver.__all__ == ["ControlError", "MockServer", "Settings", "Tenant", "__version__", "open_records"]
    assert all(getattr(mockserver, name) for name in mockserver.__all__)
    with pytest.raises(AttributeError, match="module 'mockserver' has no attribute 'Sandbox'"):
        mockserver.Sandbox  # noqa: B018


def test_threads_share_a_server(live: MockServer) -> None:
    """Each with a tenant of its own."""
    seen: dict[str, int] = {}

    def work(number: int) -> None:
        with live.tenant(f"thread-{number}") as tenant, tenant.session("rebilly") as session:
            for _ in range(number):
                session.post("/customers", json={})
            seen[tenant.name] = len(tenant.requests("customers.create"))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {f"thread-{number}": number for number in range(8)}


def test_its_objects_say_what_they_are(tenant: Tenant, organization: str, live: MockServer) -> None:
    assert repr(tenant) == f"<Tenant {organization} of {live.url}>"
