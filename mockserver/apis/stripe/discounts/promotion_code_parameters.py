"""What can be said about a promotion code when it is created and when it is changed."""

import re
from typing import Any

from mockserver.apis.stripe.currencies import Currency
from mockserver.apis.stripe.dialect import Parameters, invalid
from mockserver.apis.stripe.discounts.members import ByCurrency
from mockserver.apis.stripe.fields import Expandable, Range, Text
from mockserver.apis.stripe.metadata import Metadata
from mockserver.apis.stripe.query import ListParameters
from mockserver.apis.stripe.versions import CLOVER
from mockserver.core.fields.containers import Object
from mockserver.core.fields.field import Reading
from mockserver.core.fields.kinds import Choice, Flag, Moment, Whole


class Code(Text):
    """What customers type in."""

    def parse(self, value: Any, reading: Reading) -> Any:
        text = super().parse(value, reading)
        if not re.fullmatch(r"[a-zA-Z0-9\-_]+", text):
            # The expression is told as it is written in Ruby.
            pattern = r"/\A[a-zA-Z0-9\-_]+\z/"
            raise invalid(f"This value must match the regex pattern. ({pattern} does not match for the value {text}).")
        return text


class PromotionParameters(Parameters):
    """What a code gives."""

    coupon = Text()
    type = Choice(("coupon",), required=True)


class MinimumParameters(Parameters):
    """The least that has to be bought in one currency."""

    minimum_amount = Whole(1)


class ChangedRestrictionsParameters(Parameters):
    """What can be changed of the restrictions."""

    currency_options = ByCurrency(MinimumParameters)


class RestrictionsParameters(ChangedRestrictionsParameters):
    """When a code can be redeemed."""

    first_time_transaction = Flag()
    minimum_amount = Whole(1)
    minimum_amount_currency = Currency()


class PromotionCodeCreateParameters(Expandable):
    """A new promotion code."""

    active = Flag()
    code = Code(500)
    coupon = Text(until=CLOVER)
    customer = Text()
    customer_account = Text(since=CLOVER)
    expires_at = Moment()
    max_redemptions = Whole(1)
    metadata = Metadata()
    promotion = Object(PromotionParameters, since=CLOVER)
    restrictions = Object(RestrictionsParameters)


class PromotionCodeUpdateParameters(Expandable):
    """A change of a promotion code."""

    active = Flag()
    metadata = Metadata()
    restrictions = Object(ChangedRestrictionsParameters)


class PromotionCodeListParameters(ListParameters):
    """A list of promotion codes."""

    active = Flag()
    code = Text()
    coupon = Text()
    created = Range()
    customer = Text()
    customer_account = Text(since=CLOVER)
