"""Payment instruments: what a customer pays with."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.rebilly import methods, names, views
from mockserver.apis.rebilly.auth import SECRET_OR_SESSION
from mockserver.apis.rebilly.contact import ContactSchema, contact
from mockserver.apis.rebilly.documented import COLLECTION_READ, READ
from mockserver.apis.rebilly.fields import Anything, Body, Choice, Flag, Shape, Text, Whole, resource_id
from mockserver.apis.rebilly.fields import Listing as ListField
from mockserver.apis.rebilly.filters import filterable
from mockserver.apis.rebilly.listing import (
    EXPAND,
    FILTER,
    LIMIT,
    OFFSET,
    PAGINATION,
    SEARCH,
    SORT,
    Listing,
    page,
)
from mockserver.apis.rebilly.requests import existing
from mockserver.apis.rebilly.schemas import LinkSchema, Moment
from mockserver.apis.rebilly.times import written
from mockserver.core.api import Call, Reply, Response, Route
from mockserver.core.store import Collection, Record

_STATUSES = ("active", "inactive", "expired", "deactivated", "verification-needed")


class PaymentInstrumentSchema(Body):
    """A payment instrument. Which members it has follows from its method."""

    id = resource_id(dump_only=True)
    customerId = resource_id()
    method = Choice(methods.ANY, required=True)
    status = Choice(_STATUSES, dump_only=True)
    fingerprint = Text(dump_only=True)
    bin = Text(dump_only=True)
    last4 = Text(dump_only=True)
    fpanLast4 = Text(dump_only=True, allow_none=True)
    expYear = Whole()
    expMonth = Whole(1, 12)
    brand = Choice(methods.BRANDS, dump_only=True)
    bankCountry = Text(dump_only=True, allow_none=True)
    bankName = Text()
    routingNumber = Text()
    accountNumberType = Choice(("BBAN", "IBAN"))
    accountType = Choice(("checking", "savings", "other"))
    bic = Text(allow_none=True)
    username = Text(dump_only=True)
    isPayoutable = Flag(dump_only=True)
    billingAddress = Shape(ContactSchema, allow_none=True)
    useAsBackup = Flag()
    createdTime = Moment()
    updatedTime = Moment()
    lastPaymentTime = Moment(allow_none=True)
    customFields = Anything()
    stickyGatewayAccountId = Text(dump_only=True, allow_none=True)
    expirationReminderTime = Moment(allow_none=True)
    expirationReminderNumber = Whole(dump_only=True, allow_none=True)
    referenceData = Anything()
    digitalWallet = Text(dump_only=True, allow_none=True)
    revision = Whole(dump_only=True)
    links = ListField(Shape(LinkSchema), data_key="_links", dump_only=True)
    embedded = Anything(data_key="_embedded", dump_only=True)


LISTING = Listing(
    names.PAYMENT_INSTRUMENTS,
    filterable(PaymentInstrumentSchema()),
    searched=("id", "customerId", "last4", "bin", "billingAddress.firstName", "billingAddress.lastName"),
)


def create(
    call: Call, customer_id: str, method: str, details: Mapping[str, Any], billing: Mapping[str, Any] | None
) -> Record:
    """Store an active instrument of a customer. `details` are the members its method has beside the common ones."""
    id = call.mint("inst")
    now = written(call.now)
    record = {
        "id": id,
        "customerId": customer_id,
        "method": method,
        "status": "active",
        **details,
        "billingAddress": contact(billing),
        "useAsBackup": False,
        "createdTime": now,
        "updatedTime": now,
        "lastPaymentTime": None,
        "customFields": {},
        "stickyGatewayAccountId": None,
        "revision": 1,
    }
    call.records.put(names.PAYMENT_INSTRUMENTS, id, record)
    return record


def of_customer(call: Call, customer_id: str) -> list[Record]:
    """Give a customer's instruments, oldest first."""
    return call.records.lookup(names.PAYMENT_INSTRUMENTS, "customerId", customer_id)


def move(call: Call, source: str, target: str) -> None:
    """Hand every instrument of one customer to another."""
    for record in of_customer(call, source):
        moved = {
            **record,
            "customerId": target,
            "revision": record["revision"] + 1,
            "updatedTime": written(call.now),
        }
        call.records.put(names.PAYMENT_INSTRUMENTS, record["id"], moved)


def list_payment_instruments(call: Call) -> Reply:
    """Answer a page of instruments."""
    return page(call, LISTING, lambda record: views.payment_instrument(call, record))


def get_payment_instrument(call: Call) -> Reply:
    """Answer one instrument."""
    record = existing(call, names.PAYMENT_INSTRUMENTS, call.arguments["id"], "Payment instrument")
    return Reply.json(200, views.payment_instrument(call, record))


collections = (Collection(names.PAYMENT_INSTRUMENTS, indexes=("customerId",)),)

routes = (
    Route(
        "GET", "/payment-instruments", "payment_instruments.list", "GetPaymentInstrumentCollection",
        list_payment_instruments, "List payment instruments",
        {200: Response(PaymentInstrumentSchema, PAGINATION, many=True), **COLLECTION_READ},
        SECRET_OR_SESSION, query=(FILTER, SORT, LIMIT, OFFSET, SEARCH, EXPAND),
    ),
    Route(
        "GET", "/payment-instruments/<id>", "payment_instruments.get", "GetPaymentInstrument",
        get_payment_instrument, "Get a payment instrument",
        {200: Response(PaymentInstrumentSchema), **READ},
        SECRET_OR_SESSION, query=(EXPAND,),
    ),
)  # fmt: skip
