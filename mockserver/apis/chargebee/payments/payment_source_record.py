"""A payment source as it is stored: how it begins, how it is found, changed and deleted."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargebee import times
from mockserver.apis.chargebee.identifiers import mint
from mockserver.apis.chargebee.payments.cards import CARD, expiry_status
from mockserver.apis.chargebee.payments.gateways import STRIPE, gateway_of, reference_at
from mockserver.apis.chargebee.problems import NotPresent, Taken
from mockserver.core.api.model import Call
from mockserver.core.problems import NotFound
from mockserver.core.store import Record

PAYMENT_SOURCES = "payment_sources"

HIDDEN_IIN = "******"
"""What is shown of a card's first digits where the gateway keeps them to itself."""


def given_id(call: Call, collection: str) -> str | None:
    """Return the id that a fixture's record has; a request cannot choose one. Raise `Taken`."""
    given = call.exchange.given
    if given is None or "id" not in given or not call.exchange.operation.startswith(f"{collection}."):
        return None
    id = str(given["id"])
    if call.records.get(collection, id):
        raise Taken(f"The value {id} is already present.")
    return id


def new_source(
    call: Call, customer: str, account: str, type: str, details: Mapping[str, Any], reference: str | None = None
) -> dict[str, Any]:
    """Keep a new payment source; `details` are the members that depend on its type."""
    gateway = gateway_of(account)
    source = {
        "id": given_id(call, PAYMENT_SOURCES) or mint(call, "pm_"),
        "object": "payment_source",
        **times.created(call),
        "customer_id": customer,
        "type": type,
        "reference_id": reference or reference_at(call, gateway),
        "status": "valid",
        "gateway": gateway,
        "gateway_account_id": account,
        "deleted": False,
        **details,
    }
    if gateway == STRIPE and CARD in source:
        source[CARD] = {**source[CARD], "iin": HIDDEN_IIN}
    call.records.put(PAYMENT_SOURCES, source["id"], source)
    return source


def source_of(call: Call, customer: str, id: str | None) -> Record | None:
    """Return a payment source of a customer's."""
    source = call.records.get(PAYMENT_SOURCES, id) if id else None
    return None if source is None or source["deleted"] or source["customer_id"] != customer else current(call, source)


def named_source(call: Call) -> Record:
    """Return the payment source of the path; raise `NotFound`. A deleted one can be read and not be changed."""
    source = call.records.get(PAYMENT_SOURCES, call.arguments["source"])
    if source is None or (source["deleted"] and call.exchange.method != "GET"):
        raise NotFound
    return current(call, source)


def referenced_source(call: Call, customer: str, id: str) -> Record:
    """Return the payment source that a parameter names; raise `NotPresent` for another customer's, too."""
    source = source_of(call, customer, id)
    if source is None:
        raise NotPresent("Payment source is not present", "payment_source_id")
    return source


def current(call: Call, source: Record) -> Record:
    """Return a payment source as it is now: cards expire with time."""
    if CARD not in source or source["status"] not in ("valid", "expiring", "expired"):
        return source
    return {**source, "status": expiry_status(call, source[CARD])}


def change_source(call: Call, before: Record, **members: Any) -> Record:
    """Keep a changed payment source, with a new version."""
    source = {**before, **members, **times.changed(call, before)}
    call.records.put(PAYMENT_SOURCES, source["id"], source)
    return current(call, source)


def delete_source(call: Call, source: Record) -> Record:
    """Mark a payment source as deleted; it stays in lists that want those, too."""
    return change_source(call, source, deleted=True)
