"""Custom fields: what a tenant declares about the `customFields` of a resource."""

import re
from typing import Any

from mockserver.apis.rebilly import names
from mockserver.apis.rebilly.custom_fields.rules import TYPES, rules
from mockserver.apis.rebilly.dialect import Body, linked, object_body, read
from mockserver.apis.rebilly.problems import InUse, ProblemSchema
from mockserver.apis.rebilly.query import LIMIT, OFFSET, page
from mockserver.apis.rebilly.resource import COLLECTION_READ, CREATED, LIMITS, MISSING, VALIDATED, Resource, many, route
from mockserver.apis.rebilly.views import created, href, link
from mockserver.core.api.model import Call, Response
from mockserver.core.fields.containers import OpenObject
from mockserver.core.fields.kinds import Choice, Flag, Text
from mockserver.core.http.reply import Reply
from mockserver.core.problems import FieldError, Invalid, NotFound
from mockserver.core.store import Collection, Record

RESOURCES = frozenset({
    "customers", "payment-instruments", "orders", "subscriptions", "transactions", "websites", "products", "plans",
    "gateway-accounts", "deposit-requests",
})  # fmt: skip

LONGEST_NAME = 60
_NAME = re.compile(r"[\w-]+", re.ASCII)


class CustomFieldSchema(Body):
    """A declaration. What `additionalSchema` can hold follows from the type."""

    name = Text(dump_only=True)
    type = Choice(TYPES, required=True)
    description = Text(allow_none=True)
    isEnabled = Flag()
    additionalSchema = OpenObject(allow_none=True)
    links = linked()


class InUseSchema(ProblemSchema):
    """Problem details of the older kind, which repeat their text in `error`."""

    error = Text()


_CUSTOM_FIELD = CustomFieldSchema()


@route(
    "GET /custom-fields/<resource>", "custom_fields.list", "GetCustomFieldCollection", many(CustomFieldSchema),
    refuses={**COLLECTION_READ, **MISSING}, query=(LIMIT, OFFSET),
)  # fmt: skip
def list_custom_fields(call: Call) -> Reply:
    """List the custom fields of a resource."""
    declared = call.records.lookup(names.CUSTOM_FIELDS, "resource", _resource(call))
    return page(call, _CUSTOM_FIELDS.listing, lambda record: _view(call, record), among=declared[::-1])


@route(
    "PUT /custom-fields/<resource>/<name>", "custom_fields.upsert", "PutCustomField",
    {200: Response(CustomFieldSchema, LIMITS), 201: Response(CustomFieldSchema, CREATED), 409: Response(InUseSchema)},
    refuses={**VALIDATED, **MISSING}, body=CustomFieldSchema,
)  # fmt: skip
def upsert_custom_field(call: Call) -> Reply:
    """Declare or alter a custom field. Its type stays what it was."""
    resource, name = _resource(call), call.arguments["name"]
    values = _read(call, name)
    id = _id(call)
    before = call.records.get(names.CUSTOM_FIELDS, id)
    if before and before["type"] != values["type"]:
        raise InUse(f"Custom field is of the type {before['type']}, which cannot be changed.")
    record = {
        "id": id,
        "resource": resource,
        "name": name,
        "type": values["type"],
        "description": values.get("description"),
        "isEnabled": values.get("isEnabled", True),
        "additionalSchema": values.get("additionalSchema"),
    }
    call.records.put(names.CUSTOM_FIELDS, id, record)
    shown = _view(call, record)
    return Reply.json(200, shown) if before else created(href(call, "custom-fields", resource, name), shown)


def _resource(call: Call) -> str:
    resource = call.arguments["resource"]
    if resource not in RESOURCES:
        raise NotFound(f"There are no custom fields of {resource}.")
    return resource


def _id(call: Call) -> str:
    return f"{_resource(call)}.{call.arguments['name']}"


def _read(call: Call, name: str) -> dict[str, Any]:
    values, errors = read(_CUSTOM_FIELD, object_body(call))
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
        errors.append(FieldError("name", f"Must be at most {LONGEST_NAME} letters, digits and the characters _ -"))
    if "type" in values and values.get("additionalSchema"):
        values["additionalSchema"], wrong = rules(values["type"], values["additionalSchema"])
        errors += [FieldError(f"additionalSchema.{error.field}", error.message) for error in wrong]
    if errors:
        raise Invalid(errors=errors)
    return values


def _view(call: Call, record: Record) -> dict[str, Any]:
    shown = {name: value for name, value in record.items() if name not in ("id", "resource")}
    return {**shown, "_links": [link("self", href(call, "custom-fields", record["resource"], record["name"]))]}


_CUSTOM_FIELDS = Resource(
    names.CUSTOM_FIELDS, "custom-fields", "CustomField", "Custom field", CustomFieldSchema, _view,
    one="custom-fields/<resource>/<name>", key=_id,
)  # fmt: skip

routes = (_CUSTOM_FIELDS.get("Get a custom field"),)
collections = (Collection(names.CUSTOM_FIELDS, indexes=("resource",)),)
