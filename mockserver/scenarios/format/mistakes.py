"""The mistakes of a document, each with its place: those of a schema, and those of readers.

Readers check the names of APIs and operations, ours, a provider's or patterns, against the existing ones.
"""

import fnmatch
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from marshmallow import Schema, ValidationError, fields

from mockserver.core.api.model import Api
from mockserver.core.documents import MOST_ERRORS, Path_
from mockserver.core.text import suggestion
from mockserver.scenarios.rules.engine import stands_for

Errors = list[tuple[Path_, str]]

MOST_OPERATIONS = 100
"""Operations that one rule, limit or credential names; a pattern counts as one."""


def hint(errors: Sequence[object], word: str, known: Iterable[str]) -> str:
    """Return a suggestion; nothing beyond the listed mistakes, because the search costs time."""
    return suggestion(word, known) if len(errors) < MOST_ERRORS else ""


def validated(schema: Schema, value: Any, what: str) -> tuple[dict[str, Any], Errors]:
    """Return the readable part of a value, and its mistakes. Elements of lists keep their places."""
    if not isinstance(value, dict):
        return {}, [((), f"{what} must be a mapping of keys to values")]
    try:
        return schema.load(value), []
    except ValidationError as error:
        valid = error.valid_data if isinstance(error.valid_data, dict) else {}
        messages = error.messages if isinstance(error.messages, dict) else {"_schema": error.messages}
        errors: Errors = []
        _collect(errors, messages, (), schema)
        return valid, errors


def steady(messages: Mapping[Any, Any]) -> Iterator[tuple[Any, Any]]:
    """Yield messages in an order that is the same in every process: marshmallow has unknown names as a set has them."""
    unknown = {key for key, value in messages.items() if value == ["Unknown field."]}
    yield from ((key, value) for key, value in messages.items() if key not in unknown)
    yield from ((key, messages[key]) for key in sorted(unknown, key=str))


def _collect(errors: Errors, messages: Mapping[Any, Any], path: Path_, schema: Schema | None) -> None:
    """Add the messages of a schema, which stand under the keys they are about."""
    for key, value in steady(messages):
        # Under a mapping with keys of its own, marshmallow tells whether the key or the value is wrong.
        told_apart = key in ("key", "value") and schema is None
        here = path if key == "_schema" or told_apart else (*path, key)
        if isinstance(value, dict):
            _collect(errors, value, here, _below(schema, key))
            continue
        for text in value:
            message = text.rstrip(".")
            if text == "Unknown field." and schema:
                known = [field.data_key or name for name, field in schema.fields.items()]
                message = f"unknown key{hint(errors, str(key), known)}"
            errors.append((here, message[0].lower() + message[1:]))


def _below(schema: Schema | None, key: Any) -> Schema | None:
    """Find the schema that checked the value of a key; list elements share their list's."""
    if isinstance(key, int) or schema is None:
        return schema
    found: Any = next((field for name, field in schema.fields.items() if (field.data_key or name) == key), None)
    if isinstance(found, fields.List):
        found = found.inner
    return found.schema if isinstance(found, fields.Nested) else None


def known_api(name: str, path: Path_, apis: Mapping[str, Api], errors: Errors) -> None:
    """Add a mistake where there is no API of that name."""
    if name not in apis:
        errors.append((path, f"there is no API {name!r}{suggestion(name, apis)}; there are {', '.join(apis)}"))


def named_operations(value: Any, path: Path_, apis: Mapping[str, Api], errors: Errors) -> tuple[str, ...]:
    """Read one name or a list of them; each has to be that of some operation, or to fit one."""
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        errors.append((path, "must be the name of an operation, a pattern such as customers.*, or a list of them"))
        return ()
    if len(names) > MOST_OPERATIONS:
        errors.append((path, f"must not name more than {MOST_OPERATIONS} operations"))
        return ()
    if len(errors) < MOST_ERRORS:  # more are not listed, and looking costs time
        known = {
            name for api in apis.values() for route in api.routes for name in (route.operation, route.operation_id)
        }
        errors += [
            (path, f"no API has an operation {name!r}{hint(errors, name, known)}")
            for name in names
            if name not in known and not any(fnmatch.fnmatchcase(operation, name) for operation in known)
        ]
    return tuple(names)


def resolved(names: Sequence[str], apis: Mapping[str, Api]) -> tuple[str, ...]:
    """Return the operations that names, patterns and providers' names stand for."""
    routes = [route for api in apis.values() for route in api.routes]
    return tuple(dict.fromkeys(route.operation for name in names for route in routes if stands_for((name,), route)))
