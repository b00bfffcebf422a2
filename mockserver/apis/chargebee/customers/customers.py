"""Customers: create, read and change them."""

from typing import Any

from mockserver.apis.chargebee.auth import ANY_KEY
from mockserver.apis.chargebee.customers.balances import with_own_balance
from mockserver.apis.chargebee.customers.billing_members import with_billing_info
from mockserver.apis.chargebee.customers.customer_parameters import CustomerCreateParameters, CustomerUpdateParameters
from mockserver.apis.chargebee.customers.customer_record import (
    CUSTOMERS,
    named_customer,
    new_customer,
    save,
    with_members,
)
from mockserver.apis.chargebee.customers.customer_shapes import CustomerEnvelopeSchema
from mockserver.apis.chargebee.customers.kin import PARENT
from mockserver.apis.chargebee.customers.rules import check
from mockserver.apis.chargebee.documented import READ, WRITE
from mockserver.apis.chargebee.identifiers import mint
from mockserver.apis.chargebee.payments.envelopes import customer_answer
from mockserver.apis.chargebee.payments.payment_source_creation import for_new_customer
from mockserver.apis.chargebee.payments.roles import with_role
from mockserver.apis.chargebee.problems import Taken
from mockserver.apis.chargebee.requests import custom_fields, read
from mockserver.core.api.model import Call, Response, Route
from mockserver.core.http.reply import Reply
from mockserver.core.store import Collection

CREATE, UPDATE = CustomerCreateParameters(), CustomerUpdateParameters()


def create_customer(call: Call) -> Reply:
    """Create a customer."""
    values = _with_headers(call, read(call, CREATE))
    id = values.get("id") or mint(call)
    customer = with_billing_info(call, with_members(call, new_customer(call, id), values), values)
    check(call, values, customer)
    if call.records.get(CUSTOMERS, id):
        raise Taken(f"The value {id} is already present.")
    customer.update(custom_fields(call))
    source = for_new_customer(call, id, values)
    if source:
        customer = with_role(customer, source["id"], "primary")
    call.records.put(CUSTOMERS, id, customer)
    return customer_answer(call, customer)


def retrieve_customer(call: Call) -> Reply:
    """Return a customer."""
    return customer_answer(call, named_customer(call))


def update_customer(call: Call) -> Reply:
    """Change what is sent of a customer; an empty value takes a member away."""
    before = named_customer(call)
    values = read(call, UPDATE)
    after = with_own_balance(with_members(call, before, values))
    check(call, values, after)
    return save(call, before, {**after, **custom_fields(call)})


def _with_headers(call: Call, values: dict[str, Any]) -> dict[str, Any]:
    """Add what a request can also say in its headers: a business entity, and where a customer comes from."""
    headers = call.exchange.headers
    entity = values.get("business_entity_id") or headers.get("chargebee-business-entity-id")
    address = headers.get("chargebee-request-origin-ip") or values.get("created_from_ip")
    return {**values, "business_entity_id": entity, "created_from_ip": address}


collections = (Collection(CUSTOMERS, ("email", PARENT)),)

routes = (
    Route(
        "POST", "/customers", "customers.create", "create_a_customer", create_customer, "Create a customer",
        {200: Response(CustomerEnvelopeSchema), **WRITE}, ANY_KEY, CustomerCreateParameters,
    ),
    Route(
        "GET", "/customers/<path:customer>", "customers.get", "retrieve_a_customer", retrieve_customer,
        "Retrieve a customer", {200: Response(CustomerEnvelopeSchema), **READ}, ANY_KEY,
    ),
    Route(
        "POST", "/customers/<path:customer>", "customers.update", "update_a_customer", update_customer,
        "Change a customer", {200: Response(CustomerEnvelopeSchema), **WRITE}, ANY_KEY, CustomerUpdateParameters,
    ),
)  # fmt: skip
