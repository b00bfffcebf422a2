"""Payment instruments: what a customer pays with."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mockserver.apis.rebilly import consequences, names, views
from mockserver.apis.rebilly.contact import ContactSchema, contact
from mockserver.apis.rebilly.dialect import Body, Moment, TextMap, linked, resource_id, written
from mockserver.apis.rebilly.documented import lists, many, route
from mockserver.apis.rebilly.filters import filterable
from mockserver.apis.rebilly.lead_source import keep_lead_source
from mockserver.apis.rebilly.names import existing
from mockserver.apis.rebilly.payments.wish import Wish
from mockserver.apis.rebilly.query import (
    EXPAND,
    FILTER,
    LIMIT,
    OFFSET,
    SEARCH,
    SORT,
    Listing,
    page,
)
from mockserver.apis.rebilly.tables import ANY_METHOD, BRANDS
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import Object, OpenObject
from mockserver.core.fields.kinds import Choice, Flag, Text, Whole
from mockserver.core.http.reply import Reply
from mockserver.core.store import Collection, Record

_STATUSES = ("active", "inactive", "expired", "deactivated", "verification-needed")


class PaymentInstrumentSchema(Body):
    """A payment instrument. Which members it has follows from its method."""

    id = resource_id(dump_only=True)
    customerId = resource_id()
    method = Choice(ANY_METHOD, required=True)
    status = Choice(_STATUSES, dump_only=True)
    fingerprint = Text(dump_only=True)
    bin = Text(dump_only=True)
    last4 = Text(dump_only=True)
    fpanLast4 = Text(dump_only=True, allow_none=True)
    expYear = Whole()
    expMonth = Whole(1, 12)
    brand = Choice(BRANDS, dump_only=True)
    bankCountry = Text(dump_only=True, allow_none=True)
    bankName = Text()
    routingNumber = Text()
    accountNumberType = Choice(("BBAN", "IBAN"))
    accountType = Choice(("checking", "savings", "other"))
    bic = Text(allow_none=True)
    username = Text(dump_only=True)
    isPayoutable = Flag(dump_only=True)
    billingAddress = Object(ContactSchema, allow_none=True)
    useAsBackup = Flag()
    createdTime = Moment()
    updatedTime = Moment()
    lastPaymentTime = Moment(allow_none=True)
    customFields = OpenObject()
    stickyGatewayAccountId = Text(dump_only=True, allow_none=True)
    expirationReminderTime = Moment(allow_none=True)
    expirationReminderNumber = Whole(dump_only=True, allow_none=True)
    referenceData = TextMap()
    riskMetadata = OpenObject(allow_none=True)
    digitalWallet = Text(dump_only=True, allow_none=True)
    revision = Whole(dump_only=True)
    links = linked()
    embedded = OpenObject(data_key="_embedded", dump_only=True)


UPDATABLE = ("expYear", "expMonth", "bankName", "accountType", "bic")
"""What a customer's card or account can have another of and still be the same."""

_NUMBERED = frozenset({"payment-card", "ach"})
"""Methods whose instruments are told by their number alone."""

