"""Putting a tenant back to the state of a new one."""

from typing import Any

from flask import Blueprint, request

from mockserver.admin.plane import Plane
from mockserver.admin.problems import AdminProblem
from mockserver.sandbox.tenancy.tenant import PARTS


def register(blueprint: Blueprint, plane: Plane) -> None:
    """Add `reset`."""

    @blueprint.post("/reset")
    def reset() -> dict[str, Any]:
        only = request.args.get("only")
        parts = [part.strip() for part in only.split(",")] if only else list(PARTS)
        unknown = [part for part in parts if part not in PARTS]
        if unknown:
            raise AdminProblem(400, f"only: {unknown[0]!r} is none of {', '.join(PARTS)}.")
        tenant = plane.tenant()
        return {"tenant": tenant.name, "dropped": plane.sandbox.reset(tenant, parts)}
