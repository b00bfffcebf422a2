"""Payment instruments listed, read, made, changed, deactivated, and asked whose they are."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.rebilly import consequences, names, views
from mockserver.apis.rebilly.contact import contact
from mockserver.apis.rebilly.dialect import Body, object_body, resource_id, valid
from mockserver.apis.rebilly.lead_source import keep_lead_source
from mockserver.apis.rebilly.payments import default, tokens
from mockserver.apis.rebilly.payments import instruments as payment_instruments
from mockserver.apis.rebilly.payments.instruments import UPDATABLE, Kept
from mockserver.apis.rebilly.payments.members import (
    ChangedPaymentInstrumentSchema,
    NewPaymentInstrumentSchema,
    PaymentInstrumentSchema,
)
from mockserver.apis.rebilly.payments.rules import changes, new_instrument, plain_wish
from mockserver.apis.rebilly.query import EXPAND, FILTER, LIMIT, OFFSET, SEARCH, SORT, page
from mockserver.apis.rebilly.resource import (
    CONFLICT,
    CREATED,
    LIMITS,
    MISSING,
    VALIDATED,
    WRITE,
    Resource,
    lists,
    made,
    many,
    route,
)
from mockserver.apis.rebilly.views import created
from mockserver.core.api.model import Call, Response
from mockserver.core.fields.kinds import Choice, Text
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Conflict
from mockserver.core.store import Collection, Record

_INSTRUMENTS = Resource(
    names.PAYMENT_INSTRUMENTS, "payment-instruments", "PaymentInstrument", "Payment instrument",
    PaymentInstrumentSchema, views.payment_instrument,
    searched=("id", "customerId", "last4", "bin", "billingAddress.firstName", "billingAddress.lastName"),
)  # fmt: skip

routes = (_INSTRUMENTS.get("Get a payment instrument", EXPAND),)
collections = (Collection(names.PAYMENT_INSTRUMENTS, indexes=("customerId",)),)


@lists(
    "GET /payment-instruments", "payment_instruments.list", "GetPaymentInstrumentCollection",
    many(PaymentInstrumentSchema), query=(FILTER, SORT, LIMIT, OFFSET, SEARCH, EXPAND),
)  # fmt: skip
def list_payment_instruments(call: Call) -> Reply:
    """List payment instruments. Filters and order see each as it is now."""
    asked = call.query.get("filter") or call.query.get("sort")
    everything = call.records.newest_first(names.PAYMENT_INSTRUMENTS) if asked else ()
    among = [views.seen(record, call.now) for record in everything] if asked else None
    return page(call, _INSTRUMENTS.listing, lambda record: views.payment_instrument(call, record), among)


@route(
    "POST /payment-instruments", "payment_instruments.create", "PostPaymentInstrument",
    {201: Response(PaymentInstrumentSchema, CREATED), 303: Response(PaymentInstrumentSchema, CREATED)},
    body=NewPaymentInstrumentSchema, query=(EXPAND,),
)  # fmt: skip
def create_payment_instrument(call: Call) -> Reply:
    """Create a payment instrument, or update the one that exists."""
    kept = _keep(call, new_instrument(call, object_body(call)))
    payment_instruments.tell(call, kept)
    if kept.before is None:
        default.added(call, kept.record)
    shown = views.payment_instrument(call, kept.record)
    return Reply.json(201 if kept.before is None else 303, shown, {"Location": _INSTRUMENTS.address(call, kept.record)})


@route(
    "PATCH /payment-instruments/<id>", "payment_instruments.update", "PatchPaymentInstrument",
    {200: Response(PaymentInstrumentSchema, LIMITS)}, refuses={**VALIDATED, **MISSING},
    body=ChangedPaymentInstrumentSchema, query=(EXPAND,),
)  # fmt: skip
def update_payment_instrument(call: Call) -> Reply:
    """Update a payment instrument. A body that changes nothing leaves the revision alone."""
    before = _INSTRUMENTS.found(call)
    values = changes(call, before, object_body(call))
    said = {name: value for name, value in values.items() if name not in ("token", "cvv", "billingAddress")}
    if "billingAddress" in values:
        said["billingAddress"] = contact(values["billingAddress"])
    if "token" in values:
        said = {**_spent(call, before, values["token"]), **said}
    after = payment_instruments.change(call, before, said)
    if after is not before:
        consequences.payment_instrument_modified(call, after)
    return Reply.json(200, views.payment_instrument(call, after))


@route(
    "POST /payment-instruments/<id>/deactivation", "payment_instruments.deactivate",
    "PostPaymentInstrumentDeactivation", made(PaymentInstrumentSchema), refuses={**WRITE, **MISSING, **CONFLICT},
    query=(EXPAND,),
)  # fmt: skip
def deactivate_payment_instrument(call: Call) -> Reply:
    """Deactivate a payment instrument."""
    before = _INSTRUMENTS.found(call)
    if before["status"] == "deactivated":
        raise Conflict("Payment instrument is deactivated already.")
    after = payment_instruments.change(call, before, {"status": "deactivated"})
    consequences.payment_instrument_deactivated(call, after)
    default.dropped(call, after)
    return created(_INSTRUMENTS.address(call, after), views.payment_instrument(call, after))


def _keep(call: Call, values: Mapping[str, Any]) -> Kept:
    if "token" not in values:
        return payment_instruments.keep(call, values["customerId"], plain_wish(call, values))
    return tokens.use(
        call,
        values["token"],
        values["customerId"],
        custom_fields=values.get("customFields"),
        custom_defaults=values["customDefaults"],
        as_backup=values.get("useAsBackup"),
    )


def _spent(call: Call, instrument: Record, token: str) -> dict[str, Any]:
    """Use a token up and give what it says of an instrument."""
    wish = tokens.wish_of(tokens.spend(call, token))
    if wish.lead_source is not None:
        keep_lead_source(call, instrument["customerId"], wish.lead_source, tell=True)
    said = {name: wish.members.get(name) for name in UPDATABLE}
    said |= {"billingAddress": contact(wish.billing), "riskMetadata": wish.risk}
    return {name: value for name, value in said.items() if value is not None}


_RESPONSES = {
    "full-match": "First and last name match.",
    "partial-match": "Only a part of the name matches.",
    "no-match": "The name does not match.",
    "not-supported": "Only Visa cards can be asked for a name.",
    "unknown": "There is no name to compare.",
}

_DECLINED_VISA = ("400000", "0002")
"""First and last digits of the Visa card that Rebilly's sandbox declines."""


