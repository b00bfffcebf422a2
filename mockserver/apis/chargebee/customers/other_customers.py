"""Customers that a parameter names."""

from mockserver.apis.chargebee.customers.customer_record import CUSTOMERS
from mockserver.apis.chargebee.problems import NotPresent
from mockserver.core.api.model import Call
from mockserver.core.store import Record


def present_customer(call: Call, id: str, param: str) -> Record:
    """Return the customer that a parameter names; raise `NotPresent` for none, and for a deleted one."""
    customer = call.records.get(CUSTOMERS, id)
    if customer is None or customer["deleted"]:
        raise NotPresent("Customer is not present", param=param)
    return customer
