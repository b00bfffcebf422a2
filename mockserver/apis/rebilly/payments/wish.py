"""What a request wants an instrument to be, whether it hands in a token or plain details."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mockserver.apis.rebilly.payments.details import BANK_METHODS

_NULLABLE = frozenset(
    {"fpanLast4", "bankCountry", "expirationReminderTime", "expirationReminderNumber", "digitalWallet", "bic"}
)
"""Members of an instrument that are null while they are unknown; the others are left out."""


@dataclass(frozen=True, slots=True)
class Wish:
    """An instrument to be: `members` are those its method has beside the common ones.

    What is `None` was not said: a new instrument has its default, a known one keeps what it has. `custom_defaults` are
    those of declared custom fields that were not said.
    """

    method: str
    members: Mapping[str, Any]
    billing: Mapping[str, Any] | None = None
    risk: Mapping[str, Any] | None = None
    custom_fields: Mapping[str, Any] | None = None
    custom_defaults: Mapping[str, Any] | None = None
    as_backup: bool | None = None
    lead_source: Mapping[str, Any] | None = None


def members(method: str, shown: Mapping[str, Any], fingerprint: str | None) -> tuple[str, dict[str, Any]]:
    """Return the method and the members of an instrument made of what may be seen of payment details."""
    method, found = _members(method, shown, fingerprint)
    return method, {name: value for name, value in found.items() if value is not None or name in _NULLABLE}


def _members(method: str, shown: Mapping[str, Any], fingerprint: str | None) -> tuple[str, dict[str, Any]]:
    if method in ("payment-card", "digital-wallet"):
        return "payment-card", _card(shown, fingerprint, shown.get("type") if method == "digital-wallet" else None)
    if method in BANK_METHODS:
        return "ach", _account(shown, fingerprint)
    if method == "Khelocard":
        return method, {"fingerprint": fingerprint, **shown}
    return method, {"username": ""} if method == "paypal" else {"referenceData": {}}


def _card(shown: Mapping[str, Any], fingerprint: str | None, wallet: str | None) -> dict[str, Any]:
    return {
        "fingerprint": fingerprint,
        "bin": shown.get("bin"),
        "last4": shown.get("last4"),
        "fpanLast4": None,
        "expYear": shown.get("expYear"),
        "expMonth": shown.get("expMonth"),
        "brand": shown.get("brand"),
        "bankCountry": None,
        "isPayoutable": True,
        "expirationReminderTime": None,
        "expirationReminderNumber": None,
        "referenceData": {},
        "digitalWallet": wallet,
    }


def _account(shown: Mapping[str, Any], fingerprint: str | None) -> dict[str, Any]:
    return {
        "fingerprint": fingerprint,
        "last4": shown.get("last4"),
        "bankName": shown.get("bankName"),
        "routingNumber": shown.get("routingNumber"),
        "accountNumberType": shown["accountNumberType"],
        "accountType": shown.get("accountType"),
        "bic": shown.get("bic"),
    }
