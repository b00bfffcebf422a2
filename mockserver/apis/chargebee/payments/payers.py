"""The customers that payments are about: how a parameter names one, and how one is kept that pays otherwise now."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargebee import times
from mockserver.apis.chargebee.customers.customer_record import CUSTOMERS
from mockserver.apis.chargebee.problems import NotPresent
from mockserver.core.api import Call
from mockserver.core.store import Record


def referenced_customer(call: Call, id: str) -> Record:
    """Give the customer that a parameter names; raises `NotPresent`, for a deleted one, too."""
    customer = call.records.get(CUSTOMERS, id)
    if customer is None or customer["deleted"]:
        raise NotPresent("Customer is not present", "customer_id")
    return customer


def keep_payer(call: Call, before: Record, after: Mapping[str, Any]) -> Record:
    """Keep a customer, with a new version unless nothing about it changed."""
    if before == after:
        return before
    customer = {**after, **times.changed(call, before)}
    call.records.put(CUSTOMERS, customer["id"], customer)
    return customer
