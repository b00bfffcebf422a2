"""A customer's billing information: replaced as a whole."""

from mockserver.apis.chargebee.auth import ANY_KEY
from mockserver.apis.chargebee.customers.billing_members import with_billing_info
from mockserver.apis.chargebee.customers.customer_parameters import BillingInfoParameters
from mockserver.apis.chargebee.customers.customer_record import named_customer, save, with_members
from mockserver.apis.chargebee.customers.customer_shapes import CustomerEnvelopeSchema
from mockserver.apis.chargebee.customers.rules import check
from mockserver.apis.chargebee.documented import WRITE
from mockserver.apis.chargebee.requests import read
from mockserver.core.api.model import Call, Response, Route
from mockserver.core.http.reply import Reply

UPDATE = BillingInfoParameters()


def update_billing_info(call: Call) -> Reply:
    """Replace a customer's billing information."""
    before = named_customer(call)
    values = read(call, UPDATE)
    after = with_members(call, with_billing_info(call, before, values), values)
    check(call, values, after)
    return save(call, before, after)


routes = (
    Route(
        "POST", "/customers/<path:customer>/update_billing_info", "customers.update_billing_info",
        "update_billing_info_for_a_customer", update_billing_info, "Replace a customer's billing information",
        {200: Response(CustomerEnvelopeSchema), **WRITE}, ANY_KEY, BillingInfoParameters,
    ),
)  # fmt: skip
