"""What requests for a customer say about paying: a payment method, a source, which of them are the defaults."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe.customers.customer_defaults import without_payment_method
from mockserver.apis.stripe.lookups import any_id
from mockserver.apis.stripe.payments.payment_method_rules import (
    PAYMENT_METHODS,
    attach,
    detach,
    referenced_payment_method,
)
from mockserver.apis.stripe.payments.source_rules import SOURCES, add_source, drop_source
from mockserver.apis.stripe.problems import bad, missing_reference
from mockserver.core.api.model import Call
from mockserver.core.store import Record

INVOICE_DEFAULT = "invoice_settings.default_payment_method"

Values = Mapping[str, Any]


def with_payments(call: Call, customer: dict[str, Any], values: Values) -> dict[str, Any]:
    """Add to a customer the payment method and the source that came with it, and the defaults it wants.

    Raise `CardError` where a bank declines, and `BadParameter` for a default that is not the customer's.
    """
    attached = {}
    if "payment_method" in values:
        named = values["payment_method"]
        method = attach(call, referenced_payment_method(call, named, "payment_method"), customer["id"])
        attached[named] = method["id"]
    if "source" in values:
        customer = _with_source(call, customer, values["source"])
    if "default_source" in values:
        customer = {**customer, "default_source": _own_source(call, customer, values["default_source"])}
    wanted = values.get("invoice_settings", {}).get("default_payment_method")
    if wanted is None:
        return customer
    id = attached.get(wanted) or _own_payment_method(call, customer, wanted)
    return {**customer, "invoice_settings": {**customer["invoice_settings"], "default_payment_method": id}}


def drop_payments(call: Call, customer: str) -> None:
    """Let go of what a deleted customer paid with: its sources are gone, its payment methods of no use."""
    for source in call.records.lookup(SOURCES, "customer", customer):
        drop_source(call, source)
    for method in call.records.lookup(PAYMENT_METHODS, "customer", customer):
        detach(call, method)


def _with_source(call: Call, customer: dict[str, Any], given: str | Values) -> dict[str, Any]:
    """Set a new source of a customer, in the place of its default."""
    source = add_source(call, customer, given)
    replaced = call.records.get(SOURCES, customer["default_source"] or "")
    if replaced:
        drop_source(call, replaced)
        customer = dict(without_payment_method(customer, replaced["id"]))
    return {**customer, "default_source": source["id"]}


def _own_source(call: Call, customer: Record, id: str) -> str:
    source = call.records.get(SOURCES, id)
    if (source is None or source["customer"] != customer["id"]) and not any_id(call):
        raise missing_reference("default_source", "source", id)
    return id


def _own_payment_method(call: Call, customer: Record, id: str) -> str:
    method = referenced_payment_method(call, id, INVOICE_DEFAULT)
    if method["customer"] != customer["id"] and not any_id(call):
        message = (
            f"The customer does not have a payment method with the ID {id}. The payment method must be attached to the "
            "customer."
        )
        raise bad(INVOICE_DEFAULT.split("."), message, begun=True)
    return id
