"""What a payment source is besides its type: a card, a bank account, an account with somebody else."""

import re
from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargebee.addresses import BillingAddress, billing_address
from mockserver.apis.chargebee.dialect import FORM, checked
from mockserver.apis.chargebee.payments.cards import CARD, card_at_gateway, card_of_token, read_card
from mockserver.apis.chargebee.problems import blank, wrong
from mockserver.core.api.model import Call

DIRECT_DEBIT = "direct_debit"

_WALLETS_WITH_CARDS = ("apple_pay", "google_pay")

ADDRESS = BillingAddress()

BANK_ACCOUNT = "bank_account"

MICRO_DEPOSITS = frozenset({32, 45})
"""The two amounts, in any order, that Stripe's accounts for tests are verified with."""

_SCHEMES: Mapping[str, str] = {
    "AU": "becs", "CA": "pad", "GB": "bacs", "NZ": "becs_nz", "SE": "autogiro", "US": "ach",
}  # fmt: skip
_KEPT = ("first_name", "last_name", "email", "bank_name", "account_type", "account_holder_type", "echeck_type")

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{6,30}", re.ASCII)

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


def read_bank_account(values: Values, country: str | None, country_param: str) -> tuple[dict[str, Any], str]:
    """Read an account, and its country: an IBAN tells it, and local details want it said. Raise `Wrong`."""
    if values.get("iban"):
        iban = values["iban"].replace(" ", "").upper()
        if not is_iban(iban):
            raise wrong("bank_account[iban]", "is not an IBAN", legacy="invalid_value")
        return _account(values, iban[-4:], "sepa_core"), country or iban[:2]
    if not values.get("account_number"):
        raise blank("bank_account[account_number]")
    if not country:
        raise blank(country_param)
    return _account(values, values["account_number"][-4:], _SCHEMES.get(country, "not_applicable")), country


def account_of_token() -> dict[str, Any]:
    """Return the account that a gateway's token stands for."""
    return _account({}, "6789", "not_applicable")


def changed_account(before: Values, values: Values) -> dict[str, Any]:
    """Lay parameters over an account."""
    account = {**before, **values, "name_on_account": None}
    account["name_on_account"] = _name(account) or before.get("name_on_account")
    return {name: value for name, value in account.items() if value is not None}


def is_iban(text: str) -> bool:
    """Return whether text could be an IBAN, by its check digits.

    >>> is_iban("DE89370400440532013000"), is_iban("DE88370400440532013000")
    (True, False)
    """
    if not _IBAN.fullmatch(text):
        return False
    return int("".join(str(int(character, 36)) for character in text[4:] + text[:4])) % 97 == 1


def _account(values: Values, last4: str, scheme: str) -> dict[str, Any]:
    account = {
        "last4": last4,
        "name_on_account": _name(values) or values.get("company"),
        "direct_debit_scheme": scheme,
        **{name: values.get(name) for name in _KEPT},
        "object": BANK_ACCOUNT,
    }
    return {name: value for name, value in account.items() if value is not None}


def _name(values: Values) -> str:
    return " ".join(filter(None, (values.get("first_name"), values.get("last_name"))))
