"""Payment intents: create, read and change them. What authorizes them is Chargebee.js, or here the control plane."""

from typing import Any

from mockserver.apis.chargebee import stamps
from mockserver.apis.chargebee.answers import answer, envelope, route
from mockserver.apis.chargebee.dialect import Constant, Json, Parameters
from mockserver.apis.chargebee.payments.gateways import account_for, gateway_of
from mockserver.apis.chargebee.payments.members import INTENT_TYPES
from mockserver.apis.chargebee.payments.sources import given_id
from mockserver.apis.chargebee.problems import Wrong, wrong
from mockserver.apis.chargebee.records import present_customer
from mockserver.apis.chargebee.requests import read
from mockserver.apis.chargebee.site import currencies
from mockserver.apis.chargebee.stamps import mint
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import shape_of
from mockserver.core.fields.kinds import Choice, Flag, Text, Whole
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Conflict, NotFound
from mockserver.core.store import Collection, Record

PAYMENT_INTENTS = "payment_intents"

HALF_AN_HOUR = 30 * 60

OPEN = ("inited", "in_progress")
"""Statuses of an intent that can still be changed."""


def current(call: Call, intent: Record) -> Record:
    """Return an intent as it is now: after its time it is expired, unless it was used."""
    over = intent["status"] != "consumed" and stamps.now(call) >= intent["expires_at"]
    return {**intent, "status": "expired"} if over else intent


def change_intent(call: Call, before: Record, **members: Any) -> Record:
    """Keep a changed intent."""
    changed = stamps.changed(call, before)
    intent = {**before, **members, **changed, "modified_at": changed["updated_at"]}
    call.records.put(PAYMENT_INTENTS, intent["id"], intent)
    return intent


def consumed_intent(call: Call, id: str, customer: str) -> Record:
    """Use an intent up and give it; raises `Wrong` unless it is authorized, and for this customer or for none."""
    found = call.records.get(PAYMENT_INTENTS, id)
    if found is None:
        raise _invalid(f"The payment intent {id} does not exist")
    intent = current(call, found)
    if intent.get("customer_id") not in (None, customer):
        raise _invalid("The payment intent is another customer's")
    if intent["status"] != "authorized":
        raise _invalid(f"The payment intent is {intent['status']}, and should be authorized")
    return change_intent(call, intent, status="consumed")


def _invalid(text: str) -> Wrong:
    return wrong("payment_intent[id]", text, "payment_intent_invalid", "payment_intent_invalid")


_MOST = 2**63 - 1


class PaymentIntent(Parameters):
    """What is to be paid, and how far that has come."""

    business_entity_id = Text(50)
    brand_id = Text(50)
    customer_id = Text(50)
    amount = Whole(0, _MOST, required=True, always=True)
    currency_code = Text(3, required=True, always=True)
    gateway_account_id = Text(50, always=True)
    reference_id = Text(200)
    defer_payment_method_type = Flag(load_only=True)
    payment_method_type = Choice(INTENT_TYPES)
    success_url = Text(250)
    failure_url = Text(250)
    payment_method_options = Json()
    id = Text(dump_only=True, always=True)
    object = Constant("payment_intent")
    status = Text(dump_only=True, always=True)
    gateway = Text(dump_only=True, always=True)
    expires_at = Whole(dump_only=True, always=True)
    created_at = Whole(dump_only=True, always=True)
    modified_at = Whole(dump_only=True, always=True)
    updated_at = Whole(dump_only=True, always=True)
    resource_version = Whole(dump_only=True, always=True)


class PaymentIntentUpdate(PaymentIntent):
    """A change of a payment intent."""

    amount = Whole(0, _MOST)
    currency_code = Text(3)

    takes = (
        "amount", "currency_code", "gateway_account_id", "payment_method_type", "success_url", "failure_url",
        "payment_method_options",
    )  # fmt: skip


CREATE, UPDATE = PaymentIntent(), PaymentIntentUpdate()

_ONE = envelope(payment_intent=shape_of(PaymentIntent))


@route("POST /payment_intents", "payment_intents.create", "create_a_payment_intent", _ONE, body=CREATE)
def create_payment_intent(call: Call) -> Reply:
    """Create a payment intent."""
    values = read(call, CREATE)
    _check_currency(call, values)
    if values.get("customer_id"):
        present_customer(call, values["customer_id"])
    account = account_for(call, values.get("gateway_account_id"), "gateway_account_id")
    created = stamps.created(call)
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


@route("GET /payment_intents/<intent>", "payment_intents.get", "retrieve_a_payment_intent", _ONE)
def retrieve_payment_intent(call: Call) -> Reply:
    """Retrieve a payment intent."""
    return answer(payment_intent=_named(call))


@route("POST /payment_intents/<intent>", "payment_intents.update", "update_a_payment_intent", _ONE, body=UPDATE)
def update_payment_intent(call: Call) -> Reply:
    """Change a payment intent. Nobody may have authorized it yet."""
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
