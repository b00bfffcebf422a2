"""What a payment source is besides its type: a card, a bank account, an account with somebody else."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargebee.addresses import BillingAddress, billing_address
from mockserver.apis.chargebee.dialect import FORM, checked
from mockserver.apis.chargebee.payments.bank_accounts import BANK_ACCOUNT, account_of_token, read_bank_account
from mockserver.apis.chargebee.payments.cards import CARD, card_at_gateway, card_of_token, read_card
from mockserver.core.api.model import Call

DIRECT_DEBIT = "direct_debit"

_WALLETS_WITH_CARDS = ("apple_pay", "google_pay")

ADDRESS = BillingAddress()

Values = Mapping[str, Any]


def card_details(call: Call, values: Values, group: str) -> dict[str, Any]:
    """Return the details of a card that a request spells out."""
    return {CARD: read_card(call, values, group), "ip_address": values.get("ip_address")}


def bank_account_details(values: Values, country: str | None, country_param: str) -> dict[str, Any]:
    """Return the details of a bank account that a request spells out."""
    account, issuing_country = read_bank_account(values, country, country_param)
    return {
        BANK_ACCOUNT: account,
        "issuing_country": issuing_country,
        "billing_address": address_details(values.get("billing_address"), "bank_account[billing_address]"),
    }


def address_details(values: Values | None, param: str) -> dict[str, Any] | None:
    """Return an address that came as JSON."""
    return billing_address(checked(ADDRESS, values, FORM, param)) if values else None


def token_details(call: Call, type: str, token: str, country: str | None = None) -> dict[str, Any]:
    """Return what a gateway's token stands for; the token alone says nothing but its type."""
    if type == CARD or type in _WALLETS_WITH_CARDS:
        return {CARD: card_of_token(call, token), "issuing_country": country}
    if type == DIRECT_DEBIT:
        return {BANK_ACCOUNT: account_of_token(), "issuing_country": country}
    return {"issuing_country": country}


def gateway_details(call: Call, type: str, reference: str, values: Values) -> dict[str, Any]:
    """Return what a gateway keeps under a name of its own, with what the request knows of it."""
    found = token_details(call, type, reference, values.get("issuing_country"))
    if CARD in found:
        found[CARD] = card_at_gateway(call, reference, values.get(CARD) or {})
    if values.get("billing_address"):
        found["billing_address"] = billing_address(values["billing_address"])
    return found
