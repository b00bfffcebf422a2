"""What a card can be made of."""

import re
from typing import Any

from mockserver.apis.chargeover.parameters import Parameters, Text, Whole
from mockserver.apis.chargeover.pay_methods.card_numbers import read_number
from mockserver.apis.chargeover.pay_methods.expiry import ExpiryDate, ExpiryMonth, ExpiryYear

_CODE = re.compile(r"\d{3,4}", re.ASCII)


class CardNumber(Text):
    """The number of a card."""

    def read(self, value: Any) -> str:
        text = super().read(value)
        return read_number(text) if text.strip() else ""


class SecurityCode(Text):
    """The digits on the back of a card."""

    def read(self, value: Any) -> str:
        text = super().read(value).strip()
        if text and not _CODE.fullmatch(text):
            raise ValueError("must be three or four digits")
        return text


class CreditCardParameters(Parameters):
    """The members of a card that a request can say; its number and code are never answered."""

    customer_id = Whole()
    customer_external_key = Text()
    customer_token = Text()
    external_key = Text()
    name = Text()
    number = CardNumber(required=True, writeOnly=True)
    cvv = SecurityCode(writeOnly=True)
    expdate = ExpiryDate()
    expdate_year = ExpiryYear()
    expdate_month = ExpiryMonth()
    address = Text()
    city = Text()
    state = Text()
    postcode = Text()
    country = Text()
