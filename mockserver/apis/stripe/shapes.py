"""The shapes of Stripe's answers, for its documents: what all objects and lists have in common."""

from functools import cache
from typing import Any

from marshmallow import RAISE, Schema, fields, validate


class Shape(Schema):
    """An object of an answer; it has no members but the declared ones."""

    class Meta:
        unknown = RAISE


def text(*, null: bool = False, **kwargs: Any) -> fields.Field[Any]:
    """Declare a member that is text, always there, possibly null."""
    return fields.String(required=True, allow_none=null, **kwargs)


def whole(*, null: bool = False) -> fields.Field[Any]:
    """Declare a member that is a whole number."""
    return fields.Integer(required=True, allow_none=null)


def flag() -> fields.Field[Any]:
    """Declare a member that is true or false."""
    return fields.Boolean(required=True)


def constant(value: str) -> fields.Field[Any]:
    """Declare a member that is always the same word."""
    return fields.String(required=True, validate=validate.Equal(value))


def choice(*words: str, null: bool = False) -> fields.Field[Any]:
    """Declare a member that is one of a few words."""
    return fields.String(required=True, allow_none=null, metadata={"enum": [*words, *([None] if null else [])]})


def inner(schema: type[Schema], *, null: bool = False) -> fields.Field[Any]:
    """Declare a member that is an object."""
    return fields.Nested(schema, required=True, allow_none=null)


def array(of: fields.Field[Any]) -> fields.Field[Any]:
    """Declare a member that is an array."""
    return fields.List(of, required=True)


def metadata() -> fields.Field[Any]:
    """Declare a member that is a hash of text."""
    return fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class ExpandableMember(fields.Field[Any]):
    """A member that is an id, or the whole object where that was asked for."""

    def openapi(self, described: Any) -> dict[str, Any]:
        return {"type": ["string", "object", "null"]}


def expandable(*, required: bool = True) -> fields.Field[Any]:
    """Declare a member that is an id or, expanded, an object; null where there is none."""
    return ExpandableMember(required=required, allow_none=True)


class DeletedSchema(Shape):
    """What is left of a deleted object."""

    id = text()
    object = text()
    deleted = flag()


class ErrorDetailsSchema(Shape):
    """What went wrong."""

    code = fields.String()
    decline_code = fields.String()
    doc_url = fields.String()
    message = text()
    param = fields.String()
    request_log_url = fields.String()
    type = choice("api_error", "card_error", "idempotency_error", "invalid_request_error")


class ErrorSchema(Shape):
    """A refusal."""

    error = inner(ErrorDetailsSchema)


@cache
def list_of(schema: type[Schema]) -> type[Schema]:
    """Return the schema of a list of objects."""
    members = {
        "object": constant("list"),
        "data": array(fields.Nested(schema)),
        "has_more": flag(),
        "url": text(),
    }
    return type(f"{schema.__name__.removesuffix('Schema')}ListSchema", (Shape,), members)


@cache
def embedded_list_of(schema: type[Schema]) -> type[Schema]:
    """Return the schema of a list of objects inside another object: it says how many there are in all."""
    name = schema.__name__.removesuffix("Schema")
    return type(f"{name}EmbeddedListSchema", (list_of(schema),), {"total_count": whole()})


@cache
def found_of(schema: type[Schema]) -> type[Schema]:
    """Return the schema of a page of what was found."""
    members = {
        "object": constant("search_result"),
        "data": array(fields.Nested(schema)),
        "has_more": flag(),
        "next_page": text(null=True),
        "total_count": fields.Integer(),
        "url": text(),
    }
    return type(f"{schema.__name__.removesuffix('Schema')}SearchResultSchema", (Shape,), members)
