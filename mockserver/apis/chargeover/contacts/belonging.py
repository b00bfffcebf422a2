"""Which customers a contact belongs to, and what becomes of those it was the main contact of."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargeover.customers.customer_record import SUPERUSER, keep, led_by
from mockserver.apis.chargeover.kinds import CUSTOMER, referred
from mockserver.core.api.model import Call
from mockserver.core.store import Record

_REFERENCES = ("customer_id", "customer_external_key", "customer_token")


def moved(call: Call, user: Record, values: Mapping[str, Any]) -> Record:
    """Return a contact that belongs to the customer a request names, without keeping it; raise where there is none.

    Naming one it belongs to already changes nothing; naming none on purpose takes it away from all of them.
    """
    if not any(name in values for name in _REFERENCES):
        return user
    id = referred(call, CUSTOMER, values, "customer")
    wanted = [] if id is None else [{"customer_id": str(id)}]
    if wanted and wanted[0] in user["customers"]:
        return user
    resign(call, user)
    return {**user, "customers": wanted}


def resign(call: Call, user: Record) -> None:
    """Leave the customers that a contact is the main one of without any."""
    for customer in call.records.lookup(CUSTOMER.collection, SUPERUSER, str(user["user_id"])):
        keep(call, led_by(customer, None))
