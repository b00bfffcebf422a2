"""What a tenant has left of its rate limits."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request
from marshmallow import fields, validate

from mockserver.admin.call import Call, Strict
from mockserver.admin.operations import operation
from mockserver.admin.problems import AdminProblem
from mockserver.core.api.model import Api
from mockserver.core.limits.limiter import Allowance, RateLimit
from mockserver.core.text import suggestion
from mockserver.sandbox.journal import MASK, mask_text
from mockserver.sandbox.journal.masking import is_secret_header
from mockserver.sandbox.tenancy.tenant import Tenant
from mockserver.scenarios.notation.counts import share_named, value_of
from mockserver.scenarios.rules.model import limits_of

MOST_SHOWN = 100
"""Shares of a limit that are shown: those that have least left."""

_LEVEL = ("id", "api", "limit", "remaining", "reset")
_SHARE = {"share": "The value that those of the share have in common."}


class RemainingSchema(Strict):
    """How many requests are to be left."""

    remaining = fields.Integer(strict=True, required=True, validate=validate.Range(0, 1_000_000_000))


@operation("GET", "/limits", answer=("limits",), query={"api": "One API."})
def list_limits(call: Call) -> Mapping[str, Any]:
    """List the rate limits and what is left of them."""
    tenant, api = call.tenant(), request.args.get("api")
    only = call.api(api).name if api else None
    limits = _limits(call, tenant).values()
    return {"limits": [_shown(tenant, found) for found in limits if only in (None, found.api.name)]}


@operation("PUT", "/limits/<id>", body=RemainingSchema, answer=_LEVEL, query=_SHARE)
def put_limit(call: Call, id: str) -> Mapping[str, Any]:
    """Leave so many requests of a limit."""
    return _leave(call, id, call.body()["remaining"])


@operation("POST", "/limits/<id>/exhaust", answer=_LEVEL, query=_SHARE)
def exhaust(call: Call, id: str) -> Mapping[str, Any]:
    """Leave no request of a limit."""
    return _leave(call, id, 0)


@operation("POST", "/limits/<id>/refill", answer=_LEVEL, query=_SHARE)
def refill(call: Call, id: str) -> Mapping[str, Any]:
    """Leave all requests of a limit."""
    return _leave(call, id, None)


@dataclass(frozen=True, slots=True)
class _Found:
    """A limit of a tenant, and the API whose requests it counts."""

    api: Api
    limit: RateLimit


def _limits(call: Call, tenant: Tenant) -> dict[str, _Found]:
    return {
        limit.id: _Found(api, limit) for api in call.sandbox.apis.values() for limit in limits_of(tenant.scenarios, api)
    }


def _leave(call: Call, id: str, remaining: int | None) -> dict[str, Any]:
    """Set what is left, `None` for all there can be; of one share where `share` names the value it has in common."""
    tenant = call.tenant()
    limits = _limits(call, tenant)
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
