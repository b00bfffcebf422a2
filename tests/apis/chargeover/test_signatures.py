"""Requests that are signed with the private key instead of carrying it."""

from collections.abc import Callable
from typing import Any

import pytest

from mockserver.app import create_app
from mockserver.settings import Settings
from tests.apis.chargeover.sdks.wire import Wire
from tests.apis.chargeover.signing import header, signature
from tests.clients import Answer, Caller, ChargeOver, InProcess
from tests.tables import each_row

HOST = "http://127.0.0.1:8080"
WRONG = "Invalid or incorrect authorization [Signature does not match.]"

VECTORS = [
    ("/api/v3/customer/1", None, "765ca2e96fb58ad526f9b315f74c3a2ff96170d0e20c7e7f0abf002096e64a3b"),
    (
        "/api/v3/customer", b'{"company":"Test"}',
        "3cd1d41c9550ea28cde6d079c67c8d56b22ee2fc531266e558efd9b3ec171fc3",
    ),
    (
        "/api/v3/customer?_dummy=1&where=external_key%3AEQUALS%3AAb1&offset=0&limit=10", None,
        "ad856f7050812c6abc761756f5b8171bb78aa2df6e5d81748f755d401901c1a8",
    ),
]  # fmt: skip
"""Requests of the key PUBKEY whose private key is PRIVKEY, and how the libraries sign them."""


def send(
    caller: Caller, target: str, authorization: str, body: bytes | None = None, host: str = "127.0.0.1:8080"
) -> Answer:
    headers = {"Authorization": authorization, "Host": host}
    return caller.send("GET" if body is None else "POST", target, headers, body)


@pytest.fixture(scope="module")
def known() -> InProcess:
    """A server that knows the private key of PUBKEY, which has one customer."""
    server = InProcess(create_app(Settings()))
    assert ChargeOver(server, "PUBKEY", "PRIVKEY").customer() == 1
    return server


@pytest.mark.parametrize(("target", "body", "digest"), VECTORS)
def test_the_libraries_signatures_hold(known: InProcess, target: str, body: bytes | None, digest: str) -> None:
    assert signature("PUBKEY", "PRIVKEY", HOST + target, body or b"") == digest
    assert send(known, target, header("PUBKEY", digest), body).status in (200, 201)


@pytest.mark.parametrize(("target", "body", "digest"), VECTORS)
@pytest.mark.parametrize(
    "changed",
    [
        lambda target, body, digest: (target + "0", body, digest),
        lambda target, body, digest: (target, (body or b"{}") + b" ", digest),
        lambda target, body, digest: (target, body, digest[::-1]),
        lambda target, body, digest: (target, body, "0" * 64),
    ],
    ids=["address", "body", "reversed", "zeros"],
)
def test_what_was_signed_may_not_change(
    known: InProcess, target: str, body: bytes | None, digest: str, changed: Callable[..., tuple[str, bytes, str]]
) -> None:
    other_target, other_body, other_digest = changed(target, body, digest)
    answer = send(known, other_target, header("PUBKEY", other_digest), other_body)
    assert (answer.status, answer.json["message"]) == (401, WRONG)
    assert answer.headers["www-authenticate"] == 'Basic realm="ChargeOver API"'


def attributes(**changed: str) -> str:
    """Write a right signature of the first vector with some attributes changed, or left out where they are empty."""
    values = {
        "co_public_key": "PUBKEY", "co_nonce": "abcd1234", "co_timestamp": "1700000000",
        "co_signature_method": "HMAC-SHA256", "co_version": "1.0", "co_signature": VECTORS[0][2], **changed,
    }  # fmt: skip
    return " ".join(f'{name}="{value}"' for name, value in values.items() if value)


@pytest.mark.parametrize(
    "authorization",
    [
        f"ChargeOver {attributes()} ",
        f"chargeover {attributes()}",
        f"ChargeOver  {attributes()}",
        "ChargeOver " + ", ".join(attributes().split()),
        "ChargeOver " + " ".join(reversed(attributes().split())),
        f"ChargeOver {attributes(co_signature=VECTORS[0][2].upper())}",
        f"ChargeOver {attributes(co_signature_method='hmac-sha256')}",
        f'ChargeOver {attributes()} co_more="x"',
    ],
)
def test_attributes_are_read_by_their_names(known: InProcess, authorization: str) -> None:
    """In any order, with spaces at the end as PHP leaves them."""
    assert send(known, VECTORS[0][0], authorization).status == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"co_public_key": ""}, {"co_nonce": ""}, {"co_timestamp": ""}, {"co_signature": ""}, {"co_version": ""},
        {"co_signature_method": ""}, {"co_signature_method": "HMAC-MD5"}, {"co_version": "2.0"},
        {"co_signature": "abc"}, {"co_timestamp": "now"}, {"co_nonce": "other123"}, {"co_timestamp": "1700000001"},
    ],
)  # fmt: skip
def test_a_signature_is_whole(known: InProcess, changed: dict[str, str]) -> None:
    answer = send(known, VECTORS[0][0], f"ChargeOver {attributes(**changed)}")
    assert (answer.status, answer.json["message"]) == (401, WRONG)


