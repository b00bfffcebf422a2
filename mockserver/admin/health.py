"""Whether the server is up, and which."""

from typing import Any

from flask import Blueprint

from mockserver import __version__
from mockserver.admin.plane import Plane


def register(blueprint: Blueprint, plane: Plane) -> None:
    """Add `health`, `ready` and `version`."""

    @blueprint.get("/health")
    def health() -> dict[str, Any]:
        return {"status": "ok", "version": __version__, "apis": list(plane.sandbox.apis)}

    @blueprint.get("/ready")
    def ready() -> dict[str, Any]:
        return {"status": "ok"}

    @blueprint.get("/version")
    def version() -> dict[str, Any]:
        return {"version": __version__}
