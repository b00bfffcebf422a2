"""What ends a customer, soon after it is asked for: deletion, merging, the clearing of personal data."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargebee.answers import answer, route
from mockserver.apis.chargebee.customers.hierarchy import children, release_owners, with_relationship
from mockserver.apis.chargebee.customers.members import CustomerEnvelope, CustomerOnlyEnvelope
from mockserver.apis.chargebee.customers.promotional_credits import with_balances_of, without_balances
from mockserver.apis.chargebee.dialect import Parameters
from mockserver.apis.chargebee.due_work import do_later
from mockserver.apis.chargebee.payments.sources import (
    BACKUP,
    PAYMENT_SOURCES,
    PRIMARY,
    change_source,
    customer_answer,
    customer_view,
    delete_source,
    primary_source,
)
from mockserver.apis.chargebee.problems import contradicts
from mockserver.apis.chargebee.records import CUSTOMERS, keep, named_customer, present_customer
from mockserver.apis.chargebee.requests import read
from mockserver.core.api.model import Call
from mockserver.core.fields.kinds import Flag, Text
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Conflict
from mockserver.core.store import Record

DELETION, MERGER, CLEARING = "customers.delete", "customers.merge", "customers.clear_personal_data"


class Deletion(Parameters):
    """Whether payment methods are deleted at the gateway, too; at Chargebee they are in either case."""

    delete_payment_method = Flag()


DELETE = Deletion()


@route("POST /customers/<path:customer>/delete", "customers.delete", "delete_a_customer", CustomerEnvelope, body=DELETE)
def delete_customer(call: Call) -> Reply:
    """Delete a customer. The answer still shows it as it is, as Chargebee's does."""
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


class Merger(Parameters):
    """Which customer goes up in which."""

    from_customer_id = Text(50, required=True)
    to_customer_id = Text(50, required=True)


MERGE = Merger()


@route("POST /customers/merge", "customers.merge", "merge_customers", CustomerOnlyEnvelope, body=MERGE)
def merge_customers(call: Call) -> Reply:
    """Merge customers. What one has goes to the other soon; that is answered as it still is."""
    values = read(call, MERGE)
    gone = present_customer(call, values["from_customer_id"], "from_customer_id")
    target = present_customer(call, values["to_customer_id"], "to_customer_id")
    if gone["id"] == target["id"]:
        raise contradicts("to_customer_id", "should be another customer than from_customer_id")
    if gone.get("business_entity_id") != target.get("business_entity_id"):
        raise contradicts("to_customer_id", "belongs to another business entity than from_customer_id")
    refuse_kin(call, gone)
    do_later(call, MERGER, gone=gone["id"], target=target["id"])
    return answer(customer=customer_view(call, target))


def _merge(call: Call, noted: Mapping[str, Any]) -> None:
    """Move what a customer has; contacts stay with it, as all that Chargebee does not name."""
    gone, target = (call.records.get(CUSTOMERS, noted[name]) for name in ("gone", "target"))
    if gone is None or gone["deleted"] or target is None or target["deleted"]:
        return
    has_primary = primary_source(call, target) is not None
    for source in call.records.lookup(PAYMENT_SOURCES, "customer_id", gone["id"]):
        if not source["deleted"]:
            change_source(call, source, customer_id=target["id"])
    keep(call, target, {**with_balances_of(target, gone), **({} if has_primary else _roles(gone))})
    mark_deleted(call, without_balances(gone))


def _roles(customer: Record) -> dict[str, Any]:
    return {member: customer[member] for member in (PRIMARY, BACKUP) if customer.get(member)}


PERSONAL = (
    "first_name", "last_name", "email", "phone", "company", "billing_address", "contacts", "vat_number",
    "vat_number_prefix", "entity_identifiers", "created_from_ip",
)  # fmt: skip
"""What is cleared. Custom fields and `meta_data` stay: nobody says which of them are personal."""


@route(
    "POST /customers/<path:customer>/clear_personal_data", "customers.clear_personal_data",
    "clear_personal_data_of_a_customer", CustomerOnlyEnvelope,
)  # fmt: skip
def clear_personal_data(call: Call) -> Reply:
    """Clear a customer's personal data. What is cleared, or will be, stays so."""
    customer = named_customer(call)
    if customer["pii_cleared"] == "active":
        customer = keep(call, customer, {**customer, "pii_cleared": "scheduled_for_clear"})
        do_later(call, CLEARING, customer=customer["id"])
    return answer(customer=customer_view(call, customer))


def _clear(call: Call, noted: Mapping[str, Any]) -> None:
    customer = call.records.get(CUSTOMERS, noted["customer"])
    if customer is not None:
        keep(call, customer, {**customer, **dict.fromkeys(PERSONAL), "pii_cleared": "cleared"})


works = {DELETION: _delete, MERGER: _merge, CLEARING: _clear}
