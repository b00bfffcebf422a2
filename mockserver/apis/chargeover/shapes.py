"""The shapes of ChargeOver's answers, for its documents: the envelope, and what all objects have in common."""

from functools import cache
from typing import Any

from marshmallow import RAISE, Schema, fields, validate


class Shape(Schema):
    """An object of an answer; it has no members but the declared ones."""

    class Meta:
        unknown = RAISE


class Details(Schema):
    """What an answer says beside its message; nothing."""


class _Envelope(Shape):
    """The members around every response; an old client gets no details."""

    code = fields.Integer(required=True)
    status = fields.String(required=True, validate=validate.OneOf(("OK", "Error")))
    message = fields.String(required=True)
    details = fields.Nested(Details)


class ErrorSchema(_Envelope):
    """A refusal; the response is null where an object does not exist, and else false."""

    response = fields.Raw(required=True, allow_none=True, metadata={"enum": [False, None]})


class IdSchema(Shape):
    """The id of a new or changed object."""

    id = fields.Integer(required=True)


@cache
def answer(schema: type[Schema], *, many: bool = False) -> type[Schema]:
    """Return the schema of an envelope around an object, or around a list of them."""
    inner: fields.Field[Any] = fields.Nested(schema, required=True)
    if many:
        inner = fields.List(fields.Nested(schema), required=True)
    name = schema.__name__.removesuffix("Schema")
    return type(f"{name}{'List' if many else ''}AnswerSchema", (_Envelope,), {"response": inner})


class CountAnswerSchema(_Envelope):
    """How many objects there are."""

    response = fields.Integer(required=True)


class TrueAnswerSchema(_Envelope):
    """That it was done."""

    response = fields.Boolean(required=True, validate=validate.Equal(True))


class TextAnswerSchema(_Envelope):
    """A text."""

    response = fields.String(required=True)


class ActionAnswerSchema(_Envelope):
    """What came of an action: that it was done, or a text."""

    response = fields.Raw(required=True, metadata={"type": ["boolean", "string"]})


IdAnswerSchema = answer(IdSchema)
