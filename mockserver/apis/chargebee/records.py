"""Customers as they are stored: how they are found and kept."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargebee import stamps
from mockserver.apis.chargebee.problems import NotPresent
from mockserver.core.api.model import Call
from mockserver.core.limits.limiter import READING_METHODS
from mockserver.core.problems import NotFound
from mockserver.core.store import Record

CUSTOMERS = "customers"


def named_customer(call: Call) -> Record:
    """Return the customer that the path names; raise `NotFound`. A deleted one can be read and not be changed."""
    customer = call.records.get(CUSTOMERS, call.arguments["customer"])
    if customer is None or (customer["deleted"] and call.exchange.method not in READING_METHODS):
        raise NotFound
    return customer


def present_customer(call: Call, id: str, param: str = "customer_id") -> Record:
    """Return the customer that a parameter names; raise `NotPresent` for none, and for a deleted one."""
    customer = call.records.get(CUSTOMERS, id)
    if customer is None or customer["deleted"]:
        raise NotPresent("Customer is not present", param=param)
    return customer


def keep(call: Call, before: Record, after: Mapping[str, Any]) -> dict[str, Any]:
    """Keep a changed customer, with a new version, and return it."""
    customer = {**after, **stamps.changed(call, before)}
    call.records.put(CUSTOMERS, customer["id"], customer)
    return customer


def keep_payer(call: Call, before: Record, after: Mapping[str, Any]) -> Record:
    """Keep a customer that may pay otherwise now; its version is a new one unless nothing about it changed."""
    return before if before == after else keep(call, before, after)
