"""Tokens: create and read them."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe.answers import answer
from mockserver.apis.stripe.documented import PAYMENT, route
from mockserver.apis.stripe.fields import Expandable
from mockserver.apis.stripe.identifiers import mint
from mockserver.apis.stripe.lookups import any_id, existing, referenced
from mockserver.apis.stripe.owner import CUSTOMER
from mockserver.apis.stripe.payments.cards import CARD
from mockserver.apis.stripe.payments.source_members import BANK_ACCOUNT, Token
from mockserver.apis.stripe.payments.source_rules import (
    SOURCE,
    SOURCES,
    TOKEN,
    TOKENS,
    bank_account_from,
    card_from,
    new_token,
    source_for_tests,
)
from mockserver.apis.stripe.problems import missing_reference, refused
from mockserver.apis.stripe.requests import read
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import shape_of
from mockserver.core.http.reply import Reply
from mockserver.core.store import Collection, Record

CREATE, RETRIEVE, SHAPE = Token(), Expandable(), shape_of(Token)

_PREFIXES = {
    "account": "ct",
    BANK_ACCOUNT: "btok",
    CARD: "tok",
    "cvc_update": "cvctok",
    "person": "cpt",
    "pii": "pii",
}
"""By what a token stands for, what its id begins with."""

Values = Mapping[str, Any]


@route("POST /tokens", "tokens.create", "PostTokens", SHAPE, refuses=PAYMENT, body=CREATE)
def create_token(call: Call) -> Reply:
    """Create a token."""
    values = read(call, CREATE)
    named = [name for name in _PREFIXES if name in values]
    if len(named) > 1:
        raise refused(f"You may only specify one of these parameters: {', '.join(named)}.")
    if not named and "customer" not in values:
        raise refused("You must supply either a card, customer, PII data, or bank account to create a token.")
    source = _source(call, values, named[0] if named else CARD)
    type = source["object"] if source else named[0]
    token = new_token(call, mint(call, _PREFIXES[type]), type, source)
    call.records.put(TOKENS, token["id"], token)
    return answer(call, token, values)


def _source(call: Call, values: Values, type: str) -> dict[str, Any] | None:
    """Return the card or the bank account that a token is for; a customer's own is copied."""
    given = values.get(type)
    if "customer" in values or isinstance(given, str):
        return _saved(call, values, type, given)
    if type == CARD:
        return card_from(call, values[CARD])
    return bank_account_from(call, values[BANK_ACCOUNT], (BANK_ACCOUNT,)) if type == BANK_ACCOUNT else None


def _saved(call: Call, values: Values, type: str, id: Any) -> dict[str, Any]:
    if not isinstance(values.get(type, ""), str) or "customer" not in values:
        raise refused("A token is made from a customer and the ID of a source, or from a source that is described.")
    customer = referenced(call, CUSTOMER, values["customer"], "customer")
    wanted = id or customer["default_source"]
    source = call.records.get(SOURCES, wanted or "")
    if any_id(call):
        source = source or SOURCE.blank(call, wanted or "card_any")
    elif source is None or source["customer"] != customer["id"]:
        raise missing_reference(type, "source", wanted or "")
    return {**source, "id": mint(call, "card" if source["object"] == CARD else "ba"), "customer": None, "metadata": {}}


@route("GET /tokens/<token>", "tokens.get", "GetTokensToken", SHAPE, query=RETRIEVE)
def retrieve_token(call: Call) -> Reply:
    """Retrieve a token. Each name for tests stands for a new one."""
    values = read(call, RETRIEVE)
    id = call.arguments["token"]
    source = source_for_tests(call, id)
    if source is None:
        return answer(call, existing(call, TOKEN, id), values)
    token: Record = new_token(call, mint(call, _PREFIXES[source["object"]]), source["object"], source)
    call.records.put(TOKENS, token["id"], token)
    return answer(call, token, values)


collections = (Collection(TOKENS),)
