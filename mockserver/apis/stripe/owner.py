"""The customer to whom other objects belong: how one begins, is found, and what it pays with."""

from typing import Any

from mockserver.apis.stripe import events, times
from mockserver.apis.stripe.identifiers import mint_prefix
from mockserver.apis.stripe.lookups import Kind, any_id, existing
from mockserver.apis.stripe.problems import missing_reference
from mockserver.core.api.model import Call
from mockserver.core.store import Record

USUAL = "usd"
"""The currency of an account, where nothing names another."""

CUSTOMERS = "customers"
DELETED_CUSTOMERS = "deleted_customers"


def new_customer(call: Call, id: str) -> dict[str, Any]:
    """Return a customer of whom nothing is known; its members stand in the order of Stripe's documents."""
    return {
        "id": id,
        "object": "customer",
        "address": None,
        "balance": 0,
        "business_name": None,
        "created": times.now(call),
        "currency": None,
        "default_source": None,
        "delinquent": False,
        "description": None,
        "discount": None,
        "email": None,
        "individual_name": None,
        "invoice_prefix": mint_prefix(call),
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": False,
        "metadata": {},
        "name": None,
        "next_invoice_sequence": 1,
        "phone": None,
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
    }


CUSTOMER = Kind(CUSTOMERS, "customer", new_customer)


def named_customer(call: Call, param: str = "id") -> Record:
    """Return the customer that the path names; a deleted one is refused with 400, one that never was with 404."""
    id = call.arguments["customer"]
    if gone_customer(call, id):
        raise missing_reference(param, "customer", id)
    return existing(call, CUSTOMER, id, param)


def gone_customer(call: Call, id: str) -> Record | None:
    """Return what is left of a deleted customer; where any id exists it is forgotten, to be made up anew."""
    gone = call.records.get(DELETED_CUSTOMERS, id)
    if gone and any_id(call):
        call.records.delete(DELETED_CUSTOMERS, id)
        return None
    return gone


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
