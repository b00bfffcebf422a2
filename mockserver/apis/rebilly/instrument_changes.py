"""Payment instruments made, changed and deactivated."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.rebilly import consequences, default_upkeep, names, payment_instruments, tokens, views
from mockserver.apis.rebilly.auth import SECRET_OR_SESSION
from mockserver.apis.rebilly.contact import contact
from mockserver.apis.rebilly.documented import CONFLICT, CREATED, LIMITS, MISSING, VALIDATED, WRITE
from mockserver.apis.rebilly.instrument_requests import (
    ChangedPaymentInstrumentSchema,
    NewPaymentInstrumentSchema,
    changes,
    new_instrument,
    plain_wish,
)
from mockserver.apis.rebilly.lead_source import keep_lead_source
from mockserver.apis.rebilly.links import created, href
from mockserver.apis.rebilly.listing import EXPAND
from mockserver.apis.rebilly.payment_instruments import UPDATABLE, Kept, PaymentInstrumentSchema
from mockserver.apis.rebilly.requests import existing, object_body
from mockserver.core.api.model import Call, Response, Route
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Conflict
from mockserver.core.store import Record


def create_payment_instrument(call: Call) -> Reply:
    """Store an instrument: 201 for a new one, 303 for one that the customer had and that was updated."""
    kept = _keep(call, new_instrument(call, object_body(call)))
    payment_instruments.tell(call, kept)
    if kept.before is None:
        default_upkeep.added(call, kept.record)
    shown = views.payment_instrument(call, kept.record)
    return Reply.json(201 if kept.before is None else 303, shown, {"Location": _address(call, kept.record)})


def update_payment_instrument(call: Call) -> Reply:
    """Change the members that came; a body that changes nothing leaves the revision alone."""
    before = _existing(call)
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


def deactivate_payment_instrument(call: Call) -> Reply:
    """Take an instrument out of use for ever."""
    before = _existing(call)
    if before["status"] == "deactivated":
        raise Conflict("Payment instrument is deactivated already.")
    after = payment_instruments.change(call, before, {"status": "deactivated"})
    consequences.payment_instrument_deactivated(call, after)
    default_upkeep.dropped(call, after)
    return created(_address(call, after), views.payment_instrument(call, after))


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


def _existing(call: Call) -> Record:
    return existing(call, names.PAYMENT_INSTRUMENTS, call.arguments["id"], "Payment instrument")


def _address(call: Call, record: Record) -> str:
    return href(call, "payment-instruments", record["id"])


routes = (
    Route(
        "POST", "/payment-instruments", "payment_instruments.create", "PostPaymentInstrument",
        create_payment_instrument, "Create a payment instrument, or update the one that exists",
        {201: Response(PaymentInstrumentSchema, CREATED), 303: Response(PaymentInstrumentSchema, CREATED), **VALIDATED},
        SECRET_OR_SESSION, body=NewPaymentInstrumentSchema, query=(EXPAND,),
    ),
    Route(
        "PATCH", "/payment-instruments/<id>", "payment_instruments.update", "PatchPaymentInstrument",
        update_payment_instrument, "Update a payment instrument",
        {200: Response(PaymentInstrumentSchema, LIMITS), **VALIDATED, **MISSING},
        SECRET_OR_SESSION, body=ChangedPaymentInstrumentSchema, query=(EXPAND,),
    ),
    Route(
        "POST", "/payment-instruments/<id>/deactivation", "payment_instruments.deactivate",
        "PostPaymentInstrumentDeactivation", deactivate_payment_instrument, "Deactivate a payment instrument",
        {201: Response(PaymentInstrumentSchema, CREATED), **WRITE, **MISSING, **CONFLICT},
        SECRET_OR_SESSION, query=(EXPAND,),
    ),
)  # fmt: skip
