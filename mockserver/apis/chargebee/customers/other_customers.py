"""Customers that a parameter names, and customers that are changed beside the one a request is about."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargebee import times
from mockserver.apis.chargebee.customers.customer_record import CUSTOMERS
from mockserver.apis.chargebee.problems import NotPresent
from mockserver.core.api import Call
from mockserver.core.store import Record


def present_customer(call: Call, id: str, param: str) -> Record:
    """Give the customer that a parameter names; raises `NotPresent` for none, and for a deleted one."""
    customer = call.records.get(CUSTOMERS, id)
    if customer is None or customer["deleted"]:
        raise NotPresent("Customer is not present", param=param)
    return customer


def keep(call: Call, before: Record, after: Mapping[str, Any]) -> dict[str, Any]:
    """Keep a changed customer, with a new version, and give it."""
    customer = {**after, **times.changed(call, before)}
    call.records.put(CUSTOMERS, customer["id"], customer)
    return customer
