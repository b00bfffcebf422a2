"""The members of coupons, promotion codes and discounts: what can be said of them, and what answers show."""

import re
from typing import Any

from marshmallow import fields

from mockserver.apis.stripe.dialect import Parameters, invalid
from mockserver.apis.stripe.fields import (
    ByCurrency,
    Constant,
    Currency,
    Expandable,
    ListParameters,
    Metadata,
    Range,
    Reference,
    Text,
)
from mockserver.apis.stripe.versions import CLOVER
from mockserver.core.fields.containers import Array, Object
from mockserver.core.fields.field import Describe, Field, Reading
from mockserver.core.fields.kinds import Choice, Flag, Moment, Whole

DURATIONS = ("forever", "once", "repeating")


class Percent(Field):
    """More than nothing, at most a hundred."""

    least, most = 0.01, 100.0

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(described={"minimum": self.least, "maximum": self.most}, **kwargs)

    def openapi(self, describe: Describe) -> dict[str, Any]:
        return {"type": "number"}

    def parse(self, value: Any, reading: Reading) -> float:
        number = reading.dialect.number(value)
        if number < self.least:
            raise invalid(f"This value must be greater than or equal to {self.least} (it currently is '{number}').")
        if number > self.most:
            raise invalid(f"This value must be less than or equal to {self.most:.0f} (it currently is '{number}').")
        return number

    def shape(self) -> fields.Field[Any]:
        return fields.Float(**self.shown())


class Code(Text):
    """What customers type in."""

    def parse(self, value: Any, reading: Reading) -> Any:
        text = super().parse(value, reading)
        if not re.fullmatch(r"[a-zA-Z0-9\-_]+", text):
            # The expression is told as it is written in Ruby.
            pattern = r"/\A[a-zA-Z0-9\-_]+\z/"
            raise invalid(f"This value must match the regex pattern. ({pattern} does not match for the value {text}).")
        return text


class AppliesTo(Parameters):
    """What a coupon is good for."""

    products = Array(Text(), always=False)


class AmountOff(Parameters):
    """What a coupon takes off in one currency."""

    amount_off = Whole(1, required=True)


class Coupon(Expandable):
    """A coupon; most of it stays as it was created, and answers have two members only where they are asked for."""

    id = Text(on="create")
    object = Constant("coupon")
    amount_off = Whole(1, on="create", null=True)
    applies_to = Object(AppliesTo, on="create", null=True, always=False)
    created = Whole(dump_only=True)
    currency = Currency(on="create", null=True)
    currency_options = ByCurrency(AmountOff, null=True, always=False)
    duration = Choice(DURATIONS, on="create")
    duration_in_months = Whole(1, on="create", null=True)
    livemode = Flag(dump_only=True)
    max_redemptions = Whole(1, on="create", null=True)
    metadata = Metadata()
    name = Text(40, unset=None, null=True)
    percent_off = Percent(on="create", null=True)
    redeem_by = Moment(on="create", null=True)
    times_redeemed = Whole(dump_only=True)
    valid = Flag(dump_only=True)


class CouponListParameters(ListParameters):
    """A list of coupons."""

    created = Range()


class Promotion(Parameters):
    """What a code gives."""

    coupon = Text(answered=Reference())
    type = Choice(("coupon",), required=True)


class Minimum(Parameters):
    """The least that has to be bought in one currency."""

    minimum_amount = Whole(1)


class ChangedRestrictions(Parameters):
    """What can be changed of the restrictions."""

    currency_options = ByCurrency(Minimum, always=False)


class Restrictions(ChangedRestrictions):
    """When a code can be redeemed."""

    first_time_transaction = Flag()
    minimum_amount = Whole(1, null=True)
    minimum_amount_currency = Currency(null=True)


class PromotionCode(Expandable):
    """A promotion code; which of `coupon` and `promotion` it has depends on the version."""

    id = Text(dump_only=True)
    object = Constant("promotion_code")
    active = Flag()
    code = Code(500, on="create")
    coupon = Text(until=CLOVER, on="create", answered=Object(Coupon), always=False)
    created = Whole(dump_only=True)
    customer = Text(on="create", answered=Reference())
    customer_account = Text(since=CLOVER, on="create", null=True)
    expires_at = Moment(on="create", null=True)
    livemode = Flag(dump_only=True)
    max_redemptions = Whole(1, on="create", null=True)
    metadata = Metadata()
    promotion = Object(Promotion, since=CLOVER, on="create", always=False)
    restrictions = Object(Restrictions, on="create")
    restrictions_ = Object(ChangedRestrictions, on="update", data_key="restrictions", load_only=True)
    times_redeemed = Whole(dump_only=True)


class PromotionCodeListParameters(ListParameters):
    """A list of promotion codes."""

    active = Flag()
    code = Text()
    coupon = Text()
    created = Range()
    customer = Text()
    customer_account = Text(since=CLOVER)


class DeletedDiscount(Parameters):
    """A discount that was taken away; which of `coupon` and `source` it has depends on the version."""

    id = Text()
    object = Constant("discount")
    checkout_session = Text(null=True)
    coupon = Object(Coupon, always=False)
    customer = Reference()
    customer_account = Text(null=True)
    deleted = Flag()
    invoice = Text(null=True)
    invoice_item = Text(null=True)
    promotion_code = Reference()
    source = Object(Promotion, always=False)
    start = Whole()
    subscription = Text(null=True)
    subscription_item = Text(null=True)
