"""Customers: create, read, list, count, change and delete them."""

from mockserver.apis.chargeover.answers import (
    CREATED,
    MODIFIED,
    CountAnswerSchema,
    TrueAnswerSchema,
    answer,
    created,
    modified,
    ok,
    route,
)
from mockserver.apis.chargeover.contacts.rules import SUPERUSER
from mockserver.apis.chargeover.customers.main_contact import with_main_contact
from mockserver.apis.chargeover.customers.members import Customer
from mockserver.apis.chargeover.customers.rules import PARENT, changed_customer, drop_customer, new_customer
from mockserver.apis.chargeover.customers.views import CUSTOMERS, customer_view
from mockserver.apis.chargeover.dialect import read_changes, read_new
from mockserver.apis.chargeover.kinds import CUSTOMER, SPENT_KEYS, keep, named
from mockserver.apis.chargeover.query import COUNT_QUERY, QUERY, count, page
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import shape_of
from mockserver.core.http.reply import Reply
from mockserver.core.store import Collection

CREATE, UPDATE, SHAPE = Customer(on="create"), Customer(on="update"), shape_of(Customer)


@route("POST /customer", "customers.create", "create-a-customer", CREATED, body=CREATE)
def create_customer(call: Call) -> Reply:
    """Create a customer. A contact comes with it where the request says one."""
    values = read_new(call, CREATE)
    customer = with_main_contact(call, new_customer(call, values), values)
    keep(call, CUSTOMER, customer)
    return created(call, CUSTOMER.object, customer["customer_id"])


@route("GET /customer", "customers.list", "query-for-customers", answer(SHAPE, many=True), query=QUERY)
def list_customers(call: Call) -> Reply:
    """List customers."""
    return page(call, CUSTOMERS)


@route("GET /customer/_count", "customers.count", "count-customers", CountAnswerSchema, query=COUNT_QUERY)
def count_customers(call: Call) -> Reply:
    """Count customers."""
    return count(call, CUSTOMERS)


@route("GET /customer/<id>", "customers.get", "get-a-specific-customer", answer(SHAPE))
def get_customer(call: Call) -> Reply:
    """Retrieve a customer."""
    return ok(call, customer_view(call, named(call, CUSTOMER)))


@route("PUT /customer/<id>", "customers.update", "update-a-customer", MODIFIED, body=UPDATE)
def update_customer(call: Call) -> Reply:
    """Change a customer. What is not sent stays."""
    before = named(call, CUSTOMER)
    values = read_changes(call, UPDATE)
    customer = with_main_contact(call, changed_customer(call, before, values), values)
    keep(call, CUSTOMER, customer)
    return modified(call, CUSTOMER.object, customer["customer_id"])


@route("DELETE /customer/<id>", "customers.delete", "delete-a-customer", TrueAnswerSchema)
def delete_customer(call: Call) -> Reply:
    """Delete a customer."""
    drop_customer(call, named(call, CUSTOMER))
    return ok(call, True)


collections = (CUSTOMER.declared(PARENT, SUPERUSER), Collection(SPENT_KEYS))
