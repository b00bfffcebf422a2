"""Header lines and targets mean on both edges what RFC 9110 and RFC 9112 say."""

import json
from collections.abc import Callable

import pytest

from mockserver.settings import Settings
from mockserver.testing.server import MockServer
from tests.clients import KEY
from tests.wire.edges import Edge, OnTheWire
from tests.wire.lines import Line


@pytest.fixture
def stripe_key(organization: str) -> str:
    return f"sk_test_{organization.replace('_', '')}"


def test_lines_of_one_name_are_one_list(edge: Edge, organization: str) -> None:
    """RFC 9110 section 5.3: an order in the first line is one, and matchers and the journal see all of them."""
    target = f"/organizations/{organization}/customers"
    base = [("Host", "localhost"), ("REB-APIKEY", KEY)]
    assert edge.ask("GET", target, [*base, ("Prefer", "code=404"), ("Prefer", "wait=10")])[0] == 404
    both = f"a{edge.joined}b"
    edge.order(organization, match={"headers": {"X-Tag": {"equals": both}}}, respond={"status": 418})
    assert edge.ask("GET", target, [*base, ("X-Tag", "a"), ("X-Tag", "b")])[0] == 418
    assert edge.journal(organization)[0]["request"]["headers"]["x-tag"] == both


def test_cookies_of_several_lines_are_one_cookie_string(edge: Edge, organization: str) -> None:
    """RFC 9113 section 8.2.3; a comma would belong to a value. A WSGI server that joins them so has lost the second."""
    edge.order(organization, match={"cookies": {"second": {"equals": "2"}}}, respond={"status": 418})
    cookies = [("Cookie", "first=1"), ("Cookie", "second=2")]
    base = [("Host", "localhost"), ("REB-APIKEY", KEY)]
    assert edge.ask("GET", f"/organizations/{organization}/customers", [*base, *cookies])[0] == (
        418 if edge.joined == ", " else 200
    )


@pytest.mark.parametrize("blank", [" ", "\t", " \t "])
def test_blanks_around_a_value_are_no_part_of_it(edge: Edge, stripe_key: str, blank: str) -> None:
    """RFC 9110 section 5.5: one key, one customer."""
    form = ("Content-Type", "application/x-www-form-urlencoded")
    base = [("Host", "localhost"), ("Authorization", f"Bearer {stripe_key}"), form]
    made = [
        edge.ask("POST", "/v1/customers", [*base, ("Idempotency-Key", key)], b"name=Ada")
        for key in ("k9", f"k9{blank}")
    ]
    assert [status for status, _, _ in made] == [200, 200]
    assert json.loads(made[0][2])["id"] == json.loads(made[1][2])["id"]


ONCE = ["Authorization", "Content-Type", "Origin", "User-Agent", "If-Modified-Since"]


@pytest.mark.parametrize("name", ONCE)
def test_what_is_no_list_is_refused_when_it_comes_twice(live: MockServer, organization: str, name: str) -> None:
    """RFC 9110 section 5.3; in the words of whom it was for. A WSGI server has joined them already."""
    twice = [("Host", "localhost"), ("REB-APIKEY", KEY), (name, "a"), (name, "a")]
    edge = OnTheWire(live.url)
    status, _, content = edge.ask("GET", f"/organizations/{organization}/customers", twice)
    assert (status, json.loads(content)["detail"]) == (400, f"The header {name} must not be sent more than once.")
    status, headers, content = edge.ask("GET", "/__admin/tenants", twice)
    assert (status, "content-type: application/problem+json" in headers) == (400, True)
    assert json.loads(content)["detail"] == f"The header {name} must not be sent more than once."


def test_a_name_with_a_line_below_is_not_one_with_a_hyphen(live: MockServer) -> None:
    """RFC 3875 gives both the same variable; a token counts under its own name only."""
    with MockServer(Settings(port=0, admin_token="s3cret")) as server:
        edge = OnTheWire(server.url)
        host = ("Host", server.url.partition("://")[2])
        assert edge.ask("GET", "/__admin/tenants", [host, ("X_Mock_Token", "s3cret")])[0] == 401
        assert edge.ask("GET", "/__admin/tenants", [host, ("X-Mock-Token", "s3cret")])[0] == 200


# Targets


def test_the_host_of_a_whole_target_goes_before_the_header(edge: Edge, organization: str) -> None:
    """RFC 9112 section 3.2.2: links, and what the journal tells."""
    lines = [("Host", "one.example"), ("REB-APIKEY", KEY)]
    target = f"http://two.example:81/organizations/{organization}/customers"
    status, headers, content = edge.ask("PUT", f"{target}/ada", lines, b"{}")
    assert (status, f"location: {target}/ada" in headers) == (201, True)
    assert b"one.example" not in content
    told = edge.journal(organization)[0]["request"]
    assert (told["headers"]["host"], told["url"]) == ("two.example:81", f"/organizations/{organization}/customers/ada")


@pytest.mark.parametrize(("host", "status"), [("evil.example", 403), ("localhost", 200)])
def test_the_control_plane_is_guarded_by_the_host_that_was_meant(live: MockServer, host: str, status: int) -> None:
    given = [("Host", "localhost" if host != "localhost" else "evil.example")]
    assert OnTheWire(live.url).ask("GET", f"http://{host}/__admin/tenants", given)[0] == status


