"""What becomes of a customer when it is created, changed and deleted."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe import events, views
from mockserver.apis.stripe.addresses import address, shipping
from mockserver.apis.stripe.balances.cash_balances import drop_cash_balance
from mockserver.apis.stripe.balances.transactions import drop_transactions
from mockserver.apis.stripe.customers.members import Customer
from mockserver.apis.stripe.discounts.rules import tell
from mockserver.apis.stripe.fields import merged_metadata
from mockserver.apis.stripe.lookups import any_id
from mockserver.apis.stripe.owner import CUSTOMERS, DELETED_CUSTOMERS, without_payment_method
from mockserver.apis.stripe.payments.payment_method_rules import (
    PAYMENT_METHODS,
    attach,
    detach,
    referenced_payment_method,
)
from mockserver.apis.stripe.payments.source_rules import SOURCES, add_source, drop_source
from mockserver.apis.stripe.problems import NoSuch, bad, missing_reference, no_such
from mockserver.apis.stripe.tax_ids.rules import drop_tax_ids
from mockserver.apis.stripe.times import living
from mockserver.core.api.model import Call
from mockserver.core.store import Record

INVOICE_DEFAULT = "invoice_settings.default_payment_method"

Values = Mapping[str, Any]

PLAIN = Customer.plain()

MOST_ON_CLOCK = 3
"""Customers that a test clock has at most."""


def with_parameters(customer: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Lay the parameters over a customer that say something about nothing but itself."""
    changed = {**customer, **{name: values[name] for name in PLAIN if name in values}}
    if "address" in values:
        changed["address"] = address(values["address"])
    if "shipping" in values:
        changed["shipping"] = shipping(values["shipping"])
    if "preferred_locales" in values:
        changed["preferred_locales"] = list(values["preferred_locales"])
    if "invoice_settings" in values:
        changed["invoice_settings"] = _invoice_settings(customer["invoice_settings"], values["invoice_settings"])
    changed["metadata"] = merged_metadata(customer["metadata"], values.get("metadata"))
    return changed


def _invoice_settings(before: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    changed = {**before, **values}
    options = values.get("rendering_options")
    if options is not None:
        changed["rendering_options"] = {
            "amount_tax_display": options.get("amount_tax_display"),
            "template": options.get("template"),
        }
    return changed


def refuse_taken_prefix(call: Call, values: Mapping[str, Any], own: str = "") -> None:
    """See to it that no two customers' invoices are numbered alike."""
    prefix = values.get("invoice_prefix")
    taken = call.records.lookup(CUSTOMERS, "invoice_prefix", prefix) if prefix else ()
    if any(customer["id"] != own for customer in taken) and not any_id(call):
        message = f"Invalid invoice_prefix: '{prefix}' is already used by another customer"
        raise bad(("invoice_prefix",), message, begun=True)


def begin_on_clock(call: Call, customer: Mapping[str, Any], id: str) -> dict[str, Any]:
    """Let a new customer live in a test clock's time."""
    clock = living(call, id)
    if clock is None:
        raise NoSuch(no_such("test_clock", id), param="test_clock")
    check_room(call, clock, "test_clock")
    return {**customer, "created": clock["frozen_time"], "test_clock": id}


def check_room(call: Call, clock: Record, param: str) -> None:
    """Refuse one customer too many."""
    customers = call.records.lookup(CUSTOMERS, "test_clock", clock["id"])
    if len(customers) >= MOST_ON_CLOCK and not any_id(call):
        message = f"Test clock {clock['id']} already has {MOST_ON_CLOCK} customers, which is the most it can have."
        raise bad((param,), message, begun=True)


def remove_customer(call: Call, customer: Record) -> views.Shown:
    """Delete a customer and what belongs to it; return what is left."""
    id = customer["id"]
    call.records.delete(CUSTOMERS, id)
    drop_tax_ids(call, id)
    drop_transactions(call, id)
    drop_cash_balance(call, id)
    drop_payments(call, id)
    gone = views.deleted(customer)
    call.records.put(DELETED_CUSTOMERS, id, gone)
    tell(call, customer, None)
    events.emit(call, "customer.deleted", customer)
    return gone


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
