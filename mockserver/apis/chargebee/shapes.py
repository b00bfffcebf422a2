"""The shapes of Chargebee's answers, for its documents: what all of them have in common."""

from functools import cache
from typing import Any

from marshmallow import INCLUDE, RAISE, Schema, fields, validate


class Shape(Schema):
    """An object of an answer; it has no members but the declared ones."""

    class Meta:
        unknown = RAISE


class OpenShape(Schema):
    """An object of an answer that custom fields can be added to."""

    class Meta:
        unknown = INCLUDE


def constant(value: str) -> fields.Field[Any]:
    """Declare a member that is always the same word."""
    return fields.String(required=True, validate=validate.Equal(value))


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


@cache
def envelope(
    required: tuple[tuple[str, type[Schema]], ...], optional: tuple[tuple[str, type[Schema]], ...] = ()
) -> type[Schema]:
    """Return the schema of an answer that holds objects under their names."""
    members = {name: fields.Nested(schema, required=True) for name, schema in required}
    members |= {name: fields.Nested(schema) for name, schema in optional}
    names = "".join(name.title().replace("_", "") for name, _ in (*required, *optional))
    return type(f"{names}EnvelopeSchema", (Shape,), members)


@cache
def list_of(row: type[Schema]) -> type[Schema]:
    """Return the schema of a page of envelopes."""
    members = {"list": fields.List(fields.Nested(row), required=True), "next_offset": fields.String()}
    return type(f"{row.__name__.removesuffix('Schema')}ListSchema", (Shape,), members)
