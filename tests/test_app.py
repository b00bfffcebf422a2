"""The Flask application under any WSGI server."""

import io
import subprocess
import sys
from typing import Any

import pytest
from werkzeug.test import run_wsgi_app

from mockserver.app import create_app
from mockserver.core.problems import Misconfigured
from mockserver.settings import Settings
from tests.cli.processes import environment


def ask(app: Any, method: str, path: str, query: str = "", **more: Any) -> tuple[int, dict[str, str], bytes]:
    """Call the application as a WSGI server does that tells nothing beyond the standard."""
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "billing.example.com",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "billing.example.com",
        "HTTP_REB_APIKEY": "sk_sandbox_x",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.version": (1, 0),
        **more,
    }
    chunks, status, headers = run_wsgi_app(app, environ, buffered=True)
    return int(status.split()[0]), {name.lower(): value for name, value in headers}, b"".join(chunks)


def test_a_server_that_hides_the_raw_target_will_do() -> None:
    """The target is written again from its parts."""
    app = create_app(Settings())
    status, headers, _ = ask(app, "PUT", "/organizations/org_x/customers/a b", "expand=leadSource")
    assert status == 422
    status, headers, _ = ask(app, "PUT", "/organizations/org_x/customers/ada", "expand=leadSource")
    assert (status, headers["location"]) == (201, "http://billing.example.com/organizations/org_x/customers/ada")
    targets = [entry.target for entry in app.extensions["mockserver"].tenant("org_x").journal]
    assert targets == [
        "/organizations/org_x/customers/ada?expand=leadSource",
        "/organizations/org_x/customers/a%20b?expand=leadSource",
    ]


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """`flask --app mockserver.app run` has no options of ours."""
    monkeypatch.setenv("MOCKSERVER_SCENARIO", "unauthorized")
    assert ask(create_app(), "GET", "/customers")[0] == 401
    monkeypatch.setenv("MOCKSERVER_SCENARIO", "no-such")
    with pytest.raises(Misconfigured, match="there is no such scenario"):
        create_app()


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("MOCKSERVER_SCENARIO", "no-such", "there is no such scenario"),
        ("MOCKSERVER_JOURNAL_SIZE", "many", "MOCKSERVER_JOURNAL_SIZE: must be a whole number from 0 to 1e+06"),
        ("MOCKSERVER_HOST", "0.0.0.0", "--admin-token: must not be empty"),  # noqa: S104
    ],
)  # fmt: skip
def test_flask_prints_what_is_wrong_and_no_traceback(variable: str, value: str, told: str) -> None:
    flask = [sys.executable, "-m", "flask", "--app", "mockserver.app"]
    for command in (["run", "--port", "0"], ["routes"]):
        ended = subprocess.run([*flask, *command], env={**environment(), variable: value}, capture_output=True)
        lines = ended.stderr.decode().splitlines()
        assert (ended.returncode, len(lines)) == (2, 1), lines
        assert lines[0].startswith("Error: ")
        assert told in lines[0]


def test_two_applications_share_nothing() -> None:
    """State lives in the application, not in the module."""
    first, second = create_app(Settings()), create_app(Settings())
    ask(first, "PUT", "/organizations/org_x/customers/ada")
    assert ask(first, "GET", "/organizations/org_x/customers/ada")[0] == 200
    assert ask(second, "GET", "/organizations/org_x/customers/ada")[0] == 404


def test_bodiless_answers_say_nothing_of_a_type() -> None:
    app = create_app(Settings())
    for id in ("ada", "duplicate"):
        ask(app, "PUT", f"/organizations/org_x/customers/{id}")
    status, headers, body = ask(app, "DELETE", "/organizations/org_x/customers/duplicate", "targetCustomerId=ada")
    assert (status, body, "content-type" in headers) == (204, b"", False)
