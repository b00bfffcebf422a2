"""The OpenAPI 3.1 document of an API, from the routes and schemas it declares."""

from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema, validate

from mockserver.core.api.model import ARGUMENT, Api, Response, Route
from mockserver.core.patterns import portable
from mockserver.version import __version__


def document(api: Api) -> dict[str, Any]:
    """Describe an API. Read-only and write-only members are marked as the schemas declare them."""
    plugin = MarshmallowPlugin(schema_name_resolver=lambda schema: _name(schema))
    spec = APISpec(
        title=f"{api.title}, as this sandbox answers it",
        version=__version__,
        openapi_version="3.1.1",
        plugins=[plugin],
    )
    for describe in (_shape, checked_pattern):
        plugin.converter.add_attribute_function(describe)  # type: ignore[union-attr]  # set up with the spec above
    for route in api.routes:
        spec.path(
            path=ARGUMENT.sub(r"{\1}", _mount(api, route) + route.path),
            operations={route.method.lower(): _operation(api, route)},
        )
    return spec.to_dict()


def _operation(api: Api, route: Route) -> dict[str, Any]:
    arguments = [
        {"in": "path", "name": name, "required": True, "schema": {"type": "string"}}
        for name in ARGUMENT.findall(_mount(api, route) + route.path)
    ]
    queries = [
        {
            "in": "query",
            "name": parameter.name,
            "description": parameter.description,
            "required": parameter.required,
            "schema": {"type": parameter.type},
        }
        for parameter in route.query
    ]
    operation: dict[str, Any] = {
        "operationId": route.operation_id,
        "summary": route.summary,
        "parameters": [*arguments, *queries],
        "responses": {str(status): _response(response) for status, response in sorted(route.responses.items())},
    }
    if route.body:
        schema = _schema(route.body, route.body_many)
        operation["requestBody"] = {"required": True, "content": {_content_type(api): {"schema": schema}}}
    return operation


def _content_type(api: Api) -> str:
    return "application/x-www-form-urlencoded" if api.form_bodies else "application/json"


def _mount(api: Api, route: Route) -> str:
    """Return the prefix of the documented path; a public one depends on no key."""
    return "" if route.public else api.mounts_of(route)[0]


def _response(response: Response) -> dict[str, Any]:
    described: dict[str, Any] = {"description": "As documented."}
    if response.headers:
        described["headers"] = {name: {"schema": {"type": "string"}} for name in response.headers}
    if response.schema:
        described["content"] = {"application/json": {"schema": _schema(response.schema, response.many)}}
    return described


def _schema(schema: type[Schema] | Schema, many: bool) -> Any:
    return {"type": "array", "items": schema} if many else schema


def _name(schema: Any) -> str:
    """Return the name of a shape, its own if it has one."""
    kind = schema if isinstance(schema, type) else type(schema)
    return str(getattr(schema, "component", kind.__name__)).removesuffix("Schema")


def checked_pattern(converter: Any, field: Any, **kwargs: Any) -> dict[str, Any]:
    """Return the pattern of a field that is held against one; apispec would publish Python's own text."""
    checks = [check for check in field.validators if isinstance(check, validate.Regexp)]
    return {"pattern": portable(checks[-1].regex)} if checks else {}


def _shape(converter: Any, field: Any, **kwargs: Any) -> dict[str, Any]:
    """Return the type of our own fields, which are unknown to apispec."""
    if not hasattr(field, "openapi"):
        return {}
    return _nullable(field.openapi(lambda inner: _described(converter, inner)), field)


def _described(converter: Any, inner: Any) -> dict[str, Any]:
    """Describe a field or a schema inside a field."""
    described: dict[str, Any] = (
        converter.resolve_nested_schema(inner) if isinstance(inner, Schema) else converter.field2property(inner)
    )
    return described


def _nullable(described: dict[str, Any], field: Any) -> dict[str, Any]:
    """Let null be one of the types where a field takes it."""
    if field.allow_none and "$ref" in described:
        return {"anyOf": [described, {"type": "null"}]}
    if not field.allow_none or not isinstance(described.get("type"), str):
        return described
    # JSON Schema holds `enum` beside `type`: a nullable choice has to name null among its values.
    enum = field.metadata.get("enum")
    return {
        **described,
        "type": [described["type"], "null"],
        **({"enum": [*enum, None]} if enum and None not in enum else {}),
    }
