"""The credentials an API accepts, for the whole server; and how clients come in as a tenant."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from marshmallow import fields, validate

from mockserver.admin.call import Call, Strict
from mockserver.admin.operations import operation
from mockserver.admin.problems import AdminProblem
from mockserver.core.api.model import Api
from mockserver.core.http.auth import Grant
from mockserver.core.problems import KINDS
from mockserver.sandbox.journal import MASK
from mockserver.scenarios.format.fields import Written
from mockserver.scenarios.format.mistakes import resolved
from mockserver.scenarios.notation.texts import NETWORK

_CREDENTIALS = ("credentials",)


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


@operation("GET", "/auth/<api>", answer=_CREDENTIALS, of_server=True)
def get_auth(call: Call, api: str) -> Mapping[str, Any]:
    """List the credentials an API accepts."""
    return _accepted(call, call.api(api))


@operation("PUT", "/auth/<api>", body=CredentialsSchema, answer=_CREDENTIALS, of_server=True)
def put_auth(call: Call, api: str) -> Mapping[str, Any]:
    """Set the credentials an API accepts."""
    vendor = call.api(api)
    given = call.body()["credentials"]
    unknown = [name for entry in given for name in entry.get("allow") or () if not resolved([name], {api: vendor})]
    if unknown:
        raise AdminProblem(422, f"{api} has no operation {unknown[0]!r}.")
    if not vendor.secret and any(entry.get("secret") for entry in given):
        raise AdminProblem(422, f"Keys of {api} are not proven with a secret.")
    call.sandbox.credentials.accept(api, [_grant(entry, vendor) for entry in given])
    return _accepted(call, vendor)


@operation("GET", "/access/<api>")
def get_access(call: Call, api: str) -> Mapping[str, Any]:
    """Return how clients come in as the tenant.

    The tenant need not be there, as its first request makes it.
    """
    vendor, name = call.api(api), call.named or call.tenant().name
    access = vendor.access(name) if vendor.access else None
    if access is None:
        raise AdminProblem(404, f"No credential of {vendor.title} leads to a tenant {name!r}.")
    return asdict(access)


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


def _accepted(call: Call, api: Api) -> Mapping[str, Any]:
    return {"credentials": [_shown(grant) for grant in call.sandbox.credentials.listed(api.name)]}


def _shown(grant: Grant) -> dict[str, Any]:
    return {
        "key": MASK + grant.key[-4:],
        "allow": grant.allow,
        "tenants": grant.tenants,
        "ips": None if grant.ips is None else [str(network) for network in grant.ips],
        "error": grant.error,
        "secret": MASK if grant.secret else None,
    }
