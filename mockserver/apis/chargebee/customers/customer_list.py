"""The list of customers, and what it can be filtered by."""

from mockserver.apis.chargebee.auth import ANY_KEY
from mockserver.apis.chargebee.customers.customer_parameters import AUTO_COLLECTION, OFFLINE_PAYMENT_METHODS, TAXABILITY
from mockserver.apis.chargebee.customers.customer_record import CUSTOMERS
from mockserver.apis.chargebee.customers.customer_shapes import CustomerEnvelopeSchema
from mockserver.apis.chargebee.dialect import Parameters
from mockserver.apis.chargebee.documented import READ, queries
from mockserver.apis.chargebee.filters import ChoiceFilter, Filters, FlagFilter, MomentFilter, TextFilter
from mockserver.apis.chargebee.listing import Listing, ListParameters, page
from mockserver.apis.chargebee.payments.envelopes import customer_row
from mockserver.apis.chargebee.shapes import list_of
from mockserver.core.api.model import Call, Response, Route
from mockserver.core.http.reply import Reply

CHANNELS = ("web", "app_store", "play_store")


class RelationshipFilters(Parameters):
    """Who a customer belongs to, pays through, and has its invoices sent to."""

    parent_id = TextFilter()
    payment_owner_id = TextFilter()
    invoice_owner_id = TextFilter()


class CustomerListParameters(ListParameters):
    """Which customers are listed."""

    id = TextFilter()
    first_name = TextFilter()
    last_name = TextFilter()
    email = TextFilter()
    company = TextFilter()
    phone = TextFilter()
    auto_collection = ChoiceFilter(AUTO_COLLECTION)
    taxability = ChoiceFilter(TAXABILITY)
    created_at = MomentFilter()
    updated_at = MomentFilter()
    offline_payment_method = ChoiceFilter(OFFLINE_PAYMENT_METHODS)
    auto_close_invoices = FlagFilter()
    channel = ChoiceFilter(CHANNELS)
    business_entity_id = TextFilter()
    relationship = Filters(RelationshipFilters)


LISTING = Listing(CUSTOMERS, CustomerListParameters(), indexed=("email",), custom_fields=True)


def list_customers(call: Call) -> Reply:
    """Return a page of customers."""
    return page(call, LISTING, customer_row)


routes = (
    Route(
        "GET", "/customers", "customers.list", "list_customers", list_customers, "List customers",
        {200: Response(list_of(CustomerEnvelopeSchema)), **READ}, ANY_KEY, query=queries(LISTING.parameters),
    ),
)  # fmt: skip
