"""Customers: create, read and change them."""

from typing import Any

from mockserver.apis.chargebee.answers import answer
from mockserver.apis.chargebee.auth import ANY_KEY
from mockserver.apis.chargebee.customers.billing_address import billing_address
from mockserver.apis.chargebee.customers.customer_parameters import CustomerCreateParameters, CustomerUpdateParameters
from mockserver.apis.chargebee.customers.customer_record import (
    CUSTOMERS,
    named_customer,
    new_customer,
    save,
    with_members,
)
from mockserver.apis.chargebee.customers.customer_shapes import CustomerEnvelopeSchema
from mockserver.apis.chargebee.documented import READ, WRITE
from mockserver.apis.chargebee.identifiers import mint
from mockserver.apis.chargebee.problems import Taken
from mockserver.apis.chargebee.requests import custom_fields, read
from mockserver.core.api import Call, Reply, Response, Route
from mockserver.core.store import Collection

CREATE, UPDATE = CustomerCreateParameters(), CustomerUpdateParameters()


def create_customer(call: Call) -> Reply:
    """Create a customer."""
    values = read(call, CREATE)
    id = values.get("id") or mint(call)
    if call.records.get(CUSTOMERS, id):
        raise Taken(f"The value {id} is already present.")
    customer = with_members(new_customer(call, id), {**values, **_business_entity(call, values)})
    if values.get("billing_address"):
        customer["billing_address"] = billing_address(values["billing_address"])
    customer.update(custom_fields(call))
    customer["created_from_ip"] = call.exchange.headers.get("chargebee-request-origin-ip")
    call.records.put(CUSTOMERS, id, customer)
    return answer(customer=customer)


def retrieve_customer(call: Call) -> Reply:
    """Answer a customer."""
    return answer(customer=named_customer(call))


def update_customer(call: Call) -> Reply:
    """Change what is sent of a customer; an empty value takes a member away."""
    values = read(call, UPDATE)
    return save(call, named_customer(call), {**with_members(named_customer(call), values), **custom_fields(call)})


def _business_entity(call: Call, values: dict[str, Any]) -> dict[str, Any]:
    """Give the business entity of a request, which may also stand in a header."""
    named = values.get("business_entity_id") or call.exchange.headers.get("chargebee-business-entity-id")
    return {"business_entity_id": named or call.settings["default_business_entity"] or None}


collections = (Collection(CUSTOMERS, ("email",)),)

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
