"""How cards are refused: each reason with its code, the parameter it points at and its sentence."""

from collections.abc import Mapping

from mockserver.apis.stripe.problems import CardError

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
