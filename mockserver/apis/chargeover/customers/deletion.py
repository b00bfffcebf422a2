"""What goes with a customer that is deleted."""

from mockserver.apis.chargeover.customers.customer_record import PARENT, keep
from mockserver.apis.chargeover.kinds import CREDITCARD, CUSTOMER, TOKENIZED, USER, drop
from mockserver.core.api.model import Call
from mockserver.core.store import Record


def delete(call: Call, customer: Record) -> None:
    """Delete a customer, its ways to pay and the contacts that are nobody else's; those below it stand alone."""
    id = str(customer["customer_id"])
    for kind in (CREDITCARD, TOKENIZED):
        for record in call.records.lookup(kind.collection, "_customer", id):
            drop(call, kind, record)
    for user in call.records.lookup(USER.collection, "customers.customer_id", id):
        _leave(call, user, id)
    for below in call.records.lookup(CUSTOMER.collection, PARENT, id):
        keep(call, {**below, "parent_customer_id": None, PARENT: None})
    drop(call, CUSTOMER, customer)


def _leave(call: Call, user: Record, customer_id: str) -> None:
    others = [entry for entry in user["customers"] if entry["customer_id"] != customer_id]
    if others:
        call.records.put(USER.collection, str(user["user_id"]), {**user, "customers": others})
    else:
        drop(call, USER, user)
