"""Tokens: what browsers and phones create; a sandbox's fixtures and tests do so in their place."""

from typing import Any

from mockserver.apis.chargebee import stamps
from mockserver.apis.chargebee.answers import answer, envelope, route
from mockserver.apis.chargebee.dialect import Constant, Parameters
from mockserver.apis.chargebee.payments.cards import CARD
from mockserver.apis.chargebee.payments.details import DIRECT_DEBIT, bank_account_details, card_details, token_details
from mockserver.apis.chargebee.payments.gateways import account_for, gateway_of, reference_at
from mockserver.apis.chargebee.payments.members import TYPES, BankAccountOfCountry, NumberedCard
from mockserver.apis.chargebee.payments.sources import given_id
from mockserver.apis.chargebee.problems import NotPresent, blank, contradicts
from mockserver.apis.chargebee.requests import read
from mockserver.apis.chargebee.stamps import mint
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import Object, shape_of
from mockserver.core.fields.kinds import Choice, Text, Whole
from mockserver.core.http.reply import Reply
from mockserver.core.store import Collection, Record

TOKENS = "tokens"

AN_HOUR = 60 * 60


def used_token(call: Call, id: str) -> Record:
    """Use a token up and give it; raises for one that is unknown, was used before or has expired."""
    token = call.records.get(TOKENS, id)
    if token is None:
        raise NotPresent("Token is not present", "token_id")
    if token["status"] == "new" and stamps.now(call) >= token["expired_at"]:
        raise contradicts("token_id", "The token has expired")
    if token["status"] != "new":
        raise contradicts("token_id", "The token was used before")
    call.records.put(TOKENS, id, {**token, "status": "consumed", **stamps.changed(call, token)})
    return token


class Token(Parameters):
    """What stands for a payment method until it is used.

    It is a gateway's token, as mobile libraries send it; or the details themselves, as only this sandbox takes them.
    """

    always = True

    payment_method_type = Choice(TYPES)
    id_at_vault = Text(65_000)
    gateway_account_id = Text(50)
    card = Object(NumberedCard, load_only=True)
    bank_account = Object(BankAccountOfCountry, load_only=True)
    id = Text(dump_only=True)
    object = Constant("token")
    gateway = Text(dump_only=True)
    status = Text(dump_only=True)
    vault = Text(dump_only=True)
    created_at = Whole(dump_only=True)
    updated_at = Whole(dump_only=True)
    resource_version = Whole(dump_only=True)
    expired_at = Whole(dump_only=True)


CREATE = Token()


@route(
    "POST /tokens/create_using_temp_token", "tokens.create_using_temp_token", "create_token_using_temp_token",
    envelope(token=shape_of(Token)), body=CREATE,
)  # fmt: skip
def create_token(call: Call) -> Reply:
    """Create a token. It is good for one use within an hour."""
    values = read(call, CREATE)
    account = account_for(call, values.get("gateway_account_id"), "gateway_account_id")
    type, details = _details(call, values)
    gateway = gateway_of(account)
    created = stamps.created(call)
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
