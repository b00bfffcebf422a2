"""Customers: create, read, list, count, change and delete them."""

from mockserver.apis.chargeover.auth import ANY_KEY
from mockserver.apis.chargeover.customers import deletion
from mockserver.apis.chargeover.customers.customer_listing import CUSTOMERS
from mockserver.apis.chargeover.customers.customer_parameters import CustomerCreateParameters, CustomerUpdateParameters
from mockserver.apis.chargeover.customers.customer_record import (
    PARENT,
    SUPERUSER,
    changed_customer,
    keep,
    new_customer,
)
from mockserver.apis.chargeover.customers.customer_shapes import CustomerSchema
from mockserver.apis.chargeover.customers.customer_view import customer_view
from mockserver.apis.chargeover.customers.main_contact import with_main_contact
from mockserver.apis.chargeover.documented import COUNTED, CREATED, DONE, MODIFIED, many, one
from mockserver.apis.chargeover.envelope import created, modified, ok
from mockserver.apis.chargeover.kinds import CUSTOMER, SPENT_KEYS, named
from mockserver.apis.chargeover.listing import COUNT_QUERY, QUERY, count, page
from mockserver.apis.chargeover.requests import read_changes, read_new
from mockserver.core.api.model import Call, Route
from mockserver.core.http.reply import Reply
from mockserver.core.store import Collection

CREATE, UPDATE = CustomerCreateParameters(), CustomerUpdateParameters()


def create_customer(call: Call) -> Reply:
    """Create a customer, and a contact where the request says one."""
    values = read_new(call, CREATE)
    customer = with_main_contact(call, new_customer(call, values), values)
    keep(call, customer)
    return created(call, CUSTOMER.object, customer["customer_id"])


def get_customer(call: Call) -> Reply:
    """Return a customer."""
    return ok(call, customer_view(call, named(call, CUSTOMER)))


def list_customers(call: Call) -> Reply:
    """Return a page of customers."""
    return page(call, CUSTOMERS)


def count_customers(call: Call) -> Reply:
    """Return how many customers there are."""
    return count(call, CUSTOMERS)


def update_customer(call: Call) -> Reply:
    """Change what is sent of a customer."""
    before = named(call, CUSTOMER)
    values = read_changes(call, UPDATE)
    customer = with_main_contact(call, changed_customer(call, before, values), values)
    keep(call, customer)
    return modified(call, CUSTOMER.object, customer["customer_id"])


def delete_customer(call: Call) -> Reply:
    """Delete a customer."""
    deletion.delete(call, named(call, CUSTOMER))
    return ok(call, True)


collections = (CUSTOMER.declared(PARENT, SUPERUSER), Collection(SPENT_KEYS))

routes = (
    Route(
        "POST", "/customer", "customers.create", "create-a-customer", create_customer, "Create a customer", CREATED,
        ANY_KEY, CustomerCreateParameters,
    ),
    Route(
        "GET", "/customer", "customers.list", "query-for-customers", list_customers, "List customers",
        many(CustomerSchema), ANY_KEY, query=QUERY,
    ),
    Route(
        "GET", "/customer/_count", "customers.count", "count-customers", count_customers, "Count customers", COUNTED,
        ANY_KEY, query=COUNT_QUERY,
    ),
    Route(
        "GET", "/customer/<id>", "customers.get", "get-a-specific-customer", get_customer, "Retrieve a customer",
        one(CustomerSchema), ANY_KEY,
    ),
    Route(
        "PUT", "/customer/<id>", "customers.update", "update-a-customer", update_customer, "Change a customer",
        MODIFIED, ANY_KEY, CustomerUpdateParameters,
    ),
    Route(
        "DELETE", "/customer/<id>", "customers.delete", "delete-a-customer", delete_customer, "Delete a customer",
        DONE, ANY_KEY,
    ),
)  # fmt: skip
