"""What never becomes an exchange is refused in the words of whom it was for, where that could be read."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import EnvironBuilder, run_wsgi_app

from mockserver.app import create_app
from mockserver.settings import Settings
from mockserver.testing.server import MockServer
from tests.wire.lines import Line
from tests.wire.places import parted

WHOSE: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "rebilly": ("/organizations/org_x/customers", lambda told: (told["type"], told["status"])),
    "stripe": ("/v1/customers", lambda told: (told["error"]["type"], None)),
    "chargebee": ("/api/v2/customers", lambda told: (told["type"], told["http_status_code"])),
    "chargeover": ("/api/v3/customer", lambda told: (told["status"], told["code"])),
    "control plane": ("/__admin/tenants", lambda told: (told["type"], told["status"])),
}
WORD = {
    "rebilly": "about:blank", "stripe": "invalid_request_error", "chargebee": "invalid_request",
    "chargeover": "Error", "control plane": "about:blank",
}  # fmt: skip

BROKEN: dict[str, tuple[int, str]] = {
    "no host": (400, "GET {} HTTP/1.1\r\n\r\n"),
    "a header without a colon": (400, "GET {} HTTP/1.1\r\nHost: x\r\nX\r\n\r\n"),
    "a coding that is not known": (
        501,
        "POST {} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    ),
    "a version that is not spoken": (505, "GET {} HTTP/3.0\r\nHost: x\r\n\r\n"),
    "an expectation": (417, "GET {} HTTP/1.1\r\nHost: x\r\nExpect: tea\r\n\r\n"),
    "a head that is too large": (431, "GET {} HTTP/1.1\r\nHost: x\r\nX: " + "y" * 3000 + "\r\n\r\n"),
    "a target that is too long": (414, "GET {}?" + "y" * 3000 + " HTTP/1.1\r\nHost: x\r\n\r\n"),
    "half a target that is too long": (414, "GET {}?" + "y" * 3000),
    "a method that nobody knows": (501, "BREW {} HTTP/1.1\r\nHost: x\r\n\r\n"),
    "a broken chunk": (400, "POST {} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n"),
    "half a head": (408, "GET {} HTTP/1.1\r\nHost: x\r\n"),
    "half a body": (408, "POST {} HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{{"),
}


@pytest.mark.parametrize("whose", WHOSE)
@pytest.mark.parametrize("name", BROKEN)
def test_a_refusal_is_in_the_words_of_whom_it_was_for(
    impatient: MockServer, dial: Callable[[str], Line], whose: str, name: str
) -> None:
    """A client library reads its provider's errors, and nothing else."""
    (target, read), (status, sent) = WHOSE[whose], BROKEN[name]
    line = dial(impatient.url)
    line.send(sent.format(target).encode())
    first, headers, body = parted(line.rest())
    word, told = read(json.loads(body))
    assert (int(first.split()[1]), told or status, word) == (status, status, WORD[whose])
    assert headers["content-type"].startswith(
        "application/problem+json" if whose == "control plane" else "application/json"
    )
    assert (headers["content-length"], headers["connection"], "date" in headers) == (str(len(body)), "close", True)


def test_a_page_may_read_it(impatient: MockServer, dial: Callable[[str], Line]) -> None:
    line = dial(impatient.url)
    line.send(b"GET /v1/customers HTTP/1.1\r\nOrigin: http://a.example\r\n\r\n")
    assert parted(line.rest())[1]["access-control-allow-origin"] in ("*", "http://a.example")


def test_that_of_head_has_no_body(impatient: MockServer, dial: Callable[[str], Line]) -> None:
    line = dial(impatient.url)
    line.send(b"HEAD /v1/customers HTTP/1.1\r\n\r\n")
    _, headers, body = parted(line.rest())
    assert (int(headers["content-length"]) > 0, body) == (True, b"")


@pytest.mark.parametrize(
    "sent", [b"\x16\x03\x01\x02\x00\r\n\r\n", b"BREW coffee\r\n\r\n", b"GET\t/ HTTP/1.1\r\n\r\n", b"G"]
)
def test_where_no_path_could_be_read_it_is_plain_text(
    impatient: MockServer, dial: Callable[[str], Line], sent: bytes
) -> None:
    """Nobody knows whose client it is."""
    line = dial(impatient.url)
    line.send(sent)
    assert parted(line.rest())[1]["content-type"] == "text/plain"


def test_the_words_are_those_for_the_request_that_is_refused(
    impatient: MockServer, dial: Callable[[str], Line]
) -> None:
    """Not those for the one before it, nor behind it, in the same piece."""
    line = dial(impatient.url)
    right = b"GET /status HTTP/1.1\r\nHost: x\r\n\r\n"
    line.send(right + b"GET /v1/customers HTTP/1.1\r\n\r\n" + right)
    assert line.answer()[0] == 200
    assert json.loads(parted(line.rest())[2])["error"]["type"] == "invalid_request_error"
    line = dial(impatient.url)
    line.send(right + b"\x16\x03")
    assert line.answer()[0] == 200
    assert parted(line.rest())[1]["content-type"] == "text/plain"


class _Broken(io.RawIOBase):
    """A body of chunks that a WSGI server cannot make out, as werkzeug's tells it."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        raise OSError("Invalid chunk header")


@pytest.mark.parametrize(("path", "kind"), [("/v1/customers", "error"), ("/api/v2/customers", "api_error_code")])
def test_a_body_that_the_wsgi_server_cannot_read_is_refused_in_the_providers_words(path: str, kind: str) -> None:
    environ = {
        **EnvironBuilder(path=path, method="POST").get_environ(),
        "wsgi.input": _Broken(),
        "wsgi.input_terminated": True,
    }
    chunks, status, headers = run_wsgi_app(create_app(Settings()), environ, buffered=True)
    assert (status[:3], headers["Content-Type"].partition(";")[0]) == ("400", "application/json")
    assert kind in json.loads(b"".join(chunks))
