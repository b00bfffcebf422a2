"""Whose a way to pay is."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargeover.kinds import CUSTOMER, referred
from mockserver.apis.chargeover.problems import missing
from mockserver.core.api.model import Call
from mockserver.core.store import Record

OWNER = "_customer"
"""The index of a customer's ways to pay."""


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
