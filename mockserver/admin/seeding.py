"""Records of one tenant and one API, created with the API's checks."""

from typing import Any

from flask import Blueprint

from mockserver.admin.plane import Plane, body
from mockserver.admin.problems import AdminProblem
from mockserver.core.documents import Document
from mockserver.core.http.bodies import MOST_OF_DOCUMENT
from mockserver.sandbox.fixtures import load


def register(blueprint: Blueprint, plane: Plane) -> None:
    """Add `data/{api}`, which takes what stands below a tenant in a fixture document."""

    @blueprint.post("/data/<api>")
    def seed_tenant(api: str) -> dict[str, Any]:
        vendor, tenant = plane.api(api), plane.tenant()
        if not tenant.name:
            raise AdminProblem(400, "There is no tenant yet: name one with X-Mock-Tenant or in the path.")
        value = {"version": 1, api: {vendor.tenants_word: {tenant.name: body(MOST_OF_DOCUMENT)}}}
        created = load(plane.sandbox, Document("body", value))
        return {"created": created[api][tenant.name]}
