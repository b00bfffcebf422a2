"""The custom fields of a record, held against what was declared for its resource."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.rebilly import names
from mockserver.apis.rebilly.custom_fields.types import complaints
from mockserver.core.api.model import Call
from mockserver.core.problems import FieldError
from mockserver.core.store import Record

_UNDECLARED = "There is no such custom field."
_REQUIRED = "This member is required."


def check(call: Call, resource: str, given: Mapping[str, Any], errors: list[FieldError]) -> Mapping[str, Any]:
    """Return the custom fields with the defaults of those left out; what is wrong is added to `errors`.

    Only enabled fields count as declared. Any other name is accepted, unless the tenant is strict.
    """
    declared = call.records.lookup(names.CUSTOM_FIELDS, "resource", resource)
    strict = call.settings["custom_fields"] == "strict"
    if not declared and not strict:
        return given
    enabled = {field["name"]: field for field in declared if field["isEnabled"]}
    values = {**_defaults(enabled), **given}
    if strict:
        errors += [FieldError(f"customFields.{name}", _UNDECLARED) for name in values if name not in enabled]
    for name, field in enabled.items():
        errors += [FieldError(f"customFields.{name}", message) for message in _complaints(field, values.get(name))]
    return values


def _defaults(enabled: Mapping[str, Record]) -> dict[str, Any]:
    return {name: field["additionalSchema"]["default"] for name, field in enabled.items() if _has_default(field)}


def _has_default(field: Record) -> bool:
    return "default" in (field["additionalSchema"] or {})


def _complaints(field: Record, value: Any) -> list[str]:
    rules = field["additionalSchema"] or {}
    if value is None:
        return [_REQUIRED] if rules.get("required") else []
    return complaints(field["type"], rules, value)
