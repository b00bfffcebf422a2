"""One message to a receiver: where it goes, what it says, and how long it may take."""

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path

import pytest

from mockserver.core.api.receivers import Delivery, Receiver, read_address
from mockserver.core.clock import monotonic
from mockserver.outbox.sending import FAILURES, MOST_READ, send
from tests.receivers import receiving


def delivery(url: str, body: bytes = b"{}", headers: Mapping[str, str] | None = None) -> Delivery:
    return Delivery("customer-created", "POST", url, headers or {}, body)


def judged(url: str, *ips: str) -> Receiver:
    return Receiver(read_address(url), tuple(ip_address(ip) for ip in ips or ("127.0.0.1",)))


@contextmanager
def answering(write: Callable[[socket.socket], None]) -> Iterator[str]:
    """Answer one connection by hand."""

    def serve() -> None:
        line, _ = listener.accept()
        with line:
            line.recv(65_536)
            try:
                write(line)
            except OSError:
                return  # the other side has enough

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        thread.join()


def test_neither_proxies_nor_netrc_are_heeded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login nobody password nothing\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with receiving() as proxy, receiving() as receiver:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        assert send(judged(f"{receiver.url}/hook?a=b#c"), delivery(receiver.url)) == 200
        [told] = receiver.wait(1)
        assert (told.path, "authorization" in told.headers) == ("/hook?a=b", False)
        assert proxy.wait(0) == []


def test_the_address_that_was_judged_is_connected_to() -> None:
    """Whatever the name resolves to by now; the receiver sees the name."""
    with receiving() as receiver:
        port = receiver.url.rpartition(":")[2]
        url = f"http://hooks.example.com:{port}/"
        assert send(judged(url), delivery(url)) == 200
        assert receiver.wait(1)[0].headers["host"] == f"hooks.example.com:{port}"


def test_the_next_address_is_tried_where_one_does_not_listen() -> None:
    with receiving() as receiver:
        assert send(judged(f"{receiver.url}/", "127.0.0.9", "127.0.0.1"), delivery(receiver.url)) == 200


def test_a_redirect_is_not_followed() -> None:
    with receiving() as elsewhere:
        head = f"HTTP/1.1 307 Elsewhere\r\nLocation: {elsewhere.url}\r\nContent-Length: 0\r\n\r\n".encode()
        with answering(lambda line: line.sendall(head)) as url:
            assert send(judged(url), delivery(url)) == 307
        assert elsewhere.wait(0) == []


def test_a_message_is_framed_as_it_is_sent() -> None:
    """Whatever its own headers say of that; a later header takes the place of an earlier one in any case."""
    with receiving() as receiver:
        headers = {"Content-Length": "1", "Transfer-Encoding": "chunked", "Accept": "a", "accept": "b"}
        assert send(judged(f"{receiver.url}/"), delivery(receiver.url, b'{"a": 1}', headers)) == 200
        [told] = receiver.wait(1)
        assert told.json == {"a": 1}
        assert (told.headers["accept"], "transfer-encoding" in told.headers) == ("b", False)


def test_an_answer_without_end_is_cut() -> None:
    def endless(line: socket.socket) -> None:
        line.sendall(b"HTTP/1.1 202 Accepted\r\n\r\n")
        while True:
            line.sendall(b"x" * MOST_READ)

    with answering(endless) as url:
        assert send(judged(url), delivery(url)) == 202


@pytest.mark.parametrize("drop", [b"x", b"HTTP/1.1 100 Continue\r\n\r\n", b""], ids=["head", "continue", "silence"])
def test_an_answer_that_comes_in_drops_has_no_longer_than_any_other(drop: bytes) -> None:
    ended = threading.Event()

    def dribble(line: socket.socket) -> None:
        while not ended.wait(0.05):
            line.sendall(drop)

    with answering(dribble) as url:
        began = monotonic()
        with pytest.raises(FAILURES):
            send(judged(url), delivery(url), 0.3)
        assert monotonic() - began < 5
        ended.set()


@pytest.mark.parametrize("answer", [b"", b"what?\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort"])
def test_an_answer_that_is_none_is_a_failure(answer: bytes) -> None:
    with answering(lambda line: line.sendall(answer)) as url, pytest.raises(FAILURES):
        send(judged(url), delivery(url))


@pytest.mark.parametrize("value", ["a\r\nX-More: b", "\u20ac"])
def test_a_header_that_cannot_be_written_is_a_failure(value: str) -> None:
    """Records are taken as they are, without an API's checks."""
    with receiving() as receiver:
        with pytest.raises(FAILURES):
            send(judged(f"{receiver.url}/"), delivery(receiver.url, headers={"X-A": value}))
        assert receiver.wait(0) == []
