"""Merging customers: what one of them has goes to the other soon, and it is deleted."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargebee.answers import answer
from mockserver.apis.chargebee.auth import ANY_KEY
from mockserver.apis.chargebee.customers.balances import with_balances_of, without_balances
from mockserver.apis.chargebee.customers.customer_record import CUSTOMERS, keep
from mockserver.apis.chargebee.customers.customer_shapes import CustomerOnlyEnvelopeSchema
from mockserver.apis.chargebee.customers.deletion import mark_deleted, refuse_kin
from mockserver.apis.chargebee.customers.other_customers import present_customer
from mockserver.apis.chargebee.dialect import Parameters
from mockserver.apis.chargebee.documented import WRITE
from mockserver.apis.chargebee.due_work import do_later
from mockserver.apis.chargebee.payments.envelopes import customer_view
from mockserver.apis.chargebee.payments.payment_source_record import PAYMENT_SOURCES, change_source
from mockserver.apis.chargebee.payments.roles import BACKUP, PRIMARY, primary_source
from mockserver.apis.chargebee.problems import contradicts
from mockserver.apis.chargebee.requests import read
from mockserver.core.api.model import Call, Response, Route
from mockserver.core.fields.kinds import Text
from mockserver.core.http.reply import Reply
from mockserver.core.store import Record

MERGER = "customers.merge"


class MergeParameters(Parameters):
    """Which customer goes up in which."""

    from_customer_id = Text(50, required=True)
    to_customer_id = Text(50, required=True)


MERGE = MergeParameters()


def merge_customers(call: Call) -> Reply:
    """Have payment sources and balances of a customer moved to another one, which is answered as it is."""
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


works = {MERGER: _merge}

routes = (
    Route(
        "POST", "/customers/merge", "customers.merge", "merge_customers", merge_customers, "Merge customers",
        {200: Response(CustomerOnlyEnvelopeSchema), **WRITE}, ANY_KEY, MergeParameters,
    ),
)  # fmt: skip
