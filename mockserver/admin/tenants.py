"""The tenants of the server."""

from typing import Any

from flask import Blueprint

from mockserver.admin.plane import Plane
from mockserver.admin.problems import AdminProblem


def register(blueprint: Blueprint, plane: Plane) -> None:
    """Add `tenants`."""

    @blueprint.get("/tenants")
    def list_tenants() -> dict[str, Any]:
        return {"tenants": plane.known_tenants()}

    @blueprint.put("/tenants/<name>")
    def put_tenant(name: str) -> dict[str, str]:
        return {"tenant": plane.sandbox.tenant(name).name}

    @blueprint.delete("/tenants/<name>")
    def delete_tenant(name: str) -> tuple[str, int]:
        if name not in plane.known_tenants():
            raise AdminProblem(404, f"There is no tenant {name!r}.")
        plane.sandbox.tenants.drop(name)
        return "", 204
