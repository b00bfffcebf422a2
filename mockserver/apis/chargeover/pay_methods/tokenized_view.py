"""How a token looks in an answer, and the shape of that."""

from typing import Any

from marshmallow import fields, validate

from mockserver.apis.chargeover.pay_methods.card_numbers import TYPES
from mockserver.apis.chargeover.pay_methods.tokenized_parameters import PAYMETHODS
from mockserver.apis.chargeover.shapes import Shape
from mockserver.core.api.model import Call
from mockserver.core.store import Record

_MEMBERS = (
    "tokenized_id", "external_key", "type", "token", "name", "paymethod_hint", "expdate", "type_hint", "gateway",
    "customer_id",
)  # fmt: skip


class TokenizedSchema(Shape):
    """A token."""

    tokenized_id = fields.Integer(required=True)
    external_key = fields.String(required=True, allow_none=True)
    type = fields.String(required=True)
    token = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    paymethod_hint = fields.String(required=True, allow_none=True, validate=validate.OneOf((*PAYMETHODS, None)))
    expdate = fields.String(required=True, allow_none=True)
    type_hint = fields.String(required=True, allow_none=True, validate=validate.OneOf((*TYPES, None)))
    gateway = fields.String(required=True, allow_none=True)
    customer_id = fields.Integer(required=True)


def tokenized_view(call: Call, record: Record) -> dict[str, Any]:
    """Return a token as an answer shows it."""
    return {name: record[name] for name in _MEMBERS}
