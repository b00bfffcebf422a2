"""Sources, the old-fashioned cards and bank accounts of customers, and tokens, each of which becomes one of them."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe import events, times
from mockserver.apis.stripe.fields import merged_metadata
from mockserver.apis.stripe.identifiers import mint
from mockserver.apis.stripe.lookups import Kind, any_id, found
from mockserver.apis.stripe.owner import forget_payment_method, set_default_source
from mockserver.apis.stripe.payments.bank_accounts import (
    KNOWN_ACCOUNTS,
    Holder,
    bank_account_for_tests,
    changed_bank_account,
    new_bank_account,
)
from mockserver.apis.stripe.payments.cards import (
    CARD,
    CardHolder,
    admitted,
    card_for_tests,
    changed_card,
    new_card,
    read_card,
)
from mockserver.apis.stripe.payments.known_cards import named_card
from mockserver.apis.stripe.payments.payment_method_rules import PAYMENT_METHODS, of_source
from mockserver.apis.stripe.payments.source_members import BANK_ACCOUNT
from mockserver.apis.stripe.problems import Path, missing_reference, refused
from mockserver.core.api.model import Call
from mockserver.core.store import Record

SOURCES = "sources"

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


def blank_source(call: Call, id: str) -> dict[str, Any]:
    """Make up a source for an id: a bank account where that looks like one, else a card."""
    token = blank_token(call, "btok_any" if id.startswith("ba_") else "tok_any")
    return {**token["_source"], "id": id, "customer": call.arguments.get("customer"), "_created": times.now(call)}


SOURCE = Kind(SOURCES, "source", blank_source)


def add_source(
    call: Call,
    customer: Record,
    given: str | Mapping[str, Any],
    metadata: Mapping[str, str] | None = None,
    id: str = "",
) -> dict[str, Any]:
    """Add a source to a customer, from a token or as it was described; its bank is asked about a card.

    Raise `CardError` where that declines, and `BadParameter` for what is no source.
    """
    source = spend(call, given, "source") if isinstance(given, str) else _described(call, given)
    if source["object"] == CARD:
        source = admitted(source)
    elif not any_id(call):
        _refuse_twin(call, customer, source)
    own = given.get("metadata") if isinstance(given, Mapping) else None
    source |= {
        "id": id or source["id"],
        "customer": customer["id"],
        "metadata": merged_metadata(merged_metadata({}, own), metadata),
        "_created": times.now(call),
    }
    keep_source(call, source)
    events.emit(call, "customer.source.created", source)
    return source


def keep_source(call: Call, source: Record) -> None:
    """Keep a source; a card is among its customer's payment methods as well, under the same id."""
    call.records.put(SOURCES, source["id"], source)
    if source["object"] == CARD:
        before = call.records.get(PAYMENT_METHODS, source["id"])
        call.records.put(PAYMENT_METHODS, source["id"], of_source(source, before))


def drop_source(call: Call, source: Record) -> None:
    """Forget a source."""
    call.records.delete(SOURCES, source["id"])
    call.records.delete(PAYMENT_METHODS, source["id"])
    events.emit(call, "customer.source.deleted", source)


def changed_source(call: Call, source: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    """Lay parameters over a source, each kind its own; raises `BadParameter` for those of another kind."""
    known = _OWN[source["object"]]
    for name in values:
        if name not in known and not any_id(call):
            problem = refused(f"Received unknown parameter: {name}", "parameter_unknown")
            problem.param = name
            raise problem
    if source["object"] == CARD:
        return changed_card(call, source, values)
    return changed_bank_account(source, values)


def remove_source(call: Call, customer: Record, source: Record) -> Record:
    """Take a source from its customer and return the customer; the newest that is left takes a default's place."""
    drop_source(call, source)
    if customer["default_source"] == source["id"]:
        newest = next(call.records.lookup_newest_first(SOURCES, "customer", customer["id"]), None)
        customer = set_default_source(call, customer, newest["id"] if newest else None)
    return forget_payment_method(call, customer, source["id"])


def _described(call: Call, given: Mapping[str, Any]) -> dict[str, Any]:
    return card_from(call, given) if given["object"] == CARD else bank_account_from(call, given, ("source",))


def _refuse_twin(call: Call, customer: Record, account: Record) -> None:
    own = call.records.lookup(SOURCES, "customer", customer["id"])
    if any(source["fingerprint"] == account["fingerprint"] for source in own):
        raise refused(
            "A bank account with that routing number and account number already exists for this customer.",
            "bank_account_exists",
        )


_COMMON = {"expand", "metadata"}

_OWN = {
    CARD: {*_COMMON, *CardHolder().parameters, "exp_month", "exp_year"},
    BANK_ACCOUNT: {*_COMMON, *Holder().parameters},
}
"""By kind, what can be said about a source that exists."""
