"""The scenario format for editors: a JSON Schema 2020-12 made from the schema that the loader reads by.

It lists the names of APIs, operations and settings. Mistakes that only a reader finds (a regular expression that does
not compile, a missing include) pass.
"""

from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from mockserver.core.api.model import Api
from mockserver.core.api.settings import Setting
from mockserver.core.patterns import portable
from mockserver.scenarios.format.fields import Entries, WrittenNumber
from mockserver.scenarios.format.schema import ScenarioSchema
from mockserver.scenarios.rules.comparisons import COMPARISONS, Operand, Operator

Json = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def scenario_schema(apis: Mapping[str, Api]) -> Json:
    """Return the schema of scenario files."""
    definitions: Json = {}
    whole = _object(ScenarioSchema(), definitions)
    definitions |= {
        "Api": {"enum": list(apis)},
        "Operation": _operation(apis),
        "Test": _test(["string", "number", "boolean", "null", "array"], lambda each: each.operand),
        "TextTest": _test(["string", "number", "boolean"], lambda each: each.on_text or each.operand),
        "Settings": _by_api({name: {"$ref": f"#/$defs/{_of_settings(name)}"} for name in apis}),
        "Data": _by_api({api.name: _records(api) for api in apis.values()}),
        **{_of_settings(api.name): _settings(api) for api in apis.values()},
    }
    return {"$schema": DIALECT, "title": "Scenario of mockserver", **whole, "$defs": dict(sorted(definitions.items()))}


def fixture_schema(apis: Mapping[str, Api]) -> Json:
    """Return the schema of fixture files."""
    parts = _by_api({api.name: _records(api) for api in apis.values()})
    parts["properties"] = {"version": {"const": 1}, **parts["properties"]}
    settings = {_of_settings(api.name): _settings(api) for api in apis.values()}
    whole = {**parts, "required": ["version"], "$defs": settings}
    return {"$schema": DIALECT, "title": "Fixture file of mockserver", **whole}


SCHEMAS: Mapping[str, Callable[[Mapping[str, Api]], Json]] = {"scenario": scenario_schema, "fixture": fixture_schema}
"""What there are schemas of."""


def _object(schema: Schema, definitions: Json) -> Json:
    """Describe a mapping of keys; the schemas inside it become definitions."""
    declared = {field.data_key or name: field for name, field in schema.fields.items()}
    properties = {
        key: {**_of_field(field, definitions), "description": field.metadata["sentence"]}
        for key, field in declared.items()
    }
    required = [key for key, field in declared.items() if field.required]
    return {
        "description": (schema.__doc__ or "").strip(),
        "type": "object",
        "properties": properties,
        **({"required": required} if required else {}),
        "additionalProperties": False,
        **getattr(schema, "together", {}),
    }


def _of_field(field: Any, definitions: Json) -> Json:
    """Describe one field: as its notation or its metadata do, or by its kind and its checks."""
    if published := getattr(field, "json_schema", None) or field.metadata.get("published"):
        return dict(published)
    if isinstance(field, fields.Nested):
        return _reference(field.schema, definitions)
    described: Json = {"type": _KINDS[type(field)]} if type(field) in _KINDS else {}
    if isinstance(field, Entries):
        described["items"] = _of_field(field.inner, definitions)
    for check in field.validators:
        described |= _checked(check, field)
    return described


_KINDS: Mapping[type, str] = {
    fields.String: "string",
    fields.Integer: "integer",
    WrittenNumber: "number",
    Entries: "array",
    fields.Dict: "object",
}


def _reference(schema: Any, definitions: Json) -> Json:
    name = type(schema).__name__.removesuffix("Schema")
    if name not in definitions:
        definitions[name] = {}
        definitions[name] = _object(schema, definitions)
    return {"$ref": f"#/$defs/{name}"}


def _checked(check: Any, field: Any) -> Json:
    """Return the JSON Schema of a check of marshmallow."""
    if hasattr(check, "words"):
        return {"enum": list(check.words)}
    if isinstance(check, validate.Equal):
        return {"const": check.comparable}
    if isinstance(check, validate.Regexp):
        return {"pattern": portable(check.regex)}
    if isinstance(check, validate.Range):
        return {"minimum": check.min, "maximum": check.max}
    if isinstance(check, validate.Length):
        suffix = {Entries: "Items", fields.Dict: "Properties"}.get(type(field), "Length")
        bounds = {f"min{suffix}": check.min, f"max{suffix}": check.max}
        return {name: bound for name, bound in bounds.items() if bound is not None}
    return {}


def _test(plain: list[str], operand: Callable[[Operator], Operand]) -> Json:
    """Describe the matcher of a member: plain values of some types, or comparisons."""
    return {
        "anyOf": [
            {"enum": ["present", "absent"]},
            {"type": plain},
            {
                "type": "object",
                "properties": {
                    name: {**operand(each).schema, "description": f"Holds when {each.sentence}."}
                    for name, each in COMPARISONS.items()
                },
                "additionalProperties": False,
                "minProperties": 1,
            },
        ]
    }


def _operation(apis: Mapping[str, Api]) -> Json:
    """Describe the name of an operation: ours, a provider's, or a pattern."""
    routes = [route for api in apis.values() for route in api.routes]
    return {
        "anyOf": [
            {"enum": sorted({route.operation for route in routes})},
            {"enum": sorted({route.operation_id for route in routes})},
            {"type": "string", "pattern": r"[*?\[]"},
        ]
    }


def _by_api(parts: Mapping[str, Json]) -> Json:
    return {"type": "object", "properties": dict(parts), "additionalProperties": False}


def _of_settings(api: str) -> str:
    return f"{api}.settings"


def _settings(api: Api) -> Json:
    return {
        "type": "object",
        "properties": {
            setting.name: {**_setting(setting), "description": setting.description} for setting in api.settings
        },
        "additionalProperties": False,
    }


def _setting(setting: Setting) -> Json:
    one: Json = {"enum": list(setting.choices)} if setting.choices else {"type": "string"}
    return {"type": "array", "items": one} if isinstance(setting.default, tuple) else one


def _records(api: Api) -> Json:
    """Describe the records of an API's tenants; their members are checked by the API."""
    tenant = {
        "type": "object",
        "properties": {
            "settings": {"$ref": f"#/$defs/{_of_settings(api.name)}"},
            **{name: {"type": "array", "items": {"type": "object"}} for name in api.fixtures},
        },
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {api.tenants_word: {"type": "object", "additionalProperties": tenant}},
        "additionalProperties": False,
    }
