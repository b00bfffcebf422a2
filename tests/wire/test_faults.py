"""What each fault looks like to a client's socket, with TLS and without."""

import socket
import ssl
import time
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.clients import KEY
from tests.wire.places import Doors, Place, is_reset, parted

pytestmark = pytest.mark.usefixtures("nothing_is_logged")

TEXT = "0123456789" * 10


def test_a_reset_is_one(place: Place) -> None:
    """The client's system is told that the connection broke."""
    place.order(fault="connection_reset")
    line = place.dial()
    line.request("GET", place.customers)
    assert is_reset(line)


def test_a_reset_under_tls_is_one_of_the_connection_below(doors: Doors, organization: str) -> None:
    """What the client's system is told, whatever its TLS makes of it."""
    server, trust = doors["https"]
    where = urlsplit(server.url)
    came, goes = ssl.MemoryBIO(), ssl.MemoryBIO()
    assert trust
    secured = trust.wrap_bio(came, goes, server_hostname=where.hostname)
    with socket.create_connection((where.hostname or "", where.port or 0), timeout=10) as connection:
        while not _greeted(secured):
            connection.sendall(goes.read())
            came.write(connection.recv(65536))
        path = f"/organizations/{organization}/customers"
        head = f"GET {path} HTTP/1.1\r\nHost: x\r\nREB-APIKEY: {KEY}\r\nX-Mock-Fault: connection_reset\r\n\r\n"
        secured.write(head.encode())
        connection.sendall(goes.read())
        with pytest.raises(ConnectionResetError):
            while connection.recv(65536):
                pass


def _greeted(secured: ssl.SSLObject) -> bool:
    try:
        secured.do_handshake()
    except ssl.SSLWantReadError:
        return False
    return True


def test_closing_ends_the_connection_without_a_byte(place: Place) -> None:
    place.order(fault="close")
    assert place.failed() == b""


def test_hanging_is_silent_until_its_time_is_over(place: Place) -> None:
    """The bound is for clients that never give up."""
    place.order(fault={"hang": "100ms"})
    began = time.monotonic()
    assert place.failed() == b""
    assert time.monotonic() - began >= 0.1


def test_an_empty_response_has_a_head_and_no_body(place: Place) -> None:
    """Of the answer, status and headers are left."""
    place.order(fault="empty_response", respond={"status": 201, "headers": {"X-Tea": "green"}, "body": TEXT})
    first, headers, body = parted(place.failed())
    assert (first, body) == (b"HTTP/1.1 201 Created", b"")
    assert (headers["content-length"], headers["x-tea"], headers["x-mock-rule"]) == ("0", "green", "rule-1")


@pytest.mark.parametrize(("fault", "sent"), [("truncate", 50), ({"truncate": "40%"}, 40), ({"truncate": "0%"}, 0)])
def test_a_truncated_body_stops_early(place: Place, fault: Any, sent: int) -> None:
    """The head says how long the body would have been; half of it comes unless it is said otherwise."""
    place.order(fault=fault, respond={"status": 200, "body": TEXT})
    _, headers, body = parted(place.failed())
    assert (headers["content-length"], body) == ("100", TEXT[:sent].encode())


def test_a_malformed_answer_has_a_chunk_without_a_length(place: Place) -> None:
    """The first chunk is right, and holds half the body."""
    place.order(fault="malformed", respond={"status": 200, "body": TEXT})
    _, headers, body = parted(place.failed())
    assert headers["transfer-encoding"] == "chunked"
    assert "content-length" not in headers
    assert body == b"32\r\n" + TEXT[:50].encode() + b"\r\nno length\r\n"


@pytest.mark.parametrize(("fault", "said"), [("wrong_length", "50"), ({"wrong_length": "10%"}, "10")])
def test_a_wrong_length_is_too_short(place: Place, fault: Any, said: str) -> None:
    """The whole body comes, and the head admits to a part of it."""
    place.order(fault=fault, respond={"status": 200, "body": TEXT})
    _, headers, body = parted(place.failed())
    assert (headers["content-length"], body) == (said, TEXT.encode())


def test_a_dribble_is_slow_and_whole(place: Place) -> None:
    """The head comes at once and the body in pieces, the last of them when the time is over."""
    place.order(fault={"dribble": {"over": "200ms", "pieces": 4}}, respond={"status": 200, "body": TEXT})
    line = place.dial()
    began = time.monotonic()
    line.request("GET", place.customers)
    pieces = []
    while piece := line.some():
        pieces.append((time.monotonic() - began, piece))
    _, headers, body = parted(b"".join(piece for _, piece in pieces))
    assert (headers["content-length"], body) == ("100", TEXT.encode())
    assert pieces[0][0] < 0.2 <= pieces[-1][0]
    assert len(pieces) >= 3


def test_a_dribble_has_no_more_pieces_than_bytes(place: Place) -> None:
    place.order(fault={"dribble": {"over": "50ms", "pieces": 1000}}, respond={"status": 200, "body": "tea"})
    began = time.monotonic()
    assert parted(place.failed())[2] == b"tea"
    assert 0.05 <= time.monotonic() - began < 5


@pytest.mark.parametrize("fault", ["truncate", "wrong_length", "empty_response", {"dribble": "5s"}], ids=str)
def test_an_answer_to_head_has_no_body_to_spoil(place: Place, fault: Any) -> None:
    """It can be wrong about the body that is not there."""
    place.order(method="HEAD", fault=fault, respond={"status": 200, "body": TEXT})
    _, headers, body = parted(place.failed("HEAD"))
    assert body == b""
    assert headers["content-length"] == {"wrong_length": "50", "empty_response": "0"}.get(str(fault), "100")


@pytest.mark.parametrize("fault", ["truncate", "empty_response", {"dribble": "5s"}], ids=str)
def test_an_answer_without_content_is_left_as_it_is(place: Place, fault: Any) -> None:
    """HTTP allows no length with a 204, and there is nothing to cut off."""
    place.order(fault=fault, respond={"status": 204})
    first, headers, body = parted(place.failed())
    assert (first, body, "content-length" in headers) == (b"HTTP/1.1 204 No Content", b"", False)


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("GET", 204)])
def test_a_malformed_answer_is_so_where_nothing_should_follow(place: Place, method: str, status: int) -> None:
    place.order(fault="malformed", respond={"status": status})
    assert parted(place.failed(method))[2] == b"no length\r\n"


def test_an_unheard_of_status_has_no_phrase(place: Place) -> None:
    place.order(fault="empty_response", respond={"status": 599})
    assert place.failed().startswith(b"HTTP/1.1 599 \r\n")


@pytest.mark.parametrize(
    ("fault", "length"),
    [({"truncate": "90%"}, 7_200_000), ("wrong_length", 8_000_000), ({"dribble": "30ms"}, 8_000_000)],
    ids=str,
)
def test_large_bodies_fail_in_the_same_way(place: Place, fault: Any, length: int) -> None:
    place.order(fault=fault, respond={"status": 200, "body": "x" * 8_000_000})
    assert len(parted(place.failed())[2]) == length