def test_the_query_of_a_whole_target_may_hold_slashes(edge: Edge) -> None:
    """And its path may be empty (RFC 9110 section 4.2.3)."""
    status, _, _ = edge.ask("GET", "http://localhost?next=a/status", [("Host", "localhost"), ("REB-APIKEY", KEY)])
    assert status == 404


@pytest.mark.parametrize("target", ["ftp://localhost/status", "http:///status", "http://me@localhost/status", "*"])
def test_other_targets_are_refused(edge: Edge, target: str) -> None:
    """RFC 9110 sections 4.2.1 and 4.2.4, RFC 9112 section 3.2.4."""
    assert edge.ask("GET", target, [("Host", "localhost")])[0] == 400


def test_options_of_the_server_as_a_whole(edge: Edge) -> None:
    """RFC 9110 section 9.3.7."""
    status, headers, content = edge.ask("OPTIONS", "*", [("Host", "localhost")])
    assert (status, content) == (204, b"")
    assert "allow: get, head, post, put, patch, delete, options" in headers


def test_a_preflight_may_ask_in_several_lines(edge: Edge) -> None:
    name = "Access-Control-Request-Headers"
    asking = [("Host", "localhost"), ("Origin", "http://a.example"), ("Access-Control-Request-Method", "POST")]
    _, headers, _ = edge.ask("OPTIONS", "/v1/customers", [*asking, (name, "x-a"), (name, "x-b")])
    assert f"access-control-allow-headers: x-a{edge.joined}x-b" in headers


# Methods and expectations

READ = {
    "rebilly": ("/organizations/{}/customers", ("REB-APIKEY", KEY)),
    "stripe": ("/v1/customers", ("Authorization", "Bearer sk_test_{}")),
    "chargebee": ("/api/v2/customers", ("Authorization", "Basic dGVzdF9kZW1vOg==")),
    "chargeover": ("/api/v3/customer", ("Authorization", "Basic ZGVtbzpwcml2YXRl")),
}


@pytest.mark.parametrize("api", READ)
def test_head_is_get_without_a_body(edge: Edge, organization: str, api: str) -> None:
    """RFC 9110 section 9.3.2; the length is that of the body which is not sent."""
    path, (name, value) = READ[api]
    own = organization.replace("_", "")
    target, lines = path.format(organization), [("Host", "localhost"), (name, value.format(own))]
    status, headers, content = edge.ask("GET", target, lines)
    assert status == 200
    length = next(header for header in headers if header.startswith("content-length"))
    assert length == f"content-length: {len(content)}"
    status, headers, content = edge.ask("HEAD", target, lines)
    assert (status, content, length in headers) == (200, b"", True)


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_a_405_names_what_is_allowed(edge: Edge, organization: str, method: str) -> None:
    """RFC 9110 section 15.5.6."""
    lines = [("Host", "localhost"), ("REB-APIKEY", KEY)]
    status, headers, _ = edge.ask(method, f"/organizations/{organization}/customers", lines)
    assert (status, "allow: get, head, post" in headers) == (405, True)


def test_a_405_that_was_ordered_does_so_too(edge: Edge, organization: str) -> None:
    lines = [("Host", "localhost"), ("REB-APIKEY", KEY), ("X-Mock-Status", "405")]
    status, headers, _ = edge.ask("POST", f"/organizations/{organization}/customers", lines, b"{}")
    assert (status, "allow: get, head" in headers) == (405, True)


@pytest.mark.parametrize("value", ["100-continue", "100-Continue", "100-continue \t"])
def test_a_client_is_told_to_go_on(line: Line, organization: str, value: str) -> None:
    """RFC 9110 section 10.1.1."""
    line.send(
        f"PUT /organizations/{organization}/customers/ada HTTP/1.1\r\nHost: x\r\nREB-APIKEY: {KEY}\r\n"
        f"Expect: {value}\r\nContent-Length: 2\r\n\r\n".encode()
    )
    assert line.answer()[0] == 100
    line.send(b"{}")
    assert line.answer()[0] == 201


@pytest.mark.parametrize("value", ["200-ok", "100-continue, tea", "100-continue=1"])
def test_another_expectation_is_not_met(line: Line, organization: str, value: str) -> None:
    line.send(f"GET /organizations/{organization}/customers HTTP/1.1\r\nHost: x\r\nExpect: {value}\r\n\r\n".encode())
    status, content = line.answer()
    assert (status, json.loads(content)["status"]) == (417, 417)
    assert line.closed()


@pytest.mark.parametrize(
    "lines", ["Connection: close\r\n", "Connection: x, Close\r\n", "Connection: x\r\nConnection: close\r\n"]
)
def test_a_connection_ends_when_the_client_says_so(dial: Callable[[str], Line], live: MockServer, lines: str) -> None:
    """RFC 9112 section 9.6: and nothing behind that is answered."""
    line = dial(live.url)
    line.send(f"GET /status HTTP/1.1\r\nHost: x\r\n{lines}\r\n".encode() + b"GET /status HTTP/1.1\r\nHost: x\r\n\r\n")
    answers = line.rest()
    assert answers.count(b"HTTP/1.1 200") == 1
    assert b"\r\nconnection: close\r\n" in answers
