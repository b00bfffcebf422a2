"""A tenant's switches, by API."""

from typing import Any

from flask import Blueprint

from mockserver.admin.plane import Plane, body
from mockserver.admin.problems import AdminProblem
from mockserver.core.scenarios.loader import check_settings


def register(blueprint: Blueprint, plane: Plane) -> None:
    """Add `settings/{api}`."""

    @blueprint.get("/settings/<api>")
    def get_settings(api: str) -> dict[str, Any]:
        return dict(plane.tenant().setting(plane.api(api)))

    @blueprint.put("/settings/<api>")
    def put_settings(api: str) -> dict[str, Any]:
        vendor, values = plane.api(api), body()
        if not isinstance(values, dict):
            raise AdminProblem(422, "The body must be an object of settings.")
        if errors := check_settings(vendor, values):
            name, message = errors[0]
            raise AdminProblem(
                422, f"{name}: {message}", {"errors": [{"path": [name], "message": text} for name, text in errors]}
            )
        tenant = plane.tenant()
        with tenant.lock:
            tenant.settings.setdefault(api, {}).update(values)
        return dict(tenant.setting(vendor))