LISTING = Listing(
    names.PAYMENT_INSTRUMENTS,
    filterable(PaymentInstrumentSchema()),
    searched=("id", "customerId", "last4", "bin", "billingAddress.firstName", "billingAddress.lastName"),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of a wish: the instrument, what it was before if it was known, and where its customer came from."""

    record: Record
    before: Record | None = None
    lead_source: Mapping[str, Any] | None = None


def keep(call: Call, customer_id: str, wish: Wish) -> Kept:
    """Store an instrument of a customer; one that the customer has already is brought up to date instead."""
    known = _known(call, customer_id, wish)
    if known is None:
        return create(call, customer_id, wish)
    said = {
        "billingAddress": contact(wish.billing),
        "riskMetadata": wish.risk,
        "customFields": wish.custom_fields,
        "useAsBackup": wish.as_backup,
        **{name: wish.members.get(name) for name in UPDATABLE},
    }
    changes = {name: value for name, value in said.items() if value is not None}
    return Kept(change(call, known, changes), known, wish.lead_source)


def create(call: Call, customer_id: str, wish: Wish) -> Kept:
    """Store a new, active instrument of a customer."""
    id = call.mint("inst")
    now = written(call.now)
    record = {
        "id": id,
        "customerId": customer_id,
        "method": wish.method,
        "status": "active",
        **wish.members,
        "billingAddress": contact(wish.billing),
        "useAsBackup": wish.as_backup or False,
        "createdTime": now,
        "updatedTime": now,
        "lastPaymentTime": None,
        "customFields": {**(wish.custom_defaults or {}), **(wish.custom_fields or {})},
        "stickyGatewayAccountId": None,
        "riskMetadata": wish.risk,
        "revision": 1,
    }
    call.records.put(names.PAYMENT_INSTRUMENTS, id, record)
    return Kept(record, None, wish.lead_source)


def change(call: Call, before: Record, changes: Mapping[str, Any]) -> Record:
    """Store an instrument with other members; where they say nothing new it stays as it is."""
    after = {**before, **changes}
    # Python takes `1` and `true` for equal, JSON does not.
    if json.dumps(after, sort_keys=True) == json.dumps(before, sort_keys=True):
        return before
    after |= {"revision": before["revision"] + 1, "updatedTime": written(call.now)}
    call.records.put(names.PAYMENT_INSTRUMENTS, after["id"], after)
    return after


def tell(call: Call, kept: Kept, *, newcomer: bool = False) -> None:
    """Set off what a kept instrument sets off, once its customer is stored; `newcomer` says that it is new, too."""
    if kept.before is None:
        consequences.payment_instrument_created(call, kept.record)
    elif kept.record is not kept.before:
        consequences.payment_instrument_modified(call, kept.record)
    if kept.lead_source is not None:
        keep_lead_source(call, kept.record["customerId"], kept.lead_source, tell=not newcomer)


def of_customer(call: Call, customer_id: str) -> list[Record]:
    """Return a customer's instruments, oldest first."""
    return call.records.lookup(names.PAYMENT_INSTRUMENTS, "customerId", customer_id)


def move(call: Call, source: str, target: str) -> None:
    """Hand every instrument of one customer to another."""
    for record in of_customer(call, source):
        consequences.payment_instrument_modified(call, change(call, record, {"customerId": target}))


@lists(
    "GET /payment-instruments", "payment_instruments.list", "GetPaymentInstrumentCollection",
    many(PaymentInstrumentSchema), query=(FILTER, SORT, LIMIT, OFFSET, SEARCH, EXPAND),
)  # fmt: skip
def list_payment_instruments(call: Call) -> Reply:
    """List payment instruments. Filters and order see each as it is now."""
    asked = call.query.get("filter") or call.query.get("sort")
    everything = call.records.newest_first(names.PAYMENT_INSTRUMENTS) if asked else ()
    among = [views.seen(record, call.now) for record in everything] if asked else None
    return page(call, LISTING, lambda record: views.payment_instrument(call, record), among)


@route(
    "GET /payment-instruments/<id>", "payment_instruments.get", "GetPaymentInstrument", PaymentInstrumentSchema,
    query=(EXPAND,),
)  # fmt: skip
def get_payment_instrument(call: Call) -> Reply:
    """Get a payment instrument."""
    record = existing(call, names.PAYMENT_INSTRUMENTS, call.arguments["id"], "Payment instrument")
    return Reply.json(200, views.payment_instrument(call, record))


def _known(call: Call, customer_id: str, wish: Wish) -> Record | None:
    """Find an instrument in use that is the wanted one: of the same number, or the same method and reference."""
    numbered = wish.method in _NUMBERED or "fingerprint" in wish.members
    member = "fingerprint" if numbered else "referenceData"
    value = wish.members.get(member)
    if value is None:
        return None
    for known in of_customer(call, customer_id):
        if known["status"] != "deactivated" and (known["method"], known.get(member)) == (wish.method, value):
            return known
    return None


collections = (Collection(names.PAYMENT_INSTRUMENTS, indexes=("customerId",)),)
