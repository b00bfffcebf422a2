"""Whose a way to pay is, and what a customer pays with by default.

That is the first way to pay it got, and after that one the oldest it has. The time of change of the customer stays as
it is: the customer itself was not changed.
"""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargeover.kinds import CREDITCARD, CUSTOMER, TOKENIZED, Kind, keep, referred
from mockserver.apis.chargeover.problems import missing
from mockserver.core.api.model import Call
from mockserver.core.store import Record

OWNER = "_customer"
"""The index of a customer's ways to pay."""

_WORDS = {CREDITCARD: "crd", TOKENIZED: "tok"}


def owner(call: Call, values: Mapping[str, Any]) -> Record:
    """Return the customer that a request names; raise `Invalid` where it names none, or one that does not exist."""
    id = referred(call, CUSTOMER, values, "customer")
    customer = None if id is None else call.records.get(CUSTOMER.collection, str(id))
    if customer is None:
        raise missing("customer_id")
    return customer


def owned(call: Call, customer: Record) -> dict[str, Any]:
    """Return the members of a new way to pay that say whose it is, and how many this account got before."""
    id = customer["customer_id"]
    return {"customer_id": id, OWNER: str(id), "_order": call.records.next_number("ways_to_pay")}


def got(call: Call, customer: Record, kind: Kind, way: Record) -> None:
    """Let a customer that has no default pay with what it got."""
    if customer["default_paymethod"] is None:
        _keep_default(call, customer, kind, way)


def lost(call: Call, kind: Kind, way: Record) -> None:
    """Let a customer whose default this may have been pay with the oldest way that is left to it, if one is."""
    customer = call.records.get(CUSTOMER.collection, way[OWNER])
    if customer is None or customer["default_paymethod"] != _WORDS[kind]:
        return
    if kind is CREDITCARD and customer["default_creditcard_id"] != way["creditcard_id"]:
        return
    oldest = [(each, found[0]) for each in _WORDS if (found := call.records.lookup(each.collection, OWNER, way[OWNER]))]
    next_kind, next_way = min(oldest, key=lambda one: one[1]["_order"], default=(None, None))
    _keep_default(call, customer, next_kind, next_way)


def _keep_default(call: Call, customer: Record, kind: Kind | None, way: Record | None) -> None:
    word = _WORDS[kind] if kind else None
    card_id = way["creditcard_id"] if way and kind is CREDITCARD else None
    keep(call, CUSTOMER, {**customer, "default_paymethod": word, "default_creditcard_id": card_id})
