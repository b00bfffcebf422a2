"""Tokens: what stands for a card or a bank account until it is used, once; and those for tests, which always work."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe import times
from mockserver.apis.stripe.identifiers import mint
from mockserver.apis.stripe.lookups import Kind, any_id, found
from mockserver.apis.stripe.payments.bank_accounts import KNOWN_ACCOUNTS, bank_account_for_tests, new_bank_account
from mockserver.apis.stripe.payments.card_parameters import card_for_tests, read_card
from mockserver.apis.stripe.payments.cards import new_card
from mockserver.apis.stripe.payments.known_cards import named_card
from mockserver.apis.stripe.payments.source_members import BANK_ACCOUNT, CARD
from mockserver.apis.stripe.problems import Path, missing_reference, refused
from mockserver.core.api.model import Call

TOKENS = "tokens"

CARD_PREFIX = "tok_"


def new_token(call: Call, id: str, type: str, source: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return a token; what it stands for is kept beside what is shown of it."""
    token: dict[str, Any] = {"id": id, "object": "token"}
    if source is not None:
        token[type] = _shown(source)
    return {
        **token,
        "client_ip": None,
        "created": times.now(call),
        "livemode": False,
        "type": type,
        "used": False,
        "_source": source,
    }


def _shown(source: Mapping[str, Any]) -> dict[str, Any]:
    """Write a card or a bank account as tokens show it: it has no customer yet."""
    shown = {name: value for name, value in source.items() if name != "customer" and not name.startswith("_")}
    if source["object"] == CARD:
        shown["networks"] = {"preferred": source["_networks"]["preferred"]}
    return shown


def card_from(call: Call, values: Mapping[str, Any]) -> dict[str, Any]:
    """Read a new card; raise `CardError`."""
    return new_card(mint(call, "card"), read_card(call, values), values)


def bank_account_from(call: Call, values: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """Read a new bank account; raise `BadParameter`."""
    return new_bank_account(mint(call, "ba"), values, path)


def source_for_tests(call: Call, id: str) -> dict[str, Any] | None:
    """Return a new card or bank account for the id of a token for tests, and nothing for any other."""
    card = named_card(id, CARD_PREFIX)
    if card:
        return new_card(mint(call, "card"), card_for_tests(call, card), {})
    return bank_account_for_tests(mint(call, "ba"), id) if id in KNOWN_ACCOUNTS else None


def blank_token(call: Call, id: str) -> dict[str, Any]:
    """Make up a token for an id: of a bank account where that looks like one, else of a card."""
    source = source_for_tests(call, "btok_us" if id.startswith("btok_") else "tok_visa")
    return new_token(call, id, BANK_ACCOUNT if id.startswith("btok_") else CARD, source)


TOKEN = Kind(TOKENS, "token", blank_token)


def spend(call: Call, id: str, param: str) -> dict[str, Any]:
    """Use a token, which a parameter names, up, and give what it stands for; one for tests can be used for ever.

    Raise `BadParameter` for a token that does not exist, stands for something else or was used.
    """
    known = source_for_tests(call, id)
    if known:
        return known
    token = found(call, TOKEN, id)
    if token is not None and token["_source"] is None and any_id(call):
        token = blank_token(call, id)
    if token is None or token["_source"] is None:
        raise missing_reference(param, "token", id)
    if token["used"] and not any_id(call):
        raise refused(f"You cannot use a Stripe token more than once: {id}.", "token_already_used")
    call.records.put(TOKENS, id, {**token, "used": True})
    return dict(token["_source"])
