"""Tax ids: of customers, and of the account itself."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe import events, views
from mockserver.apis.stripe.answers import answer
from mockserver.apis.stripe.dialect import Parameters
from mockserver.apis.stripe.documented import DeletedSchema, list_of, route
from mockserver.apis.stripe.fields import Expandable, ListParameters
from mockserver.apis.stripe.identifiers import mint
from mockserver.apis.stripe.lookups import belonging, existing, referenced
from mockserver.apis.stripe.owner import CUSTOMER, CUSTOMERS, named_customer
from mockserver.apis.stripe.problems import missing_reference
from mockserver.apis.stripe.query import page
from mockserver.apis.stripe.requests import read, wanted_id
from mockserver.apis.stripe.tax_ids.members import AccountTaxId, AccountTaxIdListParameters, TaxId
from mockserver.apis.stripe.tax_ids.rules import (
    OWN,
    TAX_ID,
    TAX_IDS,
    new_tax_id,
    of_customer,
    owner_key,
    refuse_twin,
    settle,
    settled,
)
from mockserver.apis.stripe.views import Look
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import shape_of
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Duplicate
from mockserver.core.store import Collection, Record

CREATE, CREATE_ANY, SHAPE = TaxId(), AccountTaxId(), shape_of(TaxId)
LIST, LIST_ANY = ListParameters(), AccountTaxIdListParameters()
RETRIEVE, DELETE = Expandable(), Parameters()

Values = Mapping[str, Any]


@route("POST /customers/<customer>/tax_ids", "tax_ids.create", "PostCustomersCustomerTaxIds", SHAPE, body=CREATE)
def create_tax_id(call: Call) -> Reply:
    """Create a tax id of a customer."""
    values = read(call, CREATE)
    return _create(call, of_customer(named_customer(call, "customer")["id"]), values)


@route("GET /customers/<customer>/tax_ids", "tax_ids.list", "GetCustomersCustomerTaxIds", list_of(SHAPE), query=LIST)
def list_tax_ids(call: Call) -> Reply:
    """List a customer's tax ids."""
    values = read(call, LIST)
    customer = named_customer(call, "customer")["id"]
    settle(call, customer)
    return page(call, values, TAX_ID, among=("customer", customer))


@route("GET /customers/<customer>/tax_ids/<id>", "tax_ids.get", "GetCustomersCustomerTaxIdsId", SHAPE, query=RETRIEVE)
def retrieve_tax_id(call: Call) -> Reply:
    """Retrieve a customer's tax id."""
    values = read(call, RETRIEVE)
    return answer(call, settled(call, _named_tax_id(call)), values)


@route("DELETE /customers/<customer>/tax_ids/<id>", "tax_ids.delete", "DeleteCustomersCustomerTaxIdsId", DeletedSchema)
def delete_tax_id(call: Call) -> Reply:
    """Delete a customer's tax id."""
    read(call, DELETE)
    return _delete(call, _named_tax_id(call))


@route("POST /tax_ids", "account_tax_ids.create", "PostTaxIds", SHAPE, body=CREATE_ANY)
def create_account_tax_id(call: Call) -> Reply:
    """Create a tax id of the account or of a customer."""
    values = read(call, CREATE_ANY)
    return _create(call, _owner(call, values), values)


@route("GET /tax_ids", "account_tax_ids.list", "GetTaxIds", list_of(SHAPE), query=LIST_ANY)
def list_account_tax_ids(call: Call) -> Reply:
    """List the tax ids of the account or of another owner."""
    values = read(call, LIST_ANY)
    owner = owner_key(_owner(call, values))
    settle(call, owner)
    return page(call, values, TAX_ID, among=("_owner", owner))


@route("GET /tax_ids/<id>", "account_tax_ids.get", "GetTaxIdsId", SHAPE, query=RETRIEVE)
def retrieve_account_tax_id(call: Call) -> Reply:
    """Retrieve a tax id."""
    values = read(call, RETRIEVE)
    return answer(call, settled(call, existing(call, TAX_ID, call.arguments["id"])), values)


@route("DELETE /tax_ids/<id>", "account_tax_ids.delete", "DeleteTaxIdsId", DeletedSchema)
def delete_account_tax_id(call: Call) -> Reply:
    """Delete a tax id."""
    read(call, DELETE)
    return _delete(call, existing(call, TAX_ID, call.arguments["id"]))


def _owner(call: Call, values: Values) -> Values:
    """Return the owner that a request names; of the account itself, and of what else is not kept, only the name."""
    owner = values.get("owner", {"type": OWN})
    if "customer_account" in owner:
        raise missing_reference("owner.customer_account", "account", owner["customer_account"])
    if owner["type"] == "customer":
        return of_customer(referenced(call, CUSTOMER, owner["customer"], "owner.customer")["id"])
    return dict(owner)


def _named_tax_id(call: Call) -> Record:
    return belonging(call, TAX_ID, named_customer(call, "customer"), call.arguments["id"])


def _create(call: Call, owner: Values, values: Values) -> Reply:
    id = wanted_id(call) or mint(call, "txi")
    if call.records.get(TAX_IDS, id):
        raise Duplicate
    refuse_twin(call, owner, values)
    tax_id = new_tax_id(call, id, owner, values)
    call.records.put(TAX_IDS, id, tax_id)
    if tax_id["customer"]:
        events.emit(call, "customer.tax_id.created", tax_id)
    return answer(call, tax_id, values)


def _delete(call: Call, tax_id: Record) -> Reply:
    call.records.delete(TAX_IDS, tax_id["id"])
    if tax_id["customer"]:
        events.emit(call, "customer.tax_id.deleted", tax_id)
    return Reply.json(200, views.deleted(tax_id))


looks = {"tax_id": Look(references={"customer": (CUSTOMERS,), "owner.customer": (CUSTOMERS,)})}
collections = (Collection(TAX_IDS, ("customer", "_owner", "_awaiting")),)