@each_row("public_key", [" ", "\t", "p" * 256])
@pytest.mark.parametrize("any_key", [False, True])
def test_a_public_key_says_something(public_key: str, any_key: bool) -> None:
    server = InProcess(create_app(Settings(any_key=any_key)))
    answer = send(server, "/api/v3/customer", f"ChargeOver {attributes(co_public_key=public_key)}")
    assert (answer.status, answer.json["message"]) == (
        401, "Invalid or incorrect authorization [Invalid username or password.]",
    )  # fmt: skip
    assert server.sandbox.tenants.names() == []


def signed(chargeover: ChargeOver, url: str, **how: Any) -> str:
    return header(chargeover.account, signature(chargeover.account, chargeover.private_key, url, **how))


@each_row(
    ("url", "target"),
    [
        ("http://127.0.0.1:8080/api/v3/customer", "/api/v3/customer"),
        ("https://127.0.0.1:8080/api/v3/customer", "/api/v3/customer"),
        ("http://127.0.0.1:8080/api/v3//customer/?LIMIT=1", "/api/v3//customer/?LIMIT=1"),
        (
            "http://127.0.0.1:8080/api/v3/customer?where=company:EQUALS:Ada King",
            "/api/v3/customer?where=company:EQUALS:Ada%20King",
        ),
        (
            "http://127.0.0.1:8080/api/v3/customer?where=company:EQUALS:Ünï",
            "/api/v3/customer?where=company:EQUALS:%C3%9Cn%C3%AF",
        ),
        (
            "http://127.0.0.1:8080/api/v3/customer?where=company%3AEQUALS%3AA%5C%2C+B",
            "/api/v3/customer?where=company%3AEQUALS%3AA%5C%2C+B",
        ),
        ("http://127.0.0.1:8080/api/v3/customer?_flag_emails=0", "/api/v3/customer?_flag_emails=0"),
    ],
)
def test_addresses_are_signed_as_the_client_writes_them(chargeover: ChargeOver, url: str, target: str) -> None:
    """In small letters, with either scheme because of proxies, and unescaped as Python's library has them."""
    chargeover.set(private_key=chargeover.private_key)
    assert send(chargeover.caller, target, signed(chargeover, url)).status == 200


def test_the_host_is_the_one_the_client_used(chargeover: ChargeOver) -> None:
    chargeover.set(private_key=chargeover.private_key)
    for host, status in (("localhost:8080", 200), ("127.0.0.1:8080", 401), ("localhost", 401)):
        authorization = signed(chargeover, "http://localhost:8080/api/v3/customer")
        answer = send(chargeover.caller, "/api/v3/customer", authorization, host=host)
        assert answer.status == status


def test_behind_a_proxy_the_address_of_links_is_signed() -> None:
    """The proxy names its own idea of a host; what the client was told is what it signs."""
    server = InProcess(create_app(Settings(base_url="https://sandbox.example")))
    chargeover = ChargeOver(server, "account")
    chargeover.set(private_key=chargeover.private_key)
    for host, status in (("sandbox.example", 200), ("10.0.0.1:8080", 200), ("other.example", 401)):
        authorization = signed(chargeover, f"https://{host}/api/v3/customer")
        assert send(server, "/api/v3/customer", authorization, host="10.0.0.1:8080").status == status


@pytest.mark.parametrize("nonce", ["a1b2c3d4", "aB3dE5fG7", "ABCDEFGH"])
def test_every_clients_nonces_will_do(chargeover: ChargeOver, nonce: str) -> None:
    """Twice, too: nobody remembers them."""
    chargeover.set(private_key=chargeover.private_key)
    url = f"{HOST}/api/v3/customer"
    digest = signature(chargeover.account, chargeover.private_key, url, nonce=nonce)
    for _ in range(2):
        answer = send(chargeover.caller, "/api/v3/customer", header(chargeover.account, digest, nonce))
        assert answer.status == 200


