"""Tokens: payment details that a browser handed in, to be used once within thirty minutes."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from mockserver.apis.rebilly import cards, methods, names, payment_instruments
from mockserver.apis.rebilly.auth import ANY_KEY, SECRET_OR_SESSION
from mockserver.apis.rebilly.contact import ContactSchema, contact
from mockserver.apis.rebilly.documented import COLLECTION_READ, CREATED, READ, VALIDATED
from mockserver.apis.rebilly.fields import (
    Anything,
    Body,
    Choice,
    Flag,
    Number,
    Shape,
    Text,
    Whole,
    read,
    resource_id,
)
from mockserver.apis.rebilly.fields import Listing as ListField
from mockserver.apis.rebilly.filters import filterable
from mockserver.apis.rebilly.lead_source import LeadSourceDataSchema, keep_lead_source
from mockserver.apis.rebilly.links import created, href, link
from mockserver.apis.rebilly.listing import LIMIT, OFFSET, PAGINATION, Listing, page
from mockserver.apis.rebilly.requests import existing, object_body
from mockserver.apis.rebilly.schemas import LinkSchema, Moment
from mockserver.apis.rebilly.times import moment, written
from mockserver.core.api import Call, Reply, Response, Route
from mockserver.core.problems import FieldError, Invalid
from mockserver.core.store import Collection, Record

LIFETIME = timedelta(minutes=30)

_DIGITS = re.compile("[0-9]+")


class CardSchema(Body):
    """A payment card."""

    pan = Text(19, least=12, pattern=_DIGITS, hint="Must hold only digits.", load_only=True)
    cvv = Text(4, least=3, pattern=_DIGITS, hint="Must hold only digits.", load_only=True)
    encryptedCvv = Text(255, least=100, load_only=True, allow_none=True)
    expMonth = Whole(1, 12, required=True)
    expYear = Whole(1970, 9999, required=True)


class PayPalSchema(Body):
    """A PayPal billing agreement."""

    paypalMerchantId = Text(required=True)
    billingAgreementToken = Text(required=True)


class BankAccountSchema(Body):
    """A bank account, by account and routing number (BBAN) or by IBAN."""

    accountNumberType = Choice(("BBAN", "IBAN"), required=True)
    accountNumber = Text(34, required=True, load_only=True)
    bic = Text(allow_none=True)
    bankName = Text(allow_none=True)


class DomesticAccountSchema(BankAccountSchema):
    """A bank account by account and routing number."""

    accountNumber = Text(34, pattern=_DIGITS, hint="Must hold only digits.", required=True, load_only=True)
    routingNumber = Text(pattern=_DIGITS, hint="Must hold only digits.", required=True)
    accountType = Choice(("checking", "savings", "other"), required=True)


class DigitalWalletSchema(Body):
    """A wallet on a phone."""

    type = Choice(("Apple Pay", "Google Pay", "Samsung Pay"), required=True)
    amount = Number(required=True)
    currency = Text(3, least=3, required=True)
    descriptor = Text(required=True)
    payload = Anything(required=True, load_only=True)


class PlaidSchema(Body):
    """A bank account that Plaid linked."""

    linkToken = Text(required=True, load_only=True)
    publicToken = Text(required=True)
    accountId = Text(required=True)


class KhelocardSchema(Body):
    """A Khelocard."""

    number = Text(required=True, load_only=True)
    cvv = Text(required=True, load_only=True)
    expMonth = Whole(1, 12, required=True)
    expYear = Whole(1970, 9999, required=True)


class KlarnaSchema(Body):
    """A Klarna session."""

    klarnaAuthorizationToken = Text(required=True)
    klarnaSessionId = Text(required=True)


class TokenSchema(Body):
    """A token. What `paymentInstrument` holds follows from the method."""

    id = resource_id(dump_only=True)
    method = Choice(
        tuple(dict.fromkeys(("payment-card", "ach", "echeck", "paypal", "digital-wallet", *methods.ALTERNATIVE))),
        required=True,
    )
    paymentInstrument = Anything()
    billingAddress = Shape(ContactSchema, allow_none=True)
    riskMetadata = Anything(allow_none=True)
    leadSource = Shape(LeadSourceDataSchema, load_only=True)
    walletName = Text(255, allow_none=True)
    walletAddress = Text(255, allow_none=True)
    walletCurrency = Text(255, allow_none=True)
    walletNetwork = Text(255, allow_none=True)
    isUsed = Flag(dump_only=True)
    createdTime = Moment()
    updatedTime = Moment()
    usageTime = Moment(allow_none=True)
    expirationTime = Moment(allow_none=True)
    links = ListField(Shape(LinkSchema), data_key="_links", dump_only=True)


TOKEN = TokenSchema()
LISTING = Listing(names.TOKENS, filterable(TOKEN))

_BANK_METHODS = ("ach", "echeck")
_INSTRUMENTS: Mapping[str, Body] = {
    "payment-card": CardSchema(),
    "paypal": PayPalSchema(),
    "digital-wallet": DigitalWalletSchema(),
    "plaid-account": PlaidSchema(),
    "Khelocard": KhelocardSchema(),
    "Klarna": KlarnaSchema(),
}
_IBAN, _BBAN = BankAccountSchema(), DomesticAccountSchema()
_WITHOUT_ADDRESS = frozenset({"payment-card", "paypal", "digital-wallet", "Klarna", "cryptocurrency"})
_NULLABLE = frozenset(
    {"fpanLast4", "bankCountry", "expirationReminderTime", "expirationReminderNumber", "digitalWallet", "bic"}
)
"""Members of an instrument that are null while they are unknown; the others are left out."""
_WALLET = ("walletName", "walletAddress", "walletCurrency", "walletNetwork")


def create_token(call: Call) -> Reply:
    """Keep payment details under a new token; secret numbers are reduced to what may be shown."""
    body = object_body(call)
    values, errors = read(TOKEN, body)
    method = values.get("method", "")
    details, more = _details(method, values, body)
    errors = [*errors, *more]
    if method and method not in _WITHOUT_ADDRESS and body.get("billingAddress") is None:
        errors.append(_required("billingAddress", method))
    if errors:
        raise Invalid(errors=errors)
    token = _record(call, method, values, details)
    call.records.put(names.TOKENS, token["id"], token)
    return created(href(call, "tokens", token["id"]), view(call, token))


def list_tokens(call: Call) -> Reply:
    """Answer a page of tokens."""
    return page(call, LISTING, lambda record: view(call, record))


def get_token(call: Call) -> Reply:
    """Answer one token."""
    token = existing(call, names.TOKENS, call.arguments["token"], "Token")
    return Reply.json(200, view(call, token))


def refusal(call: Call, id: str) -> str | None:
    """Say why a token cannot be used now, if it cannot."""
    token = call.records.get(names.TOKENS, id)
    if token is None:
        return "Token must exist."
    if token["isUsed"]:
        return "Token was used before."
    return "Token is expired." if call.now >= moment(token["expirationTime"]) else None


def use(call: Call, id: str, customer_id: str) -> Record:
    """Turn a usable token into an instrument of a customer; a token serves once."""
    token = call.records.get(names.TOKENS, id)
    if token is None:
        raise LookupError(id)
    now = written(call.now)
    call.records.put(names.TOKENS, id, {**token, "isUsed": True, "usageTime": now, "updatedTime": now})
    if token["_leadSource"]:
        keep_lead_source(call, customer_id, token["_leadSource"])
    method, details = _instrument(token)
    return payment_instruments.create(call, customer_id, method, details, token["billingAddress"])


def view(call: Call, token: Record) -> dict[str, Any]:
    """Show a token; members that start with an underscore are ours."""
    shown = {name: value for name, value in token.items() if not name.startswith("_")}
    return {**shown, "_links": [link("self", href(call, "tokens", token["id"]))]}


def _required(member: str, method: str) -> FieldError:
    return FieldError(member, f"This member is required for the method {method}.")


def _details(
    method: str, values: Mapping[str, Any], body: Mapping[str, Any]
) -> tuple[dict[str, Any], list[FieldError]]:
    """Check `paymentInstrument` by the method's own schema."""
    given = values.get("paymentInstrument", {})
    schema = _INSTRUMENTS.get(method)
    if method in _BANK_METHODS:
        schema = _IBAN if given.get("accountNumberType") == "IBAN" else _BBAN
    if schema is None:
        return {}, []
    if "paymentInstrument" not in values:
        return {}, [] if "paymentInstrument" in body else [_required("paymentInstrument", method)]
    details, errors = read(schema, given)
    return details, [FieldError(f"paymentInstrument.{error.field}", error.message) for error in errors]


