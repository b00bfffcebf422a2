"""Customers: create, read, change, delete and list them."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe import events, views
from mockserver.apis.stripe.answers import answer
from mockserver.apis.stripe.balances.balance_record import drop_transactions, with_balance
from mockserver.apis.stripe.balances.cash_balance_record import drop_cash_balance, set_cash_balance
from mockserver.apis.stripe.clocks.clock_record import begin_on_clock, living
from mockserver.apis.stripe.customers.customer_shapes import CustomerSchema
from mockserver.apis.stripe.customers.members import (
    CustomerCreateParameters,
    CustomerListParameters,
    CustomerUpdateParameters,
)
from mockserver.apis.stripe.customers.rules import drop_payments, with_payments
from mockserver.apis.stripe.customers.taxation import with_tax
from mockserver.apis.stripe.discounts.rules import tell, with_discount
from mockserver.apis.stripe.documented import PAYMENT, route
from mockserver.apis.stripe.fields import Expandable, within
from mockserver.apis.stripe.identifiers import mint
from mockserver.apis.stripe.lookups import any_id, existing
from mockserver.apis.stripe.owner import (
    CUSTOMER,
    CUSTOMERS,
    DELETED_CUSTOMERS,
    new_customer,
    with_parameters,
)
from mockserver.apis.stripe.problems import NoSuch, bad, missing_reference, no_such
from mockserver.apis.stripe.query import page, page_where
from mockserver.apis.stripe.requests import read, wanted_id
from mockserver.apis.stripe.shapes import DeletedSchema, list_of
from mockserver.apis.stripe.tax_ids.rules import add_tax_ids, drop_tax_ids
from mockserver.core.api.model import Call
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Duplicate
from mockserver.core.store import Collection, Record

CREATE, UPDATE, LIST = CustomerCreateParameters(), CustomerUpdateParameters(), CustomerListParameters()
RETRIEVE = Expandable()


@route(
    "POST /customers", "customers.create", "PostCustomers", CustomerSchema, refuses=PAYMENT,
    body=CustomerCreateParameters,
)  # fmt: skip
def create_customer(call: Call) -> Reply:
    """Create a customer."""
    values = read(call, CREATE)
    id = wanted_id(call) or mint(call, "cus")
    if call.records.get(CUSTOMERS, id):
        raise Duplicate
    _refuse_taken_prefix(call, values)
    customer = with_parameters(new_customer(call, id), values)
    if "test_clock" in values:
        customer = begin_on_clock(call, customer, values["test_clock"])
    customer = with_discount(call, customer, values)
    customer = with_balance(call, with_tax(call, customer, values), values, "initial")
    if "cash_balance" in values:
        set_cash_balance(call, id, values["cash_balance"])
    customer = with_payments(call, customer, values)
    call.records.put(CUSTOMERS, id, customer)
    call.records.delete(DELETED_CUSTOMERS, id)  # a fixture file brings one back under its id
    events.emit(call, "customer.created", customer)
    tell(call, None, customer)
    add_tax_ids(call, customer, values.get("tax_id_data", ()))
    return answer(call, customer, values)


@route("GET /customers/<customer>", "customers.get", "GetCustomersCustomer", CustomerSchema, query=RETRIEVE)
def retrieve_customer(call: Call) -> Reply:
    """Retrieve a customer."""
    values = read(call, RETRIEVE)
    gone = _gone(call, call.arguments["customer"])
    if gone:
        return Reply.json(200, gone)
    return answer(call, existing(call, CUSTOMER, call.arguments["customer"]), values)


@route(
    "POST /customers/<customer>", "customers.update", "PostCustomersCustomer", CustomerSchema, refuses=PAYMENT,
    body=CustomerUpdateParameters,
)  # fmt: skip
def update_customer(call: Call) -> Reply:
    """Change a customer."""
    values = read(call, UPDATE)
    before = named_customer(call)
    _refuse_taken_prefix(call, values, before["id"])
    customer = with_discount(call, with_parameters(before, values), values)
    customer = with_balance(call, with_tax(call, customer, values), values, "adjustment")
    if "cash_balance" in values:
        set_cash_balance(call, customer["id"], values["cash_balance"])
    customer = with_payments(call, customer, values)
    call.records.put(CUSTOMERS, customer["id"], customer)
    events.emit_update(call, "customer.updated", before, customer)
    tell(call, before, customer)
    return answer(call, customer, values)


@route("DELETE /customers/<customer>", "customers.delete", "DeleteCustomersCustomer", DeletedSchema)
def delete_customer(call: Call) -> Reply:
    """Delete a customer. Its id is remembered."""
    read(call, RETRIEVE)
    id = call.arguments["customer"]
    if _gone(call, id):
        raise NoSuch(no_such("customer", id))
    return Reply.json(200, remove_customer(call, existing(call, CUSTOMER, id)))


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


@route("GET /customers", "customers.list", "GetCustomers", list_of(CustomerSchema), query=LIST)
def list_customers(call: Call) -> Reply:
    """List customers. Those of a test clock only where it is named."""
    values = read(call, LIST)
    clock, created = values.get("test_clock"), values.get("created", {})
    if clock is not None and living(call, clock) is None:
        raise missing_reference("test_clock", "billingclock", clock)

    def wanted(customer: Record) -> bool:
        return customer["test_clock"] == clock and within(created, customer["created"])

    if "email" in values:
        return page_where(call, values, CUSTOMER, ("email", values["email"]), wanted)
    if clock:
        return page_where(call, values, CUSTOMER, ("test_clock", clock), wanted)
    return page(call, values, CUSTOMER, keep=wanted)


def named_customer(call: Call, param: str = "id") -> Record:
    """Return the customer that the path names; a deleted one is refused with 400, one that never was with 404."""
    id = call.arguments["customer"]
    if _gone(call, id):
        raise missing_reference(param, "customer", id)
    return existing(call, CUSTOMER, id, param)


def _gone(call: Call, id: str) -> Record | None:
    """Return what is left of a deleted customer; where any id exists it is forgotten, to be made up anew."""
    gone = call.records.get(DELETED_CUSTOMERS, id)
    if gone and any_id(call):
        call.records.delete(DELETED_CUSTOMERS, id)
        return None
    return gone


def _refuse_taken_prefix(call: Call, values: Mapping[str, Any], own: str = "") -> None:
    """See to it that no two customers' invoices are numbered alike."""
    prefix = values.get("invoice_prefix")
    taken = call.records.lookup(CUSTOMERS, "invoice_prefix", prefix) if prefix else ()
    if any(customer["id"] != own for customer in taken) and not any_id(call):
        message = f"Invalid invoice_prefix: '{prefix}' is already used by another customer"
        raise bad(("invoice_prefix",), message, begun=True)


collections = (
    Collection(CUSTOMERS, ("email", "test_clock", "invoice_prefix")),
    Collection(DELETED_CUSTOMERS),
)
