"""What a customer pays with: the roles of its payment sources, and another method in place of the primary one."""

from mockserver.apis.chargebee.answers import answer
from mockserver.apis.chargebee.auth import ANY_KEY
from mockserver.apis.chargebee.customers.customer_record import named_customer
from mockserver.apis.chargebee.customers.customer_shapes import CustomerEnvelopeSchema
from mockserver.apis.chargebee.documented import WRITE
from mockserver.apis.chargebee.payments.envelopes import customer_answer, customer_view
from mockserver.apis.chargebee.payments.payers import keep_payer
from mockserver.apis.chargebee.payments.payment_source_creation import from_payment_method
from mockserver.apis.chargebee.payments.payment_source_parameters import PaymentMethodChangeParameters, RoleParameters
from mockserver.apis.chargebee.payments.payment_source_record import delete_source, referenced_source
from mockserver.apis.chargebee.payments.payment_source_shapes import CustomerAndSourceSchema
from mockserver.apis.chargebee.payments.roles import primary_source, with_role, with_source
from mockserver.apis.chargebee.requests import read
from mockserver.core.api.model import Call, Response, Route
from mockserver.core.http.reply import Reply
from mockserver.core.store import Record

ROLE, METHOD = RoleParameters(), PaymentMethodChangeParameters()


def assign_payment_role(call: Call) -> Reply:
    """Return a payment source a role, which whoever had it loses."""
    values = read(call, ROLE)
    customer = named_customer(call)
    source = referenced_source(call, customer["id"], values["payment_source_id"])
    changed = keep_payer(call, customer, with_role(customer, source["id"], values["role"]))
    return answer(customer=customer_view(call, changed), payment_source=source)


def update_payment_method(call: Call) -> Reply:
    """Let a customer pay with what a gateway keeps; the primary payment source makes way."""
    values = read(call, METHOD)
    customer = named_customer(call)
    source = from_payment_method(call, customer["id"], values["payment_method"], "payment_method")
    return customer_answer(call, keep_payer(call, customer, in_place_of_primary(call, customer, source)))


def in_place_of_primary(call: Call, customer: Record, source: Record) -> Record:
    """Return a customer with a new primary source; the one it had is deleted."""
    former = primary_source(call, customer)
    if former is not None:
        delete_source(call, former)
    return with_source(call, customer, source, replace=True)


routes = (
    Route(
        "POST", "/customers/<path:customer>/assign_payment_role", "customers.assign_payment_role",
        "assign_payment_role", assign_payment_role, "Give a payment source of a customer's a role",
        {200: Response(CustomerAndSourceSchema), **WRITE}, ANY_KEY, RoleParameters,
    ),
    Route(
        "POST", "/customers/<path:customer>/update_payment_method", "customers.update_payment_method",
        "update_payment_method_for_a_customer", update_payment_method, "Replace what a customer pays with",
        {200: Response(CustomerEnvelopeSchema), **WRITE}, ANY_KEY, PaymentMethodChangeParameters,
    ),
)  # fmt: skip
