"""A Flask view that answers everything with the same JSON, behind the server's own protocol and thread bridge.

`python -m benchmarks.constant ANSWER PORT_FILE` serves until it is ended. The view stands where the control plane
does: what is below `/__admin` goes to a WSGI application.
"""

import asyncio
import sys
from pathlib import Path

from flask import Flask, Response
from uvicorn.server import Server

from mockserver.assembly import assemble
from mockserver.edges.asgi import configure
from mockserver.edges.run import listen
from mockserver.settings import CONTROL_PLANE, Settings

PATH = f"{CONTROL_PLANE}/constant"


def create_app(answer: bytes) -> Flask:
    """Make an application of one view."""
    app = Flask("constant", static_folder=None)

    @app.post(PATH)
    def constant() -> Response:
        return Response(answer, 201, mimetype="application/json")

    return app


def main() -> None:
    answer, port_file = map(Path, sys.argv[1:])
    settings, app = Settings(port=0), create_app(answer.read_bytes())
    [listener] = listen(settings)
    with listener:
        server = Server(configure(assemble(settings), settings, lambda: app))
        port_file.write_text(f"{listener.getsockname()[1]}\n")
        asyncio.run(server.serve(sockets=[listener]))


if __name__ == "__main__":
    main()
