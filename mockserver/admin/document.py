"""The OpenAPI 3.1 document of the control plane, from its addresses and what is said of each."""

from collections.abc import Mapping
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from werkzeug.routing import Map, Rule

from mockserver.admin.described import DESCRIBED, Described, Json
from mockserver.core.api.openapi import checked_pattern
from mockserver.settings import CONTROL_PLANE
from mockserver.version import __version__

_TENANT: Json = {
    "name": "X-Mock-Tenant",
    "in": "header",
    "description": "The tenant that is meant; without it the only one there is.",
    "schema": {"type": "string"},
}
_PROBLEM: Json = {
    "type": "object",
    "description": "Problem details (RFC 9457); `errors` lists every mistake of a body.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["path", "message"],
                "properties": {
                    "path": {"type": "array", "items": {"type": ["string", "integer"]}},
                    "message": {"type": "string"},
                },
            },
        },
    },
}
_REFUSED = {
    "description": "Refused.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_ANY_OF: list[dict[str, list[str]]] = [{}, {"bearer": []}, {"token": []}]


def own_document(addresses: Map) -> Json:
    """Describe every address of the control plane."""
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
    for rule in sorted(addresses.iter_rules(), key=lambda rule: (rule.rule, str(rule.methods))):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if rule.rule.startswith(CONTROL_PLANE):
                spec.path(path=path_of(rule), operations={method.lower(): _operation(rule, method)})
    return spec.to_dict()


def path_of(rule: Rule) -> str:
    """Write an address with its arguments in braces."""
    return "".join(text if fixed else f"{{{text}}}" for fixed, text in _parts(rule))


def _parts(rule: Rule) -> list[tuple[bool, str]]:
    pieces = rule.rule.replace(">", "<").split("<")
    return [(index % 2 == 0, piece.rpartition(":")[2]) for index, piece in enumerate(pieces)]


def _operation(rule: Rule, method: str) -> Json:
    described = DESCRIBED[rule.endpoint.rpartition(".")[2]]
    parameters: list[Json] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": _type(rule, name)}}
        for fixed, name in _parts(rule)
        if not fixed
    ]
    if rule.endpoint.startswith("any."):
        parameters.append(_TENANT)
    parameters += [
        {"name": name, "in": "query", "description": text, "schema": {"type": "string"}}
        for name, text in (described.query or {}).items()
    ]
    operation = {
        "operationId": f"{method.lower()}{path_of(rule).removeprefix(CONTROL_PLANE)}",
        "summary": described.summary,
        "parameters": parameters,
        "responses": {str(described.status): _answer(described), "default": _REFUSED},
    }
    if described.body is not None:
        content = {"application/json": {"schema": described.body}}
        operation["requestBody"] = {"required": described.required, "content": content}
    return operation


def _answer(described: Described) -> Json:
    if described.status == 204:
        return {"description": "Done."}
    return {
        "description": "As asked for.",
        "content": {type: {"schema": _members(described) if "json" in type else {}} for type in described.contents},
    }


def _members(described: Described) -> Json:
    if not described.members:
        return {"type": "object"}
    return {
        "type": "object",
        "required": [*described.members],
        "properties": {name: {} for name in described.members},
    }


def _type(rule: Rule, name: str) -> str:
    return "integer" if f"<int:{name}>" in rule.rule else "string"


def _name(schema: Any) -> str:
    kind = schema if isinstance(schema, type) else type(schema)
    return str(kind.__name__).removesuffix("Schema")


def _shape(converter: Any, field: Any, **kwargs: Any) -> Mapping[str, Any]:
    """Return what fields of scenario files say of themselves."""
    shape: Mapping[str, Any] = getattr(field, "json_schema", {})
    return shape
