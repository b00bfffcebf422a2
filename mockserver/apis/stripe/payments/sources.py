"""A customer's sources: create, read, change, list and delete them, and verify bank accounts."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe import events, views
from mockserver.apis.stripe.answers import answer
from mockserver.apis.stripe.auth import ANY_KEY
from mockserver.apis.stripe.customers.customer_defaults import set_default_source
from mockserver.apis.stripe.customers.customers import named_customer
from mockserver.apis.stripe.documented import PAYMENT, REFUSED, queries
from mockserver.apis.stripe.fields import Expandable
from mockserver.apis.stripe.listing import page
from mockserver.apis.stripe.lookups import any_id, belonging
from mockserver.apis.stripe.payments.bank_accounts import MISSING, VERIFIED, verified
from mockserver.apis.stripe.payments.source_parameters import (
    BANK_ACCOUNT,
    SourceCreateParameters,
    SourceListParameters,
    SourceUpdateParameters,
    SourceVerifyParameters,
)
from mockserver.apis.stripe.payments.source_record import (
    SOURCE,
    SOURCES,
    add_source,
    changed_source,
    keep_source,
    remove_source,
)
from mockserver.apis.stripe.payments.source_shapes import SourceSchema
from mockserver.apis.stripe.problems import bad, refused
from mockserver.apis.stripe.requests import read, wanted_id
from mockserver.apis.stripe.shapes import DeletedSchema, list_of
from mockserver.core.api.model import Call, Response, Route
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Duplicate
from mockserver.core.store import Collection, Record

CREATE, UPDATE, LIST = SourceCreateParameters(), SourceUpdateParameters(), SourceListParameters()
VERIFY, RETRIEVE = SourceVerifyParameters(), Expandable()


def create_source(call: Call) -> Reply:
    """Add a source to a customer; its first one becomes the default."""
    values = read(call, CREATE)
    customer = named_customer(call, "customer")
    id = wanted_id(call) or ""
    if id and call.records.get(SOURCES, id):
        raise Duplicate
    source = add_source(call, customer, values["source"], values.get("metadata"), id)
    if customer["default_source"] is None:
        set_default_source(call, customer, source["id"])
    return answer(call, source, values)


def list_sources(call: Call) -> Reply:
    """Return a page of a customer's sources, or of one kind of them."""
    values = read(call, LIST)
    customer = named_customer(call, "customer")
    kind = values.get("object")
    return page(
        call, values, SOURCE, among=("customer", customer["id"]), keep=lambda source: kind in (None, source["object"])
    )


def retrieve_source(call: Call) -> Reply:
    """Return a source of a customer."""
    values = read(call, RETRIEVE)
    return answer(call, _named_source(call), values)


def update_source(call: Call) -> Reply:
    """Change a source of a customer."""
    values = read(call, UPDATE)
    before = _named_source(call)
    source = changed_source(call, before, values)
    keep_source(call, source)
    events.emit_update(call, "customer.source.updated", before, source)
    return answer(call, source, values)


def delete_source(call: Call) -> Reply:
    """Take a source from a customer; the newest that is left takes a default's place."""
    read(call, RETRIEVE)
    customer = named_customer(call, "customer")
    source = belonging(call, SOURCE, customer, call.arguments["id"])
    remove_source(call, customer, source)
    return Reply.json(200, views.deleted(source))


def verify_source(call: Call) -> Reply:
    """Show that a bank account is the customer's, by what was sent to it."""
    values = read(call, VERIFY)
    before = _named_source(call)
    source = _verified(call, before, values)
    keep_source(call, source)
    events.emit_update(call, "customer.source.updated", before, source)
    return answer(call, source, values)


def _verified(call: Call, before: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a bank account that amounts verify; where any id exists, every one is verified."""
    if any_id(call):
        return {**before, "status": VERIFIED} if before["object"] == BANK_ACCOUNT else dict(before)
    if "amounts" not in values:
        raise bad(("amounts",), "Missing required param: amounts.", MISSING)
    if before["object"] != BANK_ACCOUNT:
        raise refused("Only bank accounts can be verified.")
    return verified(before, values["amounts"])


def _named_source(call: Call) -> Record:
    return belonging(call, SOURCE, named_customer(call, "customer"), call.arguments["id"])


collections = (Collection(SOURCES, ("customer",)),)

_ONE, _MANY = {200: Response(SourceSchema)}, {200: Response(list_of(SourceSchema))}

routes = (
    Route(
        "POST", "/customers/<customer>/sources", "sources.create", "PostCustomersCustomerSources", create_source,
        "Create a source of a customer", {**_ONE, **PAYMENT}, ANY_KEY, SourceCreateParameters,
    ),
    Route(
        "GET", "/customers/<customer>/sources", "sources.list", "GetCustomersCustomerSources", list_sources,
        "List a customer's sources", {**_MANY, **REFUSED}, ANY_KEY, query=queries(LIST),
    ),
    Route(
        "GET", "/customers/<customer>/sources/<id>", "sources.get", "GetCustomersCustomerSourcesId", retrieve_source,
        "Retrieve a customer's source", {**_ONE, **REFUSED}, ANY_KEY, query=queries(RETRIEVE),
    ),
    Route(
        "POST", "/customers/<customer>/sources/<id>", "sources.update", "PostCustomersCustomerSourcesId",
        update_source, "Change a customer's source", {**_ONE, **PAYMENT}, ANY_KEY, SourceUpdateParameters,
    ),
    Route(
        "DELETE", "/customers/<customer>/sources/<id>", "sources.delete", "DeleteCustomersCustomerSourcesId",
        delete_source, "Delete a customer's source", {200: Response(DeletedSchema), **REFUSED}, ANY_KEY,
    ),
    Route(
        "POST", "/customers/<customer>/sources/<id>/verify", "sources.verify",
        "PostCustomersCustomerSourcesIdVerify", verify_source, "Verify a customer's bank account",
        {**_ONE, **PAYMENT}, ANY_KEY, SourceVerifyParameters,
    ),
)  # fmt: skip
