"""The OpenAPI document of an API, made from the schemas that check its requests."""

from typing import Any

from flask import Blueprint

from mockserver.admin.plane import Plane


def register(blueprint: Blueprint, plane: Plane) -> None:
    """Add `openapi/{api}.json`."""

    @blueprint.get("/openapi/<api>.json")
    def openapi(api: str) -> dict[str, Any]:
        from mockserver.core.openapi import document  # apispec, which nothing else needs

        return document(plane.api(api))
