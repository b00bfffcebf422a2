"""Deleting a customer: it is done soon, and leaves the customer behind with a mark."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargebee.auth import ANY_KEY
from mockserver.apis.chargebee.customers.customer_record import CUSTOMERS, keep, named_customer
from mockserver.apis.chargebee.customers.customer_shapes import CustomerEnvelopeSchema
from mockserver.apis.chargebee.customers.kin import children, release_owners, with_relationship
from mockserver.apis.chargebee.dialect import Parameters
from mockserver.apis.chargebee.documented import WRITE
from mockserver.apis.chargebee.due_work import do_later
from mockserver.apis.chargebee.payments.envelopes import customer_answer
from mockserver.apis.chargebee.payments.payment_source_record import PAYMENT_SOURCES, delete_source
from mockserver.apis.chargebee.payments.roles import BACKUP, PRIMARY
from mockserver.apis.chargebee.requests import read
from mockserver.core.api.model import Call, Response, Route
from mockserver.core.fields.kinds import Flag
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Conflict
from mockserver.core.store import Record

DELETION = "customers.delete"


class DeleteParameters(Parameters):
    """Whether payment methods are deleted at the gateway, too; at Chargebee they are in either case."""

    delete_payment_method = Flag()


DELETE = DeleteParameters()


def delete_customer(call: Call) -> Reply:
    """Have a customer deleted; the answer still shows it as it is, as Chargebee's does."""
    read(call, DELETE)
    customer = named_customer(call)
    refuse_kin(call, customer)
    do_later(call, DELETION, customer=customer["id"])
    return customer_answer(call, customer)


def refuse_kin(call: Call, customer: Record) -> None:
    """Keep a customer that is part of a hierarchy; raise `Conflict`."""
    if customer.get("relationship") or children(call, customer["id"]):
        raise Conflict("The customer is part of an account hierarchy. Remove it from there first.")


def mark_deleted(call: Call, customer: Record) -> None:
    """Delete a customer and its payment sources; nobody is below it any more."""
    for source in call.records.lookup(PAYMENT_SOURCES, "customer_id", customer["id"]):
        if not source["deleted"]:
            delete_source(call, source)
    for child in children(call, customer["id"]):  # put there since the deletion was asked for
        release_owners(call, keep(call, child, with_relationship(child, None)))
    keep(call, customer, {**with_relationship(customer, None), PRIMARY: None, BACKUP: None, "deleted": True})


def _delete(call: Call, noted: Mapping[str, Any]) -> None:
    customer = call.records.get(CUSTOMERS, noted["customer"])
    if customer is not None and not customer["deleted"]:
        mark_deleted(call, customer)


works = {DELETION: _delete}

routes = (
    Route(
        "POST", "/customers/<path:customer>/delete", "customers.delete", "delete_a_customer", delete_customer,
        "Delete a customer", {200: Response(CustomerEnvelopeSchema), **WRITE}, ANY_KEY, DeleteParameters,
    ),
)  # fmt: skip
