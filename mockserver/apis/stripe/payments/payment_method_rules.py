"""A payment method as it is stored: how it begins, is found, attached and detached."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe import events, times
from mockserver.apis.stripe.addresses import address
from mockserver.apis.stripe.identifiers import mint
from mockserver.apis.stripe.lookups import Kind, any_id, existing, referenced
from mockserver.apis.stripe.owner import CUSTOMERS, forget_payment_method
from mockserver.apis.stripe.payments.cards import CARD, admitted, card_for_tests, new_card, payment_method_card
from mockserver.apis.stripe.payments.known_cards import KnownCard, named_card, numbered_card
from mockserver.apis.stripe.payments.payment_method_types import TYPES
from mockserver.apis.stripe.problems import refused
from mockserver.core.api.model import Call
from mockserver.core.store import Record

PAYMENT_METHODS = "payment_methods"

FOR_TESTS = "pm_card_"

_PLACES = {
    "city": "address_city",
    "country": "address_country",
    "line1": "address_line1",
    "line2": "address_line2",
    "postal_code": "address_zip",
    "state": "address_state",
}
"""By member of an address, what cards call it."""


def billing_details(given: Mapping[str, Any], before: Record | None = None) -> dict[str, Any]:
    """Write billing details with all their members; what is not given stays as it was, also inside the address."""
    old = before or {}
    where = given.get("address", {})
    return {
        "address": address({} if where is None else {**old.get("address", {}), **where}),
        **{name: given.get(name, old.get(name)) for name in ("email", "name", "phone", "tax_id")},
    }


def new_payment_method(id: str, type: str, shown: Mapping[str, Any], created: int, **more: Any) -> dict[str, Any]:
    """Return a payment method; its members stand in the order of Stripe's documents."""
    method = {
        "allow_redisplay": "unspecified",
        "billing_details": billing_details({}),
        "created": created,
        "customer": None,
        "customer_account": None,
        "livemode": False,
        "metadata": {},
        **more,
        "type": type,
        type: shown,
    }
    return {"id": id, "object": "payment_method", **{name: method[name] for name in sorted(method)}}


def of_card(id: str, card: Record, created: int, **more: Any) -> dict[str, Any]:
    """Return a payment method for a card."""
    return new_payment_method(id, CARD, payment_method_card(card), created, **more, _card=card)


def with_card(method: Record, card: Record) -> dict[str, Any]:
    """Put a card in the place of the one that a payment method has."""
    return {**method, CARD: payment_method_card(card), "_card": card}


def billing_of(card: Record, before: Record | None = None) -> dict[str, Any]:
    """Write what a card says of its holder as billing details."""
    where = {name: card[member] for name, member in _PLACES.items()}
    return billing_details({"address": where, "name": card["name"]}, before)


def of_source(source: Record, before: Record | None) -> dict[str, Any]:
    """Write a card that is a source of its customer as the payment method that it is as well."""
    billing = billing_of(source, before and before["billing_details"])
    return of_card(
        source["id"],
        source,
        source["_created"],
        allow_redisplay=before["allow_redisplay"] if before else "unspecified",
        billing_details=billing,
        customer=source["customer"],
        metadata=source["metadata"],
    )


def holder_of(billing: Record) -> dict[str, Any]:
    """Write billing details as what a card says of its holder."""
    return {"name": billing["name"], **{member: billing["address"][name] for name, member in _PLACES.items()}}


def as_source(method: Record) -> dict[str, Any]:
    """Write a payment method as the source that it is as well."""
    return {**method["_card"], **holder_of(method["billing_details"]), "metadata": method["metadata"]}


def _for_tests(call: Call, id: str, card: KnownCard) -> dict[str, Any]:
    return of_card(id, new_card(id, card_for_tests(call, card), {}), times.now(call))


def blank_payment_method(call: Call, id: str) -> dict[str, Any]:
    """Make up a payment method for an id; it belongs to the customer of the path."""
    method = _for_tests(call, id, numbered_card("4242 4242 4242 4242"))
    return {**method, "customer": call.arguments.get("customer")}


PAYMENT_METHOD = Kind(PAYMENT_METHODS, "PaymentMethod", blank_payment_method)


def named_payment_method(call: Call, id: str) -> Record:
    """Return the payment method of the path; raise `NoSuch`. Each name for tests stands for a new one."""
    return _new_for_tests(call, id) or existing(call, PAYMENT_METHOD, id, "payment_method")


def referenced_payment_method(call: Call, id: str, param: str) -> Record:
    """Return the payment method that a parameter names; raise `BadParameter`."""
    return _new_for_tests(call, id) or referenced(call, PAYMENT_METHOD, id, param)


def _new_for_tests(call: Call, id: str) -> Record | None:
    card = named_card(id, FOR_TESTS)
    if card is None:
        return None
    method = _for_tests(call, mint(call, "pm"), card)
    call.records.put(PAYMENT_METHODS, method["id"], method)
    return method


def attach(call: Call, method: Record, customer: str) -> Record:
    """Return a payment method to a customer; raise `CardError` where its bank declines.

    What has a customer keeps it, and what was taken from one cannot be used again.
    """
    if method["customer"] == customer:
        return method
    is_free = any_id(call)
    if method["customer"] and not is_free:
        raise refused("The payment method you provided has already been attached to a customer.")
    if method.get("_detached") and not is_free:
        raise refused(
            "This PaymentMethod was previously used without being attached to a Customer or was detached from a "
            "Customer, and may not be used again."
        )
    type = method["type"]
    if type != CARD and not TYPES[type].kept:
        raise refused(f"PaymentMethods of type '{type}' cannot be saved to customers.")
    attached = {**method, "customer": customer}
    if type == CARD:
        attached = with_card(attached, admitted(method["_card"]))
    call.records.put(PAYMENT_METHODS, method["id"], attached)
    events.emit(call, "payment_method.attached", attached)
    return attached


def detach(call: Call, method: Record) -> Record:
    """Take a payment method from its customer; it stays, and is of no use."""
    if not method["customer"] and not any_id(call):
        raise refused("The payment method you provided is not attached to a customer so detachment is impossible.")
    detached = {**method, "customer": None, "_customer_before": method["customer"], "_detached": True}
    call.records.put(PAYMENT_METHODS, method["id"], detached)
    events.emit(call, "payment_method.detached", detached, {"customer": method["customer"]})
    customer = call.records.get(CUSTOMERS, method["customer"] or "")
    if customer:
        forget_payment_method(call, customer, method["id"])
    return detached
