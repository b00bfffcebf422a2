"""What a request for an instrument holds: a token, or the details of one method."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.rebilly import names
from mockserver.apis.rebilly.custom_fields.rules import check_values
from mockserver.apis.rebilly.dialect import read
from mockserver.apis.rebilly.payments import details as payment_details
from mockserver.apis.rebilly.payments import tokens
from mockserver.apis.rebilly.payments.details import DIGITS, ONLY_DIGITS
from mockserver.apis.rebilly.payments.instruments import Wish, members
from mockserver.apis.rebilly.payments.members import ChangedPaymentInstrumentSchema, NewPaymentInstrumentSchema
from mockserver.core.api.model import Call
from mockserver.core.problems import FieldError, Invalid
from mockserver.core.store import Record

_RESOURCE = "payment-instruments"
"""What instruments are called where custom fields are declared."""

_NEW, _CHANGED = NewPaymentInstrumentSchema(), ChangedPaymentInstrumentSchema()

_CARD = ("pan", "expYear", "expMonth")
_ACCOUNT = ("accountNumber",)
_DOMESTIC = ("accountNumber", "routingNumber", "accountType")

_OWN: Mapping[str, tuple[str, ...]] = {
    "payment-card": ("cvv", "expYear", "expMonth"),
    "ach": ("bankName", "accountType"),
}
"""What only the instruments of a method can change."""


def new_instrument(call: Call, body: Mapping[str, Any]) -> dict[str, Any]:
    """Check a request for a new instrument; raise `Invalid` with all that is wrong."""
    values, errors = read(_NEW, body)
    errors += [FieldError(name, "This member is required.") for name in _required(body) if name not in body]
    if body.get("accountNumberType") == "BBAN" and not DIGITS.fullmatch(values.get("accountNumber", "0")):
        errors.append(FieldError("accountNumber", ONLY_DIGITS))
    if "customerId" in values and call.records.get(names.CUSTOMERS, values["customerId"]) is None:
        errors.append(FieldError("customerId", "Customer must exist."))
    if "token" in values and (refusal := tokens.refusal(call, values["token"])):
        errors.append(FieldError("token", refusal))
    given = values.get("customFields", {})
    custom = check_values(call, _RESOURCE, given, errors)
    if errors:
        raise Invalid(errors=errors)
    return {**values, "customDefaults": {name: value for name, value in custom.items() if name not in given}}


def plain_wish(call: Call, values: Mapping[str, Any]) -> Wish:
    """Return what instrument checked details without a token stand for."""
    method = values["method"]
    details = {name: values[name] for name in _details(values) if name in values}
    shown = payment_details.shown(method, details)
    method, found = members(method, shown, payment_details.fingerprint(call.seed, method, details))
    if method not in (*_OWN, "paypal") and "referenceData" in values:
        found["referenceData"] = values["referenceData"]
    return Wish(
        method,
        found,
        values["billingAddress"],
        values.get("riskMetadata"),
        values.get("customFields"),
        values["customDefaults"],
        values.get("useAsBackup"),
    )


def changes(call: Call, instrument: Record, body: Mapping[str, Any]) -> dict[str, Any]:
    """Check a request that changes an instrument; raise `Invalid` with all that is wrong."""
    values, errors = read(_CHANGED, body)
    method = instrument["method"]
    foreign = [name for owner, own in _OWN.items() if owner != method for name in own if name in body]
    errors += [FieldError(name, f"There is no such member for the method {method}.") for name in foreign]
    if "token" in values and (refusal := _token_refusal(call, instrument, values["token"])):
        errors.append(FieldError("token", refusal))
    if "customFields" in values:
        values["customFields"] = check_values(call, _RESOURCE, values["customFields"], errors)
    if errors:
        raise Invalid(errors=errors)
    return values


def _required(body: Mapping[str, Any]) -> tuple[str, ...]:
    method = body.get("method")
    if "token" in body:
        return ()
    if method == "payment-card":
        return (*_CARD, "billingAddress")
    if method == "ach":
        own = _ACCOUNT if body.get("accountNumberType") == "IBAN" else _DOMESTIC
        return ("accountNumberType", *own, "billingAddress")
    return ("method", "billingAddress")


def _details(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Name the members that are details of the request's own shape."""
    if values["method"] not in _OWN:
        return ()
    if values["method"] == "payment-card":
        return _CARD
    own = _ACCOUNT if values["accountNumberType"] == "IBAN" else _DOMESTIC
    return ("accountNumberType", *own, "bankName", "bic")


def _token_refusal(call: Call, instrument: Record, id: str) -> str | None:
    """Return why a token cannot change an instrument, if it cannot."""
    if refusal := tokens.refusal(call, id):
        return refusal
    wish = tokens.wish_of(call.records.get(names.TOKENS, id) or {})
    if wish.method != instrument["method"]:
        return f"Token must be of the method {instrument['method']}."
    if wish.members.get("fingerprint") not in (None, instrument.get("fingerprint")):
        return "Token must be of the same number."
    return None
