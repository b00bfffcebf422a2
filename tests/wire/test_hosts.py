"""A server listens at every host it was told, with one port, and tells an address that works."""

import socket
from contextlib import closing
from urllib.parse import urlsplit

import pytest
import requests

from mockserver.core.problems import Misconfigured
from mockserver.edges.run import listen
from mockserver.settings import Settings
from mockserver.testing.server import MockServer
from tests.tables import each_row


def speaks_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


needs_ipv6 = pytest.mark.skipif(not speaks_ipv6(), reason="this machine has no IPv6")
_IPV4, _IPV6 = "127.0.0.1", "[::1]"


def port_of(server: MockServer) -> int:
    return urlsplit(server.url).port or 0


def answering(server: MockServer, *hosts: str) -> list[str]:
    """Return the hosts at which the server answers."""
    found = []
    for host in hosts:
        try:
            answer = requests.get(f"http://{host}:{port_of(server)}/status", timeout=10)
        except requests.ConnectionError:
            continue
        assert answer.status_code == 200
        found.append(host)
    return found


@needs_ipv6
@pytest.mark.parametrize(
    ("hosts", "expected"),
    [
        (("127.0.0.1",), [_IPV4]),
        (("::1",), [_IPV6]),
        (("127.0.0.1", "::1"), [_IPV4, _IPV6]),
        (("::1", "127.0.0.1", "::1"), [_IPV4, _IPV6]),
        (("::",), [_IPV4, _IPV6]),
        (("::", "0.0.0.0", "127.0.0.1"), [_IPV4, _IPV6]),  # noqa: S104
        (("0.0.0.0", "127.0.0.1"), [_IPV4]),  # noqa: S104
        (("0.0.0.0", "::1"), [_IPV4, _IPV6]),  # noqa: S104
    ],
)  # fmt: skip
def test_it_answers_at_every_host(hosts: tuple[str, ...], expected: list[str]) -> None:
    with MockServer(Settings(host=hosts, port=0, admin_token="s3cret")) as server:
        assert answering(server, _IPV4, _IPV6) == expected
        assert requests.get(f"{server.url}/status", timeout=10).status_code == 200


@each_row(
    ("hosts", "url"),
    [
        (("0.0.0.0",), "http://127.0.0.1:8080"),  # noqa: S104
        (("::",), "http://[::1]:8080"),
        (("::1", "127.0.0.1"), "http://[::1]:8080"),
        (("billing.example", "127.0.0.1"), "http://billing.example:8080"),
    ],
)
def test_the_address_that_is_told_is_one_of_a_host(hosts: tuple[str, ...], url: str) -> None:
    """Nobody can be asked at the address that stands for all."""
    assert Settings(host=hosts).url == url


@pytest.mark.parametrize("hosts", [("::ffff:127.0.0.1",), ("::ffff:7f00:1", "127.0.0.1")])
def test_an_address_of_ipv4_may_be_written_as_one_of_ipv6(hosts: tuple[str, ...]) -> None:
    """No socket of IPv6 can listen there."""
    with MockServer(Settings(host=hosts, port=0)) as server:
        assert answering(server, _IPV4, _IPV6) == [_IPV4]
        assert requests.get(f"{server.url}/__admin/health", timeout=10).status_code == 200


def test_a_variable_names_hosts_with_commas() -> None:
    assert Settings.parse({}, {"MOCKSERVER_HOST": "127.0.0.1, ::1"}).host == ("127.0.0.1", "::1")


@pytest.mark.parametrize("text", ["", ",", "127.0.0.1,a b"])
def test_hosts_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(Misconfigured, match=r"^MOCKSERVER_HOST: must be a host name or an IP address"):
        Settings.parse({}, {"MOCKSERVER_HOST": text})


@pytest.mark.parametrize("hosts", [("127.0.0.1", "0.0.0.0"), ("::", "::1"), ("127.0.0.1", "10.0.0.1")])  # noqa: S104
def test_one_host_that_others_reach_is_enough_for_a_token(hosts: tuple[str, ...]) -> None:
    assert not Settings(host=hosts).loopback
    assert Settings(host=("127.0.0.1", "::1", "localhost")).loopback


def test_the_text_of_a_setting_stands_for_what_it_names() -> None:
    """`Settings(host="127.0.0.1")` is how one host was written."""
    given: dict[str, str] = {"host": "::1,127.0.0.1", "scenario": "slow"}
    settings = Settings(**given)  # type: ignore[arg-type]
    assert (settings.host, settings.scenario) == (("::1", "127.0.0.1"), ("slow",))


@needs_ipv6
def test_a_port_that_one_host_lacks_leaves_no_other_taken() -> None:
    """And the refusal names that host."""
    with closing(socket.create_server(("::1", 0), family=socket.AF_INET6)) as other:
        port = other.getsockname()[1]
        with pytest.raises(Misconfigured, match=rf"^--host ::1 --port {port}: cannot listen"):
            listen(Settings(host=("127.0.0.1", "::1"), port=port))
        socket.create_server(("127.0.0.1", port)).close()


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(Misconfigured, match=r"^--host 192\.0\.2\.1 --port 0: cannot listen"):
        listen(Settings(host=("192.0.2.1",), port=0, admin_token="s3cret"))
