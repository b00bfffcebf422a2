"""The exchanges of no tenant: refused before anybody knew whose they were, or public."""

from typing import Any

from flask import Blueprint, request

from mockserver.admin.filters import read_filter
from mockserver.admin.journal import listed
from mockserver.admin.plane import Plane


def register(blueprint: Blueprint, plane: Plane) -> None:
    """Add `requests/without-tenant`."""

    @blueprint.get("/requests/without-tenant")
    def list_without_tenant() -> dict[str, Any]:
        asked = read_filter(request.args, plane.sandbox.apis)
        return listed(asked.of(plane.sandbox.defaults), asked)
