"""What a customer pays with where nothing else is said: its default source, and the payment method of its invoices."""

from mockserver.apis.stripe import events
from mockserver.apis.stripe.owner import CUSTOMERS
from mockserver.core.api.model import Call
from mockserver.core.store import Record


def set_default_source(call: Call, customer: Record, id: str | None) -> Record:
    """Make a source, or none, the default of a customer, and return the customer."""
    return _changed(call, customer, {**customer, "default_source": id})


def forget_payment_method(call: Call, customer: Record, id: str) -> Record:
    """Let invoices no longer be paid with a payment method that goes away, and return the customer."""
    changed = without_payment_method(customer, id)
    return customer if changed is customer else _changed(call, customer, changed)


def without_payment_method(customer: Record, id: str) -> Record:
    """Return a customer whose invoices are not paid with a payment method."""
    settings = customer["invoice_settings"]
    if settings["default_payment_method"] != id:
        return customer
    return {**customer, "invoice_settings": {**settings, "default_payment_method": None}}


def _changed(call: Call, before: Record, after: Record) -> Record:
    call.records.put(CUSTOMERS, after["id"], after)
    events.emit_update(call, "customer.updated", before, after)
    return after
