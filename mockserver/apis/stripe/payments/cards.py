"""Cards as objects: how one begins, what its bank says of it, and how it is changed."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe.identifiers import fingerprint
from mockserver.apis.stripe.metadata import merged_metadata
from mockserver.apis.stripe.payments.card_parameters import CardDetails, read_expiry
from mockserver.apis.stripe.payments.declines import declined
from mockserver.apis.stripe.payments.known_cards import PASS, KnownCard
from mockserver.core.api.model import Call
from mockserver.core.store import Record

UNCHECKED = "unchecked"

CHECKS = {"cvc": "cvc_check", "line1": "address_line1_check", "zip": "address_zip_check"}

_WORDS = {
    "amex": ("American Express", "american_express"),
    "cartes_bancaires": ("Cartes Bancaires", "cartes_bancaires"),
    "diners": ("Diners Club", "diners_club"),
    "discover": ("Discover", "discover"),
    "eftpos_au": ("Eftpos Australia", "eftpos_australia"),
    "jcb": ("JCB", "jcb"),
    "mastercard": ("MasterCard", "mastercard"),
    "unionpay": ("UnionPay", "union_pay"),
    "unknown": ("Unknown", "other"),
    "visa": ("Visa", "visa"),
}
"""By network, its brand in card objects, and what payment methods want it displayed as."""

HOLDER = (
    "address_city", "address_country", "address_line1", "address_line2", "address_state", "address_zip", "name",
)  # fmt: skip


def new_card(id: str, details: CardDetails, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a card that belongs to nobody yet; of its number the last digits and a fingerprint are left."""
    card = details.card
    return {
        "id": id,
        "object": "card",
        "address_city": values.get("address_city"),
        "address_country": values.get("address_country"),
        "address_line1": values.get("address_line1"),
        "address_line1_check": _given(details, "line1", values.get("address_line1")),
        "address_line2": values.get("address_line2"),
        "address_state": values.get("address_state"),
        "address_zip": values.get("address_zip"),
        "address_zip_check": _given(details, "zip", values.get("address_zip")),
        "brand": _WORDS[card.brand][0],
        "country": card.country,
        "customer": None,
        "cvc_check": UNCHECKED if details.cvc else None,
        "dynamic_last4": None,
        "exp_month": details.exp_month,
        "exp_year": details.exp_year,
        "fingerprint": fingerprint(card.number),
        "funding": card.funding,
        "last4": card.number[-4:],
        "metadata": {},
        "name": values.get("name"),
        "regulated_status": "unregulated",
        "tokenization_method": None,
        "_networks": {"available": card.networks, "preferred": details.preferred},
        "_outcome": _outcome(card),
    }


def _outcome(card: KnownCard) -> dict[str, Any]:
    """Return what will become of a card: why attaching and charging it are declined, and what its bank finds wrong."""
    return {
        "attach": card.attach,
        "charge": card.charge,
        "checks": dict(card.checks),
        "three_d_secure": card.three_d_secure,
    }


def _given(details: CardDetails, check: str, value: Any) -> str | None:
    """Say that something can be checked: it was given, or the card for tests is one for this check."""
    return UNCHECKED if value or (details.named and check in details.card.checks) else None


def admitted(card: Record) -> dict[str, Any]:
    """Return a card whose bank was asked about it; raise `CardError` where it declines."""
    reason = card["_outcome"]["attach"]
    if reason and not (reason == "incorrect_cvc" and card["cvc_check"] is None):  # without a code none is wrong
        raise declined(reason)
    return {**card, **{member: _checked(card, check, card[member]) for check, member in CHECKS.items()}}


def _checked(card: Record, check: str, before: str | None) -> str | None:
    """Return what a bank says of something that was given."""
    verdict: str = card["_outcome"]["checks"].get(check, PASS)
    return verdict if before == UNCHECKED else before


def changed_card(call: Call, before: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    """Lay parameters over a card; raises `CardError` for a time in the past."""
    card = {**before, **{name: values[name] for name in HOLDER if name in values}}
    if "exp_month" in values or "exp_year" in values:
        month, year = values.get("exp_month", before["exp_month"]), values.get("exp_year", before["exp_year"])
        card["exp_month"], card["exp_year"] = read_expiry(call, month, year)
    for check, name in (("line1", "address_line1"), ("zip", "address_zip")):
        if name in values:
            card[CHECKS[check]] = _checked(card, check, UNCHECKED if values[name] else None)
    if "networks" in values:
        card["_networks"] = {**card["_networks"], **values["networks"]}
    card["metadata"] = merged_metadata(before["metadata"], values.get("metadata"))
    return card


def payment_method_card(card: Record) -> dict[str, Any]:
    """Write a card as payment methods carry it."""
    networks = card["_networks"]
    brand = networks["available"][-1]
    return {
        "brand": brand,
        "checks": {
            "address_line1_check": card["address_line1_check"],
            "address_postal_code_check": card["address_zip_check"],
            "cvc_check": card["cvc_check"],
        },
        "country": card["country"],
        "display_brand": _WORDS[networks["preferred"] or brand][1],
        "exp_month": card["exp_month"],
        "exp_year": card["exp_year"],
        "fingerprint": card["fingerprint"],
        "funding": card["funding"],
        "generated_from": None,
        "last4": card["last4"],
        "networks": networks,
        "regulated_status": card["regulated_status"],
        "three_d_secure_usage": {"supported": card["_outcome"]["three_d_secure"]},
        "wallet": None,
    }
