"""The tenants of the server: made, reset, forgotten; and their settings, by API."""

from collections.abc import Mapping
from typing import Any

from flask import request

from mockserver.admin.call import Call, json
from mockserver.admin.operations import document_of, operation
from mockserver.admin.problems import AdminProblem, mistakes
from mockserver.core.api.model import Api
from mockserver.sandbox.journal import MASK
from mockserver.sandbox.tenancy.tenant import PARTS, Tenant
from mockserver.scenarios.format.loader import check_settings


@operation("GET", "/tenants", answer=("tenants",), of_server=True)
def list_tenants(call: Call) -> Mapping[str, Any]:
    """List the tenants."""
    return {"tenants": call.known_tenants()}


@operation("PUT", "/tenants/<name>", answer=("tenant",), of_server=True)
def put_tenant(call: Call, name: str) -> Mapping[str, Any]:
    """Make a tenant, if it is not there."""
    return {"tenant": call.sandbox.tenant(name).name}


@operation("DELETE", "/tenants/<name>", status=204, of_server=True)
def delete_tenant(call: Call, name: str) -> None:
    """Forget a tenant and its records."""
    if name not in call.known_tenants():
        raise AdminProblem(404, f"There is no tenant {name!r}.")
    call.sandbox.tenants.drop(name)


@operation("POST", "/reset", answer=("tenant", "dropped"), query={"only": "Only these parts, separated by commas."})
def reset(call: Call) -> Mapping[str, Any]:
    """Put the tenant back to the state of a new one."""
    only = request.args.get("only")
    parts = [part.strip() for part in only.split(",")] if only else list(PARTS)
    unknown = [part for part in parts if part not in PARTS]
    if unknown:
        raise AdminProblem(400, f"only: {unknown[0]!r} is none of {', '.join(PARTS)}.")
    tenant = call.tenant()
    return {"tenant": tenant.name, "dropped": call.sandbox.reset(tenant, parts)}


@operation("GET", "/settings/<api>")
def get_settings(call: Call, api: str) -> Mapping[str, Any]:
    """Return the tenant's settings of an API."""
    return _shown(call.api(api), call.tenant())


@operation("PUT", "/settings/<api>", body=document_of("Settings by their names."))
def put_settings(call: Call, api: str) -> Mapping[str, Any]:
    """Change some of the settings."""
    vendor, values = call.api(api), json()
    if not isinstance(values, dict):
        raise AdminProblem(422, "The body must be an object of settings.")
    if errors := check_settings(vendor, values):
        name, message = errors[0]
        raise AdminProblem(422, f"{name}: {message}", mistakes(([name], text) for name, text in errors))
    tenant = call.tenant()
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
