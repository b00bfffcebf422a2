"""How clients come in as a tenant, for those who prepare them."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint

from mockserver.admin.plane import Plane
from mockserver.admin.problems import AdminProblem


def register(blueprint: Blueprint, plane: Plane) -> None:
    """Add `access/{api}`; the tenant need not be there, as its first request makes it."""

    @blueprint.get("/access/<api>")
    def get_access(api: str) -> dict[str, Any]:
        vendor, name = plane.api(api), plane.named() or plane.tenant().name
        access = vendor.access(name) if vendor.access else None
        if access is None:
            raise AdminProblem(404, f"No credential of {vendor.title} leads to a tenant {name!r}.")
        return asdict(access)
