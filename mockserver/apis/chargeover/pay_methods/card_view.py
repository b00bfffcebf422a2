"""How a card looks in an answer, and the shape of that."""

from typing import Any

from marshmallow import fields, validate

from mockserver.apis.chargeover.pay_methods.card_numbers import TYPES
from mockserver.apis.chargeover.pay_methods.expiry import shown_expiry
from mockserver.apis.chargeover.shapes import Shape
from mockserver.apis.chargeover.times import shown
from mockserver.core.api.model import Call
from mockserver.core.store import Record


class CreditCardSchema(Shape):
    """A card."""

    creditcard_id = fields.Integer(required=True)
    external_key = fields.String(required=True, allow_none=True)
    type = fields.String(required=True, validate=validate.OneOf(tuple(TYPES)))
    token = fields.String(required=True)
    expdate = fields.String(required=True)
    write_datetime = fields.String(required=True)
    write_ipaddr = fields.String(required=True)
    mod_datetime = fields.String(required=True)
    mask_number = fields.String(required=True)
    mask_and_bin_number = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    expdate_month = fields.String(required=True)
    expdate_year = fields.String(required=True)
    expdate_formatted = fields.String(required=True)
    type_name = fields.String(required=True)
    url_updatelink = fields.String(required=True)
    address = fields.String(required=True, allow_none=True)
    city = fields.String(required=True, allow_none=True)
    state = fields.String(required=True, allow_none=True)
    postcode = fields.String(required=True, allow_none=True)
    country = fields.String(required=True, allow_none=True)
    customer_id = fields.Integer(required=True)


def card_view(call: Call, card: Record) -> dict[str, Any]:
    """Return a card as an answer shows it."""
    return {
        **{name: card[name] for name in ("creditcard_id", "external_key", "type", "token", "expdate")},
        "write_datetime": shown(call, card["write_datetime"]),
        "write_ipaddr": card["write_ipaddr"],
        "mod_datetime": shown(call, card["mod_datetime"]),
        **{name: card[name] for name in ("mask_number", "mask_and_bin_number", "name")},
        **shown_expiry(card["expdate"]),
        "type_name": TYPES[card["type"]].name,
        "url_updatelink": f"{call.base_url}/r/paymethod/i/{card['_customer_token']}",
        **{name: card[name] for name in ("address", "city", "state", "postcode", "country", "customer_id")},
    }
