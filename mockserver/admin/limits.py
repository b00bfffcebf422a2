"""What a tenant has left of its rate limits."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request
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
        api = request.args.get("api")
        only = plane.api(api).name if api else None
        return {
            "limits": [_shown(tenant, found) for found in _limits(plane, tenant).values() if only in (None, found.api)]
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


@dataclass(frozen=True, slots=True)
class _Found:
    """A limit of a tenant, and the API whose requests it counts."""

    api: str
    limit: RateLimit
    enforced: bool


def _limits(plane: Plane, tenant: Tenant) -> dict[str, _Found]:
    return {
        limit.id: _Found(api.name, limit, enforced)
        for api in plane.sandbox.apis.values()
        for limit, enforced in tenant.limits(api, tenant.scenarios)
    }


def _leave(plane: Plane, id: str, remaining: int | None) -> dict[str, Any]:
    tenant = plane.tenant()
    limits = _limits(plane, tenant)
    if id not in limits:
        raise AdminProblem(404, f"There is no limit {id!r}; there are {', '.join(limits)}.")
    limit = limits[id].limit
    with tenant.lock:
        tenant.limiter.leave(limit, limit.limit if remaining is None else remaining, tenant.clock.timestamp())
    return _shown(tenant, limits[id])


def _shown(tenant: Tenant, found: _Found) -> dict[str, Any]:
    limit = found.limit
    with tenant.lock:
        allowance = tenant.limiter.tightest(limit, tenant.clock.timestamp())
    return {
        "id": limit.id,
        "api": found.api,
        "limit": limit.limit,
        "window": limit.window,
        "algorithm": limit.algorithm,
        "per": limit.per,
        "operations": limit.operations,
        "enforced": found.enforced,
        "remaining": allowance.remaining,
        "reset": allowance.reset,
    }
