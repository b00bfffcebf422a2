"""The OpenAPI 3.1 document of the control plane, made from the declarations of its operations."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from mockserver.admin.operations import Json, Operation
from mockserver.core.api.openapi import checked_pattern
from mockserver.settings import CONTROL_PLANE
from mockserver.version import __version__

_ARGUMENT = re.compile(r"<(\w+:)?(\w+)>")
_TENANT: Json = {
    "name": "X-Mock-Tenant",
    "in": "header",
    "description": "The tenant that is meant; without it the only one there is.",
    "schema": {"type": "string"},
}
_STRING: Json = {"type": "string"}
_MISTAKE: Json = {
    "type": "object",
    "required": ["path", "message"],
    "properties": {"path": {"type": "array", "items": {"type": ["string", "integer"]}}, "message": _STRING},
}
_PROBLEM: Json = {
    "type": "object",
    "description": "Problem details (RFC 9457); `errors` lists every mistake of a body.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": _STRING,
        "title": _STRING,
        "status": {"type": "integer"},
        "detail": _STRING,
        "errors": {"type": "array", "items": _MISTAKE},
    },
}
_REFUSED = {
    "description": "Refused.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_ANY_OF: list[dict[str, list[str]]] = [{}, {"bearer": []}, {"token": []}]


def own_document(operations: Iterable[Operation]) -> Json:
    """Return the description of every address of operations."""
    plugin = MarshmallowPlugin(schema_name_resolver=_name)
    spec = APISpec(
        title="Control plane of mockserver", version=__version__, openapi_version="3.1.1", plugins=[plugin],
        security=_ANY_OF,
    )  # fmt: skip
    for describe in (_shape, checked_pattern):
        plugin.converter.add_attribute_function(describe)  # type: ignore[union-attr]  # set up with the spec above
    spec.components.schema("Problem", _PROBLEM)
    spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    spec.components.security_scheme("token", {"type": "apiKey", "in": "header", "name": "X-Mock-Token"})
    served = [(address, operation) for operation in operations for address in operation.addresses]
    for address, operation in sorted(served, key=lambda each: (each[0], each[1].method)):
        path, method = _ARGUMENT.sub(r"{\2}", address), operation.method.lower()
        described = {"operationId": method + path.removeprefix(CONTROL_PLANE), **_described(operation, address)}
        spec.path(path=path, operations={method: described})
    return spec.to_dict()


def _described(operation: Operation, address: str) -> Json:
    parameters: list[Json] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "integer" if kind == "int:" else "string"}}
        for kind, name in _ARGUMENT.findall(address)
    ]
    if not (operation.of_server or "<tenant>" in address):
        parameters.append(_TENANT)
    parameters += [
        {"name": name, "in": "query", "description": text, "schema": {"type": "string"}}
        for name, text in operation.query.items()
    ]
    described: Json = {
        "summary": operation.summary,
        "parameters": parameters,
        "responses": {str(operation.status): _answer(operation), "default": _REFUSED},
    }
    if operation.body is not None:
        content = {"application/json": {"schema": operation.body}}
        described["requestBody"] = {"required": operation.required, "content": content}
    return described


def _answer(operation: Operation) -> Json:
    if operation.status == 204:
        return {"description": "Done."}
    object: Json = {"type": "object"}
    if operation.answer:
        object |= {"required": [*operation.answer], "properties": {name: {} for name in operation.answer}}
    contents = {type: {"schema": object if "json" in type else {}} for type in operation.contents}
    return {"description": "As asked for.", "content": contents}


def _name(schema: Any) -> str:
    kind = schema if isinstance(schema, type) else type(schema)
    return str(kind.__name__).removesuffix("Schema")


def _shape(converter: Any, field: Any, **kwargs: Any) -> Mapping[str, Any]:
    """Return what fields of scenario files say of themselves."""
    shape: Mapping[str, Any] = getattr(field, "json_schema", {})
    return shape
