"""Payment methods: create, read, change and list them, attach them to customers and take them away again."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe import events, times
from mockserver.apis.stripe.answers import answer
from mockserver.apis.stripe.documented import PAYMENT, list_of, route
from mockserver.apis.stripe.fields import Expandable, merged_metadata
from mockserver.apis.stripe.identifiers import mint
from mockserver.apis.stripe.lookups import any_id, belonging, existing, referenced
from mockserver.apis.stripe.owner import CUSTOMER, CUSTOMERS, named_customer
from mockserver.apis.stripe.payments.cards import CARD, changed_card
from mockserver.apis.stripe.payments.payment_method_members import (
    Attach,
    CustomerPaymentMethodListParameters,
    PaymentMethod,
    PaymentMethodListParameters,
)
from mockserver.apis.stripe.payments.payment_method_rules import (
    PAYMENT_METHOD,
    PAYMENT_METHODS,
    as_source,
    attach,
    billing_details,
    billing_of,
    detach,
    holder_of,
    named_payment_method,
    new_payment_method,
    of_card,
    referenced_payment_method,
    with_card,
)
from mockserver.apis.stripe.payments.payment_method_types import TYPES
from mockserver.apis.stripe.payments.source_rules import CARD_PREFIX, SOURCES, card_from, remove_source, spend
from mockserver.apis.stripe.problems import BadParameter, bad, missing_reference, refused, unnumbered
from mockserver.apis.stripe.query import page, page_where
from mockserver.apis.stripe.requests import read, wanted_id
from mockserver.apis.stripe.views import Look
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import shape_of
from mockserver.core.http.forms import bracketed
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Duplicate
from mockserver.core.store import Collection, Condition, Record

CREATE, UPDATE, LIST = PaymentMethod(on="create"), PaymentMethod(on="update"), PaymentMethodListParameters()
LIST_OF_CUSTOMER, ATTACH, RETRIEVE = CustomerPaymentMethodListParameters(), Attach(), Expandable()
SHAPE = shape_of(PaymentMethod)

US_BANK_ACCOUNT = "us_bank_account"

Values = Mapping[str, Any]


@route("POST /payment_methods", "payment_methods.create", "PostPaymentMethods", SHAPE, refuses=PAYMENT, body=CREATE)
def create_payment_method(call: Call) -> Reply:
    """Create a payment method. One of a fixture file is attached to the customer it names."""
    values = read(call, CREATE)
    id = wanted_id(call) or mint(call, "pm")
    if call.records.get(PAYMENT_METHODS, id):
        raise Duplicate
    method: Record = _copied(call, id, values) if "payment_method" in values else _described(call, id, values)
    call.records.put(PAYMENT_METHODS, id, method)
    if call.exchange.given is not None and "customer" in values:
        method = attach(call, method, referenced(call, CUSTOMER, values["customer"], "customer")["id"])
    return answer(call, method, values)


def _described(call: Call, id: str, values: Values) -> dict[str, Any]:
    """Return the payment method that a request describes; raise `BadParameter` and `CardError`."""
    if "customer" in values and call.exchange.given is None:
        raise refused(
            "You cannot attach a PaymentMethod to a Customer during PaymentMethod creation. Please instead create the "
            "PaymentMethod and then attach it using the attachment method of the PaymentMethods API."
        )
    if "type" not in values:
        raise _missing("type")
    type = values["type"]
    strangers = [name for name in (*TYPES, CARD) if name in values and name != type]
    if strangers:
        raise bad((type,), f"You may only specify one of these parameters: {type}, {strangers[0]}.")
    billing = billing_details(values.get("billing_details", {}))
    more = {"billing_details": billing, "metadata": merged_metadata({}, values.get("metadata"))}
    more |= {name: values[name] for name in ("allow_redisplay", "radar_options") if name in values}
    if type == CARD:
        card = _read_card(call, values, billing)
        more["billing_details"] = billing_details(values.get("billing_details", {}), billing_of(card))
        return of_card(id, card, times.now(call), **more)
    kind = TYPES[type]
    if type not in values and any(parameter.required for parameter in kind.parameters().parameters.values()):
        raise _missing(type)
    return new_payment_method(id, type, kind.shown(values.get(type, {}), billing), times.now(call), **more)


def _read_card(call: Call, values: Values, billing: Record) -> dict[str, Any]:
    """Read the card of a new payment method, from its number or from a token."""
    if CARD not in values:
        raise _missing(CARD)
    card = values[CARD]
    if "token" in card:
        return _spent(call, card)
    for name in ("exp_month", "exp_year", "number"):
        if name not in card:
            raise _missing(CARD, name)
    return card_from(call, {**card, **holder_of(billing)})


def _spent(call: Call, card: Values) -> dict[str, Any]:
    token = card["token"]
    if "number" in card:
        raise bad((CARD, "number"), "You may only specify one of these parameters: card[number], card[token].")
    if not token.startswith(CARD_PREFIX):
        raise bad(("token",), f"Invalid token id: {unnumbered(token)}", begun=True)
    return spend(call, token, "card.token")


def _copied(call: Call, id: str, values: Values) -> dict[str, Any]:
    """Return a copy of a payment method, which belongs to nobody."""
    original = referenced_payment_method(call, values["payment_method"], "payment_method")
    if (
        original["customer"]
        and original["customer"] != values.get("customer", original["customer"])
        and not any_id(call)
    ):
        raise missing_reference("payment_method", PAYMENT_METHOD.what, original["id"])
    fresh = {"customer": None, "_customer_before": None, "_detached": False}
    return {**original, "id": id, "created": times.now(call), **fresh}


def _missing(*path: str) -> BadParameter:
    return bad(path, f"Missing required param: {bracketed(path)}.", "parameter_missing")


@route(
    "GET /payment_methods/<payment_method>", "payment_methods.get", "GetPaymentMethodsPaymentMethod", SHAPE,
    query=RETRIEVE,
)  # fmt: skip
def retrieve_payment_method(call: Call) -> Reply:
    """Retrieve a payment method."""
    values = read(call, RETRIEVE)
    return answer(call, named_payment_method(call, call.arguments["payment_method"]), values)


@route(
    "POST /payment_methods/<payment_method>", "payment_methods.update", "PostPaymentMethodsPaymentMethod", SHAPE,
    refuses=PAYMENT, body=UPDATE,
)  # fmt: skip
def update_payment_method(call: Call) -> Reply:
    """Change a payment method."""
    values = read(call, UPDATE)
    before = named_payment_method(call, call.arguments["payment_method"])
    if not before["customer"] and not any_id(call):
        raise refused("You must save this PaymentMethod to a customer before you can update it.")
    method = _changed(call, before, values)
    call.records.put(PAYMENT_METHODS, method["id"], method)
    if call.records.get(SOURCES, method["id"]):
        call.records.put(SOURCES, method["id"], as_source(method))
    events.emit_update(call, "payment_method.updated", before, method)
    return answer(call, method, values)


def _changed(call: Call, before: Record, values: Values) -> dict[str, Any]:
    type = before["type"]
    for name in (CARD, US_BANK_ACCOUNT):
        if name in values and name != type and any_id(call):
            return _changed(call, before, {other: value for other, value in values.items() if other != name})
        if name in values and name != type:
            raise bad((name,), f"You cannot update {name} on a PaymentMethod of type {type}.", begun=True)
    method = {**before, "metadata": merged_metadata(before["metadata"], values.get("metadata"))}
    if "allow_redisplay" in values:
        method["allow_redisplay"] = values["allow_redisplay"]
    if "billing_details" in values:
        method["billing_details"] = billing_details(values["billing_details"], before["billing_details"])
    if CARD in values:
        return with_card(method, changed_card(call, before["_card"], values[CARD]))
    if US_BANK_ACCOUNT in values:
        method[US_BANK_ACCOUNT] = {**before[US_BANK_ACCOUNT], **values[US_BANK_ACCOUNT]}
    return method


@route(
    "POST /payment_methods/<payment_method>/attach", "payment_methods.attach", "PostPaymentMethodsPaymentMethodAttach",
    SHAPE, refuses=PAYMENT, body=ATTACH,
)  # fmt: skip
def attach_payment_method(call: Call) -> Reply:
    """Attach a payment method to a customer."""
    values = read(call, ATTACH)
    method = named_payment_method(call, call.arguments["payment_method"])
    if "customer_account" in values and not any_id(call):
        raise missing_reference("customer_account", "account", values["customer_account"])
    if "customer" not in values:
        raise refused("Must provide customer or customer_account.", "parameter_missing")
    customer = referenced(call, CUSTOMER, values["customer"], "customer")
    return answer(call, attach(call, method, customer["id"]), values)


@route(
    "POST /payment_methods/<payment_method>/detach", "payment_methods.detach", "PostPaymentMethodsPaymentMethodDetach",
    SHAPE, body=RETRIEVE,
)  # fmt: skip
def detach_payment_method(call: Call) -> Reply:
    """Detach a payment method from its customer. An old-fashioned card goes altogether."""
    values = read(call, RETRIEVE)
    method = detach(call, named_payment_method(call, call.arguments["payment_method"]))
    source = call.records.get(SOURCES, method["id"])
    if source:
        remove_source(call, existing(call, CUSTOMER, source["customer"]), source)
    return answer(call, method, values)


@route("GET /payment_methods", "payment_methods.list", "GetPaymentMethods", list_of(SHAPE), query=LIST)
def list_payment_methods(call: Call) -> Reply:
    """List a customer's payment methods. Without a customer there are none."""
    values = read(call, LIST)
    if "customer_account" in values and not any_id(call):
        raise missing_reference("customer_account", "account", values["customer_account"])
    if "customer" not in values:
        return page(call, values, PAYMENT_METHOD, among=("customer", ""))
    return page_of(call, values, referenced(call, CUSTOMER, values["customer"], "customer"))


