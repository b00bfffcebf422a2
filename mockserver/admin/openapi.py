"""OpenAPI documents: of each API, made from the schemas that check its requests, and of the control plane."""

from typing import Any

from flask import Blueprint, current_app

from mockserver.admin.plane import Plane


def register(blueprint: Blueprint, plane: Plane) -> None:
    """Add `openapi.json` and `openapi/{api}.json`."""

    @blueprint.get("/openapi.json")
    def own_openapi() -> dict[str, Any]:
        from mockserver.admin.document import own_document  # apispec, which nothing else needs

        return own_document(current_app.url_map)

    @blueprint.get("/openapi/<api>.json")
    def openapi(api: str) -> dict[str, Any]:
        from mockserver.core.api.openapi import document  # apispec, which nothing else needs

        return document(plane.api(api))
