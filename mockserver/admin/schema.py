"""The JSON Schemas of files: scenarios and fixtures."""

from typing import Any

from flask import Blueprint

from mockserver.admin.plane import Plane
from mockserver.admin.problems import AdminProblem


def register(blueprint: Blueprint, plane: Plane) -> None:
    """Add `schema/{name}`."""

    @blueprint.get("/schema/<name>")
    def schema(name: str) -> dict[str, Any]:
        from mockserver.scenarios.format.published import SCHEMAS  # the reader of scenarios, which a start does without

        if name not in SCHEMAS:
            raise AdminProblem(404, f"There is no schema {name!r}; there are {', '.join(SCHEMAS)}.")
        return SCHEMAS[name](plane.sandbox.apis)
