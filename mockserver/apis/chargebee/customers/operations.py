"""Customers: create, list, read and change them."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargebee.answers import answer, list_of, route
from mockserver.apis.chargebee.customers import members
from mockserver.apis.chargebee.customers.hierarchy import PARENT
from mockserver.apis.chargebee.customers.promotional_credits import with_own_balance
from mockserver.apis.chargebee.customers.record import new_customer, with_billing_info, with_members
from mockserver.apis.chargebee.customers.rules import check
from mockserver.apis.chargebee.dialect import Parameters
from mockserver.apis.chargebee.filters import ChoiceFilter, Filters, FlagFilter, MomentFilter, TextFilter
from mockserver.apis.chargebee.listing import Listing, ListParameters, page
from mockserver.apis.chargebee.payments.creation import for_new_customer
from mockserver.apis.chargebee.payments.sources import customer_answer, customer_row, customer_view, with_role
from mockserver.apis.chargebee.problems import Taken, incompatible, lacking
from mockserver.apis.chargebee.records import CUSTOMERS, keep, named_customer
from mockserver.apis.chargebee.requests import custom_fields, read
from mockserver.apis.chargebee.site import has
from mockserver.apis.chargebee.stamps import mint
from mockserver.core.api.model import Call
from mockserver.core.http.reply import Reply
from mockserver.core.store import Collection, Record

CHANNELS = ("web", "app_store", "play_store")


class RelationshipFilters(Parameters):
    """Who a customer belongs to, pays through, and has its invoices sent to."""

    parent_id = TextFilter()
    payment_owner_id = TextFilter()
    invoice_owner_id = TextFilter()


class CustomerList(ListParameters):
    """Which customers are listed."""

    id = TextFilter()
    first_name = TextFilter()
    last_name = TextFilter()
    email = TextFilter()
    company = TextFilter()
    phone = TextFilter()
    auto_collection = ChoiceFilter(members.AUTO_COLLECTION)
    taxability = ChoiceFilter(members.TAXABILITY)
    created_at = MomentFilter()
    updated_at = MomentFilter()
    offline_payment_method = ChoiceFilter(members.OFFLINE_PAYMENT_METHODS)
    auto_close_invoices = FlagFilter()
    channel = ChoiceFilter(CHANNELS)
    business_entity_id = TextFilter()
    relationship = Filters(RelationshipFilters)


CREATE, UPDATE = members.Customer("create"), members.CustomerUpdate()
BILLING_INFO, BILLING_DATE = members.BillingInfo(), members.BillingDate()

LISTING = Listing(CUSTOMERS, CustomerList(), indexed=("email",), custom_fields=True)


@route("POST /customers", "customers.create", "create_a_customer", members.CustomerEnvelope, body=CREATE)
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


@route(
    "GET /customers", "customers.list", "list_customers", list_of(members.CustomerEnvelope), query=LISTING.parameters
)
def list_customers(call: Call) -> Reply:
    """List customers."""
    return page(call, LISTING, customer_row)


@route("GET /customers/<path:customer>", "customers.get", "retrieve_a_customer", members.CustomerEnvelope)
def retrieve_customer(call: Call) -> Reply:
    """Retrieve a customer."""
    return customer_answer(call, named_customer(call))


@route(
    "POST /customers/<path:customer>", "customers.update", "update_a_customer", members.CustomerEnvelope, body=UPDATE
)
def update_customer(call: Call) -> Reply:
    """Change a customer. An empty value takes a member away."""
    before = named_customer(call)
    values = read(call, UPDATE)
    after = with_own_balance(with_members(call, before, values))
    check(call, values, after)
    return _save(call, before, {**after, **custom_fields(call)})


def _save(call: Call, before: Record, after: Mapping[str, Any]) -> Reply:
    return customer_answer(call, keep(call, before, after))


def _with_headers(call: Call, values: dict[str, Any]) -> dict[str, Any]:
    """Add what a request can also say in its headers: a business entity, and where a customer comes from."""
    headers = call.exchange.headers
    entity = values.get("business_entity_id") or headers.get("chargebee-business-entity-id")
    address = headers.get("chargebee-request-origin-ip") or values.get("created_from_ip")
    return {**values, "business_entity_id": entity, "created_from_ip": address}


@route(
    "POST /customers/<path:customer>/update_billing_info", "customers.update_billing_info",
    "update_billing_info_for_a_customer", members.CustomerEnvelope, body=BILLING_INFO,
)  # fmt: skip
def update_billing_info(call: Call) -> Reply:
    """Replace a customer's billing information."""
    before = named_customer(call)
    values = read(call, BILLING_INFO)
    after = with_members(call, with_billing_info(call, before, values), values)
    check(call, values, after)
    return _save(call, before, after)


@route(
    "POST /customers/<path:customer>/change_billing_date", "customers.change_billing_date", "change_billing_date",
    members.CustomerOnlyEnvelope, body=BILLING_DATE,
)  # fmt: skip
def change_billing_date(call: Call) -> Reply:
    """Change the day a customer is billed on. It is a day that is given, or none by the site's defaults."""
    values = read(call, BILLING_DATE)
    customer = named_customer(call)
    if not has(call, "calendar_billing"):
        raise incompatible("", "Calendar billing")
    if values.get("billing_month") and not (values.get("billing_date") or customer.get("billing_date")):
        raise lacking("billing_date", "cannot be blank where billing_month is given")
    changed = {
        **_changed(values, "billing_date_mode", ("billing_date", "billing_month")),
        **_changed(values, "billing_day_of_week_mode", ("billing_day_of_week",)),
    }
    return answer(customer=customer_view(call, keep(call, customer, {**customer, **changed})))


def _changed(values: Mapping[str, Any], mode: str, days: tuple[str, ...]) -> dict[str, Any]:
    """Return the members that change, with what sets them: a day by itself was set by hand."""
    if values.get(mode) == "using_defaults":
        return {mode: "using_defaults", **dict.fromkeys(days)}
    said = {name: values[name] for name in days if values.get(name) is not None}
    return {**said, mode: "manually_set"} if said or values.get(mode) else {}


collections = (Collection(CUSTOMERS, ("email", PARENT)),)
