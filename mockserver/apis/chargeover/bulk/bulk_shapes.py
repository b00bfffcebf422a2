"""The shape of what a bulk request answers."""

from marshmallow import fields, validate

from mockserver.apis.chargeover.shapes import Shape


class EntryAnswerSchema(Shape):
    """What one entry is answered; the response is what the same request alone would get."""

    code = fields.Integer(required=True)
    status = fields.String(required=True, validate=validate.OneOf(("OK", "Error")))
    message = fields.String(required=True)
    response = fields.Raw(required=True, allow_none=True)


class BulkSchema(Shape):
    """The answers of all entries, in their order."""

    _bulk = fields.List(fields.Nested(EntryAnswerSchema), required=True)
