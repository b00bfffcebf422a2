"""What an answer is on the wire, whatever a rule wants it to be: RFC 9110 sections 6.4, 6.6, 8.6 and 15."""

from collections.abc import Callable

import pytest

from mockserver.testing.server import MockServer
from tests.clients import KEY
from tests.wire.edges import Edge, OnTheWire, UnderWsgi
from tests.wire.lines import Line

BASE = [("Host", "localhost"), ("REB-APIKEY", KEY)]


def named(headers: list[str], name: str) -> list[str]:
    """Return the lines of one name."""
    return [header for header in headers if header.startswith(f"{name}:")]


@pytest.mark.parametrize("status", [204, 205, 304])
def test_a_status_without_a_body_has_none(edge: Edge, organization: str, status: int) -> None:
    """Else it would be taken for the next answer; sections 15.3.5, 15.3.6 and 15.4.5."""
    edge.order(organization, respond={"status": status, "body": {"a": 1}})
    found, headers, content = edge.ask("GET", f"/organizations/{organization}/customers", BASE)
    assert (found, content) == (status, b"")
    assert named(headers, "transfer-encoding") == []
    assert named(headers, "content-length") == (["content-length: 0"] if status == 205 else [])


@pytest.mark.parametrize("status", [204, 205, 304])
def test_the_connection_goes_on_behind_it(line: Line, live: MockServer, organization: str, status: int) -> None:
    OnTheWire(live.url).order(organization, respond={"status": status, "body": "text"})
    for expected in (status, 200):
        line.request("GET", f"/organizations/{organization}/customers")
        assert line.answer()[0] == expected


@pytest.mark.parametrize("status", [204, 205, 304])
@pytest.mark.parametrize("fault", ["empty_response", {"truncate": "50%"}, {"dribble": {"over": "10ms", "pieces": 2}}])
def test_nor_has_one_that_is_broken(live: MockServer, organization: str, status: int, fault: object) -> None:
    edge = OnTheWire(live.url)
    edge.order(organization, fault=fault, respond={"status": status, "body": {"a": 1}})
    found, headers, content = edge.ask("GET", f"/organizations/{organization}/customers", BASE)
    assert (found, content, len(named(headers, "date"))) == (status, b"", 1)


def test_a_name_can_come_in_several_lines(edge: Edge, organization: str) -> None:
    """Section 5.3: cookies are no list, and each is a line of its own; a text with a gap fills its own line only."""
    cookies = ["a=1", "b={{ request.headers['x-b'] }}"]
    edge.order(organization, respond={"status": 200, "headers": {"Set-Cookie": cookies, "X-List": ["a", "b"]}})
    _, headers, _ = edge.ask("GET", f"/organizations/{organization}/customers", [*BASE, ("X-B", "2")])
    assert named(headers, "set-cookie") == ["set-cookie: a=1", "set-cookie: b=2"]
    assert named(headers, "x-list") == ["x-list: a", "x-list: b"]
    [entry] = edge.journal(organization)
    assert (entry["response"]["headers"]["X-List"], entry["response"]["headers"]["Set-Cookie"]) == ("a, b", "********")


@pytest.mark.parametrize("value", [[], [1], ["a\nb"], "a\nb", {"a": "b"}])
def test_what_no_line_can_hold_is_refused(edge: Edge, organization: str, value: object) -> None:
    with pytest.raises(AssertionError, match="headers"):
        edge.order(organization, respond={"status": 200, "headers": {"X-A": value}})


@pytest.mark.parametrize(
    "name", ["Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "Upgrade", "Trailer", "TE"]
)
def test_how_a_message_is_sent_is_the_servers_own(edge: Edge, organization: str, name: str) -> None:
    """RFC 9110 section 7.6.1, RFC 9112 section 6."""
    with pytest.raises(AssertionError, match=r"is the server's own"):
        edge.order(organization, respond={"status": 200, "headers": {name: "1"}})


@pytest.mark.parametrize("target", ["/status", "/v1/customers", "/__admin/health", "/nowhere"])
def test_every_answer_says_when_it_was_made(live: MockServer, target: str) -> None:
    """Section 6.6.1."""
    _, headers, _ = OnTheWire(live.url).ask("GET", target, [("Host", "localhost")])
    assert len(named(headers, "date")) == 1


def test_a_rule_may_say_so_itself(live: MockServer, organization: str) -> None:
    edge, date = OnTheWire(live.url), "thu, 01 jan 2026 00:00:00 gmt"
    edge.order(organization, respond={"status": 503, "headers": {"Date": date}})
    _, headers, _ = edge.ask("GET", f"/organizations/{organization}/customers", BASE)
    assert named(headers, "date") == [f"date: {date}"]


def test_a_broken_head_is_answered_with_a_date(dial: Callable[[str], Line], live: MockServer) -> None:
    line = dial(live.url)
    line.send(b"GET / HTTP/1.1\r\n\r\n")
    assert b"\r\ndate: " in line.rest().lower()


def test_the_control_plane_keeps_lines_apart(wsgi: UnderWsgi, live: MockServer) -> None:
    """What the Flask application answers goes out as it is on both edges."""
    lines = [("Host", "localhost")]
    under, wire = (edge.ask("OPTIONS", "/__admin/tenants", lines) for edge in (wsgi, OnTheWire(live.url)))
    assert under[0] == wire[0]
    assert named(under[1], "allow") == named(wire[1], "allow") != []
