"""What a tenant has left of its rate limits."""

from typing import Any

from flask import Blueprint
from marshmallow import fields, validate

from mockserver.admin.plane import Plane, Strict, object_body
from mockserver.admin.problems import AdminProblem
from mockserver.core.limiter import RateLimit
from mockserver.core.tenants import Tenant


class RemainingSchema(Strict):
    """How many requests are to be left."""

    remaining = fields.Integer(strict=True, required=True, validate=validate.Range(0, 1_000_000_000))


def register(blueprint: Blueprint, plane: Plane) -> None:
    """Add `limits`."""

    @blueprint.get("/limits")
    def list_limits() -> dict[str, Any]:
        tenant = plane.tenant()
        return {
            "limits": [_shown(tenant, limit, enforced=enforced) for limit, enforced in _limits(plane, tenant).values()]
        }

    @blueprint.put("/limits/<id>")
    def put_limit(id: str) -> dict[str, Any]:
        return _leave(plane, id, object_body(RemainingSchema())["remaining"])

    @blueprint.post("/limits/<id>/exhaust")
    def exhaust(id: str) -> dict[str, Any]:
        return _leave(plane, id, 0)

    @blueprint.post("/limits/<id>/refill")
    def refill(id: str) -> dict[str, Any]:
        return _leave(plane, id, None)


def _limits(plane: Plane, tenant: Tenant) -> dict[str, tuple[RateLimit, bool]]:
    return {
        limit.id: (limit, enforced)
        for api in plane.sandbox.apis.values()
        for limit, enforced in tenant.limits(api, tenant.scenarios)
    }


def _leave(plane: Plane, id: str, remaining: int | None) -> dict[str, Any]:
    tenant = plane.tenant()
    limits = _limits(plane, tenant)
    if id not in limits:
        raise AdminProblem(404, f"There is no limit {id!r}; there are {', '.join(limits)}.")
    limit, enforced = limits[id]
    with tenant.lock:
        tenant.limiter.leave(limit, limit.limit if remaining is None else remaining, tenant.clock.timestamp())
    return _shown(tenant, limit, enforced=enforced)


def _shown(tenant: Tenant, limit: RateLimit, *, enforced: bool) -> dict[str, Any]:
    with tenant.lock:
        allowance = tenant.limiter.look(limit, tenant.clock.timestamp())
    return {
        "id": limit.id,
        "limit": limit.limit,
        "window": limit.window,
        "operations": limit.operations,
        "enforced": enforced,
        "remaining": allowance.remaining,
        "reset": allowance.reset,
    }