def _record(call: Call, method: str, values: Mapping[str, Any], details: Mapping[str, Any]) -> dict[str, Any]:
    now = written(call.now)
    number = details.get("pan") or details.get("number") or details.get("accountNumber")
    record: dict[str, Any] = {"id": call.mint_uuid(), "method": method}
    if method in _INSTRUMENTS or method in _BANK_METHODS:
        record["paymentInstrument"] = _shown(method, details, number)
    if method == "cryptocurrency":
        record.update({name: values.get(name) for name in _WALLET})
    return {
        **record,
        # A wallet brings its address in its payload, so there the member is read-only.
        "billingAddress": contact(None if method == "digital-wallet" else values.get("billingAddress")),
        "isUsed": False,
        "riskMetadata": values.get("riskMetadata"),
        "createdTime": now,
        "updatedTime": now,
        "usageTime": None,
        "expirationTime": written(call.now + LIFETIME),
        "_fingerprint": cards.fingerprint(call.seed, number) if number else None,
        "_leadSource": values.get("leadSource"),
    }


def _shown(method: str, details: Mapping[str, Any], number: str | None) -> dict[str, Any]:
    """Leave what may be seen of payment details."""
    hidden = {"pan", "cvv", "encryptedCvv", "number", "accountNumber", "payload", "linkToken"}
    shown = {name: value for name, value in details.items() if name not in hidden}
    last4 = number[-4:] if number else None
    if method == "payment-card":
        brand = cards.brand(number) if number else None
        return {
            "bin": number[:6] if number else None,
            "last4": last4,
            **({"brand": brand} if brand else {}),
            **shown,
        }
    return {**shown, "last4": last4} if method in (*_BANK_METHODS, "Khelocard") else shown


