"""The scenario format for editors: a JSON Schema 2020-12 made from the schema that the loader reads by.

It knows the names of APIs, operations and settings. What only a reader can find out (a regular expression that does
not compile, an include that is not there) it lets pass.
"""

from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from mockserver.core.api.model import Api
from mockserver.core.api.settings import Setting
from mockserver.core.patterns import portable
from mockserver.scenarios.format.described import DESCRIBED
from mockserver.scenarios.format.fields import Entries, HeaderField, Number
from mockserver.scenarios.format.operations import MOST_OPERATIONS
from mockserver.scenarios.format.schema import (
    HEADER_NAME,
    MOST_MEMBERS,
    VARIABLE,
    ClockSchema,
    LimitSchema,
    RespondSchema,
    RuleSchema,
    ScenarioSchema,
    StepSchema,
    WhenSchema,
)
from mockserver.scenarios.rules.comparisons import COMPARISONS, Kind, Operand
from mockserver.scenarios.rules.matching import ALWAYS_TEXT, PARTS, REQUEST

Json = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_OPERATION = {"$ref": "#/$defs/Operation"}
_OPERATIONS = {
    "anyOf": [_OPERATION, {"type": "array", "items": _OPERATION, "minItems": 1, "maxItems": MOST_OPERATIONS}]
}
_API = {"$ref": "#/$defs/Api"}


