"""Whether the name on a payment card is that of its billing address, as a gateway would say."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.rebilly import names
from mockserver.apis.rebilly.dialect import Body, object_body, read, resource_id
from mockserver.apis.rebilly.documented import CONFLICT, CREATED, MISSING, VALIDATED, route
from mockserver.apis.rebilly.names import existing
from mockserver.apis.rebilly.views import href
from mockserver.core.api.model import Call, Response
from mockserver.core.fields.kinds import Choice, Text
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Conflict, Invalid
from mockserver.core.store import Record

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
    instrument = existing(call, names.PAYMENT_INSTRUMENTS, call.arguments["id"], "Payment instrument")
    values, errors = read(_INQUIRY, object_body(call))
    if errors:
        raise Invalid(errors=errors)
    if instrument["status"] == "deactivated":
        raise Conflict("Payment instrument is deactivated.")
    result = _result(instrument, instrument["billingAddress"] or {})
    body = {**values, "result": result, "response": _RESPONSES[result]}
    return Reply.json(200, body, {"Location": href(call, "payment-instruments", instrument["id"])})


def _result(instrument: Record, address: Mapping[str, Any]) -> str:
    """Compare as far as anything is known: nobody here knows whose a card is, so its billing address is believed."""
    if instrument.get("brand") != "Visa":
        return "not-supported"
    if (instrument["bin"], instrument["last4"]) == _DECLINED_VISA:
        return "no-match"
    given = [name for name in ("firstName", "lastName") if address.get(name)]
    return ("unknown", "partial-match", "full-match")[len(given)]
