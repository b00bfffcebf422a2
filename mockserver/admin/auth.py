"""The credentials an API accepts, for the whole server."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint
from marshmallow import fields, validate

from mockserver.admin.plane import Plane, Strict, object_body
from mockserver.admin.problems import AdminProblem
from mockserver.core.api import Api
from mockserver.core.auth import Grant
from mockserver.core.journal import MASK
from mockserver.core.problems import KINDS
from mockserver.core.scenarios.loader import resolved


class CredentialSchema(Strict):
    """An accepted credential."""

    key = fields.String(required=True, validate=validate.Length(1, 500))
    allow = fields.List(fields.String(), allow_none=True)
    error = fields.String(validate=validate.OneOf(sorted(KINDS)), allow_none=True)


class CredentialsSchema(Strict):
    """Every credential an API accepts; an empty list accepts all."""

    credentials = fields.List(fields.Nested(CredentialSchema), required=True, validate=validate.Length(max=10_000))


def _allowed(entry: Mapping[str, Any], api: Api) -> tuple[str, ...] | None:
    names = entry.get("allow")
    return None if names is None else resolved(names, {api.name: api})


def register(blueprint: Blueprint, plane: Plane) -> None:
    """Add `auth/{api}`."""

    @blueprint.get("/auth/<api>")
    def get_auth(api: str) -> dict[str, Any]:
        grants = plane.sandbox.credentials.listed(plane.api(api).name)
        return {
            "credentials": [
                {"key": MASK + grant.key[-4:], "allow": grant.allow, "error": grant.error} for grant in grants
            ]
        }

    @blueprint.put("/auth/<api>")
    def put_auth(api: str) -> dict[str, Any]:
        vendor = plane.api(api)
        given = object_body(CredentialsSchema())["credentials"]
        unknown = [name for entry in given for name in entry.get("allow") or () if not resolved([name], {api: vendor})]
        if unknown:
            raise AdminProblem(422, f"{api} has no operation {unknown[0]!r}.")
        grants = [Grant(entry["key"], _allowed(entry, vendor), entry.get("error")) for entry in given]
        plane.sandbox.credentials.accept(api, grants)
        return get_auth(api)
