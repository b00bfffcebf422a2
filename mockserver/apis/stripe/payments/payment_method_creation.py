"""New payment methods: as they are described, from a card, a token or another payment method."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe import times
from mockserver.apis.stripe.lookups import any_id
from mockserver.apis.stripe.metadata import merged_metadata
from mockserver.apis.stripe.payments.cards import CARD
from mockserver.apis.stripe.payments.payment_method_rules import (
    PAYMENT_METHOD,
    billing_details,
    billing_of,
    holder_of,
    new_payment_method,
    of_card,
    referenced_payment_method,
)
from mockserver.apis.stripe.payments.payment_method_types import TYPES
from mockserver.apis.stripe.payments.source_rules import CARD_PREFIX, card_from, spend
from mockserver.apis.stripe.problems import BadParameter, bad, missing_reference, refused, unnumbered
from mockserver.core.api.model import Call
from mockserver.core.http.forms import bracketed
from mockserver.core.store import Record

Values = Mapping[str, Any]


def described(call: Call, id: str, values: Values) -> dict[str, Any]:
    """Return the payment method that a request describes; raise `BadParameter` and `CardError`."""
    if "customer" in values and call.exchange.given is None:
        raise refused(
            "You cannot attach a PaymentMethod to a Customer during PaymentMethod creation. Please instead create the "
            "PaymentMethod and then attach it using the attachment method of the PaymentMethods API."
        )
    if "type" not in values:
        raise _missing("type")
    type = values["type"]
    strangers = [name for name in (*TYPES, CARD) if name in values and name != type]
    if strangers:
        raise bad((type,), f"You may only specify one of these parameters: {type}, {strangers[0]}.")
    billing = billing_details(values.get("billing_details", {}))
    more = {"billing_details": billing, "metadata": merged_metadata({}, values.get("metadata"))}
    more |= {name: values[name] for name in ("allow_redisplay", "radar_options") if name in values}
    if type == CARD:
        card = _card(call, values, billing)
        more["billing_details"] = billing_details(values.get("billing_details", {}), billing_of(card))
        return of_card(id, card, times.now(call), **more)
    kind = TYPES[type]
    if type not in values and any(parameter.required for parameter in kind.parameters().parameters.values()):
        raise _missing(type)
    return new_payment_method(id, type, kind.shown(values.get(type, {}), billing), times.now(call), **more)


def _card(call: Call, values: Values, billing: Record) -> dict[str, Any]:
    """Read the card of a new payment method, from its number or from a token."""
    if CARD not in values:
        raise _missing(CARD)
    card = values[CARD]
    if "token" in card:
        return _spent(call, card)
    for name in ("exp_month", "exp_year", "number"):
        if name not in card:
            raise _missing(CARD, name)
    return card_from(call, {**card, **holder_of(billing)})


def _spent(call: Call, card: Values) -> dict[str, Any]:
    token = card["token"]
    if "number" in card:
        raise bad((CARD, "number"), "You may only specify one of these parameters: card[number], card[token].")
    if not token.startswith(CARD_PREFIX):
        raise bad(("token",), f"Invalid token id: {unnumbered(token)}", begun=True)
    return spend(call, token, "card.token")


def copied(call: Call, id: str, values: Values) -> dict[str, Any]:
    """Return a copy of a payment method, which belongs to nobody."""
    original = referenced_payment_method(call, values["payment_method"], "payment_method")
    if (
        original["customer"]
        and original["customer"] != values.get("customer", original["customer"])
        and not any_id(call)
    ):
        raise missing_reference("payment_method", PAYMENT_METHOD.what, original["id"])
    fresh = {"customer": None, "_customer_before": None, "_detached": False}
    return {**original, "id": id, "created": times.now(call), **fresh}


def _missing(*path: str) -> BadParameter:
    return bad(path, f"Missing required param: {bracketed(path)}.", "parameter_missing")
