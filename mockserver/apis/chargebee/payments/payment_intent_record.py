"""A payment intent as it is stored: half an hour to be authorized and used."""

from typing import Any

from mockserver.apis.chargebee import times
from mockserver.apis.chargebee.problems import Wrong, wrong
from mockserver.core.api.model import Call
from mockserver.core.store import Record

PAYMENT_INTENTS = "payment_intents"

HALF_AN_HOUR = 30 * 60

OPEN = ("inited", "in_progress")
"""Statuses of an intent that can still be changed."""


def current(call: Call, intent: Record) -> Record:
    """Return an intent as it is now: after its time it is expired, unless it was used."""
    over = intent["status"] != "consumed" and times.now(call) >= intent["expires_at"]
    return {**intent, "status": "expired"} if over else intent


def change_intent(call: Call, before: Record, **members: Any) -> Record:
    """Keep a changed intent."""
    changed = times.changed(call, before)
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
