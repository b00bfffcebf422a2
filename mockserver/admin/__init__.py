"""The control plane under `/__admin`: what a test uses to prepare, look at and reset a server."""

from flask import Blueprint

from mockserver.admin import (
    about,
    clock,
    credentials,
    data,
    deliveries,
    explain,
    guard,
    journal,
    limits,
    problems,
    scenario,
    snapshots,
    tenants,
    verify,
    wiremock,
)
from mockserver.admin.operations import declared_in
from mockserver.sandbox.sandbox import Sandbox
from mockserver.settings import Settings

_SUBJECTS = (
    about, credentials, tenants, journal, verify, wiremock, deliveries, scenario, explain, limits, clock,
    data, snapshots,
)  # fmt: skip

OPERATIONS = declared_in(*_SUBJECTS)
"""Every operation of the control plane."""


def control_plane(sandbox: Sandbox, settings: Settings) -> Blueprint:
    """Return the blueprint with the routes of every operation, behind the guard; it renders refusals as problems."""
    blueprint = Blueprint("control_plane", __name__)
    for operation in OPERATIONS:
        view = operation.view(sandbox, settings)
        for number, address in enumerate(operation.addresses):
            endpoint = f"{operation.name}_{number}"
            blueprint.add_url_rule(address, endpoint, view, methods=[operation.method])
    blueprint.before_request(lambda: guard.check(settings))
    problems.register(blueprint)
    return blueprint
