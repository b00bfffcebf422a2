"""One request as it is, on either edge: bytes on a socket, or what a WSGI server makes of them."""

import io
import json
from collections.abc import Iterable
from contextlib import closing
from typing import Any

from werkzeug.test import run_wsgi_app

from mockserver.app import create_app
from mockserver.settings import Settings
from tests.wire.lines import Line

Lines = Iterable[tuple[str, str]]


class Edge:
    """An edge, and what can be asked of it; `joined` is what stands between two lines of one name."""

    joined = ", "

    def ask(self, method: str, target: str, lines: Lines = (), body: bytes = b"") -> tuple[int, list[str], bytes]:
        """Return the status, the lines of the head in small letters, and the body."""
        raise NotImplementedError

    def order(self, tenant: str, **rule: Any) -> None:
        """Add a rule about a tenant's requests."""
        lines = [("Host", "localhost"), ("Content-Type", "application/json")]
        status, _, content = self.ask("POST", f"/__admin/tenants/{tenant}/rules", lines, json.dumps(rule).encode())
        assert status == 201, content.decode()

    def journal(self, tenant: str) -> list[Any]:
        """Return what the journal holds, the last exchange first."""
        status, _, content = self.ask("GET", f"/__admin/tenants/{tenant}/requests", [("Host", "localhost")])
        assert status == 200, content
        return list(json.loads(content)["requests"])


class OnTheWire(Edge):
    """Requests as bytes to the server under uvicorn."""

    def __init__(self, url: str) -> None:
        self._url = url

    def ask(self, method: str, target: str, lines: Lines = (), body: bytes = b"") -> tuple[int, list[str], bytes]:
        given = "".join(f"{name}: {value}\r\n" for name, value in lines)
        with closing(Line(self._url)) as line:
            line.send(f"{method} {target} HTTP/1.1\r\nConnection: close\r\n{given}".encode("latin-1"))
            line.send(f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
            head, _, content = line.rest().partition(b"\r\n\r\n")
        first, *headers = head.decode("latin-1").split("\r\n")
        return int(first.split()[1]), [header.lower() for header in headers], content


class UnderWsgi(Edge):
    """Requests as werkzeug's server hands them over: it joins lines of one name with a comma, those of cookies too."""

    joined = ","

    def __init__(self, settings: Settings | None = None) -> None:
        self.app = create_app(settings or Settings())

    def ask(self, method: str, target: str, lines: Lines = (), body: bytes = b"") -> tuple[int, list[str], bytes]:
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method, "PATH_INFO": "/", "REQUEST_URI": target, "QUERY_STRING": "",
            "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_LENGTH": str(len(body)), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(), "wsgi.version": (1, 0),
        }  # fmt: skip
        if target.startswith("/__admin"):
            environ["PATH_INFO"] = target
        for name, value in lines:
            key = name.upper().replace("-", "_")
            key = key if key == "CONTENT_TYPE" else f"HTTP_{key}"
            environ[key] = f"{environ[key]}{self.joined}{value}" if key in environ else value
        chunks, status, headers = run_wsgi_app(self.app, environ, buffered=True)
        return int(status.split()[0]), [f"{name}: {value}".lower() for name, value in headers], b"".join(chunks)
