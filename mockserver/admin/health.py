"""Whether the server is up, and which."""

from typing import Any

from flask import Blueprint

from mockserver.admin.guard import may_come_in
from mockserver.admin.plane import Plane
from mockserver.version import __version__


def register(blueprint: Blueprint, plane: Plane) -> None:
    """Add `health`, `ready` and `version`; a scenario file that is broken does not make the server ill."""

    @blueprint.get("/health")
    def health() -> dict[str, Any]:
        told = {"status": "ok", "version": __version__, "apis": list(plane.sandbox.apis)}
        broken = plane.sandbox.library.broken
        # A probe needs no token, and what a file says is not for everybody.
        shown = {path.name: message if may_come_in(plane.settings) else "" for path, message in broken.items()}
        return {**told, "broken": shown} if shown else told

    @blueprint.get("/ready")
    def ready() -> dict[str, Any]:
        return {"status": "ok"}

    @blueprint.get("/version")
    def version() -> dict[str, Any]:
        return {"version": __version__}
