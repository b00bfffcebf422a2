"""What a tenant has left of its rate limits."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request
from marshmallow import fields, validate

from mockserver.admin.plane import Plane, Strict, object_body
from mockserver.admin.problems import AdminProblem
from mockserver.core.api.model import Api
from mockserver.core.limits.limiter import Allowance, RateLimit
from mockserver.core.text import suggestion
from mockserver.sandbox.journal import MASK, mask_text
from mockserver.sandbox.journal.masking import is_secret_header
from mockserver.sandbox.tenants import Tenant
from mockserver.scenarios.notation.counts import share_named, value_of
from mockserver.scenarios.rules.model import limits_of

MOST_SHOWN = 100
"""Shares of a limit that are shown: those that have least left."""


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
            "limits": [
                _shown(tenant, found) for found in _limits(plane, tenant).values() if only in (None, found.api.name)
            ]
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

    api: Api
    limit: RateLimit


def _limits(plane: Plane, tenant: Tenant) -> dict[str, _Found]:
    return {
        limit.id: _Found(api, limit)
        for api in plane.sandbox.apis.values()
        for limit in limits_of(tenant.scenarios, api)
    }


def _leave(plane: Plane, id: str, remaining: int | None) -> dict[str, Any]:
    """Set what is left, `None` for all there can be; of one share where `share` names the value it has in common."""
    tenant = plane.tenant()
    limits = _limits(plane, tenant)
    if id not in limits:
        there = suggestion(id, limits) or f"; there are {', '.join(limits)}."
        raise AdminProblem(404, f"There is no limit {id!r}{there}")
    limit, value = limits[id].limit, request.args.get("share")
    if value is not None and limit.per == "tenant":
        raise AdminProblem(422, f"The limit {id!r} has no shares: all of a tenant is counted together.")
    share = None if value is None else share_named(limit.per, value)
    with tenant.lock:
        left = limit.measure.capacity if remaining is None else remaining
        tenant.limiter.leave(limit, left, tenant.clock.timestamp(), share)
    return _shown(tenant, limits[id])


def _shown(tenant: Tenant, found: _Found) -> dict[str, Any]:
    """Describe a limit; what is left is that of the share that has least, or of a new one where none was seen."""
    limit = found.limit
    with tenant.lock:
        now = tenant.clock.timestamp()
        levels = tenant.limiter.levels(limit, now)
        least = levels[0][1] if levels else tenant.limiter.look(limit, now)
    shown = {
        "id": limit.id,
        "api": found.api.name,
        "limit": limit.limit,
        "window": limit.window or None,
        "algorithm": limit.algorithm,
        "burst": limit.burst,
        "per": limit.per,
        "operations": limit.operations,
        "enforced": limit.enforced,
        "remaining": least.remaining,
        "reset": least.reset,
    }
    if limit.per != "tenant":
        shown["shares"] = [_share(found, share, level) for share, level in levels[:MOST_SHOWN]]
    return shown


def _share(found: _Found, share: str, level: Allowance) -> dict[str, Any]:
    value = value_of(found.limit.per, share)
    per = found.limit.per
    if per == "credential" or (per.startswith("header.") and is_secret_header(per.removeprefix("header."), found.api)):
        value = MASK + value[-4:]
    return {"share": mask_text(value), "remaining": level.remaining, "reset": level.reset}
