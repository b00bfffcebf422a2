"""The Flask application: every API and the control plane behind any WSGI server, and Flask's test client.

`flask --app mockserver.app run` and `gunicorn 'mockserver.app:create_app()'` find `create_app`; its settings come
from `MOCKSERVER_*`.
"""

import os
import time
from urllib.parse import quote

from flask import Flask, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from mockserver.admin import control_plane_blueprints
from mockserver.assembly import assemble
from mockserver.core.api import Reply
from mockserver.core.cors import is_preflight
from mockserver.core.exchange import Exchange, split_target
from mockserver.core.faults import Fault
from mockserver.core.logs import logger
from mockserver.core.problems import TooLarge
from mockserver.core.router import COMPILING
from mockserver.core.sandbox import Sandbox, drive
from mockserver.settings import CONTROL_PLANE, Settings, base_url, unknown_variables

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
        for blueprint, prefix in control_plane_blueprints(sandbox, settings):
            app.register_blueprint(blueprint, url_prefix=prefix)

    @app.before_request
    def data_plane() -> Response | None:
        """Answer for the APIs before Flask looks for a route of its own."""
        request.max_content_length = settings.largest_body(request.path)
        if request.path == CONTROL_PLANE or request.path.startswith(CONTROL_PLANE + "/"):
            return None
        return _respond(_answer(sandbox, settings))

    return app


def _from_environment() -> Settings:
    for line in unknown_variables(os.environ):
        log.warning("%s", line)
    return Settings.parse({}, os.environ)


def _answer(sandbox: Sandbox, settings: Settings) -> Reply:
    headers = {name.lower(): value for name, value in request.headers.items()}
    environ = request.environ
    target = environ.get("REQUEST_URI") or environ.get("RAW_URI") or _rebuilt()
    path, query = split_target(target)
    match = sandbox.router.find(request.method, path)
    if is_preflight(request.method, headers):
        return Reply(204, headers=match.api.cors.allowed(headers))
    try:
        body: bytes | None = request.get_data(cache=False)
    except RequestEntityTooLarge:
        body = None
    exchange = Exchange(
        method=request.method,
        target=target,
        path=path,
        query_string=query,
        headers=headers,
        body=body or b"",
        base_url=base_url(settings, headers),
        match=match,
        peer=f"{request.remote_addr}:{environ.get('REMOTE_PORT', '')}",
    )
    if body is None:
        problem = TooLarge(f"Request body is larger than {settings.max_body} bytes.")
        return sandbox.refuse(exchange, problem)
    reply = drive(sandbox.answer(exchange), time.sleep)
    reply.headers.update(match.api.cors.readable(headers))
    return reply


def _stand_in(reply: Reply, fault: Fault) -> Reply:
    """Give what comes nearest to a fault where the server hides the socket: 502 for silence, and half a body."""
    marked = {**reply.headers, "X-Mock-Fault": fault.kind}
    if fault.silent:
        marked["Content-Type"] = "text/plain"
        return Reply(502, f"The fault {fault.kind} cannot be shown by this server.\n".encode(), marked)
    if fault.kind == "dribble":
        return Reply(reply.status, reply.content, marked)
    share = 0.0 if fault.kind == "empty_response" else fault.share
    return Reply(reply.status, reply.content[: int(len(reply.content) * share)], marked)


def _rebuilt() -> str:
    """Write the target again where the WSGI server does not tell it."""
    query = request.query_string.decode("latin-1")
    return quote(request.path) + (f"?{query}" if query else "")


def _respond(reply: Reply) -> Response:
    if reply.fault:
        reply = _stand_in(reply, reply.fault)
    response = Response(reply.content, reply.status)
    del response.headers["Content-Type"]
    response.headers.update(reply.headers)
    return response
