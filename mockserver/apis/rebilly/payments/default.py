"""A customer's default payment instrument: one outcome from the three ways a request can name it.

`paymentToken` wins over `defaultPaymentInstrumentId`, which wins over the `defaultPaymentInstrument` object of
requests written before August 2026; each of them is still accepted.
"""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.rebilly import consequences, names
from mockserver.apis.rebilly.dialect import Body, resource_id, written
from mockserver.apis.rebilly.payments import instruments as payment_instruments
from mockserver.apis.rebilly.payments import tokens
from mockserver.apis.rebilly.payments.instruments import Kept, Wish
from mockserver.apis.rebilly.tables import ANY_METHOD
from mockserver.core.api.model import Call
from mockserver.core.fields.kinds import Choice, Text
from mockserver.core.problems import FieldError
from mockserver.core.store import Record

Reference = dict[str, str] | None

_VAULTED = frozenset({"payment-card", "ach", "paypal"})
"""Methods whose instruments come from a token: a request can only name one that exists."""


class DefaultInstrumentSchema(Body):
    """The default instrument: `{method, paymentInstrumentId}` when read; when written also a method to start with."""

    method = Choice(ANY_METHOD, required=True)
    paymentInstrumentId = resource_id(allow_none=True)
    reference = Text(255, allow_none=True, load_only=True)
    receivedBy = Text(255, allow_none=True, load_only=True)


def choose(
    call: Call, customer_id: str, values: Mapping[str, Any], current: Reference, errors: list[FieldError]
) -> tuple[Reference, Kept | None]:
    """Return the default instrument after a request, and what was kept for it.

    What is wrong is added to `errors`.
    """
    if "paymentToken" in values:
        return _from_token(call, customer_id, values["paymentToken"], errors)
    if "defaultPaymentInstrumentId" in values:
        named = values["defaultPaymentInstrumentId"]
        return named and _existing(call, customer_id, named, "defaultPaymentInstrumentId", errors), None
    if wish := values.get("defaultPaymentInstrument"):
        return _from_object(call, customer_id, wish, errors)
    return (None if "defaultPaymentInstrument" in values else current), None


def _from_token(call: Call, customer_id: str, token: str, errors: list[FieldError]) -> tuple[Reference, Kept | None]:
    refusal = tokens.refusal(call, token)
    if refusal:
        errors.append(FieldError("paymentToken", refusal))
        return None, None
    kept = tokens.use(call, token, customer_id)
    return reference(kept.record), kept


def _from_object(
    call: Call, customer_id: str, wish: Mapping[str, Any], errors: list[FieldError]
) -> tuple[Reference, Kept | None]:
    field = "defaultPaymentInstrument.paymentInstrumentId"
    if named := wish.get("paymentInstrumentId"):
        return _existing(call, customer_id, named, field, errors), None
    if wish["method"] in _VAULTED:
        errors.append(FieldError(field, f"This member is required for the method {wish['method']}."))
        return None, None
    data = {name: wish[name] for name in ("reference", "receivedBy") if wish.get(name)}
    kept = payment_instruments.keep(call, customer_id, Wish(wish["method"], {"referenceData": data}))
    return reference(kept.record), kept


def _existing(call: Call, customer_id: str, named: str, field: str, errors: list[FieldError]) -> Reference:
    instrument = call.records.get(names.PAYMENT_INSTRUMENTS, named)
    if instrument is None or instrument["customerId"] != customer_id:
        errors.append(FieldError(field, "Payment instrument must exist and belong to the customer."))
        return None
    if instrument["status"] == "deactivated":
        errors.append(FieldError(field, "Payment instrument must not be deactivated."))
        return None
    return reference(instrument)


def reference(instrument: Record) -> Reference:
    """Write an instrument as a customer names it."""
    return {"method": instrument["method"], "paymentInstrumentId": instrument["id"]}


def added(call: Call, instrument: Record) -> None:
    """Make a new instrument the default one where its customer has no other to use and no default."""
    customer = call.records.get(names.CUSTOMERS, instrument["customerId"])
    usable = [
        one for one in payment_instruments.of_customer(call, instrument["customerId"]) if one["status"] != "deactivated"
    ]
    if customer and customer["defaultPaymentInstrument"] is None and usable == [instrument]:
        _choose(call, customer, reference(instrument))


def dropped(call: Call, instrument: Record) -> None:
    """Leave a customer without a default where that was the instrument that went."""
    customer = call.records.get(names.CUSTOMERS, instrument["customerId"])
    if customer and customer["defaultPaymentInstrument"] == reference(instrument):
        _choose(call, customer, None)


def _choose(call: Call, before: Record, default: Reference) -> None:
    after = {
        **before,
        "defaultPaymentInstrument": default,
        "revision": before["revision"] + 1,
        "updatedTime": written(call.now),
    }
    call.records.put(names.CUSTOMERS, before["id"], after)
    consequences.customer_updated(call, before, after)
