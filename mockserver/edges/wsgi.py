"""The Flask application: every API and the control plane behind any WSGI server, and Flask's test client."""

import io
import os
import time
from urllib.parse import quote

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.wsgi import get_input_stream

from mockserver.admin import control_plane
from mockserver.admin.problems import AdminProblem
from mockserver.assembly import assemble
from mockserver.core.api.router import COMPILING
from mockserver.core.http.headers import OWS
from mockserver.core.http.reply import Fault, Reply
from mockserver.core.logs import logger
from mockserver.core.problems import BadMessage, Problem
from mockserver.edges.answers import body_of, lines
from mockserver.edges.intake import Head, admit, details, read_head, readable_body
from mockserver.sandbox.sandbox import Sandbox, drive
from mockserver.settings import Settings, unknown_variables

log = logger()


def create_app(settings: Settings | None = None, sandbox: Sandbox | None = None) -> Flask:
    """Make the application; without settings they are read from the environment."""
    settings = settings or _from_environment()
    sandbox = sandbox or assemble(settings)
    app = Flask("mockserver", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body
    app.json.sort_keys = False  # type: ignore[attr-defined]  # Flask's default provider has it
    app.extensions["mockserver"] = sandbox
    with COMPILING:
        app.register_blueprint(control_plane(sandbox, settings))

    @app.before_request
    def data_plane() -> Response | None:
        """Answer for the APIs before Flask looks for a route of its own."""
        head = _head()
        request.max_content_length = settings.largest_body(head.path)
        if head.is_for_control_plane:
            _prepare(head, settings)
            return None
        return _respond(_answer(sandbox, settings, head))

    return app


def _from_environment() -> Settings:
    for line in unknown_variables(os.environ):
        log.warning("%s", line)
    return Settings.parse({}, os.environ)


def _head() -> Head:
    environ = request.environ
    target = environ.get("REQUEST_URI") or environ.get("RAW_URI") or _rebuilt()
    given = request.headers.items()
    return read_head(request.method, target, [(name.lower().encode(), _sent(value)) for name, value in given])


def _sent(text: str) -> bytes:
    """Return the bytes behind a text of WSGI (PEP 3333), without blanks around them."""
    return text.encode("latin-1", "replace").strip(OWS)


def _answer(sandbox: Sandbox, settings: Settings, head: Head) -> Reply:
    try:
        body: bytes | None = request.get_data(cache=False)
    except RequestEntityTooLarge:
        body = None
    except (BadRequest, OSError):  # the server's reader of chunks
        body, head = b"", head._replace(wrong=BadMessage("The body is not framed as HTTP/1.1 demands."))
    peer = f"{request.remote_addr}:{request.environ.get('REMOTE_PORT', '')}"
    exchange = admit(sandbox, settings, head, body, peer)
    if isinstance(exchange, Reply):
        return exchange
    reply = drive(sandbox.answer(exchange), time.sleep)
    reply.headers.update(exchange.api.cors.readable(head.headers))
    return reply


def _prepare(head: Head, settings: Settings) -> None:
    """Let the control plane read a request as it reads others: decoded, and with the host that was meant."""
    environ = request.environ
    if "host" in head.headers:
        environ["HTTP_HOST"] = head.headers["host"]
    if not head.wrong and "content-encoding" not in head.headers:
        return
    largest = settings.largest_body(head.path)
    try:
        sent = get_input_stream(environ, max_content_length=largest).read()
        body = readable_body(head, sent, largest)
    except Problem as problem:
        status, headers = details(problem)
        raise AdminProblem(status, problem.detail, headers=headers) from None
    del environ["HTTP_CONTENT_ENCODING"]
    environ.update({"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))})


def _stand_in(reply: Reply, fault: Fault) -> Reply:
    """Return what comes nearest to a fault where the server hides the socket: 502 for silence, and half a body."""
    marked = {**reply.headers, "X-Mock-Fault": fault.kind}
    if fault.silent:
        marked["Content-Type"] = "text/plain"
        return Reply(502, f"The fault {fault.kind} cannot be shown by this server.\n".encode(), marked)
    if fault.kind == "dribble":
        return Reply(reply.status, reply.content, marked)
    share = 0.0 if fault.kind == "empty_response" else fault.share
    return Reply(reply.status, reply.content[: int(len(reply.content) * share)], marked)


def _rebuilt() -> str:
    """Write the target again where the WSGI server does not pass it on."""
    query = request.query_string.decode("latin-1")
    return quote(request.path) + (f"?{query}" if query else "")


def _respond(reply: Reply) -> Response:
    if reply.fault:
        reply = _stand_in(reply, reply.fault)
    response = Response(body_of(reply), reply.status)
    del response.headers["Content-Type"]
    for name, value in lines(reply):
        response.headers.add(name, value)
    return response