def test_before_a_private_key_is_known_every_form_of_signature_will_do(chargeover: ChargeOver) -> None:
    """The first login with Basic makes it known; a signature never does."""
    caller = chargeover.caller
    wrong = header(chargeover.account, "0" * 64)
    right = signed(chargeover, f"{HOST}/api/v3/customer")
    assert [send(caller, "/api/v3/customer", sent).status for sent in (wrong, right, wrong)] == [200, 200, 200]
    assert chargeover.admin("GET", "/settings/chargeover").json["private_key"] == ""
    chargeover.customer()
    assert [send(caller, "/api/v3/customer", sent).status for sent in (wrong, right, wrong)] == [401, 200, 401]


def test_a_scenario_makes_private_keys_known() -> None:
    server = InProcess(create_app(Settings()))
    chargeover = ChargeOver(server, "listed", "listed-secret")
    scenario = {"version": 1, "auth": [{"api": "chargeover", "key": "listed", "secret": "listed-secret"}]}
    chargeover.admin("PUT", "/scenario", {**scenario, "name": "keys"})
    assert send(server, "/api/v3/customer", header("listed", "0" * 64)).json["message"] == WRONG
    assert send(server, "/api/v3/customer", signed(chargeover, f"{HOST}/api/v3/customer")).status == 200


def test_a_signed_request_writes(chargeover: ChargeOver) -> None:
    """The body is signed to the byte, with the spaces Python leaves in it."""
    caller = chargeover.caller
    chargeover.set(private_key=chargeover.private_key)
    body = '{"company": "My Tést", "external_key": "k 1,2"}'.encode()
    authorization = signed(chargeover, f"{HOST}/api/v3/customer", body=body)
    assert send(caller, "/api/v3/customer", authorization, body).json["response"] == {"id": 1}
    compact = body.replace(b": ", b":")
    assert send(caller, "/api/v3/customer", authorization, compact).status == 401
    assert chargeover.shown("/customer/external_key:k%201,2")["company"] == "My Tést"


@pytest.mark.parametrize(
    "target",
    [
        "/api/v3/customer?_dummy=1&where=external_key%3AEQUALS%3AAb1&offset=0&limit=10",
        "/api/v3/customer?where=company%3aEQUALS%3aa%2fb,bill_state:IS:NULL",
        "//api/v3//customer/?x=%41",
        "/api/v3/%63ustomer?",
    ],
)
def test_the_address_counts_as_it_came_over_the_socket(wire: Wire, target: str) -> None:
    """Nobody on the way writes it otherwise; what means the same and was signed otherwise does not hold."""
    assert wire.ask("GET", "/api/v3/customer", Authorization=wire.basic).status == 200
    for url, asked, status in (
        (f"http://{wire.host}{target}", target, 200),
        (f"https://{wire.host}{target}", target, 200),
        (f"http://{wire.host}{target}", f"{target}&", 401),
        (f"http://{wire.host}/api/v3/customer", target, 401),
    ):
        sent = header(wire.account, signature(wire.account, wire.private_key, url)) + " "
        assert wire.ask("GET", asked, Authorization=sent).status == status


def test_a_whole_address_as_target_is_what_was_signed(wire: Wire) -> None:
    """Clients write one towards proxies; the host in it counts, not the header."""
    assert wire.ask("GET", "/api/v3/customer", Authorization=wire.basic).status == 200
    for host in (wire.host, "chargeover.example"):
        url = f"http://{host}/api/v3/customer?where=company:EQUALS:A%20B"
        sent = header(wire.account, signature(wire.account, wire.private_key, url))
        assert wire.ask("GET", url, Authorization=sent).status == 200
        assert wire.ask("GET", f"{url}C", Authorization=sent).status == 401


def test_who_names_no_host_signs_the_servers(wire: Wire) -> None:
    """HTTP/1.0 does not ask for one."""
    assert wire.ask("GET", "/api/v3/customer", Authorization=wire.basic).status == 200
    for host, status in ((wire.host, 200), ("chargeover.example", 401)):
        digest = signature(wire.account, wire.private_key, f"http://{host}/api/v3/customer")
        request = f"GET /api/v3/customer HTTP/1.0\nAuthorization: {header(wire.account, digest)}"
        assert wire.send(request).status == status
