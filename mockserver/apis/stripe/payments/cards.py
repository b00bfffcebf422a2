"""Cards as objects: what can be said about one, how it is read and begins, what its bank says of it, its changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mockserver.apis.stripe.dialect import Parameters
from mockserver.apis.stripe.fields import Text, merged_metadata
from mockserver.apis.stripe.identifiers import fingerprint
from mockserver.apis.stripe.payments.known_cards import PASS, KnownCard, declined, numbered_card, unreadable
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import Object
from mockserver.core.fields.kinds import Choice, Whole
from mockserver.core.store import Record

CARD = "card"

NETWORKS = ("cartes_bancaires", "mastercard", "visa")

LONGEST_LIFE = 50
"""Years from now that a card can be valid."""

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


def secret(**kwargs: Any) -> Text:
    """Declare text that no error shows."""
    return Text(64, too_long="Invalid string; must be at most {most} characters", **kwargs)


class Networks(Parameters):
    """Which of a card's networks to use."""

    preferred = Choice(NETWORKS)


class NetworksUpdate(Parameters):
    """The same, for a card that exists."""

    preferred = Choice(NETWORKS, unset=None)


class CardHolder(Parameters):
    """Whose card it is, and where its bills go."""

    address_city = Text(unset=None)
    address_country = Text(unset=None)
    address_line1 = Text(unset=None)
    address_line2 = Text(unset=None)
    address_state = Text(unset=None)
    address_zip = Text(unset=None)
    name = Text(unset=None)


class DescribedCard(CardHolder):
    """A card."""

    currency = Text()
    cvc = secret()
    exp_month = Whole(required=True)
    exp_year = Whole(required=True)
    networks = Object(Networks)
    number = secret(required=True)


@dataclass(frozen=True, slots=True)
class CardDetails:
    """A card as it was read; one for tests that only its name stands for counts as given with its security code."""

    card: KnownCard
    exp_month: int
    exp_year: int
    cvc: bool = True
    named: bool = False
    preferred: str | None = None


def read_card(call: Call, values: Mapping[str, Any]) -> CardDetails:
    """Read a card; raise `CardError` for what cannot be one."""
    card = numbered_card(values["number"])
    month, year = read_expiry(call, values["exp_month"], values["exp_year"])
    if "cvc" in values:
        _check_cvc(card, values["cvc"])
    return CardDetails(card, month, year, cvc="cvc" in values, preferred=values.get("networks", {}).get("preferred"))


def card_for_tests(call: Call, card: KnownCard) -> CardDetails:
    """Return a card that its name alone stands for; it expires next year."""
    return CardDetails(card, call.now.month, call.now.year + 1, named=True)


def read_expiry(call: Call, month: int, year: int) -> tuple[int, int]:
    """Check when a card expires, and write its year in four digits; raise `CardError` where it has expired."""
    if not 1 <= month <= 12:
        raise unreadable("invalid_expiry_month")
    year = year + 2000 if 0 <= year < 100 else year
    this_year = call.now.year
    if call.settings["any_id"]:
        return month, year
    if not this_year <= year <= this_year + LONGEST_LIFE:
        raise unreadable("invalid_expiry_year")
    if year == this_year and month < call.now.month:
        raise unreadable("invalid_expiry_month")
    return month, year


def _check_cvc(card: KnownCard, cvc: str) -> None:
    lengths = (3, 4) if card.brand == "amex" else (3,)
    if not (cvc.isascii() and cvc.isdecimal() and len(cvc) in lengths):
        raise unreadable("invalid_cvc")


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
    displayed = next(name for name in (networks["preferred"], brand, "unknown") if name in [*_WORDS])
    return {
        "brand": brand,
        "checks": {
            "address_line1_check": card["address_line1_check"],
            "address_postal_code_check": card["address_zip_check"],
            "cvc_check": card["cvc_check"],
        },
        "country": card["country"],
        "display_brand": _WORDS[displayed][1],
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
