"""What stands before a request answers whatever bytes its headers hold, and lets in no more than it should."""

import io
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from werkzeug.test import run_wsgi_app

from mockserver.app import create_app
from mockserver.core.http.request import split_target
from mockserver.settings import Settings, base_url

OPEN = create_app(Settings())
GUARDED = create_app(Settings(host=("0.0.0.0",), admin_token="s3cret"))  # noqa: S104

_BYTES = st.characters(max_codepoint=0xFF, exclude_characters="\0\r\n")  # what a header can hold, as WSGI decodes it
_VALUES = st.one_of(
    st.text(_BYTES, max_size=30),
    st.text(st.sampled_from("htps:/[]%@.\\127 localhost:8080"), max_size=20),
    st.builds("{}{}".format, st.sampled_from(["http://", "https://", "null", "//", ""]), st.text(_BYTES, max_size=12)),
    st.sampled_from(["localhost", "127.0.0.1:80", "[::1]:8080", "http://localhost", "http://[", "[", "[::1", "a:b:c"]),
)
_TARGETS = st.one_of(st.text(_BYTES, max_size=40), st.text(st.sampled_from("/_admin%2?#.:*h"), max_size=20))
_few = settings(max_examples=60)


def ask(app: Any, method: str, target: str, **headers: str) -> int:
    """Give the status of an answer; a WSGI server hands headers and target over as they came."""
    path, query = split_target(target)
    environ = {
        "REQUEST_METHOD": method,
        "REQUEST_URI": target,
        "PATH_INFO": path.encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.version": (1, 0),
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }
    _, status, _ = run_wsgi_app(app, environ, buffered=True)
    return int(status.split()[0])


@_few
@given(host=_VALUES, origin=_VALUES)
@example(host="localhost", origin="http://[")
@example(host="[", origin="http://localhost")
@example(host="[::1", origin="")
def test_the_control_plane_says_yes_or_no(host: str, origin: str) -> None:
    """Yes only to this machine, and to its own pages; 400 is Flask's, for what no resolver would take."""
    status = ask(OPEN, "GET", "/__admin/tenants", host=host, origin=origin)
    assert status in (200, 400, 403)
    if status == 200:
        name = urlsplit(f"//{host}").hostname or ""
        assert name in ("localhost", "::1") or name.startswith("127.")
        assert not origin or urlsplit(origin).netloc.removesuffix(":80") == host.removesuffix(":80")


@_few
@given(host=_VALUES, origin=_VALUES, authorization=_VALUES, x_mock_token=_VALUES)
@example(host="x", origin="http://[", authorization="", x_mock_token="")
def test_nothing_comes_in_without_the_token(host: str, origin: str, authorization: str, x_mock_token: str) -> None:
    headers = {"authorization": authorization, "x_mock_token": x_mock_token}
    assert ask(GUARDED, "GET", "/__admin/tenants", host=host, origin=origin, **headers) in (400, 401, 403)


@_few
@given(host=_VALUES, origin=_VALUES)
def test_a_browser_is_answered_whatever_it_says(host: str, origin: str) -> None:
    """A preflight, and a refusal that a page may read."""
    assert ask(OPEN, "OPTIONS", "/v1/customers", host=host, origin=origin, access_control_request_method=origin) == 204
    assert ask(OPEN, "GET", "/v1/customers", host=host, origin=origin) == 401


@_few
@given(target=_TARGETS)
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_every_target_is_answered(method: str, target: str) -> None:
    assert 200 <= ask(OPEN, method, target, host="localhost") < 500


@given(target=st.text(max_size=60))
def test_a_target_has_a_path_and_a_query(target: str) -> None:
    path, query = split_target(target)
    assert path.startswith("/")
    assert query in target


@given(host=st.text(max_size=40) | _VALUES)
@example(host="[::::]")
@example(host="localhost:99999")
@example(host="0x7f.1")
def test_links_begin_with_an_address(host: str) -> None:
    """With the host of the request where that is one."""
    begin = base_url(Settings(), {"host": host})
    parts = urlsplit(begin)
    assert begin.isascii()
    assert (parts.scheme, parts.path, parts.netloc in (host, "127.0.0.1:8080")) == ("http", "", True)
    assert parts.hostname
    assert parts.port != 0
