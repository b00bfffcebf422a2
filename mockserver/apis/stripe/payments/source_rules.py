"""A customer's sources: its old-fashioned cards and its bank accounts, one of which is the default."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe import events, times
from mockserver.apis.stripe.customers.customer_defaults import forget_payment_method, set_default_source
from mockserver.apis.stripe.lookups import Kind, any_id
from mockserver.apis.stripe.metadata import merged_metadata
from mockserver.apis.stripe.payments.bank_accounts import HolderParameters, changed_bank_account
from mockserver.apis.stripe.payments.card_parameters import CardHolderParameters
from mockserver.apis.stripe.payments.cards import admitted, changed_card
from mockserver.apis.stripe.payments.payment_method_rules import PAYMENT_METHODS, of_source
from mockserver.apis.stripe.payments.source_members import BANK_ACCOUNT, CARD
from mockserver.apis.stripe.payments.token_record import bank_account_from, blank_token, card_from, spend
from mockserver.apis.stripe.problems import refused
from mockserver.core.api.model import Call
from mockserver.core.store import Record

SOURCES = "sources"


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
    CARD: {*_COMMON, *CardHolderParameters().parameters, "exp_month", "exp_year"},
    BANK_ACCOUNT: {*_COMMON, *HolderParameters().parameters},
}
"""By kind, what can be said about a source that exists."""
