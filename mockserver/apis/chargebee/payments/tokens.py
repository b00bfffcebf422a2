"""Tokens: what browsers and phones create; a sandbox's fixtures and tests do so in their place."""

from typing import Any

from marshmallow import fields

from mockserver.apis.chargebee import times
from mockserver.apis.chargebee.answers import answer
from mockserver.apis.chargebee.auth import ANY_KEY
from mockserver.apis.chargebee.dialect import Parameters
from mockserver.apis.chargebee.documented import WRITE
from mockserver.apis.chargebee.identifiers import mint
from mockserver.apis.chargebee.payments.bank_account_parameters import CustomerBankAccountParameters
from mockserver.apis.chargebee.payments.card_parameters import CardParameters
from mockserver.apis.chargebee.payments.cards import CARD
from mockserver.apis.chargebee.payments.gateways import account_for, gateway_of, reference_at
from mockserver.apis.chargebee.payments.payment_details import (
    DIRECT_DEBIT,
    bank_account_details,
    card_details,
    token_details,
)
from mockserver.apis.chargebee.payments.payment_source_record import given_id
from mockserver.apis.chargebee.payments.token_record import AN_HOUR, TOKENS
from mockserver.apis.chargebee.payments.words import TYPES
from mockserver.apis.chargebee.problems import blank
from mockserver.apis.chargebee.requests import read
from mockserver.apis.chargebee.shapes import Shape, constant, envelope
from mockserver.core.api.model import Call, Response, Route
from mockserver.core.fields.containers import Object
from mockserver.core.fields.kinds import Choice, Text
from mockserver.core.http.reply import Reply
from mockserver.core.store import Collection


class TokenParameters(Parameters):
    """A gateway's token, as mobile libraries send it; or the details themselves, as only this sandbox takes them."""

    payment_method_type = Choice(TYPES)
    id_at_vault = Text(65_000)
    gateway_account_id = Text(50)
    card = Object(CardParameters)
    bank_account = Object(CustomerBankAccountParameters)


class TokenSchema(Shape):
    """What stands for a payment method until it is used."""

    id = fields.String(required=True)
    object = constant("token")
    gateway = fields.String(required=True)
    gateway_account_id = fields.String(required=True)
    payment_method_type = fields.String(required=True)
    status = fields.String(required=True)
    id_at_vault = fields.String(required=True)
    vault = fields.String(required=True)
    created_at = fields.Integer(required=True)
    updated_at = fields.Integer(required=True)
    resource_version = fields.Integer(required=True)
    expired_at = fields.Integer(required=True)


CREATE = TokenParameters()


def create_token(call: Call) -> Reply:
    """Create a token, good for one use within an hour."""
    values = read(call, CREATE)
    account = account_for(call, values.get("gateway_account_id"), "gateway_account_id")
    type, details = _details(call, values)
    gateway = gateway_of(account)
    created = times.created(call)
    token = {
        "id": given_id(call, TOKENS) or mint(call, "tok_"),
        "object": "token",
        "gateway": gateway,
        "gateway_account_id": account,
        "payment_method_type": type,
        "status": "new",
        "id_at_vault": values.get("id_at_vault") or reference_at(call, gateway),
        "vault": "gateway",
        **created,
        "expired_at": created["created_at"] + AN_HOUR,
        "_details": details,
    }
    call.records.put(TOKENS, token["id"], token)
    return answer(token=token)


def _details(call: Call, values: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return what a token stands for: its type, and the members of a payment source that depend on it."""
    card, bank = values.get("card"), values.get("bank_account")
    if card:
        return CARD, card_details(call, card, "card")
    if bank:
        return DIRECT_DEBIT, bank_account_details(bank, bank.get("issuing_country"), "bank_account[issuing_country]")
    type, token = values.get("payment_method_type") or CARD, values.get("id_at_vault")
    if not token:
        raise blank("id_at_vault")
    return type, token_details(call, type, token)


collections = (Collection(TOKENS),)

routes = (
    Route(
        "POST", "/tokens/create_using_temp_token", "tokens.create_using_temp_token", "create_token_using_temp_token",
        create_token, "Create a token", {200: Response(envelope((("token", TokenSchema),))), **WRITE}, ANY_KEY,
        TokenParameters,
    ),
)  # fmt: skip
