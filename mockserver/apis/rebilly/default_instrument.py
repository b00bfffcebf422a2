"""A customer's default payment instrument: one outcome from the three ways a request can name it.

`paymentToken` wins over `defaultPaymentInstrumentId`, which wins over the `defaultPaymentInstrument` object of
requests written before August 2026; each of them is still accepted.
"""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.rebilly import methods, payment_instruments, tokens
from mockserver.apis.rebilly.fields import Body, Choice, Text, resource_id
from mockserver.core.api import Call
from mockserver.core.problems import FieldError
from mockserver.core.store import Record

Reference = dict[str, str] | None

_VAULTED = frozenset({"payment-card", "ach", "paypal"})
"""Methods whose instruments come from a token: a request can only name one that exists."""


class DefaultInstrumentSchema(Body):
    """The default instrument: `{method, paymentInstrumentId}` when read; when written also a method to start with."""

    method = Choice(methods.ANY, required=True)
    paymentInstrumentId = resource_id(allow_none=True)
    reference = Text(255, allow_none=True, load_only=True)
    receivedBy = Text(255, allow_none=True, load_only=True)


def choose(
    call: Call, customer_id: str, values: Mapping[str, Any], current: Reference, errors: list[FieldError]
) -> Reference:
    """Give the default instrument after a request; what is wrong with it is added to `errors`."""
    if "paymentToken" in values:
        return _from_token(call, customer_id, values["paymentToken"], errors)
    if "defaultPaymentInstrumentId" in values:
        named = values["defaultPaymentInstrumentId"]
        return named and _existing(call, customer_id, named, "defaultPaymentInstrumentId", errors)
    if "defaultPaymentInstrument" in values:
        wish = values["defaultPaymentInstrument"]
        return wish and _from_object(call, customer_id, wish, errors)
    return current


def _from_token(call: Call, customer_id: str, token: str, errors: list[FieldError]) -> Reference:
    refusal = tokens.refusal(call, token)
    if refusal:
        errors.append(FieldError("paymentToken", refusal))
        return None
    return _reference(tokens.use(call, token, customer_id))


def _from_object(call: Call, customer_id: str, wish: Mapping[str, Any], errors: list[FieldError]) -> Reference:
    field = "defaultPaymentInstrument.paymentInstrumentId"
    if named := wish.get("paymentInstrumentId"):
        return _existing(call, customer_id, named, field, errors)
    if wish["method"] in _VAULTED:
        errors.append(FieldError(field, f"This member is required for the method {wish['method']}."))
        return None
    data = {name: wish[name] for name in ("reference", "receivedBy") if wish.get(name)}
    for known in payment_instruments.of_customer(call, customer_id):
        if known["method"] == wish["method"] and known["status"] == "active" and known["referenceData"] == data:
            return _reference(known)
    details = {"referenceData": data}
    return _reference(payment_instruments.create(call, customer_id, wish["method"], details, None))


def _existing(call: Call, customer_id: str, named: str, field: str, errors: list[FieldError]) -> Reference:
    instrument = call.records.get(payment_instruments.COLLECTION, named)
    if instrument is None or instrument["customerId"] != customer_id:
        errors.append(FieldError(field, "Payment instrument must exist and belong to the customer."))
        return None
    if instrument["status"] == "deactivated":
        errors.append(FieldError(field, "Payment instrument must not be deactivated."))
        return None
    return _reference(instrument)


def _reference(instrument: Record) -> Reference:
    return {"method": instrument["method"], "paymentInstrumentId": instrument["id"]}
