"""API keys: restricted ones are held to their permissions, scopes and addresses.

A key that an organization has not made is accepted as ever; what restricts a caller is a key it has made.
"""

from hashlib import blake2b
from typing import Any

from mockserver.apis.rebilly import names
from mockserver.apis.rebilly.auth import PUBLISHABLE, SECRET
from mockserver.apis.rebilly.dialect import Body, Moment, linked, object_body, read, resource_id, times
from mockserver.apis.rebilly.query import FILTER, LIMIT, OFFSET, SORT
from mockserver.apis.rebilly.resource import (
    CONFLICT,
    CREATED,
    LIMITS,
    MISSING,
    VALIDATED,
    WRITE,
    Resource,
    made,
    own_id,
    route,
)
from mockserver.apis.rebilly.views import created, href, link, public
from mockserver.core import ids
from mockserver.core.api.model import Call, Response
from mockserver.core.api.records import Records
from mockserver.core.fields.containers import Array, Object
from mockserver.core.fields.kinds import Choice, Text
from mockserver.core.http.auth import Caller, network, within
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Duplicate, FieldError, Forbidden, Invalid
from mockserver.core.store import Collection, Record


class ScopeSchema(Body):
    """Where a permission holds; an empty scope is everywhere."""

    organizationId = Array(resource_id())


class AccessSchema(Body):
    """Permissions, each the id of an operation, in a scope; `*` is every operation."""

    scope = Object(ScopeSchema, load_default=dict)
    permissions = Array(Text(100), required=True)


class ApiKeySchema(Body):
    """A key. Without `acl` it may do everything, without `allowedIps` it may be used from everywhere."""

    id = resource_id(dump_only=True)
    description = Text(255, required=True)
    type = Choice((SECRET, PUBLISHABLE), load_default=SECRET)
    acl = Array(Object(AccessSchema), load_default=list)
    allowedIps = Array(Text(50), allow_none=True, load_default=None)
    apiUser = Text(dump_only=True)
    secretKey = Text(255, least=8)
    createdTime = Moment()
    updatedTime = Moment()
    links = linked()


_API_KEY = ApiKeySchema()


def _view(call: Call, record: Record) -> dict[str, Any]:
    return {**public(record), "_links": [link("self", href(call, "api-keys", record["id"]))]}


_API_KEYS = Resource(names.API_KEYS, "api-keys", "ApiKey", "API key", ApiKeySchema, _view)


@route(
    "POST /api-keys", "api_keys.create", "PostApiKey", made(ApiKeySchema), refuses={**VALIDATED, **CONFLICT},
    body=ApiKeySchema,
)  # fmt: skip
def create_api_key(call: Call) -> Reply:
    """Create an API key. Its secret is in this answer and in no other."""
    return _made(call, None)


@route(
    "PUT /api-keys/<id>", "api_keys.upsert", "PutApiKey",
    {200: Response(ApiKeySchema, LIMITS), 201: Response(ApiKeySchema, CREATED)}, refuses={**VALIDATED, **CONFLICT},
    body=ApiKeySchema,
)  # fmt: skip
def upsert_api_key(call: Call) -> Reply:
    """Create or change an API key."""
    before = call.records.get(names.API_KEYS, call.arguments["id"])
    id = own_id(call, before)
    if before is None:
        return _made(call, id)
    record, _ = _save(call, id, before)
    return Reply.json(200, _view(call, record))


routes = (
    _API_KEYS.lists("List API keys", FILTER, SORT, LIMIT, OFFSET),
    _API_KEYS.get("Get an API key"),
    _API_KEYS.delete("Delete an API key", {**WRITE, **MISSING}),
)
collections = (Collection(names.API_KEYS, indexes=("_secret",)),)


def authorize(records: Records, caller: Caller) -> None:
    """Hold a call against the organization's own key, if the credential is one."""
    for record in records.lookup(names.API_KEYS, "_secret", _hashed(caller.credential)):
        allowed = record["allowedIps"]
        if allowed is not None and not within(caller.address, [network(text) for text in allowed]):
            raise Forbidden("The key may not be used from this address.")
        if caller.permission and record["acl"] and not _permits(record["acl"], caller):
            raise Forbidden(permission=caller.permission)


def _permits(acl: list[Record], caller: Caller) -> bool:
    return any(
        {"*", caller.permission} & set(entry["permissions"])
        for entry in acl
        if not entry["scope"].get("organizationId") or caller.tenant in entry["scope"]["organizationId"]
    )


def _made(call: Call, id: str | None) -> Reply:
    record, secret = _save(call, id, None)
    return created(_API_KEYS.address(call, record), {**_view(call, record), "secretKey": secret})


def _save(call: Call, id: str | None, before: Record | None) -> tuple[Record, str]:
    values, errors = read(_API_KEY, object_body(call))
    errors += _address_errors(values.get("allowedIps") or [])
    if errors:
        raise Invalid(errors=errors)
    id = id or call.mint("api_key")
    prefix = "pk" if values["type"] == PUBLISHABLE else "sk"
    secret = values.pop("secretKey", "") or f"{prefix}_sandbox_{ids.derived('rebilly key', call.seed, call.tenant, id)}"
    hashed = before["_secret"] if before else _hashed(secret)
    if before is None and call.records.lookup(names.API_KEYS, "_secret", hashed):
        raise Duplicate("A key with this secret exists already.")
    record = {"id": id, **values, "apiUser": "API", **times(call, before), "_secret": hashed}
    call.records.put(names.API_KEYS, id, record)
    return record, secret


def _address_errors(addresses: list[str]) -> list[FieldError]:
    errors = []
    for index, text in enumerate(addresses):
        try:
            network(text)
        except ValueError:
            errors.append(FieldError(f"allowedIps.{index}", "Must be an IP address or a network such as 10.0.0.0/8."))
    return errors


def _hashed(secret: str) -> str:
    return blake2b(secret.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
