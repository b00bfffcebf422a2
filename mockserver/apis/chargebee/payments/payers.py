"""The customers that payments are about: how one is kept that pays otherwise now."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargebee.customers.customer_record import keep
from mockserver.apis.chargebee.customers.other_customers import present_customer
from mockserver.core.api.model import Call
from mockserver.core.store import Record


def payer(call: Call, id: str) -> Record:
    """Return the customer that `customer_id` names; raise `NotPresent`, for a deleted one, too."""
    return present_customer(call, id, "customer_id")


def keep_payer(call: Call, before: Record, after: Mapping[str, Any]) -> Record:
    """Keep a customer, with a new version unless nothing about it changed."""
    return before if before == after else keep(call, before, after)
