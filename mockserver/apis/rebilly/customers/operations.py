"""Customers: created, listed, searched, read, replaced, merged."""

from mockserver.apis.rebilly import consequences, lead_source, names, timeline, views
from mockserver.apis.rebilly.account import attachments, external_identifiers
from mockserver.apis.rebilly.customers.members import CustomerSchema
from mockserver.apis.rebilly.customers.rules import save
from mockserver.apis.rebilly.dialect import Body, written
from mockserver.apis.rebilly.names import existing
from mockserver.apis.rebilly.payments import instruments as payment_instruments
from mockserver.apis.rebilly.problems import ValidationProblemSchema
from mockserver.apis.rebilly.query import EXPAND, FIELDS, FILTER, LIMIT, OFFSET, SEARCH, SORT, found
from mockserver.apis.rebilly.resource import CONFLICT, LIMITS, MISSING, VALIDATED, WRITE, Resource, lists, many, route
from mockserver.apis.rebilly.tags import united
from mockserver.core.api.model import Call, QueryParameter, Response
from mockserver.core.fields.containers import Array, Object, OpenObject
from mockserver.core.fields.kinds import Text
from mockserver.core.http.reply import Reply
from mockserver.core.problems import FieldError, Invalid
from mockserver.core.store import Collection

TARGET = QueryParameter("targetCustomerId", "The customer that takes over what the duplicate had.", required=True)

_EMAILS = "primaryAddress.emails.value"

CUSTOMERS = Resource(
    names.CUSTOMERS, "customers", "Customer", "Customer", CustomerSchema, views.customer,
    searched=(
        "id", "email", "firstName", "lastName", "primaryAddress.organization", _EMAILS,
        "primaryAddress.phoneNumbers.value",
    ),
    aliases={"email": _EMAILS, "primaryAddress.emails": _EMAILS, "primaryAddress.*.email": _EMAILS},
)  # fmt: skip

routes = (
    CUSTOMERS.create("Create a customer", save, refuses={**VALIDATED, **CONFLICT}, query=(EXPAND,)),
    CUSTOMERS.upsert(
        "Create or replace a customer", save, limits=(), refuses={**VALIDATED, **CONFLICT}, query=(EXPAND,)
    ),
    CUSTOMERS.lists("List customers", LIMIT, OFFSET, FILTER, SEARCH, EXPAND, FIELDS, SORT),
    CUSTOMERS.get("Get a customer", EXPAND, FIELDS),
)
collections = (Collection(names.CUSTOMERS, indexes=("tags.id", "websiteId")),)


@route(
    "DELETE /customers/<id>", "customers.merge", "DeleteCustomer",
    {204: Response(None, LIMITS), 422: Response(ValidationProblemSchema)}, refuses={**WRITE, **MISSING},
    query=(TARGET,),
)  # fmt: skip
def merge_customer(call: Call) -> Reply:
    """Merge a duplicate into another customer and delete it."""
    target_id = call.query.get("targetCustomerId", "")
    if not target_id:
        raise Invalid(errors=[FieldError("targetCustomerId", "This parameter is required.")])
    duplicate = CUSTOMERS.found(call)
    if target_id == duplicate["id"]:
        raise Invalid(errors=[FieldError("targetCustomerId", "Must be another customer.")])
    target = existing(call, names.CUSTOMERS, target_id, "Customer")
    payment_instruments.move(call, duplicate["id"], target_id)
    timeline.move(call, duplicate["id"], target_id)
    lead_source.move(call, duplicate["id"], target_id)
    attachments.move(call, duplicate["id"], target_id)
    external_identifiers.forget(call, duplicate["id"])
    call.records.delete(names.CUSTOMERS, duplicate["id"])
    merged = {
        **target,
        "defaultPaymentInstrument": target["defaultPaymentInstrument"] or duplicate["defaultPaymentInstrument"],
        "revision": target["revision"] + 1,
        "tags": united(target, duplicate),
        "updatedTime": written(call.now),
    }
    call.records.put(names.CUSTOMERS, target_id, merged)
    consequences.customer_merged(call, duplicate, merged)
    return Reply(204)


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
    hits = found(call, CUSTOMERS.listing)
    nothing: dict[str, object] = {name: [] for name in _RESOURCES}
    shown = [views.customer(call, record) for record in hits.records]
    return Reply.json(200, [{**nothing, "customers": shown, "searched": _RESOURCES}], hits.headers)
