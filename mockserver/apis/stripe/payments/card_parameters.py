"""What can be said about a card, and reading it: a number, when it expires, its security code."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mockserver.apis.stripe.dialect import Parameters
from mockserver.apis.stripe.fields import Text
from mockserver.apis.stripe.payments.declines import unreadable
from mockserver.apis.stripe.payments.known_cards import KnownCard, numbered_card
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import Object
from mockserver.core.fields.kinds import Choice, Whole

NETWORKS = ("cartes_bancaires", "mastercard", "visa")

LONGEST_LIFE = 50
"""Years from now that a card can be valid."""


def secret(**kwargs: Any) -> Text:
    """Declare text that no error shows."""
    return Text(64, too_long="Invalid string; must be at most {most} characters", **kwargs)


class NetworksParameters(Parameters):
    """Which of a card's networks to use."""

    preferred = Choice(NETWORKS)


class NetworksUpdateParameters(Parameters):
    """The same, for a card that exists."""

    preferred = Choice(NETWORKS, unset=None)


class CardHolderParameters(Parameters):
    """Whose card it is, and where its bills go."""

    address_city = Text(unset=None)
    address_country = Text(unset=None)
    address_line1 = Text(unset=None)
    address_line2 = Text(unset=None)
    address_state = Text(unset=None)
    address_zip = Text(unset=None)
    name = Text(unset=None)


class CardDetailsParameters(CardHolderParameters):
    """A card."""

    currency = Text()
    cvc = secret()
    exp_month = Whole(required=True)
    exp_year = Whole(required=True)
    networks = Object(NetworksParameters)
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
