"""The roles of a customer's payment sources: one is the primary, and one may stand by."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargebee.payments.cards import CARD
from mockserver.apis.chargebee.payments.payment_source_record import source_of
from mockserver.core.api.model import Call
from mockserver.core.store import Record

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
