"""Cards for tests: the numbers and names of Stripe's guide to testing, what becomes of each, and how it is told."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from mockserver.apis.stripe.problems import CardError
from mockserver.apis.stripe.tables import rows
from mockserver.core.cards import passes_luhn

PASS, FAIL, UNAVAILABLE = "pass", "fail", "unavailable"


@dataclass(frozen=True, slots=True)
class KnownCard:
    """A card for tests; what follows `tok_` and `pm_card_` in its ids are its `names`.

    `attach` and `charge` say why it is declined there, `checks` what a bank says of the details that are not right.
    """

    number: str
    names: tuple[str, ...] = ()
    country: str = "US"
    funding: str = "credit"
    co_brand: str = ""
    attach: str = ""
    charge: str = ""
    checks: Mapping[str, str] = field(default_factory=dict)
    three_d_secure: bool = True

    @property
    def brand(self) -> str:
        return brand_of(self.number)

    @property
    def networks(self) -> list[str]:
        """What payments with the card can go through."""
        return [self.co_brand, self.brand] if self.co_brand else [self.brand]


_BRANDS: Mapping[str, re.Pattern[str]] = {
    "amex": re.compile(r"3[47]"),
    "diners": re.compile(r"3(0[0-5]|[689])"),
    "discover": re.compile(r"6(011|4[4-9]|5)"),
    "jcb": re.compile(r"35(2[89]|[3-8])"),
    "mastercard": re.compile(r"5[1-5]|2(22[1-9]|2[3-9]|[3-6]|7[01]|720)"),
    "unionpay": re.compile(r"62|81"),
    "visa": re.compile(r"4"),
}


def brand_of(number: str) -> str:
    """Tell a card's brand by the beginning of its number.

    >>> brand_of("2223003122003222")
    'mastercard'
    """
    return next((brand for brand, begins in _BRANDS.items() if begins.match(number)), "unknown")


def _card(row: Mapping[str, str]) -> KnownCard:
    return KnownCard(
        row["number"],
        (*row["names"].split(),),
        row["country"],
        row["funding"],
        row["co_brand"],
        row["attach"],
        row["charge"],
        {check: row[check] for check in ("cvc", "line1", "zip") if row[check]},
        three_d_secure=row["three_d_secure"] != "no",
    )


CARDS = (*map(_card, rows("cards")),)
"""In the order of the guide. Where a number has several meanings, its first card is what the number alone means."""

_BY_NAME = {name: card for card in CARDS for name in card.names}
_BY_NUMBER = {card.number: card for card in reversed(CARDS)}


def named_card(id: str, prefix: str) -> KnownCard | None:
    """Return the card that an id such as `tok_visa` or `pm_card_visa` stands for, if it does."""
    return _BY_NAME.get(id.removeprefix(prefix)) if id.startswith(prefix) else None


def numbered_card(written: str) -> KnownCard:
    """Return the card with a number, however that is spaced; one that nobody knows is like others of its brand.

    Raise `CardError` for what is no number of a card.
    """
    number = re.sub(r"[\s-]", "", written)
    if not (number.isascii() and number.isdecimal() and 12 <= len(number) <= 19):
        raise unreadable("invalid_number")
    if not passes_luhn(number):
        raise unreadable("incorrect_number")
    return _BY_NUMBER.get(number) or KnownCard(number)


_DECLINED = "Your card was declined."

_REASONS: Mapping[str, tuple[str, str, str]] = {
    "authentication_required": (
        "authentication_required", "", "Your card was declined. This transaction requires authentication.",
    ),
    "card_velocity_exceeded": (
        "card_declined", "",
        "Your card was declined for making repeated attempts too frequently or exceeding its amount limit.",
    ),
    "expired_card": ("expired_card", "exp_month", "Your card has expired."),
    "fraudulent": ("card_declined", "", _DECLINED),
    "generic_decline": ("card_declined", "", _DECLINED),
    "incorrect_cvc": ("incorrect_cvc", "cvc", "Your card's security code is incorrect."),
    "insufficient_funds": ("card_declined", "", "Your card has insufficient funds."),
    "lost_card": ("card_declined", "", _DECLINED),
    "processing_error": (
        "processing_error", "", "An error occurred while processing your card. Try again in a little bit.",
    ),
    "stolen_card": ("card_declined", "", _DECLINED),
}  # fmt: skip
"""By what the issuer of a card says: code, parameter and message."""

_UNREADABLE: Mapping[str, tuple[str, str]] = {
    "incorrect_number": ("number", "Your card number is incorrect."),
    "invalid_cvc": ("cvc", "Your card's security code is invalid."),
    "invalid_expiry_month": ("exp_month", "Your card's expiration month is invalid."),
    "invalid_expiry_year": ("exp_year", "Your card's expiration year is invalid."),
    "invalid_number": ("number", "The card number is not a valid credit card number."),
}
"""By code, what is wrong with a card before anybody asks its issuer: parameter and message."""


def declined(reason: str) -> CardError:
    """Refuse a card as its issuer does.

    >>> declined("lost_card").code, declined("lost_card").decline_code
    ('card_declined', 'lost_card')
    """
    code, param, message = _REASONS[reason]
    return CardError(message, code=code, decline_code=reason, param=param)


def unreadable(code: str) -> CardError:
    """Refuse a card whose details cannot be those of any card; they are not shown."""
    param, message = _UNREADABLE[code]
    return CardError(message, code=code, param=param)
