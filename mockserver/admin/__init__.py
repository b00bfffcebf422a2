"""The control plane under `/__admin`: what a test uses to prepare, look at and reset a server."""

from flask import Blueprint, Response

from mockserver.admin import (
    access,
    auth,
    clock,
    data,
    deliveries,
    explain,
    guard,
    health,
    journal,
    limits,
    machines,
    metrics,
    openapi,
    problems,
    reset,
    rules,
    schema,
    seeding,
    snapshots,
    tenants,
    verify,
    wiremock,
    without_tenant,
)
from mockserver.admin import scenario as scenarios
from mockserver.admin import settings as tenant_settings
from mockserver.admin.plane import Plane
from mockserver.sandbox.sandbox import Sandbox
from mockserver.settings import CONTROL_PLANE, Settings

_OF_SERVER = (health, metrics, auth, tenants, without_tenant, openapi, schema)
_OF_TENANT = (
    access,
    seeding,
    reset,
    journal,
    verify,
    wiremock,
    machines,
    deliveries,
    scenarios,
    explain,
    rules,
    tenant_settings,
    limits,
    clock,
    data,
    snapshots,
)


def _untyped_when_empty(response: Response) -> Response:
    if response.status_code == 204:
        response.headers.pop("Content-Type", None)
    return response


def control_plane_blueprints(sandbox: Sandbox, settings: Settings) -> list[tuple[Blueprint, str]]:
    """Return each blueprint with the path it belongs under. A tenant's resources lie under two: its own, and none."""
    plane = Plane(sandbox, settings)
    server = Blueprint("server", __name__)
    for module in _OF_SERVER:
        module.register(server, plane)
    blueprints = [(server, CONTROL_PLANE)]
    for name, prefix in {"any": CONTROL_PLANE, "named": f"{CONTROL_PLANE}/tenants/<tenant>"}.items():
        blueprint = Blueprint(name, __name__)
        blueprint.url_value_preprocessor(plane.remember_tenant)
        for module in _OF_TENANT:
            module.register(blueprint, plane)
        blueprints.append((blueprint, prefix))
    for blueprint, _ in blueprints:
        blueprint.before_request(lambda: guard.check(settings))
        blueprint.after_request(_untyped_when_empty)
    problems.register(server)
    return blueprints
