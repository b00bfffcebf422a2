"""The list of payment sources."""

from mockserver.apis.chargebee.auth import ANY_KEY
from mockserver.apis.chargebee.documented import READ, queries
from mockserver.apis.chargebee.filters import ChoiceFilter, MomentFilter, TextFilter
from mockserver.apis.chargebee.listing import Listing, ListParameters, page
from mockserver.apis.chargebee.payments.payment_source_record import PAYMENT_SOURCES, current
from mockserver.apis.chargebee.payments.payment_source_shapes import PaymentSourceListSchema
from mockserver.apis.chargebee.payments.words import TYPES, VOUCHER_TYPES
from mockserver.core.api.model import Call, Response, Route
from mockserver.core.fields.kinds import Text
from mockserver.core.http.reply import Reply

STATUSES = ("valid", "expiring", "expired", "invalid", "pending_verification")


class PaymentSourceListParameters(ListParameters):
    """What payment sources are listed by; there are no subscriptions here that one could belong to."""

    subscription_id = Text(50)
    customer_id = TextFilter()
    type = ChoiceFilter((*TYPES, *VOUCHER_TYPES))
    status = ChoiceFilter(STATUSES)
    updated_at = MomentFilter()
    created_at = MomentFilter()


LISTING = Listing(PAYMENT_SOURCES, PaymentSourceListParameters(), indexed=("customer_id",), now=current)


def list_payment_sources(call: Call) -> Reply:
    """Return a page of payment sources."""
    return page(call, LISTING, lambda call, source: {"payment_source": current(call, source)})


routes = (
    Route(
        "GET", "/payment_sources", "payment_sources.list", "list_payment_sources", list_payment_sources,
        "List payment sources", {200: Response(PaymentSourceListSchema), **READ}, ANY_KEY,
        query=queries(LISTING.parameters),
    ),
)  # fmt: skip
