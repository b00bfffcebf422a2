"""Cards as payment sources carry them: reading one, changing one, and when it expires."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargebee.payments.known_cards import AT_STRIPE, REFUSED, VISA, brand_of, is_number, masked
from mockserver.apis.chargebee.problems import PaymentRefused, blank, inside, wrong
from mockserver.core.api.model import Call

CARD = "card"

_HOLDER = (
    "first_name", "last_name", "billing_addr1", "billing_addr2", "billing_city", "billing_state_code", "billing_state",
    "billing_zip", "billing_country",
)  # fmt: skip

_LAST_YEAR = 2100

Values = Mapping[str, Any]


def read_card(call: Call, values: Values, group: str) -> dict[str, Any]:
    """Read a card; raise `Wrong` for what cannot be one, and `PaymentRefused` for one that its bank refuses.

    Messages never repeat a number or a security code.
    """
    for name in ("number", "expiry_month", "expiry_year"):
        if values.get(name) is None:
            raise blank(inside(group, name))
    number = values["number"].replace(" ", "").replace("-", "")
    if not is_number(number):
        raise wrong(inside(group, "number"), "is not the number of a card", legacy="invalid_value")
    month, year = values["expiry_month"], values["expiry_year"]
    _check_expiry(call, month, year, group)
    _check_cvv(values.get("cvv"), brand_of(number), group)
    if number in REFUSED:
        raise refused()
    return {**_numbered(number, month, year), **_holder(values)}


def card_of_token(call: Call, token: str) -> dict[str, Any]:
    """Return the card that a gateway's token stands for; it expires next year. Raise `PaymentRefused`."""
    number = AT_STRIPE.get(token, VISA)
    if number in REFUSED:
        raise refused()
    return _numbered(number, call.now.month, call.now.year + 1)


def card_at_gateway(call: Call, reference: str, known: Values) -> dict[str, Any]:
    """Return the card that a gateway keeps, with what the request knows of it."""
    card = {**card_of_token(call, reference), **{name: value for name, value in known.items() if value is not None}}
    return {**card, "masked_number": card["masked_number"][:-4] + card["last4"]}


def changed_card(call: Call, before: Values, values: Values) -> dict[str, Any]:
    """Lay parameters over a card; raises `Wrong` for a time in the past."""
    card = {**before, **{name: values[name] for name in _HOLDER if name in values}}
    for name in ("expiry_month", "expiry_year"):
        card[name] = values.get(name) or before[name]
    if values.get("expiry_month") or values.get("expiry_year"):
        _check_expiry(call, card["expiry_month"], card["expiry_year"], CARD)
    return {name: value for name, value in card.items() if value is not None}


def expiry_status(call: Call, card: Values) -> str:
    """Return whether a card is valid: in its last month it is expiring."""
    left = 12 * (card["expiry_year"] - call.now.year) + card["expiry_month"] - call.now.month
    return "expired" if left < 0 else "valid" if left else "expiring"


def refused() -> PaymentRefused:
    """Refuse a payment method that its bank will not have."""
    code = "payment_method_verification_failed"
    text = "Payment method verification failed. Reason: (3009) Do not honour"
    return PaymentRefused(text, code=code, legacy=code, cause="gateway.do_not_honour")


def _numbered(number: str, month: int, year: int) -> dict[str, Any]:
    return {
        "iin": number[:6],
        "last4": number[-4:],
        "brand": brand_of(number),
        "funding_type": "credit",
        "expiry_month": month,
        "expiry_year": year,
        "masked_number": masked(number),
        "object": CARD,
    }


def _holder(values: Values) -> dict[str, Any]:
    return {name: values[name] for name in _HOLDER if values.get(name) is not None}


def _check_expiry(call: Call, month: int, year: int, group: str) -> None:
    if not call.now.year <= year <= _LAST_YEAR:
        raise wrong(inside(group, "expiry_year"), "should not be in the past", legacy="invalid_value")
    if year == call.now.year and month < call.now.month:
        raise wrong(inside(group, "expiry_month"), "should not be in the past", legacy="invalid_value")


def _check_cvv(cvv: str | None, brand: str, group: str) -> None:
    length = 4 if brand == "american_express" else 3
    if cvv is not None and not (cvv.isascii() and cvv.isdecimal() and len(cvv) == length):
        raise wrong(inside(group, "cvv"), f"should have {length} digits", legacy="invalid_value")