def scenario_schema(apis: Mapping[str, Api]) -> Json:
    """Return the schema of scenario files."""
    definitions: Json = {}
    whole = _object(ScenarioSchema(), definitions)
    definitions |= {
        "Api": {"enum": list(apis)},
        "Operation": _operation(apis),
        "Test": _test(["string", "number", "boolean", "null", "array"], lambda kind: kind.operand),
        "TextTest": _test(["string", "number", "boolean"], lambda kind: kind.on_text or kind.operand),
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
    described = _sentences(schema)
    declared = {field.data_key or name: (name, field) for name, field in schema.fields.items()}
    properties = {
        key: {**_of_field(type(schema), name, field, definitions), "description": described[key]}
        for key, (name, field) in declared.items()
    }
    required = [key for key, (_, field) in declared.items() if field.required]
    return {
        "description": (schema.__doc__ or "").strip(),
        "type": "object",
        "properties": properties,
        **({"required": required} if required else {}),
        "additionalProperties": False,
        **_TOGETHER.get(type(schema), {}),
    }


def _sentences(schema: Schema) -> Mapping[str, str]:
    own = DESCRIBED[_name(schema)]
    return {**DESCRIBED["Respond"], **own} if isinstance(schema, RespondSchema) else own


def _name(schema: Schema) -> str:
    return type(schema).__name__.removesuffix("Schema")


def _of_field(of: type[Schema], name: str, field: Any, definitions: Json) -> Json:
    """Describe one field: as it does itself, as a table says, or by its kind and its checks."""
    if hasattr(field, "json_schema"):
        return dict(field.json_schema)
    if name == "api":
        return dict(_API)
    if (of.__name__, name) in _SPECIAL:
        return dict(_SPECIAL[of.__name__, name])
    if isinstance(field, fields.Nested):
        return _reference(field.schema, definitions)
    described: Json = {"type": _KINDS[type(field)]} if type(field) in _KINDS else {}
    if isinstance(field, Entries):
        described["items"] = _of_field(of, "", field.inner, definitions)
    for check in field.validators:
        described |= _checked(check, field)
    return described


_KINDS: Mapping[type, str] = {
    fields.String: "string",
    fields.Integer: "integer",
    Number: "number",
    Entries: "array",
    fields.Dict: "object",
}


def _reference(schema: Any, definitions: Json) -> Json:
    name = _name(schema)
    if name not in definitions:
        definitions[name] = {}
        definitions[name] = _object(schema, definitions)
    return {"$ref": f"#/$defs/{name}"}


def _checked(check: Any, field: Any) -> Json:
    """Return in JSON Schema what a check of marshmallow asks."""
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


_SPECIAL: Mapping[tuple[str, str], Json] = {
    ("ScenarioSchema", "seed"): {"oneOf": [{"type": "string", "maxLength": 64}, {"type": "integer"}]},
    ("ScenarioSchema", "settings"): {"$ref": "#/$defs/Settings"},
    ("ScenarioSchema", "data"): {"$ref": "#/$defs/Data"},
    ("ScenarioSchema", "vars"): {
        "type": "object",
        "propertyNames": {"pattern": portable(VARIABLE)},
    },
    ("RuleSchema", "operation"): _OPERATIONS,
    ("RuleSchema", "match"): {
        "type": "object",
        "properties": {
            part: {
                "type": "object",
                "additionalProperties": {"$ref": f"#/$defs/{'TextTest' if part in ALWAYS_TEXT else 'Test'}"},
                "maxProperties": MOST_MEMBERS,
                **({"propertyNames": {"enum": list(REQUEST)}} if part == "request" else {}),
            }
            for part in PARTS
        },
        "additionalProperties": False,
    },
    ("LimitSchema", "operations"): {"anyOf": [{"enum": ["all", "reads", "writes"]}, *_OPERATIONS["anyOf"]]},
    ("GrantSchema", "allow"): {"type": "array", "items": _OPERATION, "maxItems": MOST_OPERATIONS},
    **{
        (of, "headers"): {
            "type": "object",
            "propertyNames": {"pattern": portable(HEADER_NAME, whole=True)},
            "additionalProperties": dict(HeaderField.json_schema),
        }
        for of in ("RespondSchema", "StepSchema")
    },
    ("StepSchema", "pass_"): {"const": True},
}
"""Fields whose schema says less than their reader asks."""


def _needs(*names: str) -> Json:
    return {"anyOf": [{"required": [name]} for name in names]}


def _only_with(key: str, *values: str) -> Json:
    return {"required": [key], "properties": {key: {"enum": list(values)}}}


_IDLE: Json = {
    "detail": {"required": ["error"]},
    "retry_after": _only_with("error", "too_many_requests"),
    "fields": _only_with("error", "invalid"),
}

_TOGETHER: Mapping[type[Schema], Json] = {
    RuleSchema: {
        **_needs("respond", "responses", "fault", "delay", "after", "next_state"),
        "dependentSchemas": {
            "responses": {"not": _needs("respond", "fault", "next_state")},
            "effect": _needs("respond", "responses", "fault"),
            "store": _needs("respond", "responses"),
            "then": {"required": ["responses"]},
        },
    },
    RespondSchema: {**_needs("error", "status"), "dependentSchemas": _IDLE},
    StepSchema: {
        **_needs("error", "status", "fault", "pass"),
        "dependentSchemas": {
            **_IDLE,
            "pass": {"not": _needs("error", "status", "effect")},
            "headers": _needs("error", "status"),
            "body": _needs("error", "status"),
        },
    },
    WhenSchema: {"minProperties": 1},
    ClockSchema: {
        "minProperties": 1,
        "dependentSchemas": {"start": {"properties": {"mode": {"not": {"const": "real"}}}}},
        "if": _only_with("mode", "offset"),
        "then": {"required": ["start"]},
    },
    LimitSchema: {
        "dependentSchemas": {"burst": _only_with("algorithm", "token_bucket")},
        "if": _only_with("algorithm", "concurrency"),
        "then": {"properties": {"limit": {"anyOf": [{"type": "integer"}, {"const": "published"}]}}},
        "else": {"properties": {"limit": {"type": "string"}}},
    },
}
"""What keys of one mapping ask of each other."""


def _test(plain: list[str], operand: Callable[[Kind], Operand]) -> Json:
    """Describe what a member of a request is held against: values of some types that stand alone, or comparisons."""
    return {
        "anyOf": [
            {"enum": ["present", "absent"]},
            {"type": plain},
            {
                "type": "object",
                "properties": {
                    name: {**operand(kind).schema, "description": f"Holds when {kind.sentence}."}
                    for name, kind in COMPARISONS.items()
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
    """Describe the records of an API's tenants; what a record holds is the API's own to check."""
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
