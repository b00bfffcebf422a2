"""A tenant's switches, by API."""

from typing import Any

from flask import Blueprint

from mockserver.admin.plane import Plane, body
from mockserver.admin.problems import AdminProblem
from mockserver.core.api.model import Api
from mockserver.sandbox.journal import MASK
from mockserver.sandbox.tenancy.tenant import Tenant
from mockserver.scenarios.format.loader import check_settings


def register(blueprint: Blueprint, plane: Plane) -> None:
    """Add `settings/{api}`."""

    @blueprint.get("/settings/<api>")
    def get_settings(api: str) -> dict[str, Any]:
        return _shown(plane.api(api), plane.tenant())

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
            tenant.settings.setdefault(api, {}).update(
                {name: value for name, value in values.items() if value != MASK}  # what was read may come back
            )
        return _shown(vendor, tenant)


def _shown(api: Api, tenant: Tenant) -> dict[str, Any]:
    """Return the settings of a tenant without its secrets."""
    values = tenant.setting(api)
    hidden = {setting.name for setting in api.settings if setting.secret}
    return {name: MASK if name in hidden and value else value for name, value in values.items()}
