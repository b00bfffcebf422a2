"""The credentials an API accepts, for the whole server."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint
from marshmallow import fields, validate

from mockserver.admin.plane import Plane, Strict, object_body
from mockserver.admin.problems import AdminProblem
from mockserver.core.api.model import Api
from mockserver.core.http.auth import Grant
from mockserver.core.problems import KINDS
from mockserver.sandbox.journal import MASK
from mockserver.scenarios.format.fields import Written
from mockserver.scenarios.format.mistakes import resolved
from mockserver.scenarios.notation.texts import NETWORK


class CredentialSchema(Strict):
    """An accepted credential."""

    key = fields.String(required=True, validate=validate.Length(1, 500))
    allow = fields.List(fields.String(), allow_none=True)
    tenants = fields.List(fields.String(validate=validate.Length(1, 200)), allow_none=True)
    ips = fields.List(Written(NETWORK), allow_none=True)
    error = fields.String(validate=validate.OneOf(sorted(KINDS)), allow_none=True)
    secret = fields.String(validate=validate.Length(1, 500), allow_none=True)


class CredentialsSchema(Strict):
    """Every credential an API accepts; an empty list accepts all."""

    credentials = fields.List(fields.Nested(CredentialSchema), required=True, validate=validate.Length(max=10_000))


def _grant(entry: Mapping[str, Any], api: Api) -> Grant:
    allow, tenants, ips = (entry.get(name) for name in ("allow", "tenants", "ips"))
    return Grant(
        key=entry["key"],
        allow=None if allow is None else resolved(allow, {api.name: api}),
        error=entry.get("error"),
        tenants=None if tenants is None else tuple(tenants),
        ips=None if ips is None else tuple(ips),
        secret=entry.get("secret") or "",
    )


def _shown(grant: Grant) -> dict[str, Any]:
    return {
        "key": MASK + grant.key[-4:],
        "allow": grant.allow,
        "tenants": grant.tenants,
        "ips": None if grant.ips is None else [str(network) for network in grant.ips],
        "error": grant.error,
        "secret": MASK if grant.secret else None,
    }


def register(blueprint: Blueprint, plane: Plane) -> None:
    """Add `auth/{api}`."""

    @blueprint.get("/auth/<api>")
    def get_auth(api: str) -> dict[str, Any]:
        grants = plane.sandbox.credentials.listed(plane.api(api).name)
        return {"credentials": [_shown(grant) for grant in grants]}

    @blueprint.put("/auth/<api>")
    def put_auth(api: str) -> dict[str, Any]:
        vendor = plane.api(api)
        given = object_body(CredentialsSchema())["credentials"]
        unknown = [name for entry in given for name in entry.get("allow") or () if not resolved([name], {api: vendor})]
        if unknown:
            raise AdminProblem(422, f"{api} has no operation {unknown[0]!r}.")
        if not vendor.secret and any(entry.get("secret") for entry in given):
            raise AdminProblem(422, f"Keys of {api} are not proven with a secret.")
        plane.sandbox.credentials.accept(api, [_grant(entry, vendor) for entry in given])
        return get_auth(api)
