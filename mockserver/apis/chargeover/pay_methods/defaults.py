"""What a customer pays with by default: the first way to pay it got, and after that one the oldest it has.

Its time of change stays as it is: the customer itself was not changed.
"""

from mockserver.apis.chargeover.customers.customer_record import keep
from mockserver.apis.chargeover.kinds import CREDITCARD, CUSTOMER, TOKENIZED, Kind
from mockserver.apis.chargeover.pay_methods.owner import OWNER
from mockserver.core.api.model import Call
from mockserver.core.store import Record

_WORDS = {CREDITCARD: "crd", TOKENIZED: "tok"}


def got(call: Call, customer: Record, kind: Kind, way: Record) -> None:
    """Let a customer that has no default pay with what it got."""
    if customer["default_paymethod"] is None:
        _keep_default(call, customer, kind, way)


def lost(call: Call, kind: Kind, way: Record) -> None:
    """Let a customer whose default this may have been pay with the oldest way that is left to it, if one is."""
    customer = call.records.get(CUSTOMER.collection, way[OWNER])
    if customer is None or customer["default_paymethod"] != _WORDS[kind]:
        return
    if kind is CREDITCARD and customer["default_creditcard_id"] != way["creditcard_id"]:
        return
    oldest = [(each, found[0]) for each in _WORDS if (found := call.records.lookup(each.collection, OWNER, way[OWNER]))]
    next_kind, next_way = min(oldest, key=lambda one: one[1]["_order"], default=(None, None))
    _keep_default(call, customer, next_kind, next_way)


def _keep_default(call: Call, customer: Record, kind: Kind | None, way: Record | None) -> None:
    word = _WORDS[kind] if kind else None
    card_id = way["creditcard_id"] if way and kind is CREDITCARD else None
    keep(call, {**customer, "default_paymethod": word, "default_creditcard_id": card_id})
