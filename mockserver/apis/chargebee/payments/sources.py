"""Payment sources as they are stored: how they begin, are found, changed and deleted, and their roles."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargebee import stamps
from mockserver.apis.chargebee.answers import answer
from mockserver.apis.chargebee.payments.cards import CARD, expiry_status
from mockserver.apis.chargebee.payments.gateways import STRIPE, gateway_of, reference_at
from mockserver.apis.chargebee.problems import NotPresent, Taken
from mockserver.apis.chargebee.stamps import mint
from mockserver.core.api.model import Call
from mockserver.core.http.reply import Reply
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
        **stamps.created(call),
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
    source = {**before, **members, **stamps.changed(call, before)}
    call.records.put(PAYMENT_SOURCES, source["id"], source)
    return current(call, source)


def delete_source(call: Call, source: Record) -> Record:
    """Mark a payment source as deleted; it stays in lists that want those, too."""
    return change_source(call, source, deleted=True)


PRIMARY, BACKUP = "primary_payment_source_id", "backup_payment_source_id"

_MEMBERS = {"primary": PRIMARY, "backup": BACKUP}


def primary_source(call: Call, customer: Record) -> Record | None:
    """Return what a customer pays with."""
    return source_of(call, customer["id"], customer.get(PRIMARY))


def with_role(customer: Record, source: str, role: str) -> dict[str, Any]:
    """Return a customer one of whose sources has a role; it loses the one it had, and so does who had this role."""
    changed = without(customer, source)
    return {**changed, _MEMBERS[role]: source} if role in _MEMBERS else changed


def without(customer: Record, source: str) -> dict[str, Any]:
    """Return a customer one of whose sources has no role."""
    roles = {member: None for member in (PRIMARY, BACKUP) if customer.get(member) == source}
    return {**customer, **roles}


def with_source(call: Call, customer: Record, source: Record, replace: bool) -> dict[str, Any]:
    """Return a customer with one more source: the first is the primary, a later one if it is to `replace` that.

    A card brings automatic collection back.
    """
    first = primary_source(call, customer) is None
    changed = with_role(customer, source["id"], "primary") if first or replace else dict(customer)
    return {**changed, "auto_collection": "on"} if source["type"] == CARD else changed


def mirrored(source: Record | None) -> Mapping[str, Any]:
    """Return the members of a customer that tell of its primary source."""
    if source is None:
        return {"card_status": "no_card"}
    copied = {name: source[name] for name in ("type", "gateway", "gateway_account_id", "status", "reference_id")}
    return {"card_status": source["status"], "payment_method": {"object": "payment_method", **copied}}


def customer_answer(call: Call, customer: Record) -> Reply:
    """Return a customer, and its card if there is one."""
    return answer(**customer_row(call, customer))


def customer_row(call: Call, customer: Record) -> dict[str, Record | None]:
    """Return what stands for a customer in an answer or in a row of a list: itself, and its card or none."""
    source = primary_source(call, customer)
    return {"customer": {**customer, **mirrored(source)}, CARD: card_view(source) if source else None}


def customer_view(call: Call, customer: Record) -> dict[str, Any]:
    """Return a customer as it is shown where its card is not."""
    return {**customer, **mirrored(primary_source(call, customer))}


def card_view(source: Record) -> dict[str, Any] | None:
    """Write the card of a payment source as an object of its own, as it was before there were payment sources."""
    if CARD not in source:
        return None
    card = {name: value for name, value in source[CARD].items() if name not in ("brand", "object", "masked_number")}
    return {
        "status": source["status"],
        "gateway": source["gateway"],
        "gateway_account_id": source["gateway_account_id"],
        **card,
        "card_type": source[CARD]["brand"],
        "issuing_country": source.get("issuing_country"),
        "created_at": source["created_at"],
        "updated_at": source["updated_at"],
        "resource_version": source["resource_version"],
        "object": CARD,
        "masked_number": source[CARD]["masked_number"],
        "customer_id": source["customer_id"],
        "payment_source_id": source["id"],
    }
