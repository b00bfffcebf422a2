"""Chargebee's answers: envelopes of objects without what is not set, their shapes, and how operations are declared."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Literal

from marshmallow import Schema, fields

from mockserver.apis.chargebee.auth import ANY_KEY
from mockserver.apis.chargebee.problems import JSON, inside
from mockserver.core.api.model import QueryParameter, Response
from mockserver.core.api.routes import Routes
from mockserver.core.fields.containers import Members, Object
from mockserver.core.fields.field import Shape
from mockserver.core.fields.kinds import Whole
from mockserver.core.http.bodies import encode_json
from mockserver.core.http.reply import Reply
from mockserver.core.store import Record


def shown(record: Record) -> dict[str, Any]:
    """Write an object: what is unset is left out, because a null breaks Python's client; what is hidden, too."""
    return {name: value for name, value in record.items() if value is not None and not name.startswith("_")}


def answer(**objects: Record | None) -> Reply:
    """Answer objects under their names; an absent one leaves no trace. Every success of Chargebee's is 200."""
    return reply({name: shown(record) for name, record in objects.items() if record is not None})


def reply(value: Mapping[str, Any]) -> Reply:
    """Return a whole body."""
    return Reply(200, encode_json(value), dict(JSON))


def listed(rows: Iterable[Mapping[str, Record | None]], next_offset: str | None = None) -> Reply:
    """Return a page of objects under their names; the next offset is there only where there is a next page."""
    page: dict[str, Any] = {
        "list": [{name: shown(record) for name, record in row.items() if record is not None} for row in rows]
    }
    if next_offset is not None:
        page["next_offset"] = next_offset
    return reply(page)


class ErrorSchema(Shape):
    """A refusal; the last four members are those of older clients."""

    message = fields.String(required=True)
    type = fields.String()
    api_error_code = fields.String(required=True)
    param = fields.String()
    error_cause_id = fields.String()
    error_code = fields.String(required=True)
    error_msg = fields.String(required=True)
    error_param = fields.String()
    http_status_code = fields.Integer(required=True)


def envelope(optional: Mapping[str, type[Schema]] | None = None, **required: type[Schema]) -> type[Schema]:
    """Return the schema of an answer that holds objects under their names."""
    return _envelope(tuple(required.items()), tuple((optional or {}).items()))


@cache
def _envelope(
    required: Iterable[tuple[str, type[Schema]]], optional: Iterable[tuple[str, type[Schema]]]
) -> type[Schema]:
    members = {name: fields.Nested(schema, required=True) for name, schema in required}
    members |= {name: fields.Nested(schema) for name, schema in optional}
    names = "".join(name.title().replace("_", "") for name in members)
    return type(f"{names}EnvelopeSchema", (Shape,), members)


@cache
def list_of(row: type[Schema]) -> type[Schema]:
    """Return the schema of a page of envelopes."""
    members = {"list": fields.List(fields.Nested(row), required=True), "next_offset": fields.String()}
    return type(f"{row.__name__.removesuffix('Schema')}ListSchema", (Shape,), members)


def queries(members: Members) -> Sequence[QueryParameter]:
    """Return the query parameters that are declared, by the names that requests have them under."""
    return tuple(_queries(members))


def _queries(members: Members, group: str = "") -> Iterator[QueryParameter]:
    for name, parameter in members.parameters.items():
        param = inside(group, name)
        if isinstance(parameter, Object):
            yield from _queries(parameter.schema, param)
        else:
            described = _DESCRIBED.get(name, f"Only objects with this {group or name}.")
            kind: Literal["integer", "string"] = "integer" if isinstance(parameter, Whole) else "string"
            yield QueryParameter(param, described, kind, parameter.required)


_DESCRIBED: Mapping[str, str] = {
    "limit": "How many objects to answer at most, from 1 to 100; 10 without it.",
    "offset": "Where the page begins: what the page before gave as `next_offset`.",
    "include_deleted": "Whether to list deleted objects, too.",
    "asc": "What to sort by, the least first.",
    "desc": "What to sort by, the greatest first.",
    "is": "Only objects whose member is this.",
    "is_not": "Only objects whose member is not this.",
    "starts_with": "Only objects whose member starts with this.",
    "in": "Only objects whose member is one of these: `[a,b]`.",
    "not_in": "Only objects whose member is none of these: `[a,b]`.",
    "is_present": "Only objects that have the member, or with `false` that have it not.",
    "after": "Only objects whose time is later, in seconds.",
    "before": "Only objects whose time is earlier, in seconds.",
    "on": "Only objects whose time is on the day, in UTC, of this one, in seconds.",
    "hierarchy_operation_type": "Which part of the hierarchy: all of it, those below, or those above.",
    "from_site": "The site it came from.",
    "entity_type": "What was moved: `customer`.",
    "entity_id": "The id of what was moved.",
    "between": "Only objects whose time is one of these two or between them, a JSON array of seconds.",
}

_READ = {
    status: Response(ErrorSchema, ("Retry-After",) if status == 429 else ()) for status in (400, 401, 403, 404, 429)
}
_WRITE = {**_READ, 409: Response(ErrorSchema), 422: Response(ErrorSchema)}

route = Routes(ANY_KEY, {"GET": _READ, "POST": _WRITE}, queries)
