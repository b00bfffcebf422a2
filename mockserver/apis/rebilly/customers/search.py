"""Search across resources, of which customers are the one that is served here."""

from mockserver.apis.rebilly import views
from mockserver.apis.rebilly.customers import operations as customers
from mockserver.apis.rebilly.customers.operations import CustomerSchema
from mockserver.apis.rebilly.dialect import Body
from mockserver.apis.rebilly.documented import lists, many
from mockserver.apis.rebilly.query import LIMIT, OFFSET, SEARCH, SORT, found
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import Array, Object, OpenObject
from mockserver.core.fields.kinds import Text
from mockserver.core.http.reply import Reply


class SearchSchema(Body):
    """What was found, by resource."""

    customers = Array(Object(CustomerSchema), dump_only=True)
    invoices = Array(OpenObject(), dump_only=True)
    orders = Array(OpenObject(), dump_only=True)
    transactions = Array(OpenObject(), dump_only=True)
    searched = Array(Text(), dump_only=True)


_RESOURCES = tuple(name for name in SearchSchema().fields if name != "searched")


@lists(
    "GET /search", "search.search", "GetSearch", many(SearchSchema), query=(SORT, LIMIT, OFFSET, SEARCH),
)  # fmt: skip
def search(call: Call) -> Reply:
    """Search customers. The limits are those of the customers."""
    hits = found(call, customers.LISTING)
    nothing: dict[str, object] = {name: [] for name in _RESOURCES}
    shown = [views.customer(call, record) for record in hits.records]
    return Reply.json(200, [{**nothing, "customers": shown, "searched": _RESOURCES}], hits.headers)
