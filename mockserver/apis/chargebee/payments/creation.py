"""The ways to a new payment source: details, a gateway's tokens, a token or a payment intent of Chargebee's."""

from collections.abc import Callable, Mapping
from typing import Any

from mockserver.apis.chargebee.payments.cards import CARD
from mockserver.apis.chargebee.payments.details import (
    DIRECT_DEBIT,
    address_details,
    bank_account_details,
    card_details,
    gateway_details,
    token_details,
)
from mockserver.apis.chargebee.payments.gateways import STRIPE, account_for, gateway_of
from mockserver.apis.chargebee.payments.intents import consumed_intent
from mockserver.apis.chargebee.payments.sources import new_source
from mockserver.apis.chargebee.payments.tokens import used_token
from mockserver.apis.chargebee.problems import blank, contradicts, inside
from mockserver.core.api.model import Call
from mockserver.core.store import Record

Values = Mapping[str, Any]


def from_card(call: Call, customer: str, card: Values, group: str = CARD) -> Record:
    """Keep a card; older requests may have a gateway's token instead of a number."""
    account = _account(call, card, group)
    if card.get("tmp_token") and not card.get("number"):
        return new_source(call, customer, account, CARD, token_details(call, CARD, card["tmp_token"]))
    return new_source(call, customer, account, CARD, card_details(call, card, group))


def from_bank_account(call: Call, customer: str, bank: Values, country: str | None, country_param: str) -> Record:
    """Keep a bank account, which pays by direct debit."""
    details = bank_account_details(bank, country, country_param)
    account = _account(call, bank, "bank_account")
    if gateway_of(account) == STRIPE and details["bank_account"]["direct_debit_scheme"] == "ach":
        details["status"] = "pending_verification"  # until two small amounts are told that the account received
    return new_source(call, customer, account, DIRECT_DEBIT, details)


def from_payment_method(call: Call, customer: str, method: Values, group: str = "") -> Record:
    """Keep what a gateway's token stands for, one for a while or for good."""
    account = _account(call, method, group)
    if method.get("tmp_token"):
        details = token_details(call, method["type"], method["tmp_token"], method.get("issuing_country"))
        return new_source(call, customer, account, method["type"], details)
    reference = _reference(method)
    if reference is None:
        raise blank(inside(group, "reference_id"))
    details = gateway_details(call, method["type"], reference, method)
    return new_source(call, customer, account, method["type"], details, reference)


def from_token(call: Call, customer: str, token: str) -> Record:
    """Keep what a token stands for, and use it up."""
    used = used_token(call, token)
    return new_source(
        call, customer, used["gateway_account_id"], used["payment_method_type"], used["_details"], used["id_at_vault"]
    )


def from_intent(call: Call, customer: str, said: Values) -> Record:
    """Keep what a payment intent was authorized with, and use it up; one of the gateway's own will do."""
    if said.get("id"):
        intent = consumed_intent(call, said["id"], customer)
        type = intent.get("payment_method_type") or CARD
        details = token_details(call, type, intent["id"])
        return new_source(call, customer, intent["gateway_account_id"], type, details, intent.get("reference_id"))
    token = said.get("gw_token") or said.get("reference_id") or said.get("gw_payment_method_id")
    if not token:
        raise blank("payment_intent[id]")
    type = said.get("payment_method_type") or CARD
    details = token_details(call, type, token)
    account = _account(call, said, "payment_intent")
    return new_source(call, customer, account, type, details, said.get("reference_id"))


def from_voucher(call: Call, customer: str, voucher: Values) -> Record:
    """Keep whom vouchers are for."""
    param = "voucher_payment_source"
    address = address_details(voucher.get("billing_address"), f"{param}[billing_address]") or {}
    type: str = voucher["voucher_type"]
    holder = {"last4": (voucher.get("tax_id") or "0000")[-4:], "object": type}
    holder |= {name: address[name] for name in ("first_name", "last_name", "email") if name in address}
    details = {type: holder, "billing_address": address or None}
    return new_source(call, customer, _account(call, voucher, param), type, details)


_WAYS: Mapping[str, Callable[[Call, str, Any], Record]] = {
    "card": from_card,
    "bank_account": lambda call, customer, bank: from_bank_account(
        call, customer, bank, bank.get("issuing_country"), "bank_account[issuing_country]"
    ),
    "payment_method": lambda call, customer, method: from_payment_method(call, customer, method, "payment_method"),
    "payment_intent": from_intent,
    "token_id": from_token,
}
"""The parameters that say what a new customer pays with."""


def for_new_customer(call: Call, customer: str, values: Values) -> Record | None:
    """Keep what a new customer pays with, if the request says so; it can say so in one way only."""
    said = [name for name in _WAYS if _says_something(values.get(name))]
    if len(said) > 1:
        raise contradicts(said[1], f"should not be sent together with {said[0]}")
    return _WAYS[said[0]](call, customer, values[said[0]]) if said else None


def _says_something(value: Any) -> bool:
    """Return whether a parameter was filled in; an empty form has its groups, too."""
    return any(member is not None for member in value.values()) if isinstance(value, dict) else value is not None


def _reference(method: Values) -> str | None:
    """Return the name that a gateway keeps something under; one of two parts belongs to a customer there."""
    if method.get("reference_id"):
        return str(method["reference_id"])
    parts = [method[name] for name in ("customer_profile_token", "payment_method_token") if method.get(name)]
    return "/".join(parts) or None


def _account(call: Call, values: Values, group: str) -> str:
    return account_for(call, values.get("gateway_account_id"), inside(group, "gateway_account_id"))
