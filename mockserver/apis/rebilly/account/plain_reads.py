"""Reads of what is not served here: every list is empty and every object has no members."""

from mockserver.apis.rebilly.auth import SECRET_OR_SESSION
from mockserver.apis.rebilly.dialect import Body
from mockserver.apis.rebilly.documented import COLLECTION_READ
from mockserver.apis.rebilly.filters import ANYTHING
from mockserver.apis.rebilly.query import LIMIT, OFFSET, PAGINATION, Listing, page
from mockserver.core.api.model import Call, Response, Route
from mockserver.core.http.reply import Reply

_LISTS = (
    ("applications", "GetApplicationCollection"),
    ("coupons", "GetCouponCollection"),
    ("custom-domains", "GetCustomDomainCollection"),
    ("fees", "GetFeeCollection"),
    ("payment-gateways-metadata", "GetPaymentGatewayMetadataCollection"),
    ("products", "GetProductCollection"),
    ("roles", "GetRoleCollection"),
    ("shipping-rates", "GetShippingRateCollection"),
    ("tags-rules", "GetTagRuleCollection"),
)
_OBJECTS = (
    ("external-services-settings", "GetExternalServiceSettings"),
    ("profile", "GetProfile"),
)


class NothingSchema(Body):
    """A record of a resource that is not served here."""


LISTING = Listing("nothing", ANYTHING)


def list_nothing(call: Call) -> Reply:
    """Return a page without records."""
    return page(call, LISTING, dict, among=())


def get_nothing(call: Call) -> Reply:
    """Return an object without members."""
    return Reply.json(200, {})


routes = (*(
        Route(
            "GET", f"/{path}", f"{path.replace('-', '_')}.list", id, list_nothing, f"List {path.replace('-', ' ')}",
            {200: Response(NothingSchema, PAGINATION, many=True), **COLLECTION_READ},
            SECRET_OR_SESSION, query=(LIMIT, OFFSET),
        )
        for path, id in _LISTS
    ), *(
        Route(
            "GET", f"/{path}", f"{path.replace('-', '_')}.get", id, get_nothing, f"Get {path.replace('-', ' ')}",
            {200: Response(NothingSchema), **COLLECTION_READ},
            SECRET_OR_SESSION,
        )
        for path, id in _OBJECTS
    ),)  # fmt: skip
