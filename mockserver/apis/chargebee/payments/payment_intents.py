"""Payment intents: create, read and change them. What authorizes them is Chargebee.js, or here the control plane."""

from typing import Any

from marshmallow import fields

from mockserver.apis.chargebee import times
from mockserver.apis.chargebee.answers import answer
from mockserver.apis.chargebee.auth import ANY_KEY
from mockserver.apis.chargebee.documented import READ, WRITE
from mockserver.apis.chargebee.identifiers import mint
from mockserver.apis.chargebee.payments.gateways import account_for, gateway_of
from mockserver.apis.chargebee.payments.payers import payer
from mockserver.apis.chargebee.payments.payment_intent_parameters import (
    PaymentIntentParameters,
    PaymentIntentUpdateParameters,
)
from mockserver.apis.chargebee.payments.payment_intent_record import (
    HALF_AN_HOUR,
    OPEN,
    PAYMENT_INTENTS,
    change_intent,
    current,
)
from mockserver.apis.chargebee.payments.payment_source_record import given_id
from mockserver.apis.chargebee.problems import wrong
from mockserver.apis.chargebee.requests import read
from mockserver.apis.chargebee.shapes import Shape, constant, envelope
from mockserver.apis.chargebee.site import currencies
from mockserver.core.api.model import Call, Response, Route
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Conflict, NotFound
from mockserver.core.store import Collection, Record

CREATE, UPDATE = PaymentIntentParameters(), PaymentIntentUpdateParameters()


class PaymentIntentSchema(Shape):
    """What is to be paid, and how far that has come."""

    id = fields.String(required=True)
    object = constant("payment_intent")
    status = fields.String(required=True)
    amount = fields.Integer(required=True)
    currency_code = fields.String(required=True)
    gateway = fields.String(required=True)
    gateway_account_id = fields.String(required=True)
    payment_method_type = fields.String()
    customer_id = fields.String()
    reference_id = fields.String()
    success_url = fields.String()
    failure_url = fields.String()
    payment_method_options = fields.Dict()
    business_entity_id = fields.String()
    brand_id = fields.String()
    expires_at = fields.Integer(required=True)
    created_at = fields.Integer(required=True)
    modified_at = fields.Integer(required=True)
    updated_at = fields.Integer(required=True)
    resource_version = fields.Integer(required=True)


def create_payment_intent(call: Call) -> Reply:
    """Create a payment intent."""
    values = read(call, CREATE)
    _check_currency(call, values)
    if values.get("customer_id"):
        payer(call, values["customer_id"])
    account = account_for(call, values.get("gateway_account_id"), "gateway_account_id")
    created = times.created(call)
    deferred = values.pop("defer_payment_method_type", None)
    intent = {
        "id": given_id(call, PAYMENT_INTENTS) or mint(call) + mint(call) + mint(call),
        "object": "payment_intent",
        "status": "inited",
        **values,
        "payment_method_type": values.get("payment_method_type") or (None if deferred else "card"),
        "gateway": gateway_of(account),
        "gateway_account_id": account,
        **created,
        "modified_at": created["created_at"],
        "expires_at": created["created_at"] + HALF_AN_HOUR,
    }
    call.records.put(PAYMENT_INTENTS, intent["id"], intent)
    return answer(payment_intent=intent)


def retrieve_payment_intent(call: Call) -> Reply:
    """Return a payment intent."""
    return answer(payment_intent=_named(call))


def update_payment_intent(call: Call) -> Reply:
    """Change a payment intent that nobody has authorized yet."""
    values = {name: value for name, value in read(call, UPDATE).items() if value is not None}
    intent = _named(call)
    if intent["status"] not in OPEN:
        raise Conflict(f"The payment intent is {intent['status']} and cannot be changed.")
    _check_currency(call, values)
    if "gateway_account_id" in values:
        values["gateway"] = gateway_of(account_for(call, values["gateway_account_id"], "gateway_account_id"))
    return answer(payment_intent=change_intent(call, intent, **values))


def _named(call: Call) -> Record:
    intent = call.records.get(PAYMENT_INTENTS, call.arguments["intent"])
    if intent is None:
        raise NotFound
    return current(call, intent)


def _check_currency(call: Call, values: dict[str, Any]) -> None:
    if values.get("currency_code") not in (None, *currencies(call)):
        raise wrong("currency_code", "is not a currency of this site", legacy="invalid_value")


collections = (Collection(PAYMENT_INTENTS),)

_ONE = Response(envelope((("payment_intent", PaymentIntentSchema),)))

routes = (
    Route(
        "POST", "/payment_intents", "payment_intents.create", "create_a_payment_intent", create_payment_intent,
        "Create a payment intent", {200: _ONE, **WRITE}, ANY_KEY, PaymentIntentParameters,
    ),
    Route(
        "GET", "/payment_intents/<intent>", "payment_intents.get", "retrieve_a_payment_intent",
        retrieve_payment_intent, "Retrieve a payment intent", {200: _ONE, **READ}, ANY_KEY,
    ),
    Route(
        "POST", "/payment_intents/<intent>", "payment_intents.update", "update_a_payment_intent",
        update_payment_intent, "Change a payment intent", {200: _ONE, **WRITE}, ANY_KEY,
        PaymentIntentUpdateParameters,
    ),
)  # fmt: skip