def _instrument(token: Record) -> tuple[str, dict[str, Any]]:
    """Give the method and the members of the instrument that a token becomes."""
    method, members = _members(token, token["method"], token.get("paymentInstrument", {}))
    return method, {name: value for name, value in members.items() if value is not None or name in _NULLABLE}


def _members(token: Record, method: str, shown: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    if method in ("payment-card", "digital-wallet"):
        return "payment-card", {
            "fingerprint": token["_fingerprint"],
            "bin": shown.get("bin"),
            "last4": shown.get("last4"),
            "fpanLast4": None,
            "expYear": shown.get("expYear"),
            "expMonth": shown.get("expMonth"),
            "brand": shown.get("brand"),
            "bankCountry": None,
            "bankName": None,
            "isPayoutable": False,
            "expirationReminderTime": None,
            "expirationReminderNumber": None,
            "referenceData": {},
            "digitalWallet": shown.get("type") if method == "digital-wallet" else None,
        }
    if method in _BANK_METHODS:
        return "ach", {
            "fingerprint": token["_fingerprint"],
            "last4": shown.get("last4"),
            "bankName": shown.get("bankName"),
            "routingNumber": shown.get("routingNumber"),
            "accountNumberType": shown["accountNumberType"],
            "accountType": shown.get("accountType"),
            "bic": shown.get("bic"),
        }
    if method == "paypal":
        return method, {"username": ""}
    return method, {"referenceData": {}}


collections = (Collection(names.TOKENS),)

routes = (
    Route(
        "GET", "/tokens", "tokens.list", "GetTokenCollection", list_tokens, "List tokens",
        {200: Response(TokenSchema, PAGINATION, many=True), **COLLECTION_READ},
        SECRET_OR_SESSION, query=(LIMIT, OFFSET),
    ),
    Route(
        "POST", "/tokens", "tokens.create", "PostToken", create_token, "Create a token",
        {201: Response(TokenSchema, CREATED), **VALIDATED},
        ANY_KEY, body=TokenSchema,
    ),
    Route(
        "GET", "/tokens/<token>", "tokens.get", "GetToken", get_token, "Get a token",
        {200: Response(TokenSchema), **READ},
        ANY_KEY,
    ),
)  # fmt: skip