@route(
    "GET /customers/<customer>/payment_methods", "customer_payment_methods.list", "GetCustomersCustomerPaymentMethods",
    list_of(SHAPE), query=LIST_OF_CUSTOMER,
)  # fmt: skip
def list_customer_payment_methods(call: Call) -> Reply:
    """List a customer's payment methods."""
    values = read(call, LIST_OF_CUSTOMER)
    return page_of(call, values, named_customer(call))


@route(
    "GET /customers/<customer>/payment_methods/<payment_method>", "customer_payment_methods.get",
    "GetCustomersCustomerPaymentMethodsPaymentMethod", SHAPE, query=RETRIEVE,
)  # fmt: skip
def retrieve_customer_payment_method(call: Call) -> Reply:
    """Retrieve a customer's payment method."""
    values = read(call, RETRIEVE)
    customer = named_customer(call)
    method = belonging(call, PAYMENT_METHOD, customer, call.arguments["payment_method"], "payment_method")
    return answer(call, method, values)


def page_of(call: Call, values: Values, customer: Record) -> Reply:
    """Return a page of a customer's payment methods; it may begin at one that was detached since it was seen."""
    id, keep = customer["id"], _like(values)
    seen = call.records.get(PAYMENT_METHODS, values.get("starting_after") or values.get("ending_before") or "")
    if seen and seen.get("_customer_before") == id:
        return page_where(call, values, PAYMENT_METHOD, ("customer", id), keep)
    return page(call, values, PAYMENT_METHOD, among=("customer", id), keep=keep)


def _like(values: Values) -> Condition:
    """Return the condition that a list's filters make."""
    wanted = {name: values[name] for name in ("allow_redisplay", "type") if name in values}
    return lambda method: all(method[name] == value for name, value in wanted.items())


looks = {"payment_method": Look(references={"customer": (CUSTOMERS,)})}
collections = (Collection(PAYMENT_METHODS, ("customer",)),)
