"""Payment instruments of customers: what requests want them to be, and keeping what comes of that."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mockserver.apis.rebilly import consequences, names
from mockserver.apis.rebilly.contact import contact
from mockserver.apis.rebilly.dialect import written
from mockserver.apis.rebilly.lead_source import keep_lead_source
from mockserver.apis.rebilly.payments.details import BANK_METHODS
from mockserver.core.api.model import Call
from mockserver.core.store import Record

UPDATABLE = ("expYear", "expMonth", "bankName", "accountType", "bic")
"""What a customer's card or account can have another of and still be the same."""

_NUMBERED = frozenset({"payment-card", "ach"})
"""Methods whose instruments are told by their number alone."""

_NULLABLE = frozenset(
    {"fpanLast4", "bankCountry", "expirationReminderTime", "expirationReminderNumber", "digitalWallet", "bic"}
)
"""Members of an instrument that are null while they are unknown; the others are left out."""


@dataclass(frozen=True, slots=True)
class Wish:
    """An instrument to be: `members` are those its method has beside the common ones.

    What is `None` was not said: a new instrument has its default, a known one keeps what it has. `custom_defaults` are
    those of declared custom fields that were not said.
    """

    method: str
    members: Mapping[str, Any]
    billing: Mapping[str, Any] | None = None
    risk: Mapping[str, Any] | None = None
    custom_fields: Mapping[str, Any] | None = None
    custom_defaults: Mapping[str, Any] | None = None
    as_backup: bool | None = None
    lead_source: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of a wish: the instrument, what it was before if it was known, and where its customer came from."""

    record: Record
    before: Record | None = None
    lead_source: Mapping[str, Any] | None = None


def keep(call: Call, customer_id: str, wish: Wish) -> Kept:
    """Store an instrument of a customer; one that the customer has already is brought up to date instead."""
    known = _known(call, customer_id, wish)
    if known is None:
        return create(call, customer_id, wish)
    said = {
        "billingAddress": contact(wish.billing),
        "riskMetadata": wish.risk,
        "customFields": wish.custom_fields,
        "useAsBackup": wish.as_backup,
        **{name: wish.members.get(name) for name in UPDATABLE},
    }
    changes = {name: value for name, value in said.items() if value is not None}
    return Kept(change(call, known, changes), known, wish.lead_source)


def create(call: Call, customer_id: str, wish: Wish) -> Kept:
    """Store a new, active instrument of a customer."""
    id = call.mint("inst")
    now = written(call.now)
    record = {
        "id": id,
        "customerId": customer_id,
        "method": wish.method,
        "status": "active",
        **wish.members,
        "billingAddress": contact(wish.billing),
        "useAsBackup": wish.as_backup or False,
        "createdTime": now,
        "updatedTime": now,
        "lastPaymentTime": None,
        "customFields": {**(wish.custom_defaults or {}), **(wish.custom_fields or {})},
        "stickyGatewayAccountId": None,
        "riskMetadata": wish.risk,
        "revision": 1,
    }
    call.records.put(names.PAYMENT_INSTRUMENTS, id, record)
    return Kept(record, None, wish.lead_source)


def change(call: Call, before: Record, changes: Mapping[str, Any]) -> Record:
    """Store an instrument with other members; where they say nothing new it stays as it is."""
    after = {**before, **changes}
    # Python takes `1` and `true` for equal, JSON does not.
    if json.dumps(after, sort_keys=True) == json.dumps(before, sort_keys=True):
        return before
    after |= {"revision": before["revision"] + 1, "updatedTime": written(call.now)}
    call.records.put(names.PAYMENT_INSTRUMENTS, after["id"], after)
    return after


def tell(call: Call, kept: Kept, *, newcomer: bool = False) -> None:
    """Set off what a kept instrument sets off, once its customer is stored; `newcomer` says that it is new, too."""
    if kept.before is None:
        consequences.payment_instrument_created(call, kept.record)
    elif kept.record is not kept.before:
        consequences.payment_instrument_modified(call, kept.record)
    if kept.lead_source is not None:
        keep_lead_source(call, kept.record["customerId"], kept.lead_source, tell=not newcomer)


def of_customer(call: Call, customer_id: str) -> list[Record]:
    """Return a customer's instruments, oldest first."""
    return call.records.lookup(names.PAYMENT_INSTRUMENTS, "customerId", customer_id)


def move(call: Call, source: str, target: str) -> None:
    """Hand every instrument of one customer to another."""
    for record in of_customer(call, source):
        consequences.payment_instrument_modified(call, change(call, record, {"customerId": target}))


def _known(call: Call, customer_id: str, wish: Wish) -> Record | None:
    """Find an instrument in use that is the wanted one: of the same number, or the same method and reference."""
    numbered = wish.method in _NUMBERED or "fingerprint" in wish.members
    member = "fingerprint" if numbered else "referenceData"
    value = wish.members.get(member)
    if value is None:
        return None
    for known in of_customer(call, customer_id):
        if known["status"] != "deactivated" and (known["method"], known.get(member)) == (wish.method, value):
            return known
    return None


def members(method: str, shown: Mapping[str, Any], fingerprint: str | None) -> tuple[str, dict[str, Any]]:
    """Return the method and the members of an instrument made of what may be seen of payment details."""
    method, found = _members(method, shown, fingerprint)
    return method, {name: value for name, value in found.items() if value is not None or name in _NULLABLE}


def _members(method: str, shown: Mapping[str, Any], fingerprint: str | None) -> tuple[str, dict[str, Any]]:
    if method in ("payment-card", "digital-wallet"):
        return "payment-card", _card(shown, fingerprint, shown.get("type") if method == "digital-wallet" else None)
    if method in BANK_METHODS:
        return "ach", _account(shown, fingerprint)
    if method == "Khelocard":
        return method, {"fingerprint": fingerprint, **shown}
    return method, {"username": ""} if method == "paypal" else {"referenceData": {}}


def _card(shown: Mapping[str, Any], fingerprint: str | None, wallet: str | None) -> dict[str, Any]:
    return {
        "fingerprint": fingerprint,
        "bin": shown.get("bin"),
        "last4": shown.get("last4"),
        "fpanLast4": None,
        "expYear": shown.get("expYear"),
        "expMonth": shown.get("expMonth"),
        "brand": shown.get("brand"),
        "bankCountry": None,
        "isPayoutable": True,
        "expirationReminderTime": None,
        "expirationReminderNumber": None,
        "referenceData": {},
        "digitalWallet": wallet,
    }


def _account(shown: Mapping[str, Any], fingerprint: str | None) -> dict[str, Any]:
    return {
        "fingerprint": fingerprint,
        "last4": shown.get("last4"),
        "bankName": shown.get("bankName"),
        "routingNumber": shown.get("routingNumber"),
        "accountNumberType": shown["accountNumberType"],
        "accountType": shown.get("accountType"),
        "bic": shown.get("bic"),
    }
