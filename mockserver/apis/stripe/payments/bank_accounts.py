"""Bank accounts as objects: what can be said about one, how it begins, is verified and changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from mockserver.apis.stripe.dialect import Parameters
from mockserver.apis.stripe.fields import Text, merged_metadata
from mockserver.apis.stripe.identifiers import fingerprint
from mockserver.apis.stripe.payments.cards import secret
from mockserver.apis.stripe.problems import BadParameter, Path, bad, refused
from mockserver.core.fields.kinds import Choice
from mockserver.core.http.forms import bracketed
from mockserver.core.store import Record

HOLDER_TYPES = ("company", "individual")
ACCOUNT_TYPES = ("checking", "futsu", "savings", "toza")

HOLDER = ("account_holder_name", "account_holder_type")

BANK = "STRIPE TEST BANK"
ROUTING_NUMBER = "110000000"

DEPOSITS = (32, 45)
"""What was sent to every bank account, to see whether its owner can tell."""

NEW, VERIFIED = "new", "verified"

MISSING = "parameter_missing"

KNOWN_ACCOUNTS: Mapping[str, tuple[str, str]] = {
    "btok_us": ("000123456789", NEW),
    "btok_us_verified": ("000123456789", VERIFIED),
    "btok_us_verified_accountClosed": ("000111111113", VERIFIED),
    "btok_us_verified_debitNotAuthorized": ("000111111117", VERIFIED),
    "btok_us_verified_insufficientFunds": ("000111111119", VERIFIED),
    "btok_us_verified_invalidCurrency": ("000111111112", VERIFIED),
    "btok_us_verified_noAccount": ("000111111116", VERIFIED),
}
"""By the id of a token for tests: the number and the state of its bank account."""

_CURRENCIES = {
    "AU": "aud", "CA": "cad", "CH": "chf", "DK": "dkk", "GB": "gbp", "HK": "hkd", "JP": "jpy", "NO": "nok",
    "NZ": "nzd", "SE": "sek", "SG": "sgd", "US": "usd",
}  # fmt: skip
"""By country, the currency of accounts that name none; elsewhere it is the euro."""


class Holder(Parameters):
    """Whose bank account it is."""

    account_holder_name = Text()
    account_holder_type = Choice(HOLDER_TYPES)


class BankAccount(Holder):
    """A bank account."""

    account_number = secret(required=True)
    account_type = Choice(ACCOUNT_TYPES)
    country = Text(required=True)
    currency = Text()
    payment_method = Text()
    routing_number = Text()


def new_bank_account(id: str, values: Mapping[str, Any], path: Path, status: str = NEW) -> dict[str, Any]:
    """Return a bank account that belongs to nobody yet; of its number the last digits and a fingerprint are left."""
    number, country = values["account_number"].replace(" ", ""), values["country"].upper()
    routing = values.get("routing_number")
    _check_numbers(number, country, routing, path)
    return {
        "id": id,
        "object": "bank_account",
        "account_holder_name": values.get("account_holder_name"),
        "account_holder_type": values.get("account_holder_type"),
        "account_type": values.get("account_type"),
        "bank_name": BANK,
        "country": country,
        "currency": values.get("currency", _CURRENCIES.get(country, "eur")).lower(),
        "customer": None,
        "fingerprint": fingerprint(f"{routing}/{number}"),
        "last4": number[-4:],
        "metadata": {},
        "routing_number": routing,
        "status": status,
    }


def bank_account_for_tests(id: str, token: str) -> dict[str, Any]:
    """Return the bank account that a token for tests stands for."""
    number, status = KNOWN_ACCOUNTS[token]
    values = {"account_number": number, "country": "US", "routing_number": ROUTING_NUMBER}
    return new_bank_account(id, values, (), status)


def _check_numbers(number: str, country: str, routing: str | None, path: Path) -> None:
    """Refuse what cannot be a bank account; its number is not shown."""
    if not (number.isascii() and number.isalnum() and 3 <= len(number) <= 34):
        raise _invalid(path, "account_number", "Invalid account number")
    if country != "US":
        return
    if not number.isdecimal() or len(number) > 17:
        raise _invalid(path, "account_number", "Invalid account number")
    if routing is None:
        raise bad(
            (*path, "routing_number"), f"Missing required param: {bracketed((*path, 'routing_number'))}.", MISSING
        )
    if not (routing.isascii() and routing.isdecimal() and len(routing) == 9):
        raise _invalid(path, "routing_number", "Routing number must have 9 digits")


def _invalid(path: Path, name: str, message: str) -> BadParameter:
    return bad((*path, name), message, f"{name}_invalid", begun=True)


def verified(account: Record, amounts: Sequence[int]) -> dict[str, Any]:
    """Return a bank account whose owner told what was sent to it; raise `BadParameter` for other amounts."""
    if account["status"] == VERIFIED:
        raise refused("This bank account has already been verified.")
    if sorted(amounts) != sorted(DEPOSITS):
        message = "The amounts provided do not match the amounts that were sent to the bank account."
        raise refused(message, "bank_account_verification_failed")
    return {**account, "status": VERIFIED}


def changed_bank_account(before: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    """Lay parameters over a bank account."""
    account = {**before, **{name: values[name] for name in HOLDER if name in values}}
    account["metadata"] = merged_metadata(before["metadata"], values.get("metadata"))
    return account
