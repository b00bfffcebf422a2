"""Payment instruments made, changed and deactivated."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.rebilly import consequences, names, views
from mockserver.apis.rebilly.contact import contact
from mockserver.apis.rebilly.dialect import object_body
from mockserver.apis.rebilly.documented import CONFLICT, CREATED, LIMITS, MISSING, VALIDATED, WRITE, made, route
from mockserver.apis.rebilly.lead_source import keep_lead_source
from mockserver.apis.rebilly.names import existing
from mockserver.apis.rebilly.payments import default, tokens
from mockserver.apis.rebilly.payments import instruments as payment_instruments
from mockserver.apis.rebilly.payments.instruments import UPDATABLE, Kept, PaymentInstrumentSchema
from mockserver.apis.rebilly.payments.rules import (
    ChangedPaymentInstrumentSchema,
    NewPaymentInstrumentSchema,
    changes,
    new_instrument,
    plain_wish,
)
from mockserver.apis.rebilly.query import EXPAND
from mockserver.apis.rebilly.views import created, href
from mockserver.core.api.model import Call, Response
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Conflict
from mockserver.core.store import Record


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
    return Reply.json(201 if kept.before is None else 303, shown, {"Location": _address(call, kept.record)})


@route(
    "PATCH /payment-instruments/<id>", "payment_instruments.update", "PatchPaymentInstrument",
    {200: Response(PaymentInstrumentSchema, LIMITS)}, refuses={**VALIDATED, **MISSING},
    body=ChangedPaymentInstrumentSchema, query=(EXPAND,),
)  # fmt: skip
def update_payment_instrument(call: Call) -> Reply:
    """Update a payment instrument. A body that changes nothing leaves the revision alone."""
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


@route(
    "POST /payment-instruments/<id>/deactivation", "payment_instruments.deactivate",
    "PostPaymentInstrumentDeactivation", made(PaymentInstrumentSchema), refuses={**WRITE, **MISSING, **CONFLICT},
    query=(EXPAND,),
)  # fmt: skip
def deactivate_payment_instrument(call: Call) -> Reply:
    """Deactivate a payment instrument."""
    before = _existing(call)
    if before["status"] == "deactivated":
        raise Conflict("Payment instrument is deactivated already.")
    after = payment_instruments.change(call, before, {"status": "deactivated"})
    consequences.payment_instrument_deactivated(call, after)
    default.dropped(call, after)
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
