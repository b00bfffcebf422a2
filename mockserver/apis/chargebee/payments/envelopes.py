"""A customer in answers: beside what is stored, what it pays with, and its card where that is one."""

from typing import Any

from mockserver.apis.chargebee.answers import answer
from mockserver.apis.chargebee.payments.cards import CARD
from mockserver.apis.chargebee.payments.roles import mirrored, primary_source
from mockserver.core.api.model import Call
from mockserver.core.http.reply import Reply
from mockserver.core.store import Record


def customer_answer(call: Call, customer: Record) -> Reply:
    """Return a customer, and its card if there is one."""
    return answer(**customer_row(call, customer))


def customer_row(call: Call, customer: Record) -> dict[str, Record | None]:
    """Return what stands for a customer in an answer or in a row of a list: itself, and its card or none."""
    source = primary_source(call, customer)
    return {"customer": {**customer, **mirrored(source)}, CARD: card_view(source) if source else None}


def customer_view(call: Call, customer: Record) -> dict[str, Any]:
    """Return a customer as it is shown where its card is not."""
    return {**customer, **mirrored(primary_source(call, customer))}


def card_view(source: Record) -> dict[str, Any] | None:
    """Write the card of a payment source as an object of its own, as it was before there were payment sources."""
    if CARD not in source:
        return None
    card = {name: value for name, value in source[CARD].items() if name not in ("brand", "object", "masked_number")}
    return {
        "status": source["status"],
        "gateway": source["gateway"],
        "gateway_account_id": source["gateway_account_id"],
        **card,
        "card_type": source[CARD]["brand"],
        "issuing_country": source.get("issuing_country"),
        "created_at": source["created_at"],
        "updated_at": source["updated_at"],
        "resource_version": source["resource_version"],
        "object": CARD,
        "masked_number": source[CARD]["masked_number"],
        "customer_id": source["customer_id"],
        "payment_source_id": source["id"],
    }
