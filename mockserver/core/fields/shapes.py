"""The shapes of answers, for their documents: what those of all APIs have in common."""

from typing import Any

from marshmallow import INCLUDE, RAISE, Schema, fields, validate


class Shape(Schema):
    """An object of an answer; it has no members but the declared ones."""

    class Meta:
        unknown = RAISE


class OpenShape(Schema):
    """An object of an answer that callers can add members to."""

    class Meta:
        unknown = INCLUDE


def constant(value: str) -> fields.Field[Any]:
    """Declare a member that is always the same word."""
    return fields.String(required=True, validate=validate.Equal(value))
