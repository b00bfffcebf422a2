"""Tokens: payment details that a browser handed in, to be used once within thirty minutes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from mockserver.apis.rebilly import names
from mockserver.apis.rebilly.auth import ANY_KEY
from mockserver.apis.rebilly.contact import ContactSchema, contact
from mockserver.apis.rebilly.dialect import Body, Moment, linked, moment, object_body, read, resource_id, times, written
from mockserver.apis.rebilly.lead_source import LeadSourceDataSchema
from mockserver.apis.rebilly.payments import details as payment_details
from mockserver.apis.rebilly.payments import instruments as payment_instruments
from mockserver.apis.rebilly.payments.instruments import Kept, Wish, members
from mockserver.apis.rebilly.query import LIMIT, OFFSET
from mockserver.apis.rebilly.resource import Resource, made, route
from mockserver.apis.rebilly.tables import ALTERNATIVE
from mockserver.apis.rebilly.views import created, href, link, public
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import Object, OpenObject
from mockserver.core.fields.kinds import Choice, Flag, Text
from mockserver.core.http.reply import Reply
from mockserver.core.problems import FieldError, Invalid
from mockserver.core.store import Collection, Record

LIFETIME = timedelta(minutes=30)


class TokenSchema(Body):
    """A token. What `paymentInstrument` holds follows from the method."""

    id = resource_id(dump_only=True)
    method = Choice(
        tuple(dict.fromkeys(("payment-card", "ach", "echeck", "paypal", "digital-wallet", *ALTERNATIVE))),
        required=True,
    )
    paymentInstrument = OpenObject()
    billingAddress = Object(ContactSchema, allow_none=True)
    riskMetadata = OpenObject(allow_none=True)
    leadSource = Object(LeadSourceDataSchema, load_only=True)
    walletName = Text(255, allow_none=True)
    walletAddress = Text(255, allow_none=True)
    walletCurrency = Text(255, allow_none=True)
    walletNetwork = Text(255, allow_none=True)
    isUsed = Flag(dump_only=True)
    createdTime = Moment()
    updatedTime = Moment()
    usageTime = Moment(allow_none=True)
    expirationTime = Moment(allow_none=True)
    links = linked()


_TOKEN = TokenSchema()

_WITHOUT_ADDRESS = frozenset({"payment-card", "paypal", "digital-wallet", "Klarna", "cryptocurrency"})
_WALLET = ("walletName", "walletAddress", "walletCurrency", "walletNetwork")
_ALWAYS_NEW = frozenset({"plaid-account", "Klarna", "cryptocurrency"})
"""Methods whose instruments show nothing of what their tokens differ in: two are never taken for one."""


@route("POST /tokens", "tokens.create", "PostToken", made(TokenSchema), callers=ANY_KEY, body=TokenSchema)
def create_token(call: Call) -> Reply:
    """Create a token. Secret numbers are reduced to what may be shown."""
    body = object_body(call)
    values, errors = read(_TOKEN, body)
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


def refusal(call: Call, id: str) -> str | None:
    """Return why a token cannot be used now, if it cannot."""
    token = call.records.get(names.TOKENS, id)
    if token is None:
        return "Token must exist."
    if token["isUsed"]:
        return "Token was used before."
    return "Token is expired." if call.now >= moment(token["expirationTime"]) else None


def use(call: Call, id: str, customer_id: str, **chosen: Any) -> Kept:
    """Turn a usable token into an instrument of a customer; `chosen` replaces members of the token's wish."""
    token = spend(call, id)
    wish = replace(wish_of(token), **chosen)
    keep = payment_instruments.create if token["method"] in _ALWAYS_NEW else payment_instruments.keep
    return keep(call, customer_id, wish)


def spend(call: Call, id: str) -> Record:
    """Mark a token as used and give it; a token serves once."""
    token = call.records.get(names.TOKENS, id)
    if token is None:
        raise LookupError(id)
    now = written(call.now)
    spent = {**token, "isUsed": True, "usageTime": now, "updatedTime": now}
    call.records.put(names.TOKENS, id, spent)
    return spent


def wish_of(token: Record) -> Wish:
    """Return what instrument a token stands for."""
    method, found = members(token["method"], token.get("paymentInstrument", {}), token["_fingerprint"])
    return Wish(method, found, token["billingAddress"], token["riskMetadata"], lead_source=token["_leadSource"])


def view(call: Call, token: Record) -> dict[str, Any]:
    """Show a token."""
    return {**public(token), "_links": [link("self", href(call, "tokens", token["id"]))]}


def _required(member: str, method: str) -> FieldError:
    return FieldError(member, f"This member is required for the method {method}.")


def _details(
    method: str, values: Mapping[str, Any], body: Mapping[str, Any]
) -> tuple[dict[str, Any], list[FieldError]]:
    """Check `paymentInstrument` by the method's own schema."""
    if method not in payment_details.METHODS:
        return {}, []
    if "paymentInstrument" not in values:
        return {}, [] if "paymentInstrument" in body else [_required("paymentInstrument", method)]
    details, errors = payment_details.check(method, values["paymentInstrument"])
    return details, [FieldError(f"paymentInstrument.{error.field}", error.message) for error in errors]


def _record(call: Call, method: str, values: Mapping[str, Any], details: Mapping[str, Any]) -> dict[str, Any]:
    record: dict[str, Any] = {"id": call.mint_uuid(), "method": method}
    if method in payment_details.METHODS:
        record["paymentInstrument"] = payment_details.shown(method, details)
    if method == "cryptocurrency":
        record.update({name: values.get(name) for name in _WALLET})
    return {
        **record,
        # A wallet brings its address in its payload, so there the member is read-only.
        "billingAddress": contact(None if method == "digital-wallet" else values.get("billingAddress")),
        "isUsed": False,
        "riskMetadata": values.get("riskMetadata"),
        **times(call),
        "usageTime": None,
        "expirationTime": written(call.now + LIFETIME),
        "_fingerprint": payment_details.fingerprint(call.seed, method, details),
        "_leadSource": values.get("leadSource"),
    }


_TOKENS = Resource(
    names.TOKENS, "tokens", "Token", "Token", TokenSchema, view, one="tokens/<token>",
    key=lambda call: call.arguments["token"],
)  # fmt: skip

routes = (
    _TOKENS.lists("List tokens", LIMIT, OFFSET),
    _TOKENS.get("Get a token", callers=ANY_KEY),
)
collections = (Collection(names.TOKENS),)
