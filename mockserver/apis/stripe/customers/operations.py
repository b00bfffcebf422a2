"""Customers: create, read, change, delete and list them."""

from mockserver.apis.stripe import events, views
from mockserver.apis.stripe.answers import answer, list_within
from mockserver.apis.stripe.balances.cash_balances import cash_balance, set_cash_balance
from mockserver.apis.stripe.balances.transactions import credit_balance, with_balance
from mockserver.apis.stripe.customers.members import Customer, CustomerListParameters
from mockserver.apis.stripe.customers.rules import (
    begin_on_clock,
    refuse_taken_prefix,
    remove_customer,
    with_parameters,
    with_payments,
)
from mockserver.apis.stripe.customers.taxation import tax_of, with_tax
from mockserver.apis.stripe.discounts.rules import current_discount, tell, with_discount
from mockserver.apis.stripe.documented import PAYMENT, DeletedSchema, list_of, route
from mockserver.apis.stripe.fields import Expandable, within
from mockserver.apis.stripe.identifiers import mint
from mockserver.apis.stripe.lookups import existing
from mockserver.apis.stripe.owner import (
    CUSTOMER,
    CUSTOMERS,
    DELETED_CUSTOMERS,
    gone_customer,
    named_customer,
    new_customer,
)
from mockserver.apis.stripe.payments.payment_method_rules import PAYMENT_METHODS
from mockserver.apis.stripe.payments.source_rules import SOURCES
from mockserver.apis.stripe.problems import NoSuch, missing_reference, no_such
from mockserver.apis.stripe.query import page, page_where
from mockserver.apis.stripe.requests import read, wanted_id
from mockserver.apis.stripe.tax_ids.rules import TAX_IDS, add_tax_ids, settle
from mockserver.apis.stripe.times import TEST_CLOCKS, living
from mockserver.apis.stripe.views import Look, Shown
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import shape_of
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Duplicate
from mockserver.core.store import Collection, Record

CREATE, UPDATE, LIST = Customer(on="create"), Customer(on="update"), CustomerListParameters()
RETRIEVE, SHAPE = Expandable(), shape_of(Customer)


@route("POST /customers", "customers.create", "PostCustomers", SHAPE, refuses=PAYMENT, body=CREATE)
def create_customer(call: Call) -> Reply:
    """Create a customer."""
    values = read(call, CREATE)
    id = wanted_id(call) or mint(call, "cus")
    if call.records.get(CUSTOMERS, id):
        raise Duplicate
    refuse_taken_prefix(call, values)
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


@route("GET /customers/<customer>", "customers.get", "GetCustomersCustomer", SHAPE, query=RETRIEVE)
def retrieve_customer(call: Call) -> Reply:
    """Retrieve a customer."""
    values = read(call, RETRIEVE)
    gone = gone_customer(call, call.arguments["customer"])
    if gone:
        return Reply.json(200, gone)
    return answer(call, existing(call, CUSTOMER, call.arguments["customer"]), values)


@route("POST /customers/<customer>", "customers.update", "PostCustomersCustomer", SHAPE, refuses=PAYMENT, body=UPDATE)
def update_customer(call: Call) -> Reply:
    """Change a customer."""
    values = read(call, UPDATE)
    before = named_customer(call)
    refuse_taken_prefix(call, values, before["id"])
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
    if gone_customer(call, id):
        raise NoSuch(no_such("customer", id))
    return Reply.json(200, remove_customer(call, existing(call, CUSTOMER, id)))


@route("GET /customers", "customers.list", "GetCustomers", list_of(SHAPE), query=LIST)
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


def _tax_ids(call: Call, customer: Shown) -> Shown:
    settle(call, customer["id"])
    return list_within(call, customer, TAX_IDS)


def _show(call: Call, record: Record, shown: Shown, version: str) -> None:
    for name in ("business_name", "individual_name", "customer_account"):
        if shown.get(name, "") is None:
            del shown[name]
    discount = current_discount(call, record)
    shown["discount"] = views.view(call, discount, version) if discount else None


looks = {
    "customer": Look(
        show=_show,
        references={
            "default_source": (SOURCES,),
            "invoice_settings.default_payment_method": (PAYMENT_METHODS,),
            "test_clock": (TEST_CLOCKS,),
        },
        embedded=frozenset({"discount"}),
        included={
            "cash_balance": lambda call, customer: views.view(call, cash_balance(call, customer["id"])),
            "invoice_credit_balance": lambda call, customer: credit_balance(customer),
            "sources": lambda call, customer: list_within(call, customer, SOURCES),
            "subscriptions": lambda call, customer: list_within(call, customer, "subscriptions", kept=False),
            "tax": lambda call, customer: tax_of(call, customer["id"]),
            "tax_ids": _tax_ids,
        },
    )
}
collections = (
    Collection(CUSTOMERS, ("email", "test_clock", "invoice_prefix")),
    Collection(DELETED_CUSTOMERS),
)
