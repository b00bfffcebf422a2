"""A tax id as it is stored, and what becomes of it: verification takes a few seconds of its customer's time."""

from collections.abc import Mapping, Sequence
from typing import Any

from mockserver.apis.stripe import events, times
from mockserver.apis.stripe.addresses import lines
from mockserver.apis.stripe.identifiers import mint
from mockserver.apis.stripe.lookups import Kind, any_id
from mockserver.apis.stripe.owner import CUSTOMERS
from mockserver.apis.stripe.tax_ids.types import TEST_NUMBERS, TYPES, country_of
from mockserver.core.api.model import Call
from mockserver.core.problems import Duplicate
from mockserver.core.store import Record

TAX_IDS = "tax_ids"

VERIFICATION_TAKES = 3
"""Seconds until a register has answered. How long the real ones take is not told."""

OWN = "self"
"""The owner of the account's own tax ids, where others have the id of a customer or an account."""


def new_tax_id(call: Call, id: str, owner: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a tax id of an owner, as it is right after it was created."""
    customer = call.records.get(CUSTOMERS, owner.get("customer", ""))
    type, value = values["type"], values["value"]
    pending = TYPES[type].verified
    return {
        "id": id,
        "object": "tax_id",
        "country": country_of(type, value),
        "created": times.now_for(call, customer),
        "customer": owner.get("customer"),
        "customer_account": None,
        "livemode": False,
        "owner": owner,
        "type": type,
        "value": value,
        "verification": {
            "status": "pending" if pending else "unavailable",
            "verified_address": None,
            "verified_name": None,
        },
        "_owner": owner_key(owner),
        "_awaiting": owner_key(owner) if pending else None,
    }


def of_customer(customer: str) -> dict[str, Any]:
    """Return the owner that a customer is."""
    return {"customer": customer, "customer_account": None, "type": "customer"}


def owner_key(owner: Mapping[str, Any]) -> str:
    """Name an owner, so that its tax ids can be looked up."""
    return str(owner.get("customer") or owner.get("account") or owner["type"])


def _blank(call: Call, id: str) -> Record:
    customer = call.arguments.get("customer")
    return new_tax_id(
        call, id, of_customer(customer) if customer else {"type": OWN}, {"type": "eu_vat", "value": "DE123456789"}
    )


TAX_ID = Kind(TAX_IDS, "tax_id", _blank)


def refuse_twin(call: Call, owner: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Raise `Duplicate` for a tax id that its owner has; where any id exists, one may have it twice."""
    type, value = values["type"], values["value"]
    own = call.records.lookup(TAX_IDS, "_owner", owner_key(owner))
    if any((tax_id["type"], tax_id["value"]) == (type, value) for tax_id in own) and not any_id(call):
        called = _CALLED.get(owner["type"], owner["type"])
        raise Duplicate(f"The tax ID {value} of type {type} already exists for this {called}.")


_CALLED = {OWN: "account"}
"""By type of owner, what it is called where that is another word."""


def add_tax_ids(call: Call, customer: Record, data: Sequence[Mapping[str, Any]]) -> None:
    """Keep the tax ids that came with a new customer."""
    for values in data:
        refuse_twin(call, of_customer(customer["id"]), values)
        tax_id = new_tax_id(call, mint(call, "txi"), of_customer(customer["id"]), values)
        call.records.put(TAX_IDS, tax_id["id"], tax_id)
        events.emit(call, "customer.tax_id.created", tax_id)


def drop_tax_ids(call: Call, customer: str) -> None:
    """Forget the tax ids of a customer who is no more."""
    for tax_id in call.records.lookup(TAX_IDS, "customer", customer):
        call.records.delete(TAX_IDS, tax_id["id"])


def settled(call: Call, tax_id: Record) -> Record:
    """Return a tax id with the outcome of its verification; whoever sees it first is when the change is told."""
    customer = call.records.get(CUSTOMERS, tax_id["customer"]) if tax_id["customer"] else None
    if not tax_id["_awaiting"] or times.now_for(call, customer) < tax_id["created"] + VERIFICATION_TAKES:
        return tax_id
    status = next((status for number, status in TEST_NUMBERS.items() if number in tax_id["value"]), "verified")
    after = {**tax_id, "verification": _verification(status, customer), "_awaiting": None}
    call.records.put(TAX_IDS, tax_id["id"], after)
    if customer:
        events.emit_update(call, "customer.tax_id.updated", tax_id, after)
    return after


def settle(call: Call, owner: str) -> None:
    """Let an owner's tax ids have the outcomes that are due."""
    for tax_id in call.records.lookup(TAX_IDS, "_awaiting", owner):
        settled(call, tax_id)


def _verification(status: str, customer: Record | None) -> dict[str, Any]:
    """Write an outcome; the registers of this sandbox know a customer as the account does."""
    known = customer if customer and status == "verified" else {}
    return {
        "status": status,
        "verified_address": lines(known.get("address") or {}) or None,
        "verified_name": known.get("business_name") or known.get("name"),
    }
