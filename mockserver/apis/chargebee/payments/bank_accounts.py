"""Bank accounts as payment sources carry them; of a number its last four digits are left."""

import re
from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargebee.problems import blank, wrong

BANK_ACCOUNT = "bank_account"

MICRO_DEPOSITS = frozenset({32, 45})
"""The two amounts, in any order, that Stripe's accounts for tests are verified with."""

_SCHEMES: Mapping[str, str] = {
    "AU": "becs", "CA": "pad", "GB": "bacs", "NZ": "becs_nz", "SE": "autogiro", "US": "ach",
}  # fmt: skip
_KEPT = ("first_name", "last_name", "email", "bank_name", "account_type", "account_holder_type", "echeck_type")

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{6,30}", re.ASCII)

Values = Mapping[str, Any]


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