class PaymentInstrumentNameInquirySchema(Body):
    """An inquiry after the name on an instrument, and what came of it."""

    gatewayAccountId = resource_id(required=True)
    result = Choice(tuple(_RESPONSES), dump_only=True)
    response = Text(dump_only=True)


_INQUIRY = PaymentInstrumentNameInquirySchema()


@route(
    "POST /payment-instruments/<id>/name-inquiry", "payment_instruments.inquire_name",
    "PostPaymentInstrumentNameInquiry", {200: Response(PaymentInstrumentNameInquirySchema, CREATED)},
    refuses={**VALIDATED, **MISSING, **CONFLICT}, body=PaymentInstrumentNameInquirySchema,
)  # fmt: skip
def inquire_name(call: Call) -> Reply:
    """Verify the name on a payment instrument."""
    instrument = _INSTRUMENTS.found(call)
    values = valid(call, _INQUIRY)
    if instrument["status"] == "deactivated":
        raise Conflict("Payment instrument is deactivated.")
    result = _result(instrument, instrument["billingAddress"] or {})
    body = {**values, "result": result, "response": _RESPONSES[result]}
    return Reply.json(200, body, {"Location": _INSTRUMENTS.address(call, instrument)})


def _result(instrument: Record, address: Mapping[str, Any]) -> str:
    """Compare as far as anything is known: nobody here knows whose a card is, so its billing address is believed."""
    if instrument.get("brand") != "Visa":
        return "not-supported"
    if (instrument["bin"], instrument["last4"]) == _DECLINED_VISA:
        return "no-match"
    given = [name for name in ("firstName", "lastName") if address.get(name)]
    return ("unknown", "partial-match", "full-match")[len(given)]
